"""Showing what a gift card holds."""

from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import gift_cards
from vafa.domain.rewards.operations.gift_cards import CardShown


def show_gift_card(*, principal: Principal, vault: Vault, member_id: int, code: str) -> CardShown:
    """Show what a card holds to the member who wants to pay with it.

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchGiftCard: when none is for this member, or ten codes were missed in an hour.
    """
    principal.require("credit.apply")
    named = MemberRef("id", str(member_id))
    found = members.find(club_id=principal.club_id, member=named, vault=vault)
    return gift_cards.show(principal=principal, vault=vault, member_id=found.own_id, code=code)
