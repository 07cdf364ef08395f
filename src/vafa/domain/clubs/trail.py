"""The trail: who did what, on what, with what was and what is, from where. Rows are only added.

Postings and changes of members' data tell the same of themselves and are not noted again.
Personal values are masked before they are kept, so that erasing a member need not touch it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from vafa.domain.clubs.models import Act, ApiKey, Staff
from vafa.domain.clubs.principal import Principal

PERSONAL: Final = frozenset({
    "address", "birthday", "city", "email", "first_name", "landline", "last_name", "mobile",
    "national_id", "new_mobile", "note", "old_mobile", "postal_code", "text",
})  # fmt: skip
KEPT_END = 4
LONGEST = 2000

_MOBILE = re.compile(r"(?<!\d)(?:\+98|0098|0)9\d{9}(?!\d)")  # not within an id
_EMAIL = re.compile(r"[^\s@\"]+@[^\s@\"]+\.[^\s@\"]+")
_ADD = """
    INSERT INTO clubs_act (club_id, at, staff_id, credential_id, who, act, object_kind, object_id,
        before, after, address, request_id)
    VALUES (%s, coalesce(%s, clock_timestamp()), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class ActShown:
    """Something that was done. `source` is trail, book or member: where it is kept.

    `names` says what the things are called that the act names, by "kind:id" (`show_acts`).
    """

    source: str
    id: int
    at: datetime
    who: str
    staff_id: int
    credential_id: int
    act: str
    object_kind: str
    object_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    address: str = ""
    request_id: str = ""
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ActsSought:
    """Which acts are wanted: within [since, until), before (at, id) in the list, newest first.

    An empty field leaves it open. `who` is the id of a person or of a key.
    """

    since: datetime
    until: datetime
    who: int = 0
    act: str = ""
    object_id: str = ""
    object_kind: str = ""
    before: tuple[datetime, int] | None = None
    limit: int = 50


def note(
    *,
    principal: Principal,
    act: str,
    object_kind: str,
    at: datetime | None = None,
    object_id: int | str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Keep what the caller just did, in the transaction that does it; inside the club's scope.

    Without a moment it is dated by the database.
    """
    row: list[Any] = [
        principal.club_id, at, principal.staff_id, principal.credential_id, principal.name[:120],
        act, object_kind, str(object_id)[:120], _text(before), _text(after), principal.address,
        principal.request_id,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ADD, row)


def acts(*, club_id: int, sought: ActsSought) -> tuple[ActShown, ...]:
    """List what is in the trail, newest first; inside the club's scope."""
    rows = Act.objects.filter(club_id=club_id, at__gte=sought.since, at__lt=sought.until)
    if sought.who:
        rows = rows.filter(staff_id=sought.who) | rows.filter(credential_id=sought.who)
    if sought.act:
        rows = rows.filter(act=sought.act)
    if sought.object_id:
        rows = rows.filter(object_id=sought.object_id)
    if sought.object_kind:
        rows = rows.filter(object_kind=sought.object_kind)
    if sought.before is not None:
        at, last = sought.before
        rows = rows.filter(at__lt=at) | rows.filter(at=at, id__lt=last)
    return tuple(
        ActShown(
            "trail", row.id, row.at, row.who, row.staff_id, row.credential_id, row.act,
            row.object_kind, row.object_id, row.before, row.after, row.address, row.request_id,
        )
        for row in rows.order_by("-at", "-id")[: sought.limit]
    )  # fmt: skip


def names(*, club_id: int) -> Mapping[int, str]:
    """Give the names of the club's keys and people by id; inside the club's scope."""
    keys = ApiKey.objects.filter(club_id=club_id).values_list("id", "name")
    people = Staff.objects.filter(club_id=club_id).values_list("id", "name")
    return {**dict(keys), **dict(people)}


def masked(value: Any, *, is_personal: bool = False) -> Any:
    """Give a value without what names a person: its last digits, or nothing but its length."""
    if isinstance(value, Mapping):
        return {
            name: masked(item, is_personal=is_personal or name in PERSONAL)
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(item, is_personal=is_personal) for item in value]
    if value in {None, ""} or isinstance(value, bool):
        return value
    if is_personal:
        return _covered(str(value))
    if isinstance(value, str):
        return _EMAIL.sub("…", _MOBILE.sub(lambda found: _covered(found[0]), value))[:LONGEST]
    return value


def _covered(text: str) -> str:
    digits = text.lstrip("+").isdecimal() and len(text) > 2 * KEPT_END
    return f"…{text[-KEPT_END:]}" if digits else "…"


def _text(values: Mapping[str, Any] | None) -> str:
    return json.dumps(masked(values or {}), ensure_ascii=False, default=str)
