"""Coupons: begun for a reward, made, kept for an order that is not paid yet."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.coupons import (
    CouponOrderBody,
    CouponReleasedAnswer,
    CouponReservedAnswer,
    CouponsAnswer,
    CouponsBody,
    SeriesAnswer,
    SeriesBody,
    SeriesListAnswer,
    VouchersAnswer,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_coupons
from vafa.journeys.reserve_coupon import release_coupon as release_coupon_journey
from vafa.journeys.reserve_coupon import reserve_coupon as reserve_coupon_journey
from vafa.journeys.show_vouchers import show_vouchers as show_vouchers_journey

router = Router(tags=["coupons"])


@writes(
    router, "/coupon-series", right="programme.edit", gives={201: SeriesAnswer}, refuses=(404,)
)
def open_coupon_series(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: SeriesBody
) -> HttpResponse:
    """Begin coupons for a reward that the programme gives for a coupon."""
    series_id = manage_coupons.open_series(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        at=sources.now(),
        series=body.as_record(),
    )
    return shown(SeriesAnswer, {"series_id": series_id}, status=201)


@reads(router, "/coupon-series", right="programme.read", gives=SeriesListAnswer)
def list_coupon_series(request: ApiRequest) -> HttpResponse:
    """List the club's coupons and how often they were used; no codes."""
    found = manage_coupons.list_series(principal=request.auth, at=sources.now())
    return shown(SeriesListAnswer, {"series": found})


@writes(
    router,
    "/coupon-series/{series_id}/coupons",
    right="programme.edit",
    gives={201: CouponsAnswer},
    refuses=(404,),
)
def make_coupons(
    request: ApiRequest, series_id: GivenId, idempotency_key: IdempotencyKey, body: CouponsBody
) -> HttpResponse:
    """Make coupons: so many for whoever has them, or one for each member named.

    A repeat under the same key gives the same codes.
    """
    made = manage_coupons.make_coupons(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        series_id=series_id,
        count=body.count,
        member_ids=body.member_ids,
    )
    return shown(CouponsAnswer, {"coupons": made}, status=201)


@writes(
    router,
    "/coupon-series/{series_id}",
    method="DELETE",
    right="programme.edit",
    gives={204: None},
    refuses=(404,),
)
def end_coupon_series(
    request: ApiRequest, series_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Let no coupon of a series be used from now on; ending it again changes nothing."""
    _ = idempotency_key  # a repeat is harmless, so nothing is stored under it
    manage_coupons.end_series(principal=request.auth, at=sources.now(), series_id=series_id)
    return HttpResponse(status=204)


@writes(
    router, "/coupons/reserve", right="sales.write", gives={200: CouponReservedAnswer},
    refuses=(404,),
)  # fmt: skip
def reserve_coupon(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: CouponOrderBody
) -> HttpResponse:
    """Keep one use of a coupon for an order, for half an hour; ask again to keep it longer.

    The purchase of the same document uses it. Ten wrong codes of a member within an hour are the
    last that are looked up for a while.
    """
    _ = idempotency_key  # the order's own number lets it happen once
    kept = reserve_coupon_journey(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        code=body.code,
        order=body.as_record(),
    )
    return shown(CouponReservedAnswer, kept)


@writes(
    router, "/coupons/release", right="sales.write", gives={200: CouponReleasedAnswer},
    refuses=(404,),
)  # fmt: skip
def release_coupon(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: CouponOrderBody
) -> HttpResponse:
    """Give back what was kept for an order."""
    _ = idempotency_key  # the order's own number lets it happen once
    released = release_coupon_journey(
        principal=request.auth, vault=sources.vault(), code=body.code, order=body.as_record()
    )
    return shown(CouponReleasedAnswer, {"released": released})


@reads(
    router,
    "/members/{member_id}/vouchers",
    right="members.write",
    gives=VouchersAnswer,
    refuses=(404,),
)
def show_vouchers(request: ApiRequest, member_id: GivenId) -> HttpResponse:
    """Show the coupons and gift cards that only this member can use, with their codes."""
    found = show_vouchers_journey(
        principal=request.auth, vault=sources.vault(), at=sources.now(), member_id=member_id
    )
    return shown(VouchersAnswer, found)
