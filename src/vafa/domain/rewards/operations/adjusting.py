"""Units given or taken by hand, each for a reason that the statement says."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards import answering, decide, notices
from vafa.domain.rewards.answers import Adjusted
from vafa.domain.rewards.posting import Asked, run
from vafa.domain.rewards.records import Adjustment
from vafa.domain.rewards.rulebook import Rulebook, rulebook
from vafa.kit.amounts import MAX_RIALS, muldiv
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import Adjust, LedgerEvent, OutboxRow, Snapshot, SourceRef

REASONS: Final = ("goodwill", "complaint", "correction", "missing")
_TOGETHER, _EFFECT = "vafa:together", "adjustment"


class UnknownReason(Refused):
    """An adjustment is for one of: goodwill, complaint, correction, missing."""


class AdjustmentOutOfBounds(Refused):
    """The units are 0, or beyond what can be."""


def needs_approval(
    *, principal: Principal, at: datetime, adjustment: Adjustment, times: int = 1
) -> bool:
    """Tell whether an adjustment, so many times, is worth more than one may give or take.

    A unit that nothing can be bought with has no worth to compare: it always needs a second one.

    :raises UnknownReason: when the reason is none of ours.
    :raises AdjustmentOutOfBounds: when the units are 0 or too many.
    :raises UnknownUnit: when the programme has no such unit.
    """
    if adjustment.reason not in REASONS:
        raise UnknownReason
    if not 0 < abs(adjustment.units) * times <= MAX_RIALS:
        raise AdjustmentOutOfBounds
    decide.check_text(field="attributes", text=adjustment.note)
    snapshot = book.peek(club_id=principal.club_id, member_id=adjustment.member_id)
    rules = rulebook(principal.club_id, snapshot.programme_epoch)
    policy = rules.in_force(at).unit(adjustment.unit).redemption
    if policy is None:
        return True
    worth = muldiv(abs(adjustment.units) * times, policy.value_rials, policy.per_units)
    return worth > rules.club.grant_limit(principal.role)


def adjust(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    adjustment: Adjustment,
    approval_id: int = 0,
    part_of: str = "",
) -> Adjusted:
    """Give or take units by hand, once; taking more than there is declines.

    `part_of` names this part of a change of many members: it happens once, whatever the key.

    :raises UnknownUnit: when the programme has no such unit.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    refs = (SourceRef("vafa:approval", str(approval_id), _EFFECT),) if approval_id else ()
    if part_of:
        refs = (SourceRef(_TOGETHER, part_of, _EFFECT),)

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        version = rules.in_force(event_at)
        said = {
            "member_id": str(snapshot.member_id), "programme_version": version.number,
            "unit": adjustment.unit, "units": adjustment.units, "reason": adjustment.reason,
        }  # fmt: skip
        number = version.unit(adjustment.unit).number
        return LedgerEvent(
            club_id=principal.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind=f"adjust_{adjustment.reason}",
            event_at=event_at,
            expected_version=snapshot.state_version,
            programme_version_id=version.id,
            credential_id=principal.credential_id,
            legs=(Adjust(number, adjustment.units, adjustment.reason),),
            outbox=(
                OutboxRow("balance.adjusted", {"event_id": str(snapshot.event_id), **said}),
                *notices.rows(
                    version=version,
                    snapshot=snapshot,
                    change={adjustment.unit: adjustment.units},
                ),
            ),
            answer={"said": said},
            reason=adjustment.note,
        )

    asked = Asked(principal, claim, adjustment.member_id, ids.next(), refs)
    return answering.adjusted(done=run(asked=asked, plan=plan))


def was_adjusted(*, club_id: int, part_of: str) -> bool:
    """Tell whether this part of a change of many members is in the book; a decline is not."""
    found = ledger.reference(club_id=club_id, source=_TOGETHER, document=part_of, effect=_EFFECT)
    if found is None:
        return False
    event = ledger.event_of(club_id=club_id, member_id=found.member_id, event_id=found.event_id)
    return event is not None and event.status != answering.DECLINED
