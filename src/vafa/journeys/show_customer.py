"""What the shop sees of a member besides the wallet: purchases, and changes of their data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.domain.members import audit
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.sales.listing import SaleListed, sales_of

_THE_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SOON: Final = timedelta(days=1)


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
