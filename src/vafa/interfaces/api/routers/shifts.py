"""Shifts of tills with a counted drawer, and the sales of a period."""

from django.http import HttpResponse
from ninja import Query, Router

from vafa.interfaces.api.answers import shown
from vafa.interfaces.api.fields import Code, GivenId
from vafa.interfaces.api.operations import reads, writes
from vafa.interfaces.api.requests import ApiRequest, IdempotencyKey
from vafa.interfaces.api.schemas.shifts import (
    USUAL_DAYS,
    CountBody,
    DrawerAnswer,
    DrawerBody,
    DrawersAnswer,
    PeriodQuery,
    SalesAnswer,
    SalesListQuery,
    ShiftReport,
)
from vafa.interfaces.web import sources
from vafa.journeys import count_drawer
from vafa.journeys import list_sales as listing

router = Router(tags=["tills"])


@writes(
    router,
    "/tills/{till_code}/drawer",
    right="sales.write",
    gives={201: DrawerAnswer},
    refuses=(404,),
)
def open_drawer(
    request: ApiRequest, till_code: Code, idempotency_key: IdempotencyKey, body: DrawerBody
) -> HttpResponse:
    """Open a shift of a till with counted money in the drawer; one at a time."""
    _ = idempotency_key  # a till has one open shift
    drawer = count_drawer.open_drawer(
        principal=request.auth, ids=sources.ids(), at=sources.now(), till=till_code,
        float_rials=body.float_rials,
    )  # fmt: skip
    return shown(DrawerAnswer, drawer, status=201)


@reads(router, "/shifts", right="sales.read", gives=DrawersAnswer)
def list_shifts(request: ApiRequest, query: Query[PeriodQuery]) -> HttpResponse:
    """List the counted shifts that were opened in a period (the usual is 31 days)."""
    since, until = query.period(now=sources.now(), usual=USUAL_DAYS)
    found = count_drawer.list_drawers(principal=request.auth, since=since, until=until)
    return shown(DrawersAnswer, {"shifts": found})


@reads(router, "/shifts/{shift_id}", right="sales.read", gives=ShiftReport, refuses=(404,))
def show_shift(request: ApiRequest, shift_id: GivenId) -> HttpResponse:
    """Show a counted shift: who did what, and how much money should be there."""
    found = count_drawer.show_drawer(principal=request.auth, at=sources.now(), shift_id=shift_id)
    return shown(ShiftReport, found)


@writes(
    router,
    "/shifts/{shift_id}/close",
    right="sales.write",
    gives={200: ShiftReport},
    refuses=(404,),
)
def close_shift(
    request: ApiRequest, shift_id: GivenId, idempotency_key: IdempotencyKey, body: CountBody
) -> HttpResponse:
    """Close a shift with what was counted; a difference needs a reason."""
    _ = idempotency_key  # a shift is closed once
    found = count_drawer.close_drawer(
        principal=request.auth, at=sources.now(), shift_id=shift_id, count=body.as_record()
    )
    return shown(ShiftReport, found)


@reads(router, "/sales", right="sales.read", gives=SalesAnswer)
def list_sales(request: ApiRequest, query: Query[SalesListQuery]) -> HttpResponse:
    """List sales and returns of at most 31 days, newest first; or those of one document."""
    found = listing.list_sales(principal=request.auth, sought=query.as_record(now=sources.now()))
    return shown(SalesAnswer, found)
