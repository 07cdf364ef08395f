"""The list of a club's members: searched by name, mobile, number or e-mail, and narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from vafa.domain.members.models import Contact, Member
from vafa.domain.members.numbers import normalise_number
from vafa.domain.members.queries import mobile_place
from vafa.domain.members.vault import Vault
from vafa.kit.identity import InvalidMobile, normalise_mobile
from vafa.kit.text import clean

MembersState = Literal["", "present", "left"]


@dataclass(frozen=True, slots=True)
class MembersSought:
    """Which members: a text, when and where they joined, whether they left.

    Pages go by id, the newest first: before an id, or (backwards) after one.
    """

    text: str = ""
    state: MembersState = ""
    branch: str = ""
    joined_from: datetime | None = None
    joined_before: datetime | None = None
    before: int | None = None
    after: int | None = None
    limit: int = 25


@dataclass(frozen=True, slots=True)
class MemberListed:
    """A member in the list; `holder_id` is whose wallet counts: an account's, or their own."""

    member_id: int
    number: str
    first_name: str
    last_name: str
    mobile: str
    joined_at: datetime
    joined_branch: str
    left_at: datetime | None
    holder_id: int

    @property
    def name(self) -> str:
        """Give the whole name, empty when none is known."""
        return f"{self.first_name} {self.last_name}".strip()


def members(*, club_id: int, sought: MembersSought, vault: Vault) -> tuple[MemberListed, ...]:
    """List members, the newest first, without merged and erased ones; inside the club's scope."""
    rows = _sought(club_id, sought, vault)
    if sought.after is not None:
        nearest = list(rows.filter(id__gt=sought.after).order_by("id")[: sought.limit])
        return tuple(_listed(row, vault) for row in reversed(nearest))
    if sought.before is not None:
        rows = rows.filter(id__lt=sought.before)
    return tuple(_listed(row, vault) for row in rows.order_by("-id")[: sought.limit])


def _sought(club_id: int, sought: MembersSought, vault: Vault) -> QuerySet[Member]:
    rows = Member.objects.filter(club_id=club_id, erased_at=None, merged_into=None)
    if sought.state:
        rows = rows.filter(left_at__isnull=sought.state == "present")
    if sought.branch:
        rows = rows.filter(joined_branch=sought.branch)
    if sought.joined_from is not None:
        rows = rows.filter(joined_at__gte=sought.joined_from)
    if sought.joined_before is not None:
        rows = rows.filter(joined_at__lt=sought.joined_before)
    text = clean(sought.text)
    if not text:
        return rows
    traces = _traces(club_id, text, vault)
    if traces is not None:
        found = Contact.objects.filter(traces, club_id=club_id)
        return rows.filter(id__in=list(found.values_list("member_id", flat=True)))
    for word in text.split(" "):
        rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    return rows


def _traces(club_id: int, text: str, vault: Vault) -> Q | None:
    """Give what finds a mobile, a membership number or an e-mail; None for a name."""
    if "@" in text:
        return _trace(club_id, "email", text.lower(), vault)
    number = normalise_number(text)
    if number:
        return _trace(club_id, "number", number, vault)
    try:
        return _trace(club_id, "mobile", normalise_mobile(text), vault)
    except InvalidMobile:
        return None


def _trace(club_id: int, kind: str, value: str, vault: Vault) -> Q:
    return Q(kind=kind, trace=vault.trace(club_id=club_id, kind=kind, value=value))


def _listed(row: Member, vault: Vault) -> MemberListed:
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
    )
