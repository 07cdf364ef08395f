"""The list of a club's members: searched, narrowed, sorted; fast with a million of them.

`members_listed_v1` says who fits; the rows themselves are read through row security.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db import connection

from vafa.domain.members import own_values
from vafa.domain.members.models import Contact, Member
from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.own_values import OwnSought
from vafa.domain.members.queries import END_DIGITS, mobile_end, mobile_place
from vafa.domain.members.vault import Vault
from vafa.kit.errors import Refused
from vafa.kit.identity import InvalidMobile, normalise_mobile
from vafa.kit.text import ascii_digits, clean, search_words

MembersState = Literal["", "present", "left"]
MembersSort = Literal["joined", "bought", "unit_1", "unit_2", "unit_3"]
UNITS_LISTED: Final = 3

_MOST_ENDS: Final = 5_000
_MOST_WORDS: Final = 6


class UnitNotListed(Refused):
    """Lists are sorted and narrowed by the units with the numbers 1 to 3 only."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in the list: the value that sorts it, and the member's id."""

    value: int
    member_id: int


@dataclass(frozen=True, slots=True)
class MembersSought:
    """Which members, in what order, and which page of them; what is left out narrows nothing.

    Days are day numbers. `unit` is the number of the unit that `units_from` and `units_to` (what
    can be spent of it) speak of. A page comes after a place; backwards, before it.
    """

    text: str = ""
    state: MembersState = ""
    branch: str = ""
    joined_from: datetime | None = None
    joined_before: datetime | None = None
    birthdays: tuple[tuple[int, int], ...] = ()
    tier: str = ""
    bought_from: int | None = None
    bought_until: int | None = None
    unit: int = 0
    units_from: int | None = None
    units_to: int | None = None
    consent: str = ""
    tag_id: int | None = None
    manager_id: int | None = None
    own: tuple[OwnSought, ...] = ()
    member_ids: tuple[int, ...] | None = None
    sort: MembersSort = "joined"
    is_descending: bool = True
    after: Place | None = None
    is_backwards: bool = False
    limit: int = 25


@dataclass(frozen=True, slots=True)
class MemberListed:
    """A member in the list; `holder_id` is whose wallet counts: an account's, or their own.

    `is_alike` says that nobody has the name that was sought, and this one is like it.
    """

    member_id: int
    number: str
    first_name: str
    last_name: str
    mobile: str
    joined_at: datetime
    joined_branch: str
    left_at: datetime | None
    holder_id: int
    manager_id: int | None
    place: Place
    is_alike: bool

    @property
    def name(self) -> str:
        """Give the whole name, empty when none is known."""
        return f"{self.first_name} {self.last_name}".strip()


def members(*, club_id: int, sought: MembersSought, vault: Vault) -> tuple[MemberListed, ...]:
    """List members without merged and erased ones, in the order sought; in the club's scope.

    :raises UnitNotListed: when the unit's number is above 3.
    """
    asked = _asked(club_id, sought, vault)
    asked["descending"] = sought.is_descending != sought.is_backwards
    asked["limit"] = sought.limit
    if sought.after is not None:
        asked |= {"value": sought.after.value, "id": sought.after.member_id}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_listed_v1(%s)", [json.dumps(asked)])
        found = cursor.fetchall()
    if sought.is_backwards:
        found.reverse()
    rows = Member.objects.in_bulk([member_id for member_id, _, _ in found])
    return tuple(
        _listed(rows[member_id], Place(value, member_id), is_alike=alike, vault=vault)
        for member_id, value, alike in found
        if member_id in rows
    )


