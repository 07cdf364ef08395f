"""Merging people of a club and parting them again, and what is looked at afterwards."""

from __future__ import annotations

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from vafa.domain.clubs.principal import Claim
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.rewards.answers import Statement
from vafa.domain.rewards.merge_answers import MergeDone, MergePreview, UnmergeDone
from vafa.journeys.find_member import find_member
from vafa.journeys.merge_members import merge_members, preview_merge, unmerge_members
from vafa.journeys.show_purchase import PurchaseShown, show_purchase
from vafa.journeys.show_statement import show_statement
from vafa.journeys.show_tier import show_tier
from vafa.ledger.verify import verify
from vafa.programme.document import AfterDays, FixedAmount, Label, Programme, Rule
from vafa.programme.presets import reference_programme


def merge(
    club: Club, survivor: str = "Sara", duplicate: str = "Ali", *, asked: Claim | None = None
) -> MergeDone:
    """Merge one person's membership into another's."""
    survivor_id, duplicate_id = club.join(survivor), club.join(duplicate)
    with clock(club.at):
        return merge_members(
            principal=club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            vault=VAULT,
            survivor_id=survivor_id,
            duplicate_id=duplicate_id,
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
    survivor_id, duplicate_id = club.join(survivor), club.join(duplicate)
    with clock(club.at):
        return preview_merge(
            principal=club.principal,
            vault=VAULT,
            at=club.at,
            survivor_id=survivor_id,
            duplicate_id=duplicate_id,
        )


def statement(club: Club, name: str = "Sara") -> Statement:
    """Give a person's statement."""
    with clock(club.at):
        return show_statement(principal=club.principal, vault=VAULT, member=ref(club.join(name)))


def tier(club: Club, name: str = "Sara") -> str:
    """Give a person's tier now."""
    member = ref(club.join(name))
    with clock(club.at):
        return show_tier(principal=club.principal, vault=VAULT, at=club.at, member=member).tier


def held(club: Club, name: str = "Sara") -> dict[str, tuple[int, int, int]]:
    """Give spendable, pending and owed by unit."""
    return {one.unit: (one.spendable, one.pending, one.owed) for one in club.wallet(name).balances}


def differences(club: Club) -> dict[str, tuple[str, ...]]:
    """Give where the proof of the book sees a difference, by check."""
    checks = verify(club_id=club.club_id).checks
    return {check.name: check.places for check in checks if check.wrong}


def ending_programme() -> Programme:
    """Give the reference programme with points that end after 100 days, and gifts."""
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"expiry": AfterDays(days=100)}) if unit.code == "points" else unit
        for unit in document.units
    )
    gifts = tuple(
        Rule(
            code=f"gift-on-{trigger}",
            name=Label(fa="هدیه", en="Gift"),
            trigger=trigger,
            effects=(FixedAmount(unit="points", units=7),),
        )
        for trigger in ("join", "birthday")
    )
    return document.model_copy(update={"units": units, "rules": (*document.rules, *gifts)})


def two_with_points(ours: int = 100, theirs: int = 200) -> Club:
    """Open a club where Sara has so many points and Ali, ten days later, so many."""
    club = a_club()
    club.buy(ours * 100_000)
    club.pass_days(10)
    club.buy(theirs * 100_000, name="Ali")
    return club


def card(club: Club, member: MemberRef) -> MemberCard:
    """Find a person as the till does."""
    with clock(club.at):
        return find_member(principal=club.principal, vault=VAULT, member=member)


def shown(club: Club, event_id: int) -> PurchaseShown:
    """Give a recorded purchase."""
    with clock(club.at):
        return show_purchase(principal=club.principal, event_id=event_id)
