"""Purchases far above what is usual: nothing is given for them until a person accepts them."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.afterwards import ExchangeAnswer
from vafa.interfaces.api.schemas.reviews import ReviewsAnswer, ReviewShown, ReviewsQuery
from vafa.interfaces.web import sources
from vafa.journeys import review_purchases as journeys

router = Router(tags=["purchases"])


@reads(router, "/reviews", right="approvals.decide", gives=ReviewsAnswer)
def list_reviews(request: ApiRequest, query: Query[ReviewsQuery]) -> HttpResponse:
    """List the purchases that wait: over ten times what is usual, as Toman sent for Rial is."""
    found = journeys.list_reviews(
        principal=request.auth, after_id=int(query.after or 0), limit=query.limit
    )
    last = str(found[-1].sale_id) if len(found) == query.limit else ""
    return shown(ReviewsAnswer, {"reviews": found, "next_after": last})


@writes(
    router, "/reviews/{purchase_id}/accept", right="approvals.decide", gives={201: ExchangeAnswer},
    refuses=(404,),
)  # fmt: skip
def accept_review(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Accept a purchase: the amount is right, and the member gets what it gives.

    It is recorded anew under the next revision of its document, by the rules of its day.
    """
    done = journeys.accept_review(
        principal=request.auth,
        claim=claim_of(request, idempotency_key),
        at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        sale_id=purchase_id,
    )
    return written(ExchangeAnswer, done, status=201)


@writes(
    router, "/reviews/{purchase_id}/decline", right="approvals.decide", gives={200: ReviewShown},
    refuses=(404,),
)  # fmt: skip
def decline_review(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Decline a purchase: nothing is given for it. Void or edit it where it was recorded."""
    found = journeys.decline_review(principal=request.auth, at=sources.now(), sale_id=purchase_id)
    return shown(ReviewShown, found)
