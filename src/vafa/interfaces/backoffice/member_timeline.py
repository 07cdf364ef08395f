"""Everything that happened with a member in one list: purchases, points, messages, changes."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.clubs.trail import ActShown
from vafa.domain.messaging.records import MessageListed
from vafa.domain.rewards.answers import Entry, UnitHeld
from vafa.domain.sales.listing import SaleListed
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.parts import Happening, Tab
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_customer import Happened, list_happenings

KINDS: Final = {
    "": _("All"), "purchases": _("Purchases"), "points": _("Points and credit"),
    "messages": _("Messages"), "changes": _("Changes"),
}  # fmt: skip
PURPOSES: Final = {"code": _("One-time code"), "notice": _("Notice"), "invite": _("Invitation")}
STATES: Final = {
    "waiting": _("waits"), "unknown": _("not known yet"), "accepted": _("on its way"),
    "delivered": _("delivered"), "failed": _("not delivered"), "refused": _("refused"),
    "dropped": _("not sent"),
}  # fmt: skip


@staff_page("members.read")
@require_GET
def timeline(request: StaffRequest, number: str) -> HttpResponse:
    """Show what happened with a member, newest first; one kind of it when it is asked for."""
    shown = member_page.found(request, number)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    happened = list_happenings(
        principal=request.principal, vault=sources.vault(), at=sources.now(),
        member_id=shown.card.member_id, kind=kind,
    )  # fmt: skip
    units = member_page.units_of(request, shown) if happened else {}
    here = member_page.page_of("member_timeline", shown)
    told = {
        "happenings": [_drawn(one, units) for one in happened],
        "kinds": [Tab(str(title), f"{here}?kind={code}") for code, title in KINDS.items()],
        "chosen": f"{here}?kind={kind}",
    }
    return member_page.drawn(request, shown, "member_timeline", told)


def _drawn(one: Happened, units: dict[str, UnitHeld]) -> Happening:
    if one.sale is not None:
        return _of_sale(one.sale)
    if one.entry is not None:
        return _of_entry(one.entry, units)
    if one.message is not None:
        return _of_message(one.message)
    assert one.act is not None
    return _of_act(one.act)


def _of_sale(sale: SaleListed) -> Happening:
    is_return = sale.returns_sale_id is not None
    amount = sale.net_rials + sale.vat_rials
    return Happening(
        gettext("Brought back") if is_return else gettext("Purchase"),
        sale.occurred_at,
        note=" — ".join(filter(None, [sale.document, sale.branch])),
        icon="undo-2" if is_return else "receipt",
        tone="warning" if is_return else "success",
        money_rials=-amount if is_return else amount,
        href=reverse("cashier:one", args=[sale.returns_sale_id or sale.id]),
    )


def _of_entry(entry: Entry, units: dict[str, UnitHeld]) -> Happening:
    unit = units.get(entry.unit)
    if unit and unit.is_money:
        note = formats.signed_money(entry.units)
    else:
        name = said(unit.name) if unit else entry.unit
        note = format_html("{} {}", formats.signed(entry.units), name)
    return Happening(
        said(entry.why),
        entry.effective_at,
        note=note,
        icon="coins",
        tone="accent" if entry.units > 0 else "plain",
    )


def _of_message(message: MessageListed) -> Happening:
    return Happening(
        str(PURPOSES.get(message.purpose, _("Message"))),
        message.stored_at,
        note=str(STATES[message.state]),
        icon="message-square-text",
    )


def _of_act(act: ActShown) -> Happening:
    return member_page.happening(act)
