"""Two members who are one person: preview, merge, life after it, and two members again (E77)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.answers import PurchaseDone, Statement
from vafa.domain.rewards.merge_answers import MergeDone, MergePreview, UnmergeDone
from vafa.domain.rewards.merge_pair import AlreadyMerged, SameMember
from vafa.domain.rewards.operations.merging import MergeUndone, NoSuchMerge, SurvivorMerged
from vafa.journeys.find_member import find_member
from vafa.journeys.merge_members import merge_members, preview_merge, unmerge_members
from vafa.journeys.show_statement import show_statement
from vafa.journeys.show_tier import show_tier
from vafa.ledger.errors import UnitsHeld
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def merge(
    club: Club, survivor: str = "Sara", duplicate: str = "Ali", *, asked: Claim | None = None
) -> MergeDone:
    """Merge one person's membership into another's."""
    with clock(club.at):
        return merge_members(
            principal=club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            vault=VAULT,
            survivor_id=club.join(survivor),
            duplicate_id=club.join(duplicate),
        )


def unmerge(club: Club, merge_id: int, *, asked: Claim | None = None) -> UnmergeDone:
    """Undo a merge."""
    with clock(club.at):
        return unmerge_members(
            principal=club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            merge_id=merge_id,
        )


def preview(club: Club, survivor: str = "Sara", duplicate: str = "Ali") -> MergePreview:
    """Foretell a merge."""
    with clock(club.at):
        return preview_merge(
            principal=club.principal,
            vault=VAULT,
            at=club.at,
            survivor_id=club.join(survivor),
            duplicate_id=club.join(duplicate),
        )


def statement(club: Club, name: str = "Sara") -> Statement:
    """Give a person's statement."""
    with clock(club.at):
        return show_statement(principal=club.principal, vault=VAULT, member=ref(club.join(name)))


def tier(club: Club, name: str = "Sara") -> str:
    """Give a person's tier now."""
    with clock(club.at):
        return show_tier(
            principal=club.principal, vault=VAULT, at=club.at, member=ref(club.join(name))
        ).tier


def proof(club: Club) -> dict[str, int]:
    """Give the checks of the book that see a difference."""
    return {
        check.name: check.wrong
        for check in verify(club_id=club.club_id).checks
        if check.wrong
    }


def two_with_points(ours: int = 100, theirs: int = 200) -> tuple[Club, PurchaseDone, PurchaseDone]:
    """Open a club where Sara has 100 points and Ali, ten days younger in the club, 200."""
    club = a_club()
    first = club.buy(ours * 100_000)
    club.pass_days(10)
    second = club.buy(theirs * 100_000, name="Ali")
    return club, first, second


def test_balances_add_up_and_lots_keep_their_dates() -> None:
    """E77: 100 + 200 is 300, each lot as it was."""
    club, _, _ = two_with_points()
    ends = [
        held.next_expiry
        for name in ("Sara", "Ali")
        for held in club.wallet(name).balances
        if held.unit == "points"
    ]

    done = merge(club)

    assert club.available("points") == 300
    assert [(one.unit, one.units) for one in done.carried if one.unit == "points"] == [
        ("points", 200)
    ]
    (next_end,) = (
        held.next_expiry for held in club.wallet().balances if held.unit == "points"
    )
    assert next_end == ends[0]
    assert proof(club) == {}
