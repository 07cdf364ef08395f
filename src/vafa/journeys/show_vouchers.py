"""Showing the coupons and gift cards that a member has and can use."""

from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import gift_cards
from vafa.domain.vouchers import queries as vouchers
from vafa.domain.vouchers.records import CardHeld, CouponHeld


@dataclass(frozen=True, slots=True)
class VouchersShown:
    """What a member can use at a till besides the wallet, with its codes."""

    coupons: tuple[CouponHeld, ...]
    gift_cards: tuple[CardHeld, ...]


def show_vouchers(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int
) -> VouchersShown:
    """Show the coupons of a member that are good now, and the gift cards bound to the member.

    :raises NoSuchMember: when the club has no such member.
    :raises MemberHasLeft: when the member left.
    """
    principal.require("members.write")
    club_id = principal.club_id
    found = members.find(club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault)
    with club_scope(club_id):
        coupons = vouchers.coupons_held(
            club_id=club_id, member_id=found.member_id, vault=vault, at=at
        )
    cards = gift_cards.held(club_id=club_id, vault=vault, member_id=found.member_id)
    return VouchersShown(coupons, cards)
