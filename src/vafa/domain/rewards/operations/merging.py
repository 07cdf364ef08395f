"""Making two members one, and two again: value, holds, debts and the programme's memory (E77).

Both members are locked, the lower id first, before anything is read; all happens in the
caller's one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import joined, merge_answers, translate
from vafa.domain.rewards.merge_pair import (
    Pair,
    all_changes,
    check,
    gifts_twice,
    joined_state,
    pair_of,
)
from vafa.domain.rewards.posting import Asked, Done, claimed, replayed
from vafa.kit.errors import NotFound, Refused
from vafa.kit.ids import Ids
from vafa.ledger import merges
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.merges import MergeFound, Merging, PairMember, Side
from vafa.ledger.records import OutboxRow, Posted
from vafa.programme.decide import next_review_day
from vafa.programme.records import AdvanceDecision, MemberState, TierChange


class NoSuchMerge(NotFound):
    """There is no such merge."""


class MergeUndone(Refused):
    """The merge was undone before."""


class SurvivorMerged(Refused):
    """The member who was kept has been merged into another one since: undo that merge first."""


def merge(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    survivor: MemberFound,
    duplicate: MemberFound,
) -> merge_answers.MergeDone:
    """Merge a duplicate into a survivor, once; in the caller's transaction.

    :raises SameMember: when both are one.
    :raises AlreadyMerged: when one was merged before.
    :raises GuestNotMerged: when one is a receipt without a member.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    club_id = principal.club_id
    two = pair_of(
        club_id=club_id,
        at=event_at,
        survivor_id=survivor.member_id,
        duplicate_id=duplicate.member_id,
        lock=True,
    )
    snapshot = claimed(asked=Asked(principal, claim, survivor.member_id, ids.next()))
    if snapshot.answer is not None:
        return merge_answers.merge_done(done=replayed(club_id=club_id, snapshot=snapshot))
    check(two=two)
    decision = joined_state(two=two)
    changes = all_changes(two=two, decision=decision)
    said = {
        "programme_version": two.version.number,
        "survivor_id": str(survivor.member_id),
        "duplicate_id": str(duplicate.member_id),
        "carried": [
            {"unit": two.rules.codes[unit], "units": held.spendable + held.pending,
             "owed": held.owed}
            for unit, held in sorted(two.duplicate.snapshot.balances.items())
            if held.spendable or held.pending or held.owed
        ],
        "tier": decision.state.tier,
        "tier_changes": translate.tier_json(changes=changes),
        "gifts_twice": gifts_twice(club_id=club_id, two=two),
    }  # fmt: skip
    ours = _side_after(two, snapshot.event_id, two.survivor, decision.state, "merge", changes)
    theirs = _side_after(
        two, ids.next(), two.duplicate, two.duplicate_passed.state, "merged_away", ()
    )
    told = {"survivor_id": str(survivor.member_id), "duplicate_id": str(duplicate.member_id)}
    posted = book.merge(
        merging=Merging(
            club_id=club_id,
            event_at=event_at,
            credential_id=principal.credential_id,
            programme_version_id=two.version.id,
            survivor=replace(
                ours,
                reason=duplicate.number,
                answer={"said": said},
                outbox=(OutboxRow("member.merged", _told(snapshot.event_id, told)), *ours.outbox),
            ),
            duplicate=replace(theirs, reason=survivor.number),
            before=two.survivor_passed.state.as_json(),
        )
    )
    return merge_answers.merge_done(done=Done(posted, two.rules))


