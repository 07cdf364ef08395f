"""Showing where a member stands on the ladder."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import TierShown


def show_tier(*, principal: Principal, vault: Vault, at: datetime, member: MemberRef) -> TierShown:
    """Show a member's tier, since when, and what is missing to the next one.

    :raises NoSuchMember: when the club has no such member.
    :raises NoProgramme: when the club has published none.
    """
    principal.require("members.read")
    found = members.find_holder(
        club_id=principal.club_id, member=member, vault=vault, may_have_left=True
    )
    shown = rewards.tier_shown(club_id=principal.club_id, member_id=found.member_id, at=at)
    account = accounts.shared_by(club_id=principal.club_id, holder=found)
    return replace(shown, account=account)
