"""Purchases, quotes and refunds."""

from django.http import HttpResponse
from ninja import Router

from vafa.interfaces.api.answers import shown, written
from vafa.interfaces.api.fields import GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.adjustments import ApprovalAnswer, ApprovalBody
from vafa.interfaces.api.schemas.afterwards import EditBody, ExchangeAnswer, ExchangeBody
from vafa.interfaces.api.schemas.moving import (
    ClaimBody,
    MoveAnswer,
    MoveBody,
    ReceiptShownAnswer,
    ReceiptSought,
)
from vafa.interfaces.api.schemas.purchases import (
    PurchaseAnswer,
    PurchaseBody,
    PurchaseShownAnswer,
    QuoteAnswer,
    RefundAnswer,
    RefundBody,
    RefundForeseenAnswer,
    SaleFoundAnswer,
    SaleSought,
    VoidBody,
)
from vafa.interfaces.web import sources
from vafa.journeys.claim_purchase import claim_purchase as claim_purchase_journey
from vafa.journeys.edit_purchase import edit_purchase as edit_purchase_journey
from vafa.journeys.edit_purchase import preview_edit as preview_edit_journey
from vafa.journeys.exchange_purchase import exchange_purchase as exchange_purchase_journey
from vafa.journeys.find_sale import find_sale as find_sale_journey
from vafa.journeys.move_purchase import MoveWaiting
from vafa.journeys.move_purchase import approve_move as approve_move_journey
from vafa.journeys.move_purchase import move_purchase as move_purchase_journey
from vafa.journeys.preview_refund import preview_refund as preview_refund_journey
from vafa.journeys.quote_purchase import quote_purchase as quote_purchase_journey
from vafa.journeys.record_purchase import (
    approve_late_purchase as approve_late_purchase_journey,
)
from vafa.journeys.record_purchase import record_purchase as record_purchase_journey
from vafa.journeys.refund_purchase import refund_purchase as refund_purchase_journey
from vafa.journeys.show_purchase import show_purchase as show_purchase_journey
from vafa.journeys.show_receipt import show_receipt as show_receipt_journey
from vafa.journeys.void_purchase import void_purchase as void_purchase_journey

router = Router(tags=["purchases"])


@reads(router, "/quotes", method="POST", right="sales.read", gives=QuoteAnswer, refuses=(404,))
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


@writes(
    router,
    "/purchases",
    right="sales.write",
    gives={201: PurchaseAnswer, 202: ApprovalAnswer},
    refuses=(402, 404),
)
def record_purchase(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: PurchaseBody
) -> HttpResponse:
    """Record a purchase, pay a part of it with units, and give what the programme gives.

    Paying with units needs the right `credit` too. Each award, use and tier change says why. What
    is older than the club's limit, with nothing spent in it, waits for a second person (202).
    """
    done = record_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=body.occurred_at or sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        purchase=body.as_record(),
    )
    if done.approval:
        return shown(ApprovalAnswer, done.approval, status=202)
    return written(PurchaseAnswer, done, status=201, request=request)


@writes(
    router,
    "/approvals/{approval_id}/approve-purchase",
    right="approvals.decide",
    gives={201: PurchaseAnswer},
    refuses=(402, 404),
)
def approve_late_purchase(
    request: ApiRequest, approval_id: GivenId, idempotency_key: IdempotencyKey, body: ApprovalBody
) -> HttpResponse:
    """Approve an old purchase that waits, as a second person with a key of one's own.

    It is recorded once, as of its own time: by the programme of then.
    """
    done = approve_late_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        approval_id=approval_id,
        payload_hash=body.payload_hash,
    )
    return written(PurchaseAnswer, done, status=201, request=request)


@reads(
    router,
    "/purchases/find",
    method="POST",
    right="sales.read",
    gives=SaleFoundAnswer,
    refuses=(404,),
)
def find_purchase(request: ApiRequest, body: SaleSought) -> HttpResponse:
    """Find a purchase by its number in the caller's own system."""
    sale = find_sale_journey(principal=request.auth, source=body.source, document=body.document)
    return shown(SaleFoundAnswer, sale)


@reads(
    router, "/receipts/find", method="POST", right="sales.read", gives=ReceiptShownAnswer,
    refuses=(404,),
)  # fmt: skip
def show_receipt(request: ApiRequest, body: ReceiptSought) -> HttpResponse:
    """Show what a receipt is of: to whoever holds it, without saying who bought."""
    receipt = show_receipt_journey(
        principal=request.auth, vault=sources.vault(), at=sources.now(), named=body.named
    )
    return shown(ReceiptShownAnswer, receipt)


