"""Holds and immediate use of units."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.credit import (
    CancelBody,
    CaptureBody,
    CreditUsedAnswer,
    HoldAnswer,
    HoldBody,
    HoldCancelledAnswer,
    RedemptionBody,
)
from vafa.interfaces.web import sources
from vafa.journeys.cancel_hold import cancel_hold as cancel_hold_journey
from vafa.journeys.capture_hold import capture_hold as capture_hold_journey
from vafa.journeys.hold_credit import hold_credit as hold_credit_journey
from vafa.journeys.redeem_credit import redeem_credit as redeem_credit_journey

router = Router(tags=["credit"])


@writes(router, "/holds", right="credit.apply", gives={201: HoldAnswer}, refuses=(402, 404))
def hold_credit(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: HoldBody
) -> HttpResponse:
    """Keep units for a later capture; they return by themselves when the hold ends."""
    done = hold_credit_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        hold=body.as_record(),
    )
    return written(HoldAnswer, done, status=201, request=request)


@writes(
    router,
    "/holds/{hold_id}/capture",
    right="credit.apply",
    gives={200: CreditUsedAnswer},
    refuses=(402, 404),
)
def capture_hold(
    request: ApiRequest, hold_id: GivenId, idempotency_key: IdempotencyKey, body: CaptureBody
) -> HttpResponse:
    """Use what a hold keeps, or a part of it; the rest goes back to the same lots."""
    done = capture_hold_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        member_id=body.member_id,
        hold_id=hold_id,
        units=body.units,
    )
    return written(CreditUsedAnswer, done, request=request)


@writes(
    router,
    "/holds/{hold_id}/cancel",
    right="credit.apply",
    gives={200: HoldCancelledAnswer},
    refuses=(402, 404),
)
def cancel_hold(
    request: ApiRequest, hold_id: GivenId, idempotency_key: IdempotencyKey, body: CancelBody
) -> HttpResponse:
    """End a hold without using it."""
    done = cancel_hold_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        member_id=body.member_id,
        hold_id=hold_id,
    )
    return written(HoldCancelledAnswer, done, request=request)


@writes(
    router, "/redemptions", right="credit.apply", gives={201: CreditUsedAnswer}, refuses=(402, 404)
)
def redeem_credit(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: RedemptionBody
) -> HttpResponse:
    """Use units at once, outside of a purchase."""
    done = redeem_credit_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        redemption=body.as_record(),
    )
    return written(CreditUsedAnswer, done, status=201, request=request)