def unmerge(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, found: MergeFound
) -> merge_answers.UnmergeDone:
    """Undo a merge, once; in the caller's transaction.

    What is left of the carried lots goes back with its dates; of what is owed, at most what came.
    Purchases since stay with the survivor; both stand on the ladder where they stood before the
    merge, judged on what counts for each alone.

    :raises MergeUndone: when it was undone before.
    :raises SurvivorMerged: when the survivor was merged into another member since.
    :raises UnitsHeld: when a hold keeps units that are to go back.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    club_id = principal.club_id
    two = pair_of(
        club_id=club_id,
        at=event_at,
        survivor_id=found.survivor_id,
        duplicate_id=found.duplicate_id,
        lock=True,
    )
    snapshot = claimed(asked=Asked(principal, claim, found.survivor_id, ids.next()))
    if snapshot.answer is not None:
        return _unmerged(club_id, found, replayed(club_id=club_id, snapshot=snapshot))
    found = find(club_id=club_id, merge_id=found.id)  # as it is under the lock
    if found.undone_at is not None:
        raise MergeUndone
    if two.survivor.merged_into is not None:
        raise SurvivorMerged(merged_into=str(two.survivor.merged_into))
    posted = _part(principal, event_at, ids, snapshot.event_id, two, found)
    return _unmerged(club_id, found, Done(posted, two.rules))


def find(*, club_id: int, merge_id: int) -> MergeFound:
    """Give a merge of the club.

    :raises NoSuchMerge: when there is none.
    """
    found = merges.find(club_id=club_id, merge_id=merge_id)
    if found is None:
        raise NoSuchMerge
    return found


def _part(
    principal: Principal,
    event_at: datetime,
    ids: Ids,
    event_id: int,
    two: Pair,
    found: MergeFound,
) -> Posted:
    ours, theirs = joined.part(
        programme=two.version.compiled,
        joined=two.survivor_passed.state,
        survivor_before=MemberState.from_json(found.survivor_state),
        duplicate=MemberState.from_json(two.duplicate.snapshot.state),
    )
    duplicate_event_id = ids.next()
    our_changes = _stepped(two, two.survivor_passed.state.tier, ours)
    said = {
        "programme_version": two.version.number,
        "merge_id": str(found.id),
        "survivor_id": str(found.survivor_id),
        "duplicate_id": str(found.duplicate_id),
        "duplicate_event_id": str(duplicate_event_id),
        "returned": _returned(principal.club_id, two, found),
        "survivor_tier": ours.state.tier,
        "duplicate_tier": theirs.state.tier,
        "survivor_tier_changes": translate.tier_json(changes=our_changes),
        "duplicate_tier_changes": translate.tier_json(changes=theirs.tier_changes),
    }
    kept = _side_after(two, event_id, two.survivor, ours.state, "unmerge", our_changes)
    freed = _side_after(
        two, duplicate_event_id, two.duplicate, theirs.state, "unmerged", theirs.tier_changes
    )
    told = {
        "merge_id": str(found.id),
        "survivor_id": str(found.survivor_id),
        "duplicate_id": str(found.duplicate_id),
    }
    return book.unmerge(
        merging=Merging(
            club_id=principal.club_id,
            event_at=event_at,
            credential_id=principal.credential_id,
            programme_version_id=two.version.id,
            survivor=replace(
                kept,
                answer={"said": said},
                outbox=(
                    OutboxRow("member.unmerged", _told(event_id, told)), *kept.outbox
                ),
            ),
            duplicate=freed,
            merge_id=found.id,
        )
    )  # fmt: skip


def _stepped(two: Pair, before: str, decision: AdvanceDecision) -> tuple[TierChange, ...]:
    """Give the step from the joined tier to the one alone."""
    step = joined.step_of(
        programme=two.version.compiled, before=before, after=decision.state.tier, day=two.day
    )
    return (*two.survivor_passed.tier_changes, *filter(None, (step,)))


def _side_after(
    two: Pair,
    event_id: int,
    one: PairMember,
    state: MemberState,
    kind: str,
    changes: tuple[TierChange, ...],
) -> Side:
    return Side(
        member_id=one.snapshot.member_id,
        event_id=event_id,
        expected_version=one.snapshot.state_version,
        kind=kind,
        state=state.as_json(),
        next_review_day=next_review_day(programme=two.version.compiled, state=state),
        outbox=translate.tier_rows(changes=changes, event_id=event_id),
    )


def _told(event_id: int, told: Mapping[str, str]) -> dict[str, str]:
    return {"event_id": str(event_id), **told}


def _returned(club_id: int, two: Pair, found: MergeFound) -> list[translate.type_json]:
    moved = {one.unit: one for one in merges.carried(club_id=club_id, merge_id=found.id)}
    owing = two.survivor.snapshot.balances
    said = []
    for unit in sorted({*moved, *found.owed}):
        one = moved.get(unit, merges.CarriedUnits(unit, 0, 0, 0))
        owed = min(found.owed.get(unit, 0), owing[unit].owed if unit in owing else 0)
        said.append({
            "unit": two.rules.codes[unit], "came": one.came, "returned": one.left,
            "ended": one.ended, "used": one.came - one.ended - one.left, "owed": owed,
        })  # fmt: skip
    return said


def _unmerged(club_id: int, found: MergeFound, done: Done) -> merge_answers.UnmergeDone:
    theirs = ledger.event_of(
        club_id=club_id,
        member_id=found.duplicate_id,
        event_id=int(done.posted.answer["said"]["duplicate_event_id"]),
    )
    assert theirs is not None
    return merge_answers.unmerge_done(done=done, duplicate_balances=theirs.answer["balances"])
