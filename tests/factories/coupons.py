"""A club with rewards by coupon, and its coupons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.programme.shop import patched
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.records import Purchase, PurchaseLine, RewardClaim
from vafa.domain.vouchers.records import CouponMade, CouponReserved, NewSeries, Order
from vafa.journeys import manage_coupons
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.reserve_coupon import release_coupon, reserve_coupon

TENTH = {"code": "tenth", "name": {"fa": "ده درصد", "en": "Ten off"}, "given": "coupon",
         "effect": {"kind": "percent", "share": 1000}}  # fmt: skip


def coupon_club(**changes: Any) -> Club:
    """Give a club that takes a tenth off for a coupon."""
    return a_club(patched({"/rewards": [TENTH], **changes}))


def series(club: Club, **more: Any) -> int:
    """Begin coupons for a tenth off."""
    with clock(club.at):
        return manage_coupons.open_series(
            principal=club.principal, claim=claim(), ids=IDS, at=club.at,
            series=NewSeries("tenth", **more),
        )  # fmt: skip


def coupons(
    club: Club, series_id: int, *, count: int = 0, members: Sequence[int] = (), key: str = ""
) -> tuple[CouponMade, ...]:
    """Make coupons."""
    with clock(club.at):
        return manage_coupons.make_coupons(
            principal=club.principal, claim=claim(key), ids=IDS, vault=VAULT, at=club.at,
            series_id=series_id, count=count, member_ids=members,
        )  # fmt: skip


def coupon(club: Club, **more: Any) -> str:
    """Give the code of a new coupon that anybody may use."""
    return coupons(club, series(club, **more), count=1)[0].code


def buy_with(club: Club, code: str, *, name: str = "Sara", document: str = "") -> PurchaseDone:
    """Buy for 1,000,000 Rial with a coupon."""
    purchase = Purchase(
        ref(club.join(name)),
        "shop",
        document or f"R-{IDS.next()}",
        lines=(PurchaseLine(1_000_000, vat_rials=0),),
        claims=(RewardClaim(coupon=code),),
    )
    with clock(club.at):
        return record_purchase(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
            purchase=purchase,
        )  # fmt: skip


def reserve(club: Club, code: str, document: str, name: str = "Sara") -> CouponReserved:
    """Keep a coupon for an order."""
    order = Order(club.join(name), "shop", document)
    with clock(club.at):
        return reserve_coupon(
            principal=club.principal, ids=IDS, vault=VAULT, code=code, order=order
        )


def release(club: Club, code: str, document: str, name: str = "Sara") -> bool:
    """Give a coupon back."""
    order = Order(club.join(name), "shop", document)
    with clock(club.at):
        return release_coupon(principal=club.principal, vault=VAULT, code=code, order=order)
