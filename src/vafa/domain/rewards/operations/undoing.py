"""Undoing what an import posted: every sale comes back by a reversing entry, nobody is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.operations import refund
from vafa.domain.rewards.posting import Asked, run, run_unasked
from vafa.domain.rewards.records import Refund
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.history import UNDONE_KIND, HistoryUndo
from vafa.ledger.records import Adjust, LedgerEvent, Snapshot, SourceRef, TakeBack
from vafa.programme.refund_parts import NothingReturned

SOURCE = "vafa:undo"


@dataclass(frozen=True, slots=True)
class WholeHistory:
    """Somebody whose whole book came with an import: its events, and the version they left."""

    member_id: int
    state_version: int
    event_ids: Sequence[int]


def undo_whole(
    *, principal: Principal, at: datetime, ids: Ids, members: Sequence[WholeHistory]
) -> frozenset[int]:
    """Undo the whole books of members who did nothing since, in one call; says whose it was.

    The others are left for `undo_sales`. Who is undone has a blank book: no tier, no units.
    """
    if not members:
        return frozenset()
    first = book.peek(club_id=principal.club_id, member_id=members[0].member_id)
    rules = rulebook(principal.club_id, first.programme_epoch)
    return book.undo_history(
        undo=HistoryUndo(
            club_id=principal.club_id,
            source=SOURCE,
            at=at,
            programme_version_id=rules.latest(at).id,
            credential_id=principal.credential_id,
            members={one.member_id: one.state_version for one in members},
            events=[
                (one.member_id, event_id, ids.next())
                for one in members
                for event_id in one.event_ids
            ],
        )
    )


def undo_sales(
    *, principal: Principal, at: datetime, ids: Ids, member_id: int, sale_ids: Sequence[int]
) -> None:
    """Return what is left of these sales, the newest first: what was spent comes back before.

    What the member has spent elsewhere since stays owed (E92), and is netted from what is earned.
    """
    for sale_id in reversed(sale_ids):
        asked_for = refund.Return(
            principal, Refund(member_id, sale_id, SOURCE, str(sale_id)), at, UNDONE_KIND
        )
        claim = Claim(f"undo-{sale_id}", sha256(str(sale_id).encode()).digest())
        key = SourceRef(SOURCE, str(sale_id), "refund")
        asked = Asked(principal, claim, member_id, ids.next(), (key,))

        def plan(
            snapshot: Snapshot, rules: Rulebook, asked_for: refund.Return = asked_for
        ) -> LedgerEvent:
            event = refund.plan(asked_for, snapshot, rules)
            legs = tuple(
                replace(leg, shortfall="owe") if isinstance(leg, TakeBack) else leg
                for leg in event.legs
            )
            return replace(event, legs=legs, outbox=())

        try:
            done = run(asked=asked, plan=plan)
        except NothingReturned:  # it came back at a till
            continue
        refund.close(club_id=principal.club_id, sale_id=sale_id, done=done)


def begin_anew(*, principal: Principal, at: datetime, ids: Ids, member_id: int) -> None:
    """Leave a member, whose whole history was undone, without a tier and without leftovers."""

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        left = {unit: held.spendable for unit, held in snapshot.balances.items()}
        return LedgerEvent(
            club_id=principal.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind=UNDONE_KIND,
            event_at=at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.latest(at).id,
            credential_id=principal.credential_id,
            legs=tuple(Adjust(unit, -units, UNDONE_KIND) for unit, units in left.items() if units),
            state={},
        )

    run_unasked(club_id=principal.club_id, member_id=member_id, event_id=ids.next(), plan=plan)
