"""The receipt of a sale at the link under its QR code: seen, printed, and its points claimed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import money_units, said
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import Receipt, Total
from vafa.interfaces.web.people import PublicRequest, public_page
from vafa.interfaces.web.receipts import printed, totals
from vafa.journeys.show_receipt import ReceiptShown, show_receipt
from vafa.journeys.show_rules import show_rules
from vafa.kit.errors import NotFound
from vafa.programme.document import Programme

_LONGEST = 60
_NOT_FOUND = 404


@public_page
@never_cache
def receipt(request: PublicRequest, code: str) -> HttpResponse:
    """Show the receipt to whoever holds it; who bought is not told."""
    try:
        shown = show_receipt(
            principal=request.principal, vault=sources.vault(), at=sources.now(),
            named=code[:_LONGEST],
        )  # fmt: skip
    except NotFound:
        answer = render(request, "portal/receipt.html", {}, status=_NOT_FOUND)
    else:
        told = {"shown": shown, "paper": _paper(request, shown), **_claiming(request, shown)}
        answer = render(request, "portal/receipt.html", told)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _claiming(request: PublicRequest, shown: ReceiptShown) -> dict[str, str]:
    if shown.state != "open":
        return {}
    place = reverse("portal:claim", args=[request.club.code])
    page = f"{place}?{urlencode({'code': shown.code})}"
    return {"claim_page": page, "next": urlencode({"next": page})}


def _paper(request: PublicRequest, shown: ReceiptShown) -> Receipt:
    facts = ((_("Branch"), shown.branch),) if shown.branch else ()
    programme = _programme(request)
    names = {one.code: said(one.name) for one in programme.units} if programme else {}
    told = totals(done=shown.purchase, lines=shown.lines, names=names)
    back = shown.refunded_cash_rials
    return Receipt(
        shop=request.club_name,
        number=shown.purchase.document,
        at=shown.sold_at,
        lines=printed(principal=request.principal, lines=shown.lines),
        totals=(*told, *((Total(_("Given back since"), -back),) if back else ())),
        facts=facts,
        news=_earned(shown, programme, names),
        foot=(_("Thank you for your visit."),),
    )


def _programme(request: PublicRequest) -> Programme | None:
    try:
        return show_rules(principal=request.principal, at=sources.now()).document
    except NoProgramme:
        return None


def _earned(
    shown: ReceiptShown, programme: Programme | None, names: Mapping[str, str]
) -> list[str]:
    """Say what a sale earned whose member was named; what was claimed is the claimant's alone."""
    if shown.state != "named" or programme is None:
        return []
    money = money_units(programme)
    return [
        _("Earned: %(units)s")
        % {"units": _units(one.units, names.get(one.unit, one.unit), is_money=one.unit in money)}
        for one in shown.purchase.awards
        if one.units
    ]


def _units(units: int, name: str, *, is_money: bool) -> str:
    if is_money:
        return _("%(money)s of %(name)s") % {"money": formats.plain_money(units), "name": name}
    return formats.counted(units, name)
