"""Closing a month, opening the last one again with two people, and what units are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vafa.domain.accounting import operations as accounting
from vafa.domain.accounting.months import month_named, name_of
from vafa.domain.accounting.records import Rate
from vafa.domain.clubs import approvals, trail
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.kit.ids import Ids

KIND = "reopen_month"


@dataclass(frozen=True, slots=True)
class MonthDone:
    """A month that was closed, or opened again."""

    month: str
    is_closed: bool
    replayed: bool


@dataclass(frozen=True, slots=True)
class ReopeningAsked:
    """A month to be opened again waits for a second person."""

    month: str
    approval_id: int
    payload_hash: str
    expires_at: datetime
    replayed: bool


@dataclass(frozen=True, slots=True)
class TermsSet:
    """What was set for a unit from a month on; None leaves it to the programme."""

    unit: str
    month: str
    rials: int | None
    per_units: int | None
    use_basis_points: int | None
    replayed: bool = False


def close_month(*, principal: Principal, claim: Claim, at: datetime, month: str) -> MonthDone:
    """Close the first open month; what it reports never changes, later effects go into the next.

    :raises InvalidMonth: when the month is no name like 1405-07.
    :raises MonthClosed: when it is closed.
    :raises CloseEarlierFirst: when one before it is open.
    :raises MonthNotOver: when it has not been over for an hour.
    :raises NothingToClose: when nothing happened until then.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("accounting.close")
    number = month_named(month)

    def work() -> Mapping[str, Any]:
        accounting.close(principal=principal, month=number, at=at)
        trail.note(
            principal=principal, at=at, act="month_closed", object_kind="month",
            object_id=month,
        )  # fmt: skip
        return {"month": month}

    with club_scope(principal.club_id):
        _, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return MonthDone(month, is_closed=True, replayed=replayed)


def ask_reopening(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    ids: Ids,
    month: str,
    reason: str = "",
) -> ReopeningAsked:
    """Ask a second person to open the month again that was closed last.

    :raises InvalidMonth: when the month is no name like 1405-07.
    :raises NotTheLastClosed: when another one was closed last.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("accounting.close")
    number = month_named(month)

    def work() -> Mapping[str, Any]:
        accounting.check_reopening(club_id=principal.club_id, month=number)
        asked = {"month": month, "reason": reason} if reason else {"month": month}
        asking = approvals.ask(
            principal=principal, approval_id=ids.next(), kind=KIND, payload=asked, at=at
        )
        trail.note(
            principal=principal, at=at, act="reopening_asked", object_kind="month",
            object_id=month, after=asked,
        )  # fmt: skip
        return {
            "approval_id": asking.approval_id,
            "payload_hash": asking.payload_hash,
            "expires_at": asking.expires_at.isoformat(),
        }

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return ReopeningAsked(
        month,
        answer["approval_id"],
        answer["payload_hash"],
        datetime.fromisoformat(answer["expires_at"]),
        replayed,
    )


def approve_reopening(
    *, principal: Principal, claim: Claim, at: datetime, approval_id: int, payload_hash: str
) -> MonthDone:
    """Approve a reopening as the second person; the month is open again, once.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    :raises NotTheLastClosed: when another month was closed since.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("accounting.close")

    def work() -> Mapping[str, Any]:
        is_done = approvals.is_approved(club_id=principal.club_id, approval_id=approval_id)
        payload = approvals.approve(
            principal=principal,
            kind=KIND,
            approval_id=approval_id,
            payload_hash=payload_hash,
            at=at,
        )
        if not is_done:
            accounting.reopen(club_id=principal.club_id, month=month_named(payload["month"]))
            trail.note(
                principal=principal, at=at, act="month_reopened", object_kind="month",
                object_id=payload["month"],
            )  # fmt: skip
        return {"month": payload["month"]}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return MonthDone(answer["month"], is_closed=False, replayed=replayed)


def set_terms(*, principal: Principal, claim: Claim, at: datetime, terms: TermsSet) -> TermsSet:
    """Set what a unit is worth and how much of it will be used, from an open month on.

    :raises InvalidMonth: when the month is no name like 1405-07.
    :raises NoSuchUnit: when no programme of the club has the unit.
    :raises UnfitTerms: when a figure cannot be.
    :raises MonthClosed: when the month is closed.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("accounting.close")
    number = month_named(terms.month)
    if (terms.rials is None) != (terms.per_units is None):
        raise accounting.UnfitTerms
    rate = None
    if terms.rials is not None and terms.per_units is not None:
        rate = Rate(terms.rials, terms.per_units)

    def work() -> Mapping[str, Any]:
        accounting.set_terms(
            principal=principal,
            unit=terms.unit,
            month=number,
            rate=rate,
            use_basis_points=terms.use_basis_points,
            at=at,
        )
        trail.note(
            principal=principal, at=at, act="unit_terms_set", object_kind="unit",
            object_id=terms.unit, after=asdict(terms),
        )  # fmt: skip
        return {"month": name_of(number)}

    with club_scope(principal.club_id):
        _, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return TermsSet(
        terms.unit, terms.month, terms.rials, terms.per_units, terms.use_basis_points, replayed
    )
