"""Keeping a coupon for an order that is not paid yet, and giving it back."""

from __future__ import annotations

from dataclasses import replace

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import coupons
from vafa.domain.vouchers import operations
from vafa.domain.vouchers.records import CouponReserved, Order
from vafa.kit.ids import Ids
from vafa.ledger import queries as ledger


def reserve_coupon(
    *, principal: Principal, ids: Ids, vault: Vault, code: str, order: Order
) -> CouponReserved:
    """Keep one use of a coupon for an order for half an hour; asking again keeps it longer.

    A cart that is abandoned releases it by itself (E72).

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchCoupon: when the code is none for this member, or ten were missed in an hour.
    :raises CouponNotInTime: when it is not valid now.
    :raises CouponUsedUp: when it has no use left.
    """
    principal.require("sales.write")
    club_id = principal.club_id
    order = _of_today(club_id, vault, order)
    found = coupons.find_coupon(
        principal=principal, vault=vault, member_id=order.member_id, code=code
    )
    _, now = ledger.club_now(club_id=club_id)
    with club_scope(club_id):
        return operations.reserve(
            club_id=club_id, use_id=ids.next(), coupon_id=found.coupon_id, order=order, at=now
        )


def release_coupon(*, principal: Principal, vault: Vault, code: str, order: Order) -> bool:
    """Give back what was kept for an order; tell whether there was something.

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchCoupon: when the code is none for this member, or ten were missed in an hour.
    """
    principal.require("sales.write")
    order = _of_today(principal.club_id, vault, order)
    found = coupons.find_coupon(
        principal=principal, vault=vault, member_id=order.member_id, code=code
    )
    with club_scope(principal.club_id):
        return operations.release(
            club_id=principal.club_id, coupon_id=found.coupon_id, order=order
        )


def _of_today(club_id: int, vault: Vault, order: Order) -> Order:
    """Give the order under the member's id of today: what was merged away goes on there."""
    named = MemberRef("id", str(order.member_id))
    return replace(
        order, member_id=members.find(club_id=club_id, member=named, vault=vault).own_id
    )
