"""Tills without a connection: terms, shifts with signed allowances, and sales sent later."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import Code, NumberInAddress
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.tills import (
    DropBody,
    OfflineSalesAnswer,
    OfflineSalesBody,
    OfflineSalesListed,
    OfflineSalesQuery,
    RetryBody,
    SaleResultShown,
    ShiftAnswer,
    ShiftBody,
    TillBody,
    TillsAnswer,
    TillShown,
    TillTermsAnswer,
    TillTermsBody,
)
from vafa.interfaces.web import sources
from vafa.journeys import manage_tills
from vafa.journeys import receive_offline_sales as receiving

router = Router(tags=["tills"])


@reads(router, "/tills/terms", right="club.read", gives=TillTermsAnswer)
def show_till_terms(request: ApiRequest) -> HttpResponse:
    """Show what tills may do without a connection, and the most it can cost in a day."""
    found = manage_tills.show_terms(principal=request.auth, at=sources.now())
    return shown(TillTermsAnswer, found)


@writes(router, "/tills/terms", right="settings.write", gives={200: TillTermsAnswer})
def set_till_terms(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: TillTermsBody
) -> HttpResponse:
    """Set what tills may do without a connection: this sets the most it can cost in a day."""
    _ = idempotency_key  # a repeat sets the same again
    found = manage_tills.set_terms(
        principal=request.auth, at=sources.now(), terms=body.as_record()
    )
    return shown(TillTermsAnswer, found)


@reads(router, "/tills", right="club.read", gives=TillsAnswer)
def list_tills(request: ApiRequest) -> HttpResponse:
    """List the club's tills by code, with how many sent sales of each wait for somebody."""
    return shown(TillsAnswer, {"tills": manage_tills.list_tills(principal=request.auth)})


@writes(router, "/tills", right="settings.write", gives={201: TillShown})
def open_till(
    request: ApiRequest, idempotency_key: IdempotencyKey, body: TillBody
) -> HttpResponse:
    """Open a till at a branch."""
    _ = idempotency_key  # the code is the till's natural key
    till = manage_tills.open_till(
        principal=request.auth, at=sources.now(), code=body.code, branch=body.branch
    )
    return shown(TillShown, till, status=201)


@writes(
    router, "/tills/{till_code}", method="DELETE", right="settings.write", gives={204: None},
    refuses=(404,),
)  # fmt: skip
def close_till(
    request: ApiRequest, till_code: Code, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Close a till: no more shifts; what it still has to send is taken."""
    _ = idempotency_key  # a repeat is harmless
    manage_tills.close_till(principal=request.auth, at=sources.now(), code=till_code)
    return HttpResponse(status=204)


@writes(
    router,
    "/tills/{till_code}/shifts",
    right="credit.apply",
    gives={201: ShiftAnswer},
    refuses=(404,),
)
def open_shift(
    request: ApiRequest, till_code: Code, idempotency_key: IdempotencyKey, body: ShiftBody
) -> HttpResponse:
    """Open a shift: how much which member may spend at this till today, signed.

    An allowance is given once a till and day; opening a shift again may raise it.
    """
    _ = idempotency_key  # another shift gives the same allowances
    opened = manage_tills.open_shift(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        code=till_code,
        member_ids=body.member_ids,
    )
    return shown(ShiftAnswer, opened, status=201)


@writes(
    router,
    "/tills/{till_code}/offline-sales",
    right="sales.write",
    gives={200: OfflineSalesAnswer},
    refuses=(404,),
)
def receive_offline_sales(
    request: ApiRequest, till_code: Code, idempotency_key: IdempotencyKey, body: OfflineSalesBody
) -> HttpResponse:
    """Take what a till recorded without a connection, each sale once, in any order.

    Spending units needs the right `credit` too. What was spent too much is owed by the member; a
    sale that cannot be posted is kept as rejected, with the reason.
    """
    _ = idempotency_key  # (till, sequence) is each sale's natural key
    received = receiving.receive_offline_sales(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        received_at=sources.now(),
        till=till_code,
        shift_id=body.shift_id,
        sales=tuple(sale.as_record() for sale in body.sales),
    )
    gaps = [{"first": first, "last": last} for first, last in received.gaps]
    return shown(OfflineSalesAnswer, {"results": received.results, "gaps": gaps})


@reads(
    router,
    "/tills/{till_code}/offline-sales",
    right="sales.read",
    gives=OfflineSalesListed,
    refuses=(404,),
)
def list_offline_sales(
    request: ApiRequest, till_code: Code, query: Query[OfflineSalesQuery]
) -> HttpResponse:
    """List what a till has sent, newest number first."""
    found = receiving.list_offline_sales(
        principal=request.auth,
        till=till_code,
        state=query.state,
        before=int(query.cursor or 0),
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    more = str(page[-1].sequence) if len(found) > query.limit else ""
    return shown(OfflineSalesListed, {"sales": page, "next_cursor": more})


@writes(
    router,
    "/tills/{till_code}/offline-sales/{sequence}/retry",
    right="sales.write",
    gives={200: SaleResultShown},
    refuses=(404,),
)
def retry_offline_sale(
    request: ApiRequest,
    till_code: Code,
    sequence: NumberInAddress,
    idempotency_key: IdempotencyKey,
    body: RetryBody,
) -> HttpResponse:
    """Post a rejected sale after all, as it was sent or corrected."""
    _ = idempotency_key  # a sale is posted once, whatever the key
    result = receiving.retry_offline_sale(
        principal=request.auth,
        ids=sources.ids(),
        vault=sources.vault(),
        till=till_code,
        sequence=sequence,
        purchase=None if body.purchase is None else body.purchase.as_record(),
    )
    return shown(SaleResultShown, result)


@writes(
    router,
    "/tills/{till_code}/offline-sales/{sequence}/drop",
    right="approvals.decide",
    gives={204: None},
    refuses=(404,),
)
def drop_offline_sale(
    request: ApiRequest,
    till_code: Code,
    sequence: NumberInAddress,
    idempotency_key: IdempotencyKey,
    body: DropBody,
) -> HttpResponse:
    """Give a rejected sale up, saying why; it stays in the list."""
    _ = idempotency_key  # a repeat is harmless
    receiving.drop_offline_sale(
        principal=request.auth, till=till_code, sequence=sequence, note=body.note
    )
    return HttpResponse(status=204)
