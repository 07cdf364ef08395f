"""What another version makes of units that are held: an end, with notice, never a later one."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories.clubs import NOON
from vafa.domain.rewards.changeover import Changeover, earn_legs, idle_ends, new_end, outcome
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import day_of_jalali, local_day, midnight
from vafa.ledger.records import Earn
from vafa.ledger.standings import Holder, OpenLot
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    Expiry,
    NeverExpires,
    OnFixedDate,
    Programme,
)
from vafa.programme.presets import reference_programme
from vafa.programme.records import Award, MemberState

ZONE = "Asia/Tehran"
TODAY = local_day(NOON, ZONE)
RULE = "points-on-purchase"


def programme(unit: Expiry, rule: Expiry | None = None, **more: Any) -> Programme:
    """Give the reference programme with this end for points, and for what one rule gives."""
    document = reference_programme()
    points, *units = document.units
    rules = tuple(
        one.model_copy(update={"expiry": rule}) if one.code == RULE else one
        for one in document.rules
    )
    update = {
        "units": (points.model_copy(update={"expiry": unit}), *units), "rules": rules, **more,
    }  # fmt: skip
    return document.model_copy(update=update)


def changeover(before: Programme, after: Programme) -> Changeover:
    """Go from one document to another, told today."""
    first = Version(1, 1, NOON - timedelta(days=900), before, {"fa": {}, "en": {}})
    return Changeover(first, Version(2, 2, NOON, after, {"fa": {}, "en": {}}), TODAY)


def lot(days_ago: int, ends: datetime | None = None, rule: str = RULE) -> OpenLot:
    """Give a lot of points that was given so many days ago."""
    return OpenLot(1, 1, 50, NOON - timedelta(days=days_ago), ends, rule)


def in_days(days: int) -> datetime:
    """Give the midnight at the beginning of that day from today."""
    return midnight(TODAY + days, ZONE)


@pytest.mark.parametrize(
    ("days_ago", "ends"), [(400, 31), (350, 31), (340, 31), (300, 66), (0, 366)]
)
def test_nothing_ends_before_earned_and_period_or_told_and_notice(
    days_ago: int, ends: int
) -> None:
    """E84: max(earned + 365 days, today + 30 days)."""
    change = changeover(programme(NeverExpires()), programme(AfterDays(days=365)))

    assert new_end(change=change, lot=lot(days_ago)) == in_days(ends)


def test_shortening_takes_away_nothing_within_the_notice() -> None:
    change = changeover(programme(AfterDays(days=365)), programme(AfterDays(days=10)))

    assert new_end(change=change, lot=lot(5, in_days(360))) == in_days(31)
    assert new_end(change=change, lot=lot(350, in_days(16))) is None


@pytest.mark.parametrize("after", [NeverExpires(), AfterDays(days=900)])
def test_what_was_promised_stays_when_units_last_longer(after: Expiry) -> None:
    change = changeover(programme(AfterDays(days=365)), programme(after))

    assert new_end(change=change, lot=lot(5, in_days(361))) is None


def test_rule_with_an_end_of_its_own_is_its_own_matter() -> None:
    change = changeover(
        programme(NeverExpires(), AfterDays(days=90)),
        programme(AfterDays(days=40), AfterDays(days=90)),
    )

    assert new_end(change=change, lot=lot(0, in_days(91))) is None
    assert new_end(change=change, lot=lot(0, rule="")) == in_days(41)


def test_rule_that_is_gone_leaves_the_end_it_gave() -> None:
    change = changeover(
        programme(NeverExpires(), AfterDays(days=90)), programme(AfterDays(days=40), rules=())
    )

    assert new_end(change=change, lot=lot(0, in_days(91))) is None


def test_fixed_date_is_the_first_one_far_enough_away() -> None:
    change = changeover(
        programme(NeverExpires()), programme(OnFixedDate(month=12, day=30, minimum_days=200))
    )

    # 30 Aban 1405 is 119 days before the end of the year: 30 Esfand 1406 is 29 in that year.
    assert new_end(change=change, lot=lot(0)) == midnight(day_of_jalali(1407, 1, 1), ZONE)
    assert new_end(change=change, lot=lot(100)) == midnight(day_of_jalali(1406, 1, 1), ZONE)


def holder(*lots: OpenLot, **more: Any) -> Holder:
    """Give a member with these lots."""
    state = MemberState(day=TODAY, last_purchase_day=TODAY - 60)
    return Holder(1, state.as_json(), None, more.get("idle", frozenset()), lots)


def test_inactivity_counts_from_the_last_purchase_but_not_before_the_notice_ends() -> None:
    change = changeover(programme(NeverExpires()), programme(AfterInactivity(days=70)))
    state = MemberState(last_purchase_day=TODAY - 60)

    assert idle_ends(change=change, state=state, holder=holder(lot(9))) == {1: in_days(31)}
    assert idle_ends(change=change, state=state, holder=holder()) == {}


def test_inactivity_switched_off_no_longer_ends_anything() -> None:
    change = changeover(programme(AfterInactivity(days=70)), programme(NeverExpires()))
    found = idle_ends(
        change=change, state=MemberState(), holder=holder(lot(9), idle=frozenset({1}))
    )

    assert found == {1: None}


def test_member_whom_nothing_concerns_is_left_alone() -> None:
    change = changeover(programme(NeverExpires()), programme(NeverExpires(), quote_minutes=5))

    assert not outcome(change=change, holder=holder(lot(9))).changes


def test_late_purchase_is_as_if_it_had_been_there_in_time() -> None:
    change = changeover(programme(NeverExpires()), programme(AfterDays(days=10)))
    award = Award(
        rule=RULE, unit="points", units=5, uncapped=5, basis=500, line_basis={}, lines={}, tier="",
        day=TODAY - 20,
    )  # fmt: skip

    (late,) = earn_legs(
        awards=(award,), by=change.before, today=change.after, at=NOON - timedelta(days=20)
    )
    (now,) = earn_legs(awards=(award,), by=change.before, today=change.before, at=NOON)

    assert isinstance(late, Earn)
    assert isinstance(now, Earn)
    assert (late.expires_at, now.expires_at) == (in_days(31), None)
