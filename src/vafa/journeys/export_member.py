"""A copy of everything that is stored of a member, for the member; each copy is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, consents, invitations, mobiles, notes, photos, profile, tags
from vafa.domain.members import queries as members
from vafa.domain.members.audit import ChangeShown
from vafa.domain.members.consents import ConsentShown
from vafa.domain.members.profile import ProfileShown
from vafa.domain.members.records import AccountCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import queries as messaging
from vafa.domain.messaging.records import MessageListed
from vafa.domain.orders import queries as orders
from vafa.domain.orders.records import OrderShown
from vafa.domain.people import queries as people
from vafa.domain.people import wishes
from vafa.domain.people.records import DeviceShown
from vafa.domain.people.wishes import Wish
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Entry, UnitHeld
from vafa.domain.rewards.operations import gift_cards
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.sales.listing import SaleListed, sales_of
from vafa.domain.vouchers import queries as vouchers
from vafa.domain.vouchers.queries import CouponGiven
from vafa.domain.vouchers.records import CardHeld
from vafa.kit.ids import Ids

_PAGE: Final = 200
_MOST_COUPONS: Final = 1_000
_MOST_FRIENDS: Final = 10_000
_MOST_FILES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """What the shop wrote of a member, and when; who wrote it is that person's own."""

    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class FriendCopied:
    """Somebody whom the member invited: when they came, and what came of it; who is their own."""

    joined_at: datetime
    state: invitations.State


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
    orders: tuple[OrderShown, ...]
    coupons: tuple[CouponGiven, ...]
    gift_cards: tuple[CardHeld, ...]
    devices: tuple[DeviceShown, ...]
    shared_wallet: AccountCard | None
    is_invited: bool
    friends: tuple[FriendCopied, ...]
    erasure_wish: Wish | None
    photo: bytes
    order_files: Mapping[int, bytes]


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
        everybody = members.selves(club_id=club_id, member_id=member_id)
        photo = photos.photo_of(club_id=club_id, member_ids=everybody, vault=vault)
        doing = audit.Doing(principal, ids.next(), at)
        audit.note(doing=doing, member_id=member_id, kind="exported")
        mobile = mobiles.mobile_of(found=found, vault=vault)
        sent = messaging.messages_to(club_id=club_id, mobile=mobile, vault=vault) if mobile else ()
        tagged = tags.tags_of(club_id=club_id, member_ids=(member_id,)).get(member_id, ())
        written = notes.notes(club_id=club_id, member_id=member_id, vault=vault)
        ordered, files = orders.copies(
            club_id=club_id, member_ids=everybody, most_bytes=_MOST_FILES
        )
        coupons = vouchers.coupons_given(club_id=club_id, member_id=member_id, limit=_MOST_COUPONS)
        devices = people.devices_of(club_id=club_id, member_id=member_id, at=at)
        person = accounts.person_of(club_id=club_id, member_id=member_id)
        shared = None
        if person is not None:
            shared = accounts.card(club_id=club_id, account_id=person.account_id)
        came_by = invitations.of_invited(club_id=club_id, member_id=member_id)
        friends = invitations.by_inviter(
            club_id=club_id, member_ids=everybody, limit=_MOST_FRIENDS
        )
        wish = wishes.wish_of(club_id=club_id, member_ids=everybody)
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
        orders=tuple(map(_without_names, ordered)),
        coupons=coupons,
        gift_cards=gift_cards.held(club_id=club_id, vault=vault, member_id=member_id),
        devices=devices,
        shared_wallet=shared,
        is_invited=came_by is not None,
        friends=tuple(FriendCopied(one.joined_at, one.state) for one in friends),
        erasure_wish=wish,
        photo=photo,
        order_files=files,
    )


def _without_names(order: OrderShown) -> OrderShown:
    """Give an order without the names of the staff: these are their own."""
    return replace(order, steps=tuple(replace(step, who="") for step in order.steps))


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
