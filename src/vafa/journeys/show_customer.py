"""What the shop sees of a member besides the wallet: purchases, messages, changes of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.members import audit, mobiles
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.messaging import queries as messaging
from vafa.domain.messaging.records import MessageListed
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Entry
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.domain.sales.listing import SaleListed, sales_of

_THE_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SOON: Final = timedelta(days=1)
MOST: Final = 100

HappenedKind = Literal["purchases", "points", "messages", "changes"]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a member: of the last four, the one that its kind says."""

    kind: HappenedKind
    at: datetime
    sale: SaleListed | None = None
    entry: Entry | None = None
    message: MessageListed | None = None
    act: ActShown | None = None


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
    found: list[Happened] = []
    if kind in {"", "purchases"} and "sales.read" in principal.rights:
        sales = list_purchases(principal=principal, vault=vault, member_id=member_id)[:MOST]
        found += [Happened("purchases", one.occurred_at, sale=one) for one in sales]
    if kind in {"", "points"}:
        entries = _entries(principal.club_id, vault, member_id)
        found += [Happened("points", one.effective_at, entry=one) for one in entries]
    if kind in {"", "messages"}:
        sent = list_messages(principal=principal, vault=vault, member_id=member_id)
        found += [Happened("messages", one.stored_at, message=one) for one in sent[:MOST]]
    if kind in {"", "changes"}:
        acts = list_member_changes(
            principal=principal, vault=vault, at=at, member_id=member_id, limit=MOST
        )
        found += [Happened("changes", one.at, act=one) for one in acts]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


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
