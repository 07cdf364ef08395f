"""Who did what to a member's data, and when: rows that are only added.

What changed is sealed; an erasure takes the sealed part away and keeps who, when and which fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.trail import ActShown, ActsSought, masked
from vafa.domain.members.models import MemberChange
from vafa.domain.members.vault import Vault

ChangeKind = Literal[
    "profile", "consent_given", "consent_withdrawn", "left", "came_back", "ended", "exported",
    "erased",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something to a member's data, when, and under which id it is noted."""

    principal: Principal
    change_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change of a member's data, with the old and the new values."""

    change_id: int
    at: datetime
    kind: str
    fields: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def note(
    *,
    doing: Doing,
    member_id: int,
    kind: ChangeKind,
    vault: Vault | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Note what was done to a member's data; old and new values are sealed when they are given."""
    sealed = None
    if vault is not None:
        text = json.dumps({"before": before, "after": after}, sort_keys=True, ensure_ascii=False)
        sealed = vault.seal(value=text, place=_place(doing.change_id))
    MemberChange.objects.create(
        member_id=member_id, id=doing.change_id, club_id=doing.principal.club_id, at=doing.at,
        credential_id=doing.principal.credential_id, staff_id=doing.principal.staff_id, kind=kind,
        fields=list(fields), sealed=sealed,
    )  # fmt: skip


def changes_of(*, club_id: int, member_id: int, vault: Vault) -> tuple[ChangeShown, ...]:
    """Give what was done to a member's data, oldest first; inside the club's scope."""
    rows = MemberChange.objects.filter(club_id=club_id, member_id=member_id).order_by("id")
    return tuple(_shown(row, vault) for row in rows)


def forget_values(*, club_id: int, member_id: int) -> None:
    """Take the old and new values away; who did what and when stays."""
    rows = MemberChange.objects.filter(club_id=club_id, member_id=member_id)
    rows.exclude(sealed=None).update(sealed=None)


def _shown(row: MemberChange, vault: Vault) -> ChangeShown:
    values: dict[str, Any] = {}
    if row.sealed is not None:
        values = json.loads(vault.unseal(sealed=bytes(row.sealed), place=_place(row.id)))
    return ChangeShown(
        row.id, row.at, row.kind, tuple(row.fields), values.get("before") or {},
        values.get("after") or {},
    )  # fmt: skip


def _place(change_id: int) -> str:
    return f"members_memberchange:{change_id}"


def acts(*, club_id: int, sought: ActsSought, vault: Vault) -> tuple[ActShown, ...]:
    """List changes of members' data as the trail shows them, newest first, values masked."""
    found = MemberChange.objects.filter(club_id=club_id, at__gte=sought.since, at__lt=sought.until)
    if sought.who:
        found = found.filter(Q(staff_id=sought.who) | Q(credential_id=sought.who))
    if sought.act:
        found = found.filter(kind=sought.act)
    if sought.object_id:
        found = found.filter(
            member_id=int(sought.object_id) if sought.object_id.isdecimal() else 0
        )
    if sought.before is not None:
        at, last = sought.before
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    return tuple(_act(row, vault) for row in found.order_by("-at", "-id")[: sought.limit])


def _act(row: MemberChange, vault: Vault) -> ActShown:
    shown = _shown(row, vault)
    return ActShown(
        source="member",
        id=row.id,
        at=row.at,
        who="",
        staff_id=row.staff_id,
        credential_id=row.credential_id,
        act=row.kind,
        object_kind="member",
        object_id=str(row.member_id),
        before=_covered(shown.before),
        after=_covered(shown.after) | ({"fields": list(row.fields)} if row.fields else {}),
    )


def _covered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Mask every value: what a club keeps of a member is personal whatever the field is."""
    return {name: masked(value, is_personal=True) for name, value in values.items()}
