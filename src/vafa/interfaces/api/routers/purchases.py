"""Purchases, quotes and refunds."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.afterwards import EditBody, ExchangeAnswer, ExchangeBody
from vafa.interfaces.api.schemas.purchases import (
    PurchaseAnswer,
    PurchaseBody,
    PurchaseShownAnswer,
    QuoteAnswer,
    RefundAnswer,
    RefundBody,
    SaleFoundAnswer,
    SaleSought,
    VoidBody,
)
from vafa.interfaces.web import sources
from vafa.journeys.edit_purchase import edit_purchase as edit_purchase_journey
from vafa.journeys.exchange_purchase import exchange_purchase as exchange_purchase_journey
from vafa.journeys.find_sale import find_sale as find_sale_journey
from vafa.journeys.quote_purchase import quote_purchase as quote_purchase_journey
from vafa.journeys.record_purchase import record_purchase as record_purchase_journey
from vafa.journeys.refund_purchase import refund_purchase as refund_purchase_journey
from vafa.journeys.show_purchase import show_purchase as show_purchase_journey
from vafa.journeys.void_purchase import void_purchase as void_purchase_journey

router = Router(tags=["purchases"])


@reads(router, "/quotes", method="POST", right="read", gives=QuoteAnswer, refuses=(404,))
def quote_purchase(request: ApiRequest, body: PurchaseBody) -> HttpResponse:
    """Show what a purchase would do, without doing it.

    The figures hold until `expires_at` unless the member changes; then the purchase says so.
    """
    quote = quote_purchase_journey(
        principal=request.auth,
        event_at=body.occurred_at or sources.now(),
        vault=sources.vault(),
        purchase=body.as_record(),
    )
    return shown(QuoteAnswer, quote)


@writes(router, "/purchases", right="purchases", gives={201: PurchaseAnswer}, refuses=(402, 404))
def record_purchase(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: PurchaseBody
) -> HttpResponse:
    """Record a purchase, pay a part of it with units, and give what the programme gives.

    Paying with units needs the right `credit` too. Each award, use and tier change says why.
    """
    done = record_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=body.occurred_at or sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        purchase=body.as_record(),
    )
    return written(PurchaseAnswer, done, status=201, request=request)


@reads(
    router, "/purchases/find", method="POST", right="read", gives=SaleFoundAnswer, refuses=(404,)
)
def find_purchase(request: ApiRequest, body: SaleSought) -> HttpResponse:
    """Find a purchase by its number in the caller's own system."""
    sale = find_sale_journey(principal=request.auth, source=body.source, document=body.document)
    return shown(SaleFoundAnswer, sale)


@reads(router, "/purchases/{purchase_id}", right="read", gives=PurchaseShownAnswer, refuses=(404,))
def show_purchase(request: ApiRequest, purchase_id: GivenId) -> HttpResponse:
    """Show a purchase with the reasons it was answered with, and what came back of it since."""
    purchase = show_purchase_journey(principal=request.auth, event_id=purchase_id)
    return shown(PurchaseShownAnswer, purchase)


@writes(
    router,
    "/purchases/{purchase_id}/refunds",
    right="refunds",
    gives={201: RefundAnswer},
    refuses=(402, 404),
)
def refund_purchase(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey, body: RefundBody
) -> HttpResponse:
    """Refund lines, an amount, or all that is left of a purchase.

    Units that the purchase earned are taken back and units it was paid with are restored, in
    proportion and by the rules of the day of the purchase.
    """
    done = refund_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=body.occurred_at or sources.now(),
        ids=sources.ids(),
        refund=body.as_record(sale_id=purchase_id),
    )
    return written(RefundAnswer, done, status=201, request=request)


@writes(
    router,
    "/purchases/{purchase_id}/void",
    right="refunds",
    gives={201: RefundAnswer},
    refuses=(404,),
)
def void_purchase(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey, body: VoidBody
) -> HttpResponse:
    """Void what is left of a purchase: every award reversed, every spent unit given back.

    It happens once. Its document may then be recorded again with a higher revision.
    """
    done = void_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=body.occurred_at or sources.now(),
        ids=sources.ids(),
        void=body.as_record(sale_id=purchase_id),
    )
    return written(RefundAnswer, done, status=201, request=request)


@writes(
    router,
    "/purchases/{purchase_id}/edit",
    right="purchases",
    gives={201: ExchangeAnswer},
    refuses=(404,),
)
def edit_purchase(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey, body: EditBody
) -> HttpResponse:
    """Let a posted purchase be what it should have been.

    The member gains or loses the difference only, by the rules and the tier of the purchase. Needs
    the right `refunds` too.
    """
    done = edit_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        edit=body.as_record(sale_id=purchase_id),
    )
    return written(ExchangeAnswer, done, status=201)


@writes(
    router,
    "/purchases/{purchase_id}/exchange",
    right="purchases",
    gives={201: ExchangeAnswer},
    refuses=(404,),
)
def exchange_purchase(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey, body: ExchangeBody
) -> HttpResponse:
    """Record a return and the purchase after it on one ticket: both, or neither.

    The tier is looked at once, at the end. Needs the right `refunds` too.
    """
    done = exchange_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=body.occurred_at or sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        exchange=body.as_record(sale_id=purchase_id),
    )
    return written(ExchangeAnswer, done, status=201)
