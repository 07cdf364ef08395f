"""The two members of a merge, read together: may they be merged, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.rewards import joined, translate
from vafa.domain.rewards.rulebook import Rulebook, Version, rulebook
from vafa.kit.calendar import jalali_of, local_day
from vafa.kit.errors import Refused
from vafa.ledger import merges
from vafa.ledger import operations as book
from vafa.ledger.merges import PairMember
from vafa.ledger.records import Snapshot
from vafa.programme.records import AdvanceDecision, MemberState, TierChange


class SameMember(Refused):
    """Both are the same member: name two different ones."""


class AlreadyMerged(Refused):
    """One of the two was merged into another member before: use that one, or undo that merge."""


class GuestNotMerged(Refused):
    """A receipt without a member is claimed by its code, not merged."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Both members, settled to one now and advanced to its day, with the rules of that moment."""

    rules: Rulebook
    version: Version
    day: int
    survivor: PairMember
    duplicate: PairMember
    survivor_passed: AdvanceDecision
    duplicate_passed: AdvanceDecision


def pair_of(
    *, club_id: int, at: datetime, survivor_id: int, duplicate_id: int, lock: bool = False
) -> Pair:
    """Read both members settled to one now; with `lock` both stay locked, the lower id first.

    :raises SameMember: when both are one.
    :raises NoSuchMember: when the club lacks one of them.
    :raises NoProgramme: when the club has published none.
    """
    if survivor_id == duplicate_id:
        raise SameMember
    survivor, duplicate = book.pair(
        club_id=club_id, one=survivor_id, other=duplicate_id, lock=lock
    )
    rules = rulebook(club_id, survivor.snapshot.programme_epoch)
    version = rules.latest(at)
    day = local_day(survivor.snapshot.now, version.document.zone)
    return Pair(
        rules=rules,
        version=version,
        day=day,
        survivor=survivor,
        duplicate=duplicate,
        survivor_passed=_passed(survivor.snapshot, version, day),
        duplicate_passed=_passed(duplicate.snapshot, version, day),
    )


def _passed(snapshot: Snapshot, version: Version, day: int) -> AdvanceDecision:
    state = MemberState.from_json(snapshot.state)
    return joined.advanced(programme=version.compiled, state=state, day=max(day, state.day))


def check(*, two: Pair) -> None:
    """Refuse to merge guests and those who were merged before.

    :raises GuestNotMerged: when one is a receipt without a member.
    :raises AlreadyMerged: when one was merged into another member.
    """
    for one in (two.survivor, two.duplicate):
        if one.is_guest:
            raise GuestNotMerged
        if one.merged_into is not None:
            raise AlreadyMerged(
                member_id=str(one.snapshot.member_id), merged_into=str(one.merged_into)
            )


def joined_state(*, two: Pair) -> AdvanceDecision:
    """Give what the survivor would be, with the tier judged on what both spent."""
    return joined.join(
        programme=two.version.compiled,
        survivor=two.survivor_passed.state,
        duplicate=two.duplicate_passed.state,
    )


def all_changes(*, two: Pair, decision: AdvanceDecision) -> tuple[TierChange, ...]:
    """Give every step of the survivor: what time brought, the other's tier, what both spent."""
    passed = two.survivor_passed
    first = decision.tier_changes[0].before if decision.tier_changes else decision.state.tier
    lifted = joined.step_of(
        programme=two.version.compiled, before=passed.state.tier, after=first, day=two.day
    )
    return (*passed.tier_changes, *filter(None, (lifted,)), *decision.tier_changes)


def gifts_twice(*, club_id: int, two: Pair) -> list[translate.type_json]:
    """Give the duplicate's gifts that the survivor has had for the same occasion."""
    ours = merges.gifts(club_id=club_id, member_id=two.survivor.snapshot.member_id)
    theirs = merges.gifts(club_id=club_id, member_id=two.duplicate.snapshot.member_id)
    had = {_occasion(one, two.version) for one in ours}
    return [
        {"occasion": one.occasion, "rule": one.rule, "unit": two.rules.codes[one.unit],
         "units": one.units}
        for one in theirs
        if _occasion(one, two.version) in had
    ]  # fmt: skip


def _occasion(gift: merges.GiftFound, version: Version) -> tuple[str, int]:
    # A person joins once, and has one birthday in each Jalali year.
    if gift.occasion == "join":
        return gift.occasion, 0
    return gift.occasion, jalali_of(local_day(gift.given_at, version.document.zone)).year
