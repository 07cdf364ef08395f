"""What the shop sees of a member besides the wallet: all that happened, by kind or together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.members import audit, mobiles, notes
from vafa.domain.members import queries as members
from vafa.domain.members.notes import NoteShown
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import queries as messaging
from vafa.domain.messaging.records import MessageListed
from vafa.domain.orders import queries as orders
from vafa.domain.orders.records import StepOfOrder
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Entry
from vafa.domain.rewards.queries import Moved
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.sales.listing import SaleListed, sales_of
from vafa.domain.vouchers import queries as vouchers
from vafa.domain.vouchers.queries import CouponGiven

_THE_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SOON: Final = timedelta(days=1)
MOST: Final = 100

HappenedKind = Literal[
    "purchases", "points", "tiers", "orders", "coupons", "messages", "notes", "changes"
]
KINDS: Final[tuple[HappenedKind, ...]] = get_args(HappenedKind)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a member: one of what follows its moment.

    `moved` is a step on the ladder or a merge, with the duplicate's number as `other`; `note` is
    as it reads now; `act` a change of the data or of what the shop marked, in a merge too.
    """

    kind: HappenedKind
    at: datetime
    sale: SaleListed | None = None
    entry: Entry | None = None
    message: MessageListed | None = None
    act: ActShown | None = None
    moved: Moved | None = None
    other: str = ""
    step: StepOfOrder | None = None
    coupon: CouponGiven | None = None
    note: NoteShown | None = None


def list_purchases(
    *, principal: Principal, vault: Vault, member_id: int
) -> tuple[SaleListed, ...]:
    """List every purchase and return of a member with its lines, newest first.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("sales.read")
    found = members.find_holder(
        club_id=principal.club_id, member=MemberRef("id", str(member_id)), vault=vault,
        may_have_left=True,
    )  # fmt: skip
    return tuple(reversed(sales_of(club_id=principal.club_id, member_id=found.member_id)))


def list_member_changes(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int, limit: int = 100
) -> tuple[ActShown, ...]:
    """List who changed a member's data and when, newest first; the values are masked."""
    principal.require("members.read")
    sought = ActsSought(
        since=_THE_BEGINNING, until=at + _SOON, object_id=str(member_id), limit=limit
    )
    with club_scope(principal.club_id):
        found = audit.acts(club_id=principal.club_id, sought=sought, vault=vault)
        names = trail.names(club_id=principal.club_id)
    return tuple(
        replace(act, who=names.get(act.staff_id) or names.get(act.credential_id) or "")
        for act in found
    )


def list_messages(
    *, principal: Principal, vault: Vault, member_id: int
) -> tuple[MessageListed, ...]:
    """List what was sent to a member in the last thirty days, newest first; texts are not kept.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.read")
    found = members.find(
        club_id=principal.club_id, member=MemberRef("id", str(member_id)), vault=vault,
        may_have_left=True,
    )  # fmt: skip
    with club_scope(principal.club_id):
        mobile = mobiles.mobile_of(found=found, vault=vault)
        if not mobile:
            return ()
        sent = messaging.messages_to(club_id=principal.club_id, mobile=mobile, vault=vault)
    return tuple(reversed(sent))


def list_happenings(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int, kind: str = ""
) -> tuple[Happened, ...]:
    """Put together what happened with a member, newest first: the newest hundred of each kind.

    Purchases only for who may see sales. A kind that is none gives nothing.

    :raises NoSuchMember: when the club has none.
    """
    principal.require("members.read")
    asked = _Asked(principal, vault, at, member_id)
    found = [one for name, read in _READERS.items() if kind in {"", name} for one in read(asked)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


@dataclass(frozen=True, slots=True)
class _Asked:
    principal: Principal
    vault: Vault
    at: datetime
    member_id: int

    @property
    def club_id(self) -> int:
        return self.principal.club_id

    def selves(self) -> tuple[int, ...]:
        """Give the member and the duplicates that are part of it; inside the club's scope."""
        return members.selves(club_id=self.club_id, member_id=self.member_id)


