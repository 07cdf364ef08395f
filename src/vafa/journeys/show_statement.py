"""Showing what happened to a member's units, each entry with its reason."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import Statement


def show_statement(
    *,
    principal: Principal,
    vault: Vault,
    member: MemberRef,
    as_of: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Statement:
    """Show a page of the statement, newest first, as it was known at a moment.

    :raises NoSuchMember: when the club has no such member.
    :raises BadCursor: when the cursor is not one that was given.
    :raises PageOutOfBounds: when the page is to have less than 1 or more than 200 entries.
    """
    principal.require("members.read")
    found = members.find_holder(
        club_id=principal.club_id, member=member, vault=vault, may_have_left=True
    )
    shown = rewards.statement(
        club_id=principal.club_id,
        member_id=found.member_id,
        as_of=as_of,
        cursor=cursor,
        limit=limit,
    )
    account = accounts.shared_by(club_id=principal.club_id, holder=found)
    return replace(shown, account=account)
