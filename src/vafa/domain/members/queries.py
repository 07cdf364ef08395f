"""Reads of the members: finding one by id, number or mobile, and showing one to the shop."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from vafa.domain.members.models import Member, Profile
from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.records import MemberCard, MemberFound, MemberRef, Named, Present
from vafa.domain.members.vault import Vault
from vafa.kit.errors import NotFound, Refused
from vafa.kit.identity import masked_mobile, normalise_mobile
from vafa.kit.text import search_words

_COLUMNS = (
    "id, number, first_name, last_name, birth_month, birth_day, joined_at, mobile_sealed,"
    " proven_at, doubted_at, spending_from, left_at, erased_at, merged_into,"
    " birthday_from, wallet_id"
)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM members_by_id_v1(%s, %s)"  # nosec B608  # noqa: S608  framework
_TRACED: Final = "members_by_trace_v1(%s, %s, %s)"
_BY_TRACE: Final = f"SELECT {_COLUMNS} FROM {_TRACED}"  # nosec B608  # noqa: S608  framework
_SHARING: Final = """
    SELECT count(*), count(DISTINCT wallet_id) FROM members_member
    WHERE wallet_id IS NOT NULL AND id = ANY(%s)
"""

END_DIGITS: Final = 4


class NoSuchMember(NotFound):
    """The club has no such member."""


class MemberHasLeft(Refused):
    """The member has left the club; by joining again within thirty days they get all back."""


def find(
    *,
    club_id: int,
    member: MemberRef,
    vault: Vault,
    may_have_left: bool = False,
    is_followed: bool = True,
) -> MemberFound:
    """Give the member that is named, in one round trip and with or without a scope around it.

    Who was merged into another member is that other one now, unless it is not to be followed.

    :raises NoSuchMember: when the club has none, or the member's data was erased.
    :raises MemberHasLeft: when the member left, unless that does not matter.
    :raises InvalidMobile: when a mobile is asked that is none.
    """
    member_id, trace = sought(club_id=club_id, member=member, vault=vault)
    values: list[int | str | bytes | None] = [club_id, member_id]
    sql = _BY_ID
    if member_id is None:
        sql, values = _BY_TRACE, [club_id, member.kind, trace]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None or row[12] is not None:
        raise NoSuchMember
    if row[13] is not None and is_followed:
        survivor = MemberRef("id", str(row[13]))
        return find(club_id=club_id, member=survivor, vault=vault, may_have_left=may_have_left)
    if row[11] is not None and not may_have_left:
        raise MemberHasLeft
    month, day = row[4], row[5]
    return MemberFound(
        member_id=row[0],
        number=row[1],
        first_name=row[2],
        last_name=row[3],
        birthday=(month, day) if month and day else None,
        joined_at=row[6],
        mobile_sealed=bytes(row[7]),
        proven_at=row[8],
        doubted_at=row[9],
        spending_from=row[10],
        merged_into=row[13],
        left_at=row[11],
        birthday_from=row[14],
        wallet_id=row[15],
    )


def sought(*, club_id: int, member: MemberRef, vault: Vault) -> tuple[int | None, bytes]:
    """Give what a member is looked up by: the id, or without one the trace of what was named.

    :raises NoSuchMember: when no member can have this id or number.
    :raises InvalidMobile: when a mobile is asked that is none.
    """
    if member.kind == "id":
        return _whole(member.value), b""
    return None, vault.trace(club_id=club_id, kind=member.kind, value=_normal(member))


def found_in(row: Sequence[Any]) -> MemberFound:
    """Give the member whom `rewards_meet_v1` met: nothing set that one apart."""
    month, day = row[4], row[5]
    return MemberFound(
        member_id=row[0],
        number=row[1],
        first_name=row[2],
        last_name=row[3],
        birthday=(month, day) if month and day else None,
        joined_at=datetime.fromisoformat(row[6]),
        mobile_sealed=bytes.fromhex(row[7].removeprefix("\\x")),
        proven_at=_moment(row[8]),
        doubted_at=_moment(row[9]),
        spending_from=_moment(row[10]),
        birthday_from=row[11],
        wallet_id=row[12],
    )


def find_holder(
    *, club_id: int, member: MemberRef, vault: Vault, may_have_left: bool = False
) -> MemberFound:
    """Give whoever holds the units of the member that is named: an account, or the member.

    :raises NoSuchMember: when the club has none, or the member's data was erased.
    :raises MemberHasLeft: when the member left, unless that does not matter.
    :raises InvalidMobile: when a mobile is asked that is none.
    """
    found = find(club_id=club_id, member=member, vault=vault, may_have_left=may_have_left)
    return found.as_holder()


def wallets(*, member_ids: Sequence[int]) -> dict[int, int]:
    """Give, of these members, the account's wallet of each who uses one; inside the scope."""
    rows = Member.objects.filter(id__in=list(member_ids), wallet_id__isnull=False)
    return {one: wallet for one, wallet in rows.values_list("id", "wallet_id") if wallet}


def holders(*, member_ids: Sequence[int]) -> dict[int, int]:
    """Give who holds the units of each of these now; inside the scope.

    That is the account in which somebody is, or whoever somebody was merged into, or nobody else.
    """
    now = {one: one for one in member_ids} | survivors(member_ids=member_ids)
    shared = wallets(member_ids=list(now.values()))
    return {one: shared.get(root, root) for one, root in now.items()}


