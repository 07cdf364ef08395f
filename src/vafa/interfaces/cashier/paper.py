"""The receipt of a sale, 80 mm wide."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vafa.domain.rewards.answers import AwardGiven, PurchaseDone, UnitHeld
from vafa.domain.rewards.receipts import code_of
from vafa.interfaces.cashier.asked import said
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import Receipt
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import printed, receipt_address, totals
from vafa.journeys.count_drawer import names_of_staff
from vafa.journeys.show_purchase import show_purchase
from vafa.journeys.show_wallet import show_wallet_of
from vafa.kit.ids import made_at_ms
from vafa.programme.wording import name_after


@staff_page("sales.read")
def receipt(request: StaffRequest, purchase_id: int) -> HttpResponse:
    """Show the receipt of a sale, to be printed."""
    shown = show_purchase(principal=request.principal, event_id=purchase_id)
    done = shown.purchase
    wallet = show_wallet_of(principal=request.principal, purchase=done)
    units = {held.unit: held for held in wallet.balances}
    names = {code: said(held.name) for code, held in units.items()}
    seller = names_of_staff(principal=request.principal).get(shown.by_id)
    facts = [(_("Cashier"), seller)] if seller else []
    qr_note = _("This receipt on your phone")
    if shown.is_guest:
        qr_note = _("Join by this code, and what it earns is yours")
        code = code_of(vault=sources.vault(), club_id=request.club.club_id, sale_id=done.event_id)
        facts.append((_("Code of the receipt"), formats.code(code)))
    paper = Receipt(
        shop=request.club_name,
        number=done.document,
        at=datetime.fromtimestamp(made_at_ms(done.event_id) // 1_000, UTC),
        lines=printed(principal=request.principal, lines=shown.lines),
        totals=totals(done=done, lines=shown.lines, names=names),
        facts=tuple(facts),
        news=_news(done, units),
        qr=receipt_address(
            club_code=request.club.code, club_id=request.club.club_id, sale_id=done.event_id
        ),
        qr_note=qr_note,
        foot=(_("Thank you for your visit."),),
    )
    return render(request, "cashier/receipt.html", {"receipt": paper})


def _news(done: PurchaseDone, units: dict[str, UnitHeld]) -> list[str]:
    earned = [
        _("Earned: %(amount)s %(name)s")
        % {"amount": _figure(units, one.unit, one.units), "name": _name(units, one)}
        for one in done.awards
        if one.units
    ]
    return earned + [said(move.why) for move in done.tier_changes]


def _name(units: dict[str, UnitHeld], award: AwardGiven) -> str:
    held = units.get(award.unit)
    return name_after(award.units, said(held.name) if held else award.unit, formats.language())


def _figure(units: dict[str, UnitHeld], unit: str, count: int) -> str:
    is_money = unit in units and units[unit].is_money
    return formats.plain_money(count) if is_money else formats.number(count)
