"""Requests for manual value above the club's limit, and their approval by a second person.

Each runs inside the caller's `club_scope`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from vafa.domain.clubs.models import Approval
from vafa.domain.clubs.principal import Principal
from vafa.kit.errors import NotFound, Refused

LASTS = timedelta(hours=24)


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


@dataclass(frozen=True, slots=True)
class Asking:
    """A request that waits. Whoever approves repeats the hash of what is shown."""

    approval_id: int
    payload: Mapping[str, Any]
    payload_hash: str
    expires_at: datetime


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
    *, principal: Principal, approval_id: int, payload_hash: str, at: datetime
) -> Mapping[str, Any]:
    """Approve a request and give what was asked; approving it again gives the same.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    rows = Approval.objects.filter(club_id=principal.club_id, id=approval_id)
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
    if row.expires_at <= at:
        raise ApprovalExpired
    rows.update(approved_staff_id=principal.staff_id, approved_at=at)
    return payload
