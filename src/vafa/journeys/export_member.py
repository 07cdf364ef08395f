"""A copy of everything that is stored of a member, for the member; each copy is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, consents, erasure, mobiles, notes, photos, profile, tags
from vafa.domain.members import queries as members
from vafa.domain.members.audit import ChangeShown
from vafa.domain.members.consents import ConsentShown
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import queries as messaging
from vafa.domain.messaging.records import MessageListed
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Entry, UnitHeld
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.sales.listing import SaleListed, sales_of
from vafa.kit.ids import Ids

_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """What the shop wrote of a member, and when; who wrote it is that person's own."""

    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class MemberExport:
    """Everything that is stored of a member, at one moment."""

    club_name: str
    zone: str
    exported_at: datetime
    profile: ProfileShown
    joined_at: datetime
    left_at: datetime | None
    balances: tuple[UnitHeld, ...]
    consents: tuple[ConsentShown, ...]
    changes: tuple[ChangeShown, ...]
    sales: tuple[SaleListed, ...]
    entries: tuple[Entry, ...]
    messages: tuple[MessageListed, ...]
    tags: tuple[str, ...]
    notes: tuple[NoteCopied, ...]
    photo: bytes


def export_member(
    *, principal: Principal, ids: Ids, vault: Vault, at: datetime, member_id: int
) -> MemberExport:
    """Give everything that is stored of a member and note that somebody took it.

    :raises NoSuchMember: when the club has none, or the member was erased.
    """
    principal.require("export")
    club_id = principal.club_id
    found = members.find(
        club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault, may_have_left=True
    )
    member_id = found.member_id
    with club_scope(club_id):
        facts = club_facts(club_id=club_id)
        shown = profile.show(club_id=club_id, member_id=member_id, vault=vault)
        agreed = consents.consents_of(club_id=club_id, member_id=member_id)
        changes = audit.changes_of(club_id=club_id, member_id=member_id, vault=vault)
        everybody = (member_id, *erasure.merged_into(club_id=club_id, member_id=member_id))
        photo = photos.photo_of(club_id=club_id, member_ids=everybody, vault=vault)
        doing = audit.Doing(principal, ids.next(), at)
        audit.note(doing=doing, member_id=member_id, kind="exported")
        mobile = mobiles.mobile_of(found=found, vault=vault)
        sent = messaging.messages_to(club_id=club_id, mobile=mobile, vault=vault) if mobile else ()
        tagged = tags.tags_of(club_id=club_id, member_ids=(member_id,)).get(member_id, ())
        written = notes.notes(club_id=club_id, member_id=member_id, vault=vault)
    balances, entries = _account(club_id, member_id)
    return MemberExport(
        club_name=facts.name,
        zone=facts.zone,
        exported_at=at,
        profile=shown,
        joined_at=found.joined_at,
        left_at=found.left_at,
        balances=balances,
        consents=agreed,
        changes=changes,
        sales=sales_of(club_id=club_id, member_id=member_id),
        entries=entries,
        messages=sent,
        tags=tuple(one.name for one in tagged),
        notes=tuple(NoteCopied(one.written_at, one.text) for one in written),
        photo=photo,
    )


def _account(club_id: int, member_id: int) -> tuple[tuple[UnitHeld, ...], tuple[Entry, ...]]:
    """Give what is held and every entry, oldest first; nothing in a club without a programme."""
    try:
        balances = rewards.wallet(club_id=club_id, member_id=member_id).balances
    except NoProgramme:
        return (), ()
    entries: list[Entry] = []
    cursor = ""
    while True:
        page = rewards.statement(
            club_id=club_id, member_id=member_id, as_of=None, cursor=cursor, limit=_PAGE
        )
        entries += page.entries
        cursor = page.next_cursor
        if not cursor:
            return balances, tuple(reversed(entries))
