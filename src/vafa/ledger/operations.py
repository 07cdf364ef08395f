"""Everything that writes the book. Only `domain.rewards` may import this module.

A purchase is `snapshot` (claims the request), a decision of the programme, and `post`, which is
the durable unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from vafa.ledger import encode
from vafa.ledger.calls import call, call_json, rows
from vafa.ledger.carrying import Carried, Carrying
from vafa.ledger.history import HistoryBatch, HistoryUndo
from vafa.ledger.merges import Merging, PairMember
from vafa.ledger.records import (
    LedgerEvent,
    Posted,
    Request,
    Snapshot,
    SourceRef,
    WalletBalance,
)

HolderKind = Literal["member", "guest", "gift_card", "account"]
_KINDS: dict[HolderKind, int] = {"member": 1, "guest": 2, "gift_card": 3, "account": 4}


def open_member(*, club_id: int, member_id: int, kind: HolderKind = "member") -> None:
    """Open the book of a member, a guest (a receipt without one), a gift card or an account.

    :raises MemberOfAnotherClub: when the id is taken in another club.
    """
    call("SELECT ledger_open_member_v1(%s, %s, %s)", club_id, member_id, _KINDS[kind])


def open_members(*, club_id: int, member_ids: Sequence[int]) -> None:
    """Open the books of many members; again does nothing.

    :raises MemberOfAnotherClub: when an id is taken in another club.
    """
    call(
        "SELECT count(ledger_open_member_v1(%s, id, %s)::text) FROM unnest(%s::bigint[]) AS id",
        club_id, _KINDS["member"], list(member_ids),
    )  # fmt: skip


def snapshot(
    *, request: Request, member_id: int, event_id: int, refs: tuple[SourceRef, ...] = ()
) -> Snapshot:
    """Claim the request and its references; give the member, or the answer of a repeat.

    The event to post under is the snapshot's, which is another than `event_id` when the request
    was claimed before.

    :raises NoSuchMember: when the club has no such member; nothing is claimed then.
    :raises KeyReused: when the key was used with another body.
    :raises ReferencesDiffer: when the references belong to different events.
    :raises ReferenceBusy: when a reference is claimed for another member and not posted yet.
    :raises StillRunning: when the database's lock time-out is reached.
    """
    claimed = encode.request_json(request, member_id, event_id, refs)
    return _snapshot(call_json("SELECT ledger_snapshot_v1(%s)", claimed))


def meet(
    *,
    request: Request,
    named: tuple[int | None, str, bytes],
    event_id: int,
    refs: tuple[SourceRef, ...] = (),
) -> tuple[list[Any], Snapshot] | None:
    """Do as `snapshot` for a member by id, or by kind and trace; give the member's row with it.

    Gives nothing and claims nothing for whom `rewards_meet_v1` leaves to a look-up.

    :raises VafaError: as `snapshot` does.
    """
    member_id, kind, trace = named
    claimed = encode.request_json(request, 0, event_id, refs)
    met = call_json(
        "SELECT rewards_meet_v1(%s, %s, %s, %s, %s)",
        request.club_id, member_id, kind, f"\\x{trace.hex()}", claimed,
    )  # fmt: skip
    return None if met is None else (met["member"], _snapshot(met["snapshot"]))


def peek(*, club_id: int, member_id: int, lock: bool = False) -> Snapshot:
    """Give the member settled up to now without claiming anything; its `event_id` is 0.

    With `lock` the member stays locked until the caller's transaction ends.

    :raises NoSuchMember: when the club has no such member.
    """
    return _snapshot(call_json("SELECT ledger_peek_v1(%s, %s, %s)", club_id, member_id, lock))


def post(*, event: LedgerEvent) -> Posted:
    """Post one event: all of its legs in order, or none; again gives the stored answer.

    Legs that may be declined (burn, hold, release, taking adjustment) cost least when they come
    first.

    :raises NoSuchMember: when the club has no such member.
    :raises NothingLeftToTakeBack: when an award has less left than a `TakeBack` asks.
    :raises NothingLeftToRestore: when the event burned less than a `RestoreUnits` asks.
    :raises StillRunning: when the database's lock time-out is reached.
    """
    done = call_json("SELECT ledger_post_v1(%s)", encode.event_json(event))
    return Posted(
        outcome=done["outcome"],
        event_id=event.event_id,
        state_version=done["state_version"],
        status=done["status"],
        answer=done["answer"],
        moved_to=done.get("moved_to"),
    )


def post_history(*, history: HistoryBatch) -> tuple[bool, ...]:
    """Post the whole history of members whose books are empty or blank, in one transaction.

    A blank book holds nothing any more; its movements are numbered on from those that are there.

    Gives one truth per member: posted now, or (False) posted by an earlier call already.

    :raises NoSuchMember: when one of them is no member of the club.
    :raises BookNotEmpty: when one of them has another history already.
    :raises ReferencesDiffer: when a document was posted already.
    :raises BookBroken: when movements, lots and their uses contradict each other.
    """
    done = call(_POST_HISTORY, *history.parameters())
    return tuple(done)


_POST_HISTORY = """
    SELECT ledger_post_history_v1(
        %s, %s, %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[],
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[]
    )
