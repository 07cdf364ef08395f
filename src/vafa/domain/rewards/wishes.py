"""The rewards that a purchase asks for, as the programme takes them."""

from __future__ import annotations

from vafa.domain.rewards.records import Purchase, RewardClaim
from vafa.domain.rewards.rulebook import Version
from vafa.kit.errors import Refused
from vafa.programme.records import Claim, PurchaseDecision, StoredSale


class RewardTooDear(Refused):
    """The member does not have what the reward costs."""


def claims_again(*, sale: StoredSale, version: Version) -> tuple[RewardClaim, ...]:
    """Give what a sale claimed, to claim it again in the sale it is to be instead.

    Its coupons were used in it and are used no second time.
    """
    claimed = {one.code for one in version.document.rewards if one.given != "automatic"}
    return tuple(
        RewardClaim(burn.reward, burn.quantity, coupon_id=sale.id)
        for burn in sale.burns
        if burn.reward in claimed
    )


def claims_of(purchase: Purchase) -> tuple[Claim, ...]:
    """Give the claims of a purchase; the server computes what each costs (E41)."""
    return tuple(Claim(one.reward, one.quantity, one.coupon_id) for one in purchase.claims)


def check_affordable(decision: PurchaseDecision) -> None:
    """Refuse to quote what the book would decline.

    :raises RewardTooDear: when rewards cost more than the member has.
    """
    short = decision.short
    if short is not None:
        raise RewardTooDear(unit=short.unit, units=short.units, available=short.available)