def _purchases(asked: _Asked) -> Iterator[Happened]:
    if "sales.read" not in asked.principal.rights:
        return
    sales = list_purchases(principal=asked.principal, vault=asked.vault, member_id=asked.member_id)
    for one in sales[:MOST]:
        yield Happened("purchases", one.occurred_at, sale=one)


def _points(asked: _Asked) -> Iterator[Happened]:
    for one in _entries(asked.club_id, asked.vault, asked.member_id):
        yield Happened("points", one.effective_at, entry=one)


def _tiers(asked: _Asked) -> Iterator[Happened]:
    for one in _moves(asked):
        if one.tier is not None:
            yield Happened("tiers", one.at, moved=one)


def _orders(asked: _Asked) -> Iterator[Happened]:
    if "orders.read" not in asked.principal.rights:
        return
    with club_scope(asked.club_id):
        steps = orders.steps_of(club_id=asked.club_id, member_ids=asked.selves(), limit=MOST)
    for one in steps:
        yield Happened("orders", one.step.at, step=one)


def _coupons(asked: _Asked) -> Iterator[Happened]:
    with club_scope(asked.club_id):
        given = vouchers.coupons_given(
            club_id=asked.club_id, member_id=asked.member_id, limit=MOST
        )
    for one in given:
        yield Happened("coupons", one.given_at, coupon=one)


def _messages(asked: _Asked) -> Iterator[Happened]:
    sent = list_messages(principal=asked.principal, vault=asked.vault, member_id=asked.member_id)
    for one in sent[:MOST]:
        yield Happened("messages", one.stored_at, message=one)


def _notes(asked: _Asked) -> Iterator[Happened]:
    with club_scope(asked.club_id):
        found = notes.notes(club_id=asked.club_id, member_id=asked.member_id, vault=asked.vault)
    for one in found:
        yield Happened("notes", one.written_at, note=one)


def _changes(asked: _Asked) -> Iterator[Happened]:
    """Give changes of the data, tags and other marks of the shop, and merges."""
    acts = list_member_changes(
        principal=asked.principal, vault=asked.vault, at=asked.at, member_id=asked.member_id,
        limit=MOST,
    )  # fmt: skip
    sought = ActsSought(
        since=_THE_BEGINNING, until=asked.at + _SOON, object_id=str(asked.member_id),
        object_kind="member", limit=MOST,
    )  # fmt: skip
    merges = [one for one in _moves(asked) if one.duplicate_id]
    with club_scope(asked.club_id):
        marked = trail.acts(club_id=asked.club_id, sought=sought)
        named = members.named(member_ids=sorted({one.duplicate_id for one in merges}))
    for act in (*acts, *marked):
        yield Happened("changes", act.at, act=act)
    for one in merges:
        yield Happened("changes", one.at, moved=one, other=named[one.duplicate_id].number)


_READERS: Final[Mapping[HappenedKind, Callable[[_Asked], Iterator[Happened]]]] = {
    "purchases": _purchases, "points": _points, "tiers": _tiers, "orders": _orders,
    "coupons": _coupons, "messages": _messages, "notes": _notes, "changes": _changes,
}  # fmt: skip


def _moves(asked: _Asked) -> tuple[Moved, ...]:
    with club_scope(asked.club_id):
        selves = asked.selves()
    try:
        return rewards.moves_of(club_id=asked.club_id, member_ids=selves, limit=MOST)
    except NoProgramme:
        return ()


def _entries(club_id: int, vault: Vault, member_id: int) -> tuple[Entry, ...]:
    holder = members.find_holder(
        club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault, may_have_left=True
    )
    try:
        page = rewards.statement(
            club_id=club_id, member_id=holder.member_id, as_of=None, cursor="", limit=MOST
        )
    except NoProgramme:
        return ()
    return page.entries
