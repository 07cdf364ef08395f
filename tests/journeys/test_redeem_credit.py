"""Spending units at once, and what may not be spent at all."""

import pytest

from tests.factories.clubs import a_club_with_credit
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.holds import NoSuchHold
from vafa.domain.rewards.operations.credit import NotRedeemable, UnitsOutOfBounds
from vafa.domain.rewards.records import SpendWish
from vafa.domain.rewards.rulebook import UnknownUnit
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def test_redeeming_at_once_spends_or_declines() -> None:
    club = a_club_with_credit()

    used, short = club.redeem(40_000), club.redeem(60_001)

    assert (used.status, used.rials) == (200, 40_000)
    assert short.declined is not None
    assert (short.status, short.declined.available) == (402, 60_000)


def test_natural_key_of_a_redemption_wins() -> None:
    club = a_club_with_credit()

    first = club.redeem(40_000, source="web", document="V-1")
    second = club.redeem(40_000, source="web", document="V-1")

    assert (second.replayed, second.event_id) == (True, first.event_id)
    assert club.available("credit") == 60_000


def test_what_cannot_be_spent_is_refused() -> None:
    club = a_club_with_credit()
    earn_only = reference_programme()
    units = tuple(unit.model_copy(update={"redemption": None}) for unit in earn_only.units)
    closed = a_club_with_credit(programme=earn_only.model_copy(update={"units": units}))

    with pytest.raises(UnitsOutOfBounds):
        club.hold(0)
    with pytest.raises(UnitsOutOfBounds):
        club.redeem(-5)
    with pytest.raises(UnknownUnit):
        club.hold(5, unit="gold")
    with pytest.raises(NotRedeemable):
        closed.redeem(5)
    with pytest.raises(NoSuchHold):
        club.capture(12)
    with pytest.raises(NoSuchHold):
        club.cancel(12)
    assert club.available("credit") == 100_000


def test_credit_needs_its_right() -> None:
    club = a_club_with_credit()
    club.principal = Principal(club.club_id, 1, rights_of({"read", "purchases"}))

    with pytest.raises(RightMissing):
        club.hold(10)
    with pytest.raises(RightMissing):
        club.redeem(10)
    with pytest.raises(RightMissing):
        club.capture(10)
    with pytest.raises(RightMissing):
        club.cancel(10)
    with pytest.raises(RightMissing):
        club.buy(10, spend=[SpendWish("credit")])