def count(*, club_id: int, sought: MembersSought, vault: Vault, most: int) -> int:
    """Count all that are sought up to `most`, whatever the page; inside the club's scope.

    :raises UnitNotListed: when the unit's number is above 3.
    """
    asked = _asked(club_id, sought, vault) | {"counted": most, "sort": "joined"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM members_listed_v1(%s)", [json.dumps(asked)])
        return int(cursor.fetchone()[0])


def ids_of(*, club_id: int, sought: MembersSought, vault: Vault) -> tuple[int, ...]:
    """Give the numbers of a page of who is sought, nobody who is only alike; in the scope.

    :raises UnitNotListed: when the unit's number is above 3.
    """
    asked = _asked(club_id, sought, vault) | {"limit": sought.limit}
    with connection.cursor() as cursor:
        statement = "SELECT member_id FROM members_listed_v1(%s) WHERE NOT alike"
        cursor.execute(statement, [json.dumps(asked)])
        return tuple(member_id for (member_id,) in cursor.fetchall())


def _asked(club_id: int, sought: MembersSought, vault: Vault) -> dict[str, Any]:
    """Write what is sought as `members_listed_v1` takes it."""
    if sought.unit > UNITS_LISTED:
        raise UnitNotListed
    is_unit = bool(sought.unit) and (sought.units_from, sought.units_to) != (None, None)
    asked: dict[str, Any] = {
        "state": sought.state or None,
        "branch": sought.branch or None,
        "joined_from": _written(sought.joined_from),
        "joined_before": _written(sought.joined_before),
        "birthdays": sought.birthdays or None,
        "tier": sought.tier or None,
        "bought_from": sought.bought_from,
        "bought_until": sought.bought_until,
        "unit": sought.unit if is_unit else None,
        "units_from": sought.units_from,
        "units_to": sought.units_to,
        "consent": sought.consent or None,
        "tag": sought.tag_id,
        "manager": sought.manager_id,
        "own": [own_values.asked(club_id=club_id, sought=one, vault=vault) for one in sought.own]
        or None,
        "sort": sought.sort,
    }
    asked |= _text(club_id, clean(sought.text), vault)
    if sought.member_ids is not None:
        ids = set(sought.member_ids)
        asked["ids"] = sorted(ids & set(asked["ids"]) if "ids" in asked else ids)
    return {name: value for name, value in asked.items() if value is not None}


def _text(club_id: int, text: str, vault: Vault) -> dict[str, Any]:
    """Give what finds an e-mail, a membership number, a mobile or its end, or a name."""
    if not text:
        return {}
    if "@" in text:
        return _owner(club_id, "email", text.lower(), vault)
    number = normalise_number(text)
    if number:
        return _owner(club_id, "number", number, vault)
    try:
        return _owner(club_id, "mobile", normalise_mobile(text), vault)
    except InvalidMobile:
        pass
    digits = ascii_digits(text).replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= END_DIGITS:
        return _ending(club_id, digits, vault)
    return {"words": search_words(text)[:_MOST_WORDS]}


def _owner(club_id: int, kind: str, value: str, vault: Vault) -> dict[str, Any]:
    trace = vault.trace(club_id=club_id, kind=kind, value=value)
    found = Contact.objects.filter(club_id=club_id, kind=kind, trace=trace)
    return {"ids": list(found.values_list("member_id", flat=True))}


def _ending(club_id: int, digits: str, vault: Vault) -> dict[str, Any]:
    """Give whose mobile ends like this: the last four are kept as a hash, the rest is opened."""
    end = mobile_end(club_id=club_id, mobile=digits, vault=vault)
    if len(digits) == END_DIGITS:
        return {"ends": end.hex()}
    rows = Member.objects.filter(club_id=club_id, mobile_end=end).only("id", "mobile_sealed")
    return {
        "ids": [
            row.id
            for row in rows[:_MOST_ENDS]
            if vault.unseal(sealed=bytes(row.mobile_sealed), place=mobile_place(row.id)).endswith(
                digits.removeprefix("0")
            )
        ]
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _listed(row: Member, place: Place, *, is_alike: bool, vault: Vault) -> MemberListed:
    return MemberListed(
        member_id=row.id,
        number=row.number,
        first_name=row.first_name,
        last_name=row.last_name,
        mobile=vault.unseal(sealed=bytes(row.mobile_sealed), place=mobile_place(row.id)),
        joined_at=row.joined_at,
        joined_branch=row.joined_branch,
        left_at=row.left_at,
        holder_id=row.wallet_id or row.id,
        manager_id=row.manager_id,
        place=place,
        is_alike=is_alike,
    )
