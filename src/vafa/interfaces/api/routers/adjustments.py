"""Manual value: given or taken within the club's limit, or with a second person."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.adjustments import (
    AdjustmentAnswer,
    AdjustmentBody,
    ApprovalAnswer,
    ApprovalBody,
)
from vafa.interfaces.web import sources
from vafa.journeys.adjust_balance import adjust_balance as adjust_balance_journey
from vafa.journeys.adjust_balance import approve_adjustment as approve_adjustment_journey

router = Router(tags=["adjustments"])


@writes(
    router,
    "/adjustments",
    right="credit.grant",
    gives={201: AdjustmentAnswer, 202: ApprovalAnswer},
    refuses=(402, 404),
)
def adjust_balance(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: AdjustmentBody
) -> HttpResponse:
    """Give or take units by hand, for a reason that the statement says.

    What is worth more than the club's limit waits for a second person (202).
    """
    done = adjust_balance_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        adjustment=body.as_record(),
    )
    if done.approval_id:
        return shown(ApprovalAnswer, done, status=202)
    return written(AdjustmentAnswer, done, status=201, request=request)


@writes(
    router,
    "/approvals/{approval_id}/approve",
    right="approvals.decide",
    gives={201: AdjustmentAnswer},
    refuses=(402, 404),
)
def approve_adjustment(
    request: ApiRequest, approval_id: GivenId, idempotency_key: IdempotencyKey, body: ApprovalBody
) -> HttpResponse:
    """Approve what waits, as a second person with a key of one's own; it is posted once."""
    done = approve_adjustment_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        approval_id=approval_id,
        payload_hash=body.payload_hash,
    )
    return written(AdjustmentAnswer, done, status=201, request=request)
