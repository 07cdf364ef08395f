"""The lines of a sale: what a till keeps of the catalogue, what was rung up, how it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from vafa.domain.catalogue.records import GroupCard, ProductCard, ProductsSought
from vafa.domain.rewards.records import UNSPECIFIED, PurchaseLine
from vafa.interfaces.web import formats
from vafa.interfaces.web.parts import ReceiptLine
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_catalogue as catalogue
from vafa.journeys.manage_catalogue import LineRung
from vafa.kit.amounts import muldiv
from vafa.programme.records import Line

_KEPT_AT_MOST: Final = 2_000
_FOUND_AT_MOST: Final = 12
_ONE: Final = 1_000
_PLACES: Final = 3


@staff_page("sales.write")
def products(request: StaffRequest) -> HttpResponse:
    """Give the till what it keeps of the catalogue; or, of a larger one, what a text finds."""
    text = request.GET.get("q", "")[:100]
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


def printed(request: StaffRequest, lines: Sequence[Line]) -> tuple[ReceiptLine, ...]:
    """Give the lines of a sale as a receipt shows them, before discounts, by their names.

    The VAT of what a discount took off is in the amount too.
    """
    codes = [line.product for line in lines if line.product]
    names: Mapping[str, ProductCard] = (
        catalogue.name_products(principal=request.principal, codes=codes) if codes else {}
    )
    has_groups = any(line.group != UNSPECIFIED and not line.product for line in lines)
    groups = catalogue.list_groups(principal=request.principal) if has_groups else ()
    titles = {one.code: name_of(one) for one in groups}
    return tuple(_printed(line, names.get(line.product), titles) for line in lines)


def name_of(one: ProductCard | GroupCard) -> str:
    """Give the name of a product or group in the person's language."""
    return one.name_en or one.code if formats.language() == "en" else one.name_fa


def _printed(line: Line, product: ProductCard | None, titles: Mapping[str, str]) -> ReceiptLine:
    title = name_of(product) if product else line.product or titles.get(line.group, _("Purchase"))
    amount = line.net_rials + line.vat_rials
    return ReceiptLine(
        title=title,
        quantity=formats.number(line.quantity_milli, places=_PLACES),
        unit_rials=muldiv(amount, _ONE, line.quantity_milli),
        amount_rials=amount,
    )


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
