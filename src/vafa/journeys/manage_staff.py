"""Who works in the club, and the limit above which value by hand needs two of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs import approvals, queries
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.records import StaffCard
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids

KIND = "manual_limit"


class LimitOutOfBounds(Refused):
    """A limit is at least 0 and at most 10^13 Rial."""


@dataclass(frozen=True, slots=True)
class LimitSet:
    """The limit in force. With an approval id it waits for a second person and is not yet."""

    limit_rials: int
    approval_id: int | None = None
    payload_hash: str = ""
    expires_at: datetime | None = None


def list_staff(*, principal: Principal) -> tuple[StaffCard, ...]:
    """List who works, or has worked, in the club, by name."""
    principal.require("keys")
    with club_scope(principal.club_id):
        return queries.staff(club_id=principal.club_id)


def end_staff(*, principal: Principal, staff_id: int, at: datetime) -> tuple[int, ...]:
    """End somebody's work in the club with all keys of that person's own; gives those keys.

    :raises NoSuchStaff: when nobody of this id works or has worked here.
    """
    principal.require("keys")
    with club_scope(principal.club_id):
        return clubs.end_staff(club_id=principal.club_id, staff_id=staff_id, at=at)


def change_manual_limit(
    *, principal: Principal, claim: Claim, at: datetime, ids: Ids, limit_rials: int
) -> LimitSet:
    """Lower the limit at once, or ask for a second person to raise it: it guards what one may do.

    :raises LimitOutOfBounds: when it is below 0 or too high.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("approve")
    if not 0 <= limit_rials <= MAX_RIALS:
        raise LimitOutOfBounds
    club_id = principal.club_id

    def change() -> Mapping[str, Any]:
        if limit_rials <= queries.club_facts(club_id=club_id).manual_limit_rials:
            _set(club_id, limit_rials)
            return asdict(LimitSet(limit_rials))
        asking = approvals.ask(
            principal=principal,
            approval_id=ids.next(),
            kind=KIND,
            payload={"limit_rials": limit_rials},
            at=at,
        )
        ends = asking.expires_at.isoformat()
        now = queries.club_facts(club_id=club_id).manual_limit_rials
        waiting = LimitSet(now, asking.approval_id, asking.payload_hash)
        return asdict(waiting) | {"expires_at": ends}

    with club_scope(club_id):
        answer, _ = clubs.answer_once(principal=principal, claim=claim, at=at, work=change)
    ends = answer["expires_at"]
    return LimitSet(**{**answer, "expires_at": datetime.fromisoformat(ends) if ends else None})


def approve_manual_limit(
    *, principal: Principal, at: datetime, approval_id: int, payload_hash: str
) -> LimitSet:
    """Raise the limit as the second person; approving it again changes nothing.

    :raises NoSuchApproval: when the club has no such request.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    principal.require("approve")
    with club_scope(principal.club_id):
        is_set = approvals.is_approved(club_id=principal.club_id, approval_id=approval_id)
        payload = approvals.approve(
            principal=principal,
            kind=KIND,
            approval_id=approval_id,
            payload_hash=payload_hash,
            at=at,
        )
        if not is_set:
            _set(principal.club_id, payload["limit_rials"])
        now = queries.club_facts(club_id=principal.club_id).manual_limit_rials
    return LimitSet(now)


def _set(club_id: int, limit_rials: int) -> None:
    clubs.set_manual_limit(club_id=club_id, rials=limit_rials)
    rules_changed(club_id=club_id)
