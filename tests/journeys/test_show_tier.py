"""Where a member stands and what is missing."""

from datetime import date

import pytest

from tests.factories.clubs import VAULT, Club, a_club, clock, ref
from vafa.domain.rewards.answers import TierShown, Why
from vafa.journeys.show_tier import show_tier

pytestmark = pytest.mark.django_db


def tier(club: Club) -> TierShown:
    with clock(club.at):
        return show_tier(
            principal=club.principal, vault=VAULT, at=club.at, member=ref(club.join())
        )


def test_new_member_stands_on_the_lowest_tier() -> None:
    club = a_club()

    shown = tier(club)

    assert (shown.tier, shown.value, shown.next_tier, shown.missing) == (
        "regular", 0, "bronze", 50_000_000,
    )  # fmt: skip


def test_tier_shows_since_when_and_what_is_missing() -> None:
    club = a_club()
    club.buy(60_000_000)

    shown = tier(club)

    assert (shown.tier, shown.name, shown.since_date) == (
        "bronze", Why("برنزی", "Bronze"), date(2026, 11, 21),
    )  # fmt: skip
    assert (shown.value, shown.basis, shown.next_tier, shown.next_threshold, shown.missing) == (
        60_000_000, "spend", "silver", 150_000_000, 90_000_000,
    )  # fmt: skip


def test_grace_is_shown_when_spend_leaves_the_window() -> None:
    """E60: the value falls below, the tier stays until the grace ends."""
    club = a_club()
    club.buy(60_000_000)
    club.pass_days(366)

    shown = tier(club)

    assert (shown.tier, shown.value) == ("bronze", 0)
    assert shown.grace_until_date == date(2027, 12, 21)
