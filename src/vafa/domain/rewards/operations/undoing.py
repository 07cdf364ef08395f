"""Undoing what an import posted: every sale comes back by a reversing entry, nobody is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.operations import refund
from vafa.domain.rewards.posting import Asked, run, run_unasked
from vafa.domain.rewards.records import Refund
from vafa.domain.rewards.rulebook import Rulebook
from vafa.kit.ids import Ids
from vafa.ledger.records import Adjust, LedgerEvent, Snapshot, SourceRef

SOURCE = "vafa:undo"


def undo_sales(
    *, principal: Principal, at: datetime, ids: Ids, member_id: int, sale_ids: Sequence[int]
) -> None:
    """Return these sales whole, the newest first: what was spent comes back before it goes.

    :raises Refused: when one of them has come back before.
    """
    for sale_id in reversed(sale_ids):
        asked_for = refund.Return(principal, Refund(member_id, sale_id, SOURCE, str(sale_id)), at)
        claim = Claim(f"undo-{sale_id}", sha256(str(sale_id).encode()).digest())
        key = SourceRef(SOURCE, str(sale_id), "refund")
        asked = Asked(principal, claim, member_id, ids.next(), (key,))

        def plan(
            snapshot: Snapshot, rules: Rulebook, asked_for: refund.Return = asked_for
        ) -> LedgerEvent:
            return replace(refund.plan(asked_for, snapshot, rules), outbox=())

        done = run(asked=asked, plan=plan)
        refund.close(club_id=principal.club_id, sale_id=sale_id, done=done)


def begin_anew(*, principal: Principal, at: datetime, ids: Ids, member_id: int) -> None:
    """Leave a member, whose whole history was undone, without a tier and without leftovers."""

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        left = {unit: held.spendable for unit, held in snapshot.balances.items()}
        return LedgerEvent(
            club_id=principal.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind="import_undone",
            event_at=at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.latest(at).id,
            credential_id=principal.credential_id,
            legs=tuple(
                Adjust(unit, -units, "import_undone") for unit, units in left.items() if units
            ),
            state={},
            reason="import_undone",
        )

    run_unasked(club_id=principal.club_id, member_id=member_id, event_id=ids.next(), plan=plan)
