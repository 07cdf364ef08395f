"""The lines of a sale: what a till keeps of the catalogue, and what was rung up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.http import HttpResponse, JsonResponse

from vafa.domain.catalogue.records import ProductCard, ProductsSought
from vafa.domain.rewards.records import PurchaseLine
from vafa.interfaces.web import formats
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import name_of
from vafa.journeys import manage_catalogue as catalogue
from vafa.journeys.manage_catalogue import LineRung
from vafa.kit.text import clean

_KEPT_AT_MOST: Final = 2_000
_FOUND_AT_MOST: Final = 12


@staff_page("sales.write")
def products(request: StaffRequest) -> HttpResponse:
    """Give the till what it keeps of the catalogue; or, of a larger one, what a text finds."""
    text = clean(request.GET.get("q", "")[:100])
    most = _FOUND_AT_MOST if text else _KEPT_AT_MOST
    sought = ProductsSought(text=text, state="active", limit=most + 1)
    found = catalogue.list_products(principal=request.principal, sought=sought)
    groups = () if text else catalogue.list_groups(principal=request.principal)
    answer = {
        "products": [_kept(one) for one in found[:most]],
        "groups": [{"group": one.code, "name": name_of(one)} for one in groups],
        "is_whole": len(found) <= most,
    }
    return JsonResponse(answer)


def priced(
    request: StaffRequest, rung: Sequence[LineRung], at: datetime
) -> tuple[PurchaseLine, ...]:
    """Give the lines of a purchase from what was rung up; nothing when that is one amount."""
    if not rung:
        return ()
    return catalogue.price_lines(principal=request.principal, at=at, lines=rung)


def _kept(one: ProductCard) -> dict[str, object]:
    price = None if one.price_rials is None else formats.plain_amount(one.price_rials)
    return {
        "product": one.code,
        "name": name_of(one),
        "more": f"{one.name_fa} {one.name_en} {one.barcode}",
        "barcode": one.barcode,
        "each_rials": one.price_rials,
        "price": price,
    }
