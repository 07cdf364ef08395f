"""Worked examples of the ladder: landing, grace, calendar windows, tiers by hand."""

import pytest

from tests.programme.shop import DAY, Member, compiled
from vafa.kit.calendar import day_of_jalali
from vafa.programme.decide import (
    decide_tier,
    next_review_day,
)


@pytest.mark.parametrize(
    ("grace", "landing", "steps"),
    [
        (30, "step", ["warning", "grace_started", "down", "down"]),
        (30, "full", ["warning", "grace_started", "down"]),
        (0, "step", ["warning", "down", "down"]),
    ],
)
def test_a_tier_lands_softly(grace: int, landing: str, steps: list[str]) -> None:
    programme = compiled({"/ladder/grace_days": grace, "/ladder/landing": landing})
    member = Member(programme)
    member.buys(160_000_000)

    assert list(member.waits(DAY + 500)) == steps
    assert member.state.tier == "regular"


def test_reaching_the_tier_again_ends_the_grace() -> None:
    member = Member(compiled())
    member.buys(160_000_000)
    member.waits(DAY + 365)

    done = member.buys(150_000_000, day=DAY + 366)

    assert [change.kind for change in done.tier_changes] == ["grace_ended"]
    assert (done.state.tier, done.state.grace_until) == ("silver", 0)


@pytest.mark.parametrize(
    ("period", "first", "holds_until"),
    [
        ("year", day_of_jalali(1403, 5, 1), day_of_jalali(1405, 1, 1)),
        ("season", day_of_jalali(1403, 5, 1), day_of_jalali(1403, 10, 1)),
    ],
)
def test_a_calendar_tier_holds_through_the_next_period(
    period: str, first: int, holds_until: int
) -> None:
    programme = compiled({
        "/ladder/window": {"kind": "calendar", "period": period}, "/ladder/grace_days": 0,
        "/ladder/warning_days": 0,
    })  # fmt: skip
    member = Member(programme)
    member.buys(60_000_000, day=first)

    assert next_review_day(programme=programme, state=member.state) == holds_until
    assert member.waits(holds_until - 1) == ()
    assert member.waits(holds_until) == ("down",)


@pytest.mark.parametrize(
    ("basis", "orders", "tier"), [("visits", 3, "bronze"), ("points", 2, "bronze")]
)
def test_ladders_by_visits_and_points(basis: str, orders: int, tier: str) -> None:
    threshold = {"visits": 3, "points": 4}[basis]
    levels = [
        {"code": "regular", "name": {"fa": "ع", "en": "r"}, "threshold": 0},
        {"code": "bronze", "name": {"fa": "ب", "en": "b"}, "threshold": threshold},
    ]
    member = Member(compiled({
        "/ladder/basis": basis, "/ladder/points_unit": "points", "/ladder/levels": levels,
    }))  # fmt: skip
    for _ in range(orders - 1):
        member.buys(200_000)
    assert member.state.tier == "regular"

    done = member.buys(200_000)

    assert (done.state.tier, [change.kind for change in done.tier_changes]) == (tier, ["up"])


def test_a_raised_threshold_begins_a_grace_the_next_day() -> None:
    """A change of the ladder is prospective: nobody falls without the grace (E65)."""
    member = Member(compiled())
    member.buys(60_000_000)
    member.programme = compiled({"/ladder/levels/1/threshold": 70_000_000})

    assert next_review_day(programme=member.programme, state=member.state) == DAY + 1
    assert member.waits(DAY + 1) == ("grace_started",)
    assert member.waits(DAY + 30) == ()
    assert member.waits(DAY + 31) == ("down",)


def test_a_tier_given_by_hand_beats_all_until_its_day() -> None:
    programme = compiled()
    member = Member(programme)
    given_tier = decide_tier(
        programme=programme, snapshot=member.snapshot, tier="gold", day=DAY, days=30
    )
    member.state = given_tier.state

    assert member.buys(1000).tier_changes == ()
    assert member.waits(DAY + 30) == ()
    assert member.waits(DAY + 31) == ("down",)
    assert member.state.tier == "regular"