"""


def undo_history(*, undo: HistoryUndo) -> frozenset[int]:
    """Undo what history brought to members who did nothing since; say whose it was.

    Whoever has anything else in the book is left as before. Books that were undone are blank.
    """
    return frozenset(
        call(
            "SELECT ledger_undo_history_v1(%s, %s, %s::bigint[], %s::bigint[], %s::bigint[])",
            *undo.parameters(),
        )
    )


def pair(
    *, club_id: int, one: int, other: int, lock: bool = False
) -> tuple[PairMember, PairMember]:
    """Give two members as they are now, merged ones too, both settled up to the same moment.

    With `lock` both stay locked, the lower id first, until the caller's transaction ends.

    :raises NoSuchMember: when the club lacks one of them.
    """
    found = call_json("SELECT ledger_pair_v1(%s, %s, %s, %s)", club_id, one, other, lock)
    first, second = (
        PairMember(_snapshot(read), read["kind"] != _KINDS["member"], read["merged_into"])
        for read in found
    )
    return first, second


def merge(*, merging: Merging) -> Posted:
    """Carry all that the duplicate has to the survivor; the duplicate answers "moved" from now on.

    Lots keep their dates, award and class and remember where they came from; open holds follow
    their lots under the same ids; what is owed is carried. The answer is the survivor's.

    :raises NoSuchMember: when the club lacks one of them.
    :raises BookBroken: when one is merged already, or changed since it was read under its lock.
    """
    return _merged(call_json("SELECT ledger_merge_v1(%s)", merging.as_json()), merging)


def unmerge(*, merging: Merging) -> Posted:
    """Undo a merge: what is left of the carried lots goes back by origin, with the same dates.

    Of what the survivor owes, the duplicate takes back at most what it brought.

    :raises NoSuchMember: when the club lacks one of them.
    :raises UnitsHeld: when a hold keeps units that are to go back.
    :raises BookBroken: when the merge does not stand, or one changed since it was read.
    """
    return _merged(call_json("SELECT ledger_unmerge_v1(%s)", merging.as_json()), merging)


def carry(*, carrying: Carrying) -> Carried:
    """Carry lots with their dates, and debts, from one holder to another; both go on.

    :raises NoSuchMember: when the club lacks one of them.
    :raises UnitsHeld: when a hold keeps units that are to go.
    :raises BookBroken: when one is merged, or changed since it was read under its lock.
    """
    done = call_json("SELECT ledger_carry_v1(%s)", carrying.as_json())
    return Carried(
        units={int(unit): units for unit, units in done["units"].items()},
        owed={int(unit): units for unit, units in done["owed"].items()},
    )


def settle(*, club_id: int, member_id: int) -> bool:
    """Do what time has made due for the member; say whether anything changed.

    :raises NoSuchMember: when the club has no such member.
    """
    return bool(call("SELECT ledger_settle_v1(%s, %s)", club_id, member_id))


def due_members(*, club_id: int, today: int, after_member_id: int = 0, limit: int) -> list[int]:
    """Give members with something due now or a review due by `today`, by id, after one id."""
    found = rows(
        "SELECT ledger_due_members_v1(%s, %s, %s, %s) AS member_id",
        (club_id, today, after_member_id, limit),
    )
    return [row["member_id"] for row in found]


def advance_epoch(*, club_id: int) -> int:
    """Say that the club's programme changed, so that copies are dropped; also opens the club."""
    return int(call("SELECT ledger_advance_epoch_v1(%s)", club_id))


def take_budget(
    *, club_id: int, budget: str, period: int, units: int, event_id: int, total: int
) -> int:
    """Grant at most `units` of a club-wide budget to one event; asking again gives the same grant.

    `total` is the budget's amount in the period; it counts when the period is used for the first
    time.
    """
    return int(
        call(
            "SELECT ledger_budget_take_v1(%s, %s, %s, %s, %s, %s)",
            club_id, budget, period, units, event_id, total,
        )
    )  # fmt: skip


def return_budget(*, club_id: int, budget: str, event_id: int, units: int) -> int:
    """Give back units of a grant that were not used; say how many the grant still had."""
    return int(
        call("SELECT ledger_budget_return_v1(%s, %s, %s, %s)", club_id, budget, event_id, units)
    )


def erase_texts(*, club_id: int, member_id: int, pattern: str) -> None:
    """Blank what people typed about a member: notes and attributes whole, the rest by a pattern.

    Amounts, times, ids and reasons of the rules stay, and so do invoice numbers and products in
    which the pattern (a regular expression) finds nobody. Nothing else ever changes a written row.

    :raises NoSuchMember: when the club has no such member.
    """
    call("SELECT ledger_erase_texts_v1(%s, %s, %s)", club_id, member_id, pattern)


def forget_requests(*, club_id: int, before: datetime, limit: int = 1000) -> int:
    """Delete request keys made before a moment; say how many. Natural keys and answers stay."""
    return int(call("SELECT ledger_forget_requests_v1(%s, %s, %s)", club_id, before, limit))


def _merged(done: Mapping[str, Any], merging: Merging) -> Posted:
    return Posted(
        outcome=done["outcome"],
        event_id=merging.survivor.event_id,
        state_version=done["state_version"],
        status=done["status"],
        answer=done["answer"],
    )


def _snapshot(read: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        event_id=read["event"],
        member_id=read["member"],
        state_version=read["version"],
        state=read["state"],
        balances={int(unit): _balance(wallet) for unit, wallet in read["balances"].items()},
        now=datetime.fromisoformat(read["now"]),
        programme_epoch=read["epoch"] or 0,
        answer=read["answer"],
        status=read["status"],
    )


def _balance(wallet: Mapping[str, int]) -> WalletBalance:
    return WalletBalance(
        spendable=wallet["spendable"],
        held=wallet["held"],
        pending=wallet["pending"],
        owed=wallet["owed"],
    )
