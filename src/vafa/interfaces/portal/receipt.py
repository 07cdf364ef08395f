"""The receipt of a sale at the link under its QR code: seen, printed, and its points claimed."""

from __future__ import annotations

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
from vafa.interfaces.web.receipts import printed
from vafa.journeys.show_receipt import ReceiptShown, show_receipt
from vafa.journeys.show_rules import show_rules
from vafa.kit.errors import NotFound

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
    return Receipt(
        shop=request.club_name,
        number=shown.purchase.document,
        at=shown.sold_at,
        lines=printed(principal=request.principal, lines=shown.lines),
        totals=_totals(shown),
        facts=facts,
        news=_earned(request, shown),
        foot=(_("Thank you for your visit."),),
    )


def _totals(shown: ReceiptShown) -> list[Total]:
    done = shown.purchase
    totals = []
    if done.vat_rials:
        totals.append(Total(_("VAT in it"), done.vat_rials))
    credit = sum(one.rials for one in done.spent)
    if credit:
        totals.append(Total(_("Paid with credit and points"), -credit))
    cards = sum(one.rials for one in done.gift_cards)
    if cards:
        totals.append(Total(_("Paid with a gift card"), -cards))
    totals.append(Total(_("To pay"), done.to_pay_rials, is_due=True))
    if shown.refunded_cash_rials:
        totals.append(Total(_("Given back since"), -shown.refunded_cash_rials))
    return totals


def _earned(request: PublicRequest, shown: ReceiptShown) -> list[str]:
    """Say what a sale earned whose member was named; what was claimed is the claimant's alone."""
    awards = [one for one in shown.purchase.awards if one.units]
    if shown.state != "named" or not awards:
        return []
    try:
        document = show_rules(principal=request.principal, at=sources.now()).document
    except NoProgramme:
        return []
    names = {one.code: said(one.name) for one in document.units}
    money = money_units(document)
    return [
        _("Earned: %(units)s")
        % {"units": _units(one.units, names.get(one.unit, one.unit), is_money=one.unit in money)}
        for one in awards
    ]


def _units(units: int, name: str, *, is_money: bool) -> str:
    if is_money:
        return _("%(money)s of %(name)s") % {"money": formats.plain_money(units), "name": name}
    return f"{formats.number(units)} {name}"
