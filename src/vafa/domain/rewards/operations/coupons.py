"""Purchases with coupons: the use is counted in the transaction that records the purchase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import PurchaseDone, Quote
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations.gift_card_returns import lock
from vafa.domain.rewards.records import Purchase
from vafa.domain.rewards.rulebook import rulebook
from vafa.domain.vouchers import operations as vouchers
from vafa.domain.vouchers.records import CouponFound, Order
from vafa.kit.errors import NotFound
from vafa.kit.ids import Ids
from vafa.ledger import queries as ledger


class NoSuchCouponReward(NotFound):
    """The programme in force has no such reward that is given for a coupon."""


def check_reward(*, club_id: int, reward: str) -> None:
    """Let coupons be begun only for what the programme gives for one.

    :raises NoSuchCouponReward: when it has no such reward.
    """
    epoch, now = ledger.club_now(club_id=club_id)
    document = rulebook(club_id, epoch).latest(now).document
    if not any(one.code == reward and one.given == "coupon" for one in document.rewards):
        raise NoSuchCouponReward(reward=reward)


def has_coupons(purchase: Purchase) -> bool:
    """Tell whether a purchase names coupons."""
    return any(one.coupon for one in purchase.claims)


def resolved(
    *, principal: Principal, vault: Vault, member: MemberFound, purchase: Purchase
) -> Purchase:
    """Give the purchase with the rewards that its coupons are for.

    :raises NoSuchCoupon: when a code is none for this member, or ten were missed within the hour.
    """
    claims = []
    for one in purchase.claims:
        if not one.coupon:
            claims.append(one)
            continue
        found = find_coupon(
            principal=principal, vault=vault, member_id=member.own_id, code=one.coupon
        )
        claims.append(replace(one, reward=found.reward, coupon_id=found.coupon_id))
    return replace(purchase, claims=tuple(claims))


def find_coupon(*, principal: Principal, vault: Vault, member_id: int, code: str) -> CouponFound:
    """Give the coupon of a code for a member; every miss is kept and looks the same.

    :raises NoSuchCoupon: when there is none, or ten were missed within the hour.
    """
    club_id = principal.club_id
    trace = vouchers.trace_of(vault=vault, club_id=club_id, code=code)
    _, now = ledger.club_now(club_id=club_id)
    with club_scope(club_id):
        found = None
        if vouchers.may_try(club_id=club_id, member_id=member_id, at=now):
            found = vouchers.find(club_id=club_id, trace=trace, member_id=member_id)
        if found is None:
            vouchers.note_miss(club_id=club_id, member_id=member_id, at=now)
    if found is None:  # the miss is kept: its transaction has ended
        raise vouchers.NoSuchCoupon
    return found


def apply_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    member: MemberFound,
    purchase: Purchase,
) -> PurchaseDone:
    """Record a purchase and use its coupons: all of it, or nothing (E72).

    :raises NoSuchCoupon: when a code is none for this member, or ten were missed within the hour.
    :raises CouponNotInTime: when one is not valid now.
    :raises CouponUsedUp: when one has no use left.
    :raises Refused: as a purchase without coupons.
    """
    purchase = resolved(principal=principal, vault=vault, member=member, purchase=purchase)
    with club_scope(principal.club_id):
        lock(club_id=principal.club_id, holders=(member.member_id,))  # then budgets, then coupons
        done = buying.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, member=member,
            purchase=purchase,
        )  # fmt: skip
        if done.declined is None and not done.replayed:
            use_all(
                club_id=principal.club_id, ids=ids, purchase=purchase,
                member_id=member.own_id, sale_id=done.event_id,
            )  # fmt: skip
    return done


def use_all(*, club_id: int, ids: Ids, purchase: Purchase, member_id: int, sale_id: int) -> None:
    """Use the coupons of a purchase in its sale, by id: the one order in which they are locked.

    :raises CouponNotInTime: when one is not valid now.
    :raises CouponUsedUp: when one has no use left.
    """
    _, now = ledger.club_now(club_id=club_id)
    order = Order(member_id, purchase.source, purchase.document)
    for coupon_id in _coupons_of(purchase):
        vouchers.use(
            club_id=club_id, use_id=ids.next(), coupon_id=coupon_id, order=order,
            sale_id=sale_id, at=now,
        )  # fmt: skip


def quote_purchase(
    *,
    principal: Principal,
    event_at: datetime,
    vault: Vault,
    member: MemberFound,
    purchase: Purchase,
) -> Quote:
    """Foretell a purchase with coupons; nothing is reserved.

    :raises NoSuchCoupon: when a code is none for this member, or ten were missed within the hour.
    :raises CouponNotInTime: when one is not valid now.
    :raises CouponUsedUp: when one has no use left.
    """
    purchase = resolved(principal=principal, vault=vault, member=member, purchase=purchase)
    club_id = principal.club_id
    _, now = ledger.club_now(club_id=club_id)
    order = Order(member.own_id, purchase.source, purchase.document)
    with club_scope(club_id):
        for coupon_id in _coupons_of(purchase):
            vouchers.check_usable(club_id=club_id, coupon_id=coupon_id, order=order, at=now)
    return buying.quote_purchase(
        principal=principal, event_at=event_at, member=member, purchase=purchase
    )


def _coupons_of(purchase: Purchase) -> Sequence[int]:
    return sorted({one.coupon_id for one in purchase.claims if one.coupon_id})