@writes(
    router, "/purchases/claim", right="sales.write", gives={201: PurchaseAnswer}, refuses=(404,)
)
def claim_purchase(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: ClaimBody
) -> HttpResponse:
    """Give a member the purchase of a receipt: what it would have given on its own day.

    It is claimed once, within seven days, and not by whoever rang it up. Ten wrong codes within an
    hour lock the key out of claiming for a while.
    """
    done = claim_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        receipt_code=body.receipt_code,
        member=body.member.as_record(),
    )
    return written(PurchaseAnswer, done, status=201)


@reads(
    router,
    "/purchases/{purchase_id}",
    right="sales.read",
    gives=PurchaseShownAnswer,
    refuses=(404,),
)
def show_purchase(request: ApiRequest, purchase_id: GivenId) -> HttpResponse:
    """Show a purchase with the reasons it was answered with, and what came back of it since."""
    purchase = show_purchase_journey(principal=request.auth, event_id=purchase_id)
    return shown(PurchaseShownAnswer, purchase)


@writes(
    router,
    "/purchases/{purchase_id}/refunds",
    right="sales.refund",
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


@reads(
    router,
    "/purchases/{purchase_id}/refunds/preview",
    method="POST",
    right="sales.refund",
    gives=RefundForeseenAnswer,
    refuses=(404,),
)
def preview_refund(request: ApiRequest, purchase_id: GivenId, body: RefundBody) -> HttpResponse:
    """Tell what a refund would give back, take back and restore; nothing is written."""
    found = preview_refund_journey(
        principal=request.auth,
        event_at=body.occurred_at or sources.now(),
        refund=body.as_record(sale_id=purchase_id),
    )
    return shown(RefundForeseenAnswer, found)


@writes(
    router,
    "/purchases/{purchase_id}/void",
    right="sales.refund",
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
    right="sales.write",
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


@reads(
    router,
    "/purchases/{purchase_id}/edit/preview",
    method="POST",
    right="sales.write",
    gives=ExchangeAnswer,
    refuses=(404,),
)
def preview_edit(request: ApiRequest, purchase_id: GivenId, body: EditBody) -> HttpResponse:
    """Tell what an edit would do, with the ids that it would have got; nothing is written.

    Needs the right `refunds` too.
    """
    found = preview_edit_journey(
        principal=request.auth, event_at=sources.now(), ids=sources.ids(),
        vault=sources.vault(), edit=body.as_record(sale_id=purchase_id),
    )  # fmt: skip
    return shown(ExchangeAnswer, found)


@writes(
    router,
    "/purchases/{purchase_id}/exchange",
    right="sales.write",
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


@writes(
    router,
    "/purchases/{purchase_id}/move",
    right="sales.write",
    gives={201: MoveAnswer, 202: ApprovalAnswer},
    refuses=(404,),
)
def move_purchase(
    request: ApiRequest, purchase_id: GivenId, idempotency_key: IdempotencyKey, body: MoveBody
) -> HttpResponse:
    """Move a purchase that was recorded for the wrong member to the right one.

    It is decided as of its own time, for the member of then. What the wrong one has spent of it is
    owed, or written off; above the club's limit that waits for a second person (202). Needs the
    right `refunds` too, and `approve` to write anything off.
    """
    done = move_purchase_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        move=body.as_record(sale_id=purchase_id),
    )
    if isinstance(done, MoveWaiting):
        return written(ApprovalAnswer, done, status=202)
    return written(MoveAnswer, done, status=201)


@writes(
    router,
    "/approvals/{approval_id}/approve-move",
    right="approvals.decide",
    gives={201: MoveAnswer},
    refuses=(404,),
)
def approve_move(
    request: ApiRequest, approval_id: GivenId, idempotency_key: IdempotencyKey, body: ApprovalBody
) -> HttpResponse:
    """Approve a move that waits, as a second person with a key of one's own; it happens once."""
    done = approve_move_journey(
        principal=request.auth,
        claim=claim_of(request, idempotency_key, body),
        event_at=sources.now(),
        ids=sources.ids(),
        vault=sources.vault(),
        approval_id=approval_id,
        payload_hash=body.payload_hash,
    )
    return written(MoveAnswer, done, status=201)
