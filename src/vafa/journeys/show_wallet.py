"""Showing what a member holds."""

from dataclasses import replace

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import PurchaseDone, Wallet


def show_wallet(*, principal: Principal, vault: Vault, member: MemberRef) -> Wallet:
    """Show every unit a member holds now: spendable, held, pending and owed, and what ends next.

    :raises NoSuchMember: when the club has no such member.
    """
    principal.require("members.read")
    found = members.find_holder(
        club_id=principal.club_id, member=member, vault=vault, may_have_left=True
    )
    shown = rewards.wallet(club_id=principal.club_id, member_id=found.member_id)
    account = accounts.shared_by(club_id=principal.club_id, holder=found)
    return replace(shown, account=account)


def show_wallet_of(*, principal: Principal, purchase: PurchaseDone) -> Wallet:
    """Show what whoever a purchase was recorded for holds now; a guest, without a member, too."""
    principal.require("members.read")
    return rewards.wallet(club_id=principal.club_id, member_id=purchase.member_id)
