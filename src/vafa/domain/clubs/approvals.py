"""Requests that wait for a second person, who approves or declines them.

Each runs inside the caller's `club_scope`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from django.db.models import Q

from vafa.domain.clubs.models import Approval, Staff
from vafa.domain.clubs.principal import Principal
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

State = Literal["waiting", "approved", "declined", "expired"]
LASTS = timedelta(hours=24)
LONGEST_REASON = 200


class NoSuchApproval(NotFound):
    """The club has no such request for approval."""


class PersonalKeyNeeded(Refused):
    """Only a person approves, with a key of that person's own."""


class SamePerson(Refused):
    """Whoever asked cannot approve: a second person is needed."""


class ApprovalExpired(Refused):
    """The request is older than 24 hours: ask again."""


class PayloadDiffers(Refused):
    """What is approved is not what was asked for."""


class ApprovalDeclined(Refused):
    """Somebody has declined the request: ask again."""


class ApprovalGiven(Refused):
    """Somebody has approved the request: it cannot be declined any more."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request that waits. Whoever approves repeats the hash of what is shown."""

    approval_id: int
    payload: Mapping[str, Any]
    payload_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is listed."""

    approval_id: int
    kind: str
    payload: Mapping[str, Any]
    payload_hash: str
    state: State
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    ended_by: str
    ended_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestsSought:
    """Which requests: of one state and kind, before one of them, or the nearest after one."""

    state: State | None = None
    kind: str = ""
    before_id: int = 0
    after_id: int = 0
    limit: int = 50


def requests(*, club_id: int, at: datetime, sought: RequestsSought) -> tuple[Request, ...]:
    """List requests, newest first; with the names of whoever asked and ended them."""
    rows = Approval.objects.filter(club_id=club_id)
    if sought.state is not None:
        rows = rows.filter(_is(sought.state, at))
    if sought.kind:
        rows = rows.filter(kind=sought.kind)
    if sought.before_id:
        rows = rows.filter(id__lt=sought.before_id)
    if sought.after_id:
        rows = rows.filter(id__gt=sought.after_id)
    found = list(rows.order_by("id" if sought.after_id else "-id")[: sought.limit])
    people = dict(Staff.objects.filter(club_id=club_id).values_list("id", "name"))
    if sought.after_id:
        found.reverse()
    return tuple(_listed(row, people, at) for row in found)


def waiting(*, club_id: int, at: datetime) -> int:
    """Count the requests that wait for a second person."""
    return Approval.objects.filter(_is("waiting", at), club_id=club_id).count()


def _is(state: State, at: datetime) -> Q:
    if state == "approved":
        return Q(approved_at__isnull=False)
    if state == "declined":
        return Q(declined_at__isnull=False)
    is_over = Q(expires_at__lte=at) if state == "expired" else Q(expires_at__gt=at)
    return is_over & Q(approved_at=None, declined_at=None)


def _listed(row: Approval, people: Mapping[int, str], at: datetime) -> Request:
    state: State = "expired" if row.expires_at <= at else "waiting"
    if row.approved_at or row.declined_at:
        state = "approved" if row.approved_at else "declined"
    ended_by = row.approved_staff_id or row.declined_staff_id or 0
    return Request(
        approval_id=row.id,
        kind=row.kind,
        payload=row.payload,
        payload_hash=row.payload_hash,
        state=state,
        requested_by=people.get(row.requested_staff_id or 0, ""),
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        ended_by=people.get(ended_by, ""),
        ended_at=row.approved_at or row.declined_at,
        reason=row.decline_reason,
    )


def ask(
    *, principal: Principal, approval_id: int, kind: str, payload: Mapping[str, Any], at: datetime
) -> Asking:
    """Store what a second person is to approve within 24 hours."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    row = Approval.objects.create(
        id=approval_id,
        club_id=principal.club_id,
        kind=kind,
        payload=payload,
        payload_hash=sha256(text.encode()).hexdigest(),
        requested_staff_id=principal.staff_id or None,
        requested_at=at,
        expires_at=at + LASTS,
    )
    return Asking(row.id, row.payload, row.payload_hash, row.expires_at)


def approve(
    *, principal: Principal, kind: str, approval_id: int, payload_hash: str, at: datetime
) -> Mapping[str, Any]:
    """Approve a request of this kind and give what was asked; again gives the same.

    :raises NoSuchApproval: when the club has none of the kind with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    rows = Approval.objects.filter(club_id=principal.club_id, id=approval_id, kind=kind)
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchApproval
    if not principal.staff_id:
        raise PersonalKeyNeeded
    if row.requested_staff_id == principal.staff_id:
        raise SamePerson
    if row.payload_hash != payload_hash:
        raise PayloadDiffers
    payload: Mapping[str, Any] = row.payload
    if row.approved_at is not None:
        return payload
    if row.declined_at is not None:
        raise ApprovalDeclined
    if row.expires_at <= at:
        raise ApprovalExpired
    rows.update(approved_staff_id=principal.staff_id, approved_at=at)
    return payload


def is_approved(*, club_id: int, approval_id: int) -> bool:
    """Tell whether a request is approved already."""
    rows = Approval.objects.filter(club_id=club_id, id=approval_id)
    return rows.filter(approved_at__isnull=False).exists()


def decline(*, principal: Principal, approval_id: int, at: datetime, reason: str = "") -> None:
    """Decline a request, of whatever kind; whoever asked may take it back so. Again does nothing.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises ApprovalGiven: when it was approved.
    """
    rows = Approval.objects.filter(club_id=principal.club_id, id=approval_id)
    row = rows.select_for_update().first()
    if row is None:
        raise NoSuchApproval
    if not principal.staff_id:
        raise PersonalKeyNeeded
    if row.approved_at is not None:
        raise ApprovalGiven
    if row.declined_at is None:
        rows.update(
            declined_staff_id=principal.staff_id, declined_at=at,
            decline_reason=clean(reason)[:LONGEST_REASON],
        )  # fmt: skip