def count_holders(*, member_ids: Sequence[int]) -> int:
    """Count the wallets of these members: people in one account share one; inside the scope."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [list(member_ids)])
        people, accounts = cursor.fetchone()
    return len(member_ids) - int(people) + int(accounts)


def card_of(*, found: MemberFound, vault: Vault, tier: str = "") -> MemberCard:
    """Give a member as the shop may see one: the mobile masked."""
    member_id = found.person_id or found.member_id
    place = mobile_place(member_id)
    mobile = vault.unseal(sealed=found.mobile_sealed, place=place)
    return MemberCard(
        member_id=member_id,
        number=found.number,
        first_name=found.first_name,
        last_name=found.last_name,
        mobile_masked=masked_mobile(mobile) if mobile else "",
        joined_at=found.joined_at,
        tier=tier,
    )


def mobile_place(member_id: int) -> str:
    """Give the place a member's mobile is sealed for."""
    return f"members_member:{member_id}:mobile"


def profile_place(member_id: int) -> str:
    """Give the place a member's profile is sealed for."""
    return f"members_profile:{member_id}"


def opened(*, row: Profile, vault: Vault) -> dict[str, Any]:
    """Give what a profile says."""
    text = vault.unseal(sealed=bytes(row.sealed), place=profile_place(row.member_id))
    values: dict[str, Any] = json.loads(text)
    return values


def mobile_end(*, club_id: int, mobile: str, vault: Vault) -> bytes:
    """Give the keyed hash of a mobile's last four digits: a list is searched by them.

    Ten thousand numbers share each one, so without the key it says nothing.
    """
    return vault.trace(club_id=club_id, kind="mobile end", value=mobile[-END_DIGITS:])


def folded_name(*, first_name: str, last_name: str) -> str:
    """Give a name as it is searched: a space stands before each of its words."""
    words = search_words(f"{first_name} {last_name}")
    return "".join(f" {word}" for word in words)[:400]


def named(*, member_ids: Sequence[int]) -> dict[int, Named]:
    """Give number and name of members, of merged ones too; inside the club's scope."""
    rows = Member.objects.filter(id__in=list(member_ids))
    return {
        row.id: Named(row.id, row.number, f"{row.first_name} {row.last_name}".strip())
        for row in rows
    }


def reached(*, member_ids: Sequence[int], vault: Vault) -> dict[int, tuple[str, ...]]:
    """Give the membership number and the mobile (where there is one) of members; in the scope."""
    rows = Member.objects.filter(id__in=list(member_ids))
    found = rows.values_list("id", "number", "mobile_sealed")
    return {
        member_id: tuple(
            filter(
                None,
                (number, vault.unseal(sealed=bytes(sealed), place=mobile_place(member_id))),
            )
        )
        for member_id, number, sealed in found
    }


def survivors(*, member_ids: Sequence[int]) -> dict[int, int]:
    """Give, of these members, whoever each merged one is now; inside the club's scope."""
    found: dict[int, int] = {}
    asked = {member_id: member_id for member_id in member_ids}
    while asked:
        rows = Member.objects.filter(id__in=list(asked.values()), merged_into__isnull=False)
        into = {one: now for one, now in rows.values_list("id", "merged_into") if now}
        asked = {one: into[now] for one, now in asked.items() if now in into}
        found |= asked
    return found


def selves(*, club_id: int, member_id: int) -> tuple[int, ...]:
    """Give a member and whoever was merged into them, or into one of those; inside the scope.

    Who was erased is nobody's self any more.
    """
    found, layer = [member_id], [member_id]
    while layer:
        rows = Member.objects.filter(club_id=club_id, merged_into__in=layer, erased_at=None)
        layer = list(rows.order_by("id").values_list("id", flat=True))
        found += layer
    return tuple(found)


def born_on(
    *, club_id: int, days: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, tuple[int, int]], ...]:
    """Give the members whose Jalali birthday is one of these, with it; inside the club's scope."""
    found: list[tuple[int, tuple[int, int]]] = []
    for month, day in days:
        rows = Member.objects.filter(
            club_id=club_id, birth_month=month, birth_day=day, merged_into=None, left_at=None
        )
        ids = rows.order_by("id").values_list("id", flat=True)
        found += [(member_id, (month, day)) for member_id in ids]
    return tuple(found)


def present(*, club_id: int, after_member_id: int, limit: int) -> tuple[Present, ...]:
    """Give the members who are there, by id, after one of them; inside the club's scope."""
    rows = Member.objects.filter(
        club_id=club_id, id__gt=after_member_id, merged_into=None, left_at=None, erased_at=None
    )
    found = rows.order_by("id").values_list("id", "wallet_id", "birth_month", "birth_day")[:limit]
    return tuple(
        Present(member_id, wallet_id, (month, day) if month and day else None)
        for member_id, wallet_id, month, day in found
    )


def present_ones(*, member_ids: Sequence[int]) -> dict[int, Present]:
    """Give those of these members who are there now; inside the club's scope."""
    rows = Member.objects.filter(
        id__in=list(member_ids), merged_into=None, left_at=None, erased_at=None
    )
    found = rows.values_list("id", "wallet_id", "birth_month", "birth_day")
    return {
        member_id: Present(member_id, wallet_id, (month, day) if month and day else None)
        for member_id, wallet_id, month, day in found
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _normal(member: MemberRef) -> str:
    if member.kind == "mobile":
        return normalise_mobile(member.value)
    number = normalise_number(member.value)
    if not number:
        raise NoSuchMember
    return number


def _whole(text: str) -> int:
    is_id = text.isascii() and text.isdigit() and len(text) <= 19  # noqa: PLR2004 - framework
    if not is_id or int(text) >= 1 << 63:
        raise NoSuchMember
    return int(text)
