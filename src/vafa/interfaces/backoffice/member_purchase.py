"""One purchase in a member's file: what it gave; put right, or taken back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from vafa.domain.rewards.answers import UnitChange
from vafa.domain.rewards.records import UNSPECIFIED, Edit, PurchaseLine, Refund, Void
from vafa.domain.sales.queries import NoSuchSale
from vafa.interfaces.backoffice import member_page
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import formats, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, MoneyField
from vafa.interfaces.web.parts import ReceiptLine
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import printed
from vafa.journeys.edit_profile import MemberShown
from vafa.journeys.edit_purchase import edit_purchase, preview_edit
from vafa.journeys.preview_refund import preview_refund
from vafa.journeys.show_purchase import PurchaseShown, show_purchase
from vafa.journeys.void_purchase import void_purchase
from vafa.kit.amounts import muldiv
from vafa.kit.errors import VafaError
from vafa.programme.records import Line

_SOURCE: Final = "office"


class EditForm(KeyedForm):
    """What each line should have cost, with VAT; 0 takes the line away."""

    def __init__(
        self, *args: Any, lines: Sequence[Line], titles: Sequence[ReceiptLine], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.lines = lines
        for line, paper in zip(lines, titles, strict=True):
            self.add(_field(line), MoneyField(label=paper.title), line.net_rials + line.vat_rials)

    def line_fields(self) -> list[Any]:
        """Give the fields of the lines, in their order."""
        return [self[_field(line)] for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Ask for something other than it is, and something left."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        amounts = [given[_field(line)] for line in self.lines]
        if not any(amounts):
            self.add_error(None, gettext("Nothing would be left: take the purchase back instead."))
        elif amounts == [line.net_rials + line.vat_rials for line in self.lines]:
            self.add_error(None, gettext("Nothing is other than before."))
        return given

    def wanted(self) -> tuple[PurchaseLine, ...]:
        """Give the lines as they should have been; VAT keeps its share of a line."""
        told = [(line, self.cleaned_data[_field(line)]) for line in self.lines]
        return tuple(_line(line, rials) for line, rials in told if rials)


@staff_page("sales.read")
def purchase(request: StaffRequest, number: str, sale_id: int) -> HttpResponse:
    """Show a purchase; foresee what putting it right would do, and do what is confirmed."""
    member = member_page.found(request, number)
    shown = _found(request, member, sale_id)
    act = request.POST.get("act", "")
    titles = printed(principal=request.principal, lines=shown.lines)
    form = EditForm(request.POST if act == "edit" else None, lines=shown.lines, titles=titles)
    told: dict[str, Any] = {}
    keyed = KeyedForm(request.POST if act == "void" else None)
    try:
        if keyed.is_valid():
            return _void(request, member, shown, keyed)
        if form.is_valid():
            if "sure" in request.POST:
                return _edit(request, member, shown, form)
            told = {"foreseen": _foreseen(request, shown, form),
                    "hidden": [field.as_hidden() for field in form]}  # fmt: skip
    except VafaError as error:
        (keyed if keyed.is_bound else form).refuse(error)
    told |= _told(request, shown, titles) | {"correction": form, "keyed": keyed}
    status = 422 if form.errors or keyed.errors else 200
    return member_page.drawn(
        request, member, "member_purchase", told, tab="member_purchases", status=status
    )


def _told(
    request: StaffRequest, shown: PurchaseShown, titles: Sequence[ReceiptLine]
) -> dict[str, Any]:
    done, rights = shown.purchase, request.principal.rights
    is_touched = bool(shown.returned)
    may_void = "sales.refund" in rights and _is_open(shown)
    return {
        "done": done,
        "whole_rials": done.net_rials + done.vat_rials,
        "lines": titles,
        "reasons": [said(award.why) for award in done.awards],
        "is_open": _is_open(shown),
        "refunded_rials": shown.refunded_cash_rials,
        "may_void": may_void,
        "may_edit_sale": may_void and "sales.write" in rights and not is_touched,
        "would": _would(request, shown) if may_void else None,
    }


def _would(request: StaffRequest, shown: PurchaseShown) -> Mapping[str, Any] | None:
    """Tell what taking it back would do; nothing where that cannot be told."""
    done = shown.purchase
    try:
        found = preview_refund(
            principal=request.principal, event_at=sources.now(),
            refund=Refund(done.member_id, done.event_id, _SOURCE, done.document),
        )  # fmt: skip
    except VafaError:  # gift cards, or nothing is left
        return None
    taken = [UnitChange(one.unit, -abs(one.units)) for one in found.taken_back]
    return {
        "cash_rials": found.cash_rials,
        "units": _named(request, shown, [*taken, *found.restored]),
    }


def _void(
    request: StaffRequest, member: MemberShown, shown: PurchaseShown, form: KeyedForm
) -> HttpResponse:
    void_purchase(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        event_at=sources.now(), ids=sources.ids(),
        void=Void(shown.purchase.member_id, shown.purchase.event_id),
    )  # fmt: skip
    messages.success(request, gettext("The purchase is taken back, and what it gave with it."))
    return HttpResponseRedirect(member_page.page_of("member_purchases", member))


def _edit(
    request: StaffRequest, member: MemberShown, shown: PurchaseShown, form: EditForm
) -> HttpResponse:
    done = edit_purchase(
        principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
        event_at=sources.now(), ids=sources.ids(), vault=sources.vault(),
        edit=_wish(shown, form),
    )  # fmt: skip
    messages.success(request, gettext("The purchase is as it should have been."))
    place = [member.card.number, done.purchase.event_id]
    return HttpResponseRedirect(reverse("backoffice:member_purchase", args=place))


def _foreseen(
    request: StaffRequest, shown: PurchaseShown, form: EditForm
) -> list[tuple[str, str]]:
    found = preview_edit(
        principal=request.principal, event_at=sources.now(), ids=sources.ids(),
        vault=sources.vault(), edit=_wish(shown, form),
    )  # fmt: skip
    owed = found.to_pay_rials
    label = gettext("The customer pays") if owed > 0 else gettext("Goes back to the customer")
    after = found.purchase.net_rials + found.purchase.vat_rials
    return [
        (gettext("New amount"), formats.money(after)),
        (label, formats.money(abs(owed))),
        *_named(request, shown, found.earned),
    ]


def _wish(shown: PurchaseShown, form: EditForm) -> Edit:
    done = shown.purchase
    return Edit(done.member_id, done.event_id, shown.revision + 1, lines=form.wanted())


def _named(
    request: StaffRequest, shown: PurchaseShown, changes: Sequence[UnitChange]
) -> list[tuple[str, str]]:
    """Give what becomes of each unit, by its name."""
    held = member_page.units_held(request, shown.purchase.person_id or shown.purchase.member_id)
    return [
        (said(held[one.unit].name),
         formats.money(one.units) if held[one.unit].is_money else formats.signed(one.units))
        for one in changes if one.unit in held and one.units
    ]  # fmt: skip


def _found(request: StaffRequest, member: MemberShown, sale_id: int) -> PurchaseShown:
    """Give the purchase of this member, or 404."""
    try:
        shown = show_purchase(principal=request.principal, event_id=sale_id)
    except NoSuchSale as error:
        raise Http404 from error
    done = shown.purchase
    if int(member.card.member_id) not in {done.member_id, done.person_id}:
        raise Http404
    return shown


def _is_open(shown: PurchaseShown) -> bool:
    return sum(line.net_rials for line in shown.returned) < shown.purchase.net_rials


def _field(line: Line) -> str:
    return f"line_{line.number}"


def _line(line: Line, rials: int) -> PurchaseLine:
    before = line.net_rials + line.vat_rials
    net = muldiv(rials, line.net_rials, before) if before else rials
    return PurchaseLine(
        net, gross_rials=line.gross_rials if rials == before else None, vat_rials=rials - net,
        group=line.group or UNSPECIFIED, product=line.product, kind=line.kind,
        quantity_milli=line.quantity_milli,
    )  # fmt: skip
