"""Orders: placing them, working on them step by step, their files, and billing."""

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from vafa.domain.orders.decide import MOST_BYTES
from vafa.domain.orders.records import NewFile
from vafa.interfaces.api.answers import REPLAYED_HEADER, shown
from vafa.interfaces.api.fields import GivenId, NumberInAddress
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey, claim_of
from vafa.interfaces.api.schemas.orders import (
    BillBody,
    CostBody,
    FileQuery,
    OrderBilledAnswer,
    OrderBody,
    OrderDetailShown,
    OrderNoteBody,
    OrdersAnswer,
    OrdersQuery,
    StepBody,
    StepPreviewAnswer,
    StepPreviewBody,
)
from vafa.interfaces.web import sources
from vafa.journeys import work_orders as journeys

router = Router(tags=["orders"])


@reads(router, "/orders", right="orders.read", gives=OrdersAnswer, refuses=(404,))
def list_orders(request: ApiRequest, query: Query[OrdersQuery]) -> HttpResponse:
    """List orders, newest first: by state, branch, member, or a part of title or number."""
    found = journeys.list_orders(
        principal=request.auth, vault=sources.vault(), sought=query.as_record(),
        member_id=query.member_id,
    )  # fmt: skip
    page = found[: query.limit]
    more = str(page[-1].number) if len(found) > query.limit else ""
    return shown(OrdersAnswer, {"orders": page, "next_cursor": more})


@writes(router, "/orders", right="orders.write", gives={201: OrderDetailShown}, refuses=(404,))
def place_order(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: OrderBody
) -> HttpResponse:
    """Place an order for a member, who is told that it is registered."""
    member, order = body.as_record()
    after = journeys.place_order(
        doing=_doing(request, idempotency_key, body), member=member, order=order
    )
    return _after(after, status=201)


@reads(router, "/orders/{number}", right="orders.read", gives=OrderDetailShown, refuses=(404,))
def show_order(request: ApiRequest, number: NumberInAddress) -> HttpResponse:
    """Show an order with its timeline and files."""
    found = journeys.show_order(principal=request.auth, vault=sources.vault(), number=number)
    return shown(OrderDetailShown, found)


@writes(
    router, "/orders/{number}/steps", right="orders.write", gives={201: OrderDetailShown},
    refuses=(404,),
)  # fmt: skip
def move_order(
    request: ApiRequest, number: NumberInAddress, idempotency_key: IdempotencyKey, body: StepBody
) -> HttpResponse:
    """Bring an order to its next state, as of a moment that has passed, and tell its member."""
    after = journeys.move_order(
        doing=_doing(request, idempotency_key, body), number=number, state=body.state,
        note=body.note, event_at=body.event_at, tells_member=body.tells_member,
    )  # fmt: skip
    return _after(after, status=201)


@reads(
    router, "/orders/{number}/steps/preview", method="POST", right="orders.read",
    gives=StepPreviewAnswer, refuses=(404,),
)  # fmt: skip
def preview_order_message(
    request: ApiRequest, number: NumberInAddress, body: StepPreviewBody
) -> HttpResponse:
    """Show what the member would be told; nothing is sent."""
    text = journeys.preview_message(
        principal=request.auth, number=number, state=body.state, note=body.note
    )
    return shown(StepPreviewAnswer, {"text": text})


@writes(
    router, "/orders/{number}/notes", right="orders.write", gives={201: OrderDetailShown},
    refuses=(404,),
)  # fmt: skip
def note_order(
    request: ApiRequest,
    number: NumberInAddress,
    idempotency_key: IdempotencyKey,
    body: OrderNoteBody,
) -> HttpResponse:
    """Add a note, for the member to see or for the staff alone."""
    after = journeys.note_order(
        doing=_doing(request, idempotency_key, body), number=number, note=body.note,
        is_shown=body.is_shown,
    )  # fmt: skip
    return _after(after, status=201)


@writes(
    router, "/orders/{number}/cost", method="PUT", right="orders.write",
    gives={200: OrderDetailShown}, refuses=(404,),
)  # fmt: skip
def price_order(
    request: ApiRequest, number: NumberInAddress, idempotency_key: IdempotencyKey, body: CostBody
) -> HttpResponse:
    """Say what an order costs, with VAT; once it is billed the cost stands."""
    after = journeys.price_order(
        doing=_doing(request, idempotency_key, body), number=number, cost_rials=body.cost_rials
    )
    return _after(after)


@writes(
    router, "/orders/{number}/files", right="orders.write", gives={201: OrderDetailShown},
    refuses=(404,), takes_file=True,
)  # fmt: skip
def attach_order_file(
    request: ApiRequest,
    number: NumberInAddress,
    idempotency_key: IdempotencyKey,
    query: Query[FileQuery],
) -> HttpResponse:
    """Add a picture (JPEG, PNG, WebP) or a PDF of 5 MB at most.

    The body is the file itself, with Content-Type application/octet-stream.
    """
    file = NewFile(query.file_name, request.read(MOST_BYTES + 1))
    after = journeys.attach_file(
        doing=_doing(request, idempotency_key, query), number=number, file=file
    )
    return _after(after, status=201)


@reads(
    router, "/orders/{number}/files/{file_id}", right="orders.read",
    gives="application/octet-stream", refuses=(404,),
)  # fmt: skip
def download_order_file(
    request: ApiRequest, number: NumberInAddress, file_id: GivenId
) -> HttpResponse:
    """Give a file of an order as it was sent."""
    file, content = journeys.show_file(
        principal=request.auth, vault=sources.vault(), number=number, file_id=file_id
    )
    response = HttpResponse(content, content_type=file.kind)
    response["Content-Disposition"] = f'attachment; filename="{file.id}"'
    return response


@writes(
    router, "/orders/{number}/bill", right="orders.write", gives={201: OrderBilledAnswer},
    refuses=(404,),
)  # fmt: skip
def bill_order(
    request: ApiRequest, number: NumberInAddress, idempotency_key: IdempotencyKey, body: BillBody
) -> HttpResponse:
    """Record what the order costs as a purchase of its member: it earns like any other.

    Needs the right `sales.write`, too.
    """
    done = journeys.bill_order(
        doing=_doing(request, idempotency_key, body), number=number,
        event_at=body.event_at or sources.now(),
    )  # fmt: skip
    response = shown(OrderBilledAnswer, done, status=201)
    if done.purchase.replayed:
        response[REPLAYED_HEADER] = "true"
    return response


def _doing(request: ApiRequest, key: str, body: BaseModel) -> journeys.Doing:
    return journeys.Doing(
        request.auth, claim_of(request, key, body), sources.ids(), sources.vault(), sources.now()
    )


def _after(after: journeys.OrderAfter, *, status: int = 200) -> HttpResponse:
    response = shown(OrderDetailShown, after.order, status=status)
    if after.replayed:
        response[REPLAYED_HEADER] = "true"
    return response
