"""Moments that are refused. The flow itself is tested with purchases and their races."""

from datetime import datetime, timedelta

import pytest

from tests.factories.clubs import NOON
from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.posting import InTheFuture, TooLongAgo, UnknownMoment, check_moment

TILL = Principal(1, 2, frozenset({"purchases"}))
APPROVER = Principal(1, 2, frozenset({"approve"}))


def check(event_at: datetime, principal: Principal = TILL) -> None:
    check_moment(event_at=event_at, now=NOON, back_dating_days=30, principal=principal)


def test_clocks_may_differ_a_little() -> None:
    check(NOON + timedelta(minutes=5))
    with pytest.raises(InTheFuture):
        check(NOON + timedelta(minutes=5, seconds=1))


def test_only_an_approver_goes_back_past_the_limit() -> None:
    """E16."""
    check(NOON - timedelta(days=30))
    check(NOON - timedelta(days=31), APPROVER)
    with pytest.raises(TooLongAgo):
        check(NOON - timedelta(days=30, seconds=1))


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(UnknownMoment):
        check(NOON.replace(tzinfo=None))
