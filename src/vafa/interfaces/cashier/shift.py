"""The shift of the till: opened with counted money, closed with a blind count, and its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vafa.domain.tills.drawers import Count, DifferenceUnexplained
from vafa.interfaces.cashier.asked import said
from vafa.interfaces.web import at_till, formats, forms, sources
from vafa.interfaces.web.parts import Receipt, ReceiptLine, Total
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import count_drawer
from vafa.journeys.count_drawer import DrawerShown, Earned
from vafa.kit.errors import VafaError


class OpenForm(forms.PageForm):
    """What lies in the drawer at the beginning."""

    float = forms.MoneyField(
        label=gettext_lazy("Money in the drawer"),
        help_text=gettext_lazy("Count it before the first sale; 0 when it is empty."),
    )


class CloseForm(forms.PageForm):
    """What was counted at the end."""

    cash = forms.MoneyField(label=gettext_lazy("Money in the drawer"))
    card = forms.MoneyField(
        label=gettext_lazy("Sum of the card slips"),
        help_text=gettext_lazy("The card terminal prints it at the end of the day; 0 for none."),
    )
    reason = forms.TextField(
        label=gettext_lazy("Why the count differs"), required=False, max_length=200
    )


@staff_page("sales.write")
def shift(request: StaffRequest) -> HttpResponse:
    """Open a shift, or close the one that is open."""
    return _page(request, None)


@staff_page("sales.write")
@require_POST
def open_shift(request: StaffRequest) -> HttpResponse:
    """Open a shift of this till with what was counted."""
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            count_drawer.open_drawer(
                principal=request.principal, ids=sources.ids(), at=sources.now(),
                till=at_till.code_here(request, club_id=request.club.club_id),
                float_rials=form.cleaned_data["float"],
            )  # fmt: skip
        except VafaError as error:
            form.refuse(error, fields={"count_out_of_bounds": "float"})
        else:
            messages.success(request, _("The shift is open."))
            return redirect("cashier:sale")
    return _page(request, form)


@staff_page("sales.write")
@require_POST
def close_shift(request: StaffRequest, shift_id: int) -> HttpResponse:
    """Close a shift with what was counted; what was expected is said only after the count."""
    form = CloseForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            count_drawer.close_drawer(
                principal=request.principal, at=sources.now(), shift_id=shift_id,
                count=Count(told["cash"], told["card"], told["reason"]),
            )  # fmt: skip
        except DifferenceUnexplained as error:
            form.add_error("reason", _differs(error.details))
            form.fields["reason"].required = True  # it is no longer said to be optional
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The shift is closed."))
            return redirect("cashier:shift_report", shift_id=shift_id)
    return _page(request, form)


@staff_page("sales.read")
def report(request: StaffRequest, shift_id: int) -> HttpResponse:
    """Show what was done in a shift, and how the count came out."""
    shown = count_drawer.show_drawer(
        principal=request.principal, at=sources.now(), shift_id=shift_id
    )
    told = {
        "shown": shown, "drawer": shown.drawer, "people": _people(shown),
        "earned": [(said(one.name), one) for one in shown.earned], **_sums(shown),
    }  # fmt: skip
    return render(request, "cashier/shift_report.html", told)


@staff_page("sales.read")
def on_paper(request: StaffRequest, shift_id: int) -> HttpResponse:
    """Show the report of a shift, 80 mm wide, to be printed."""
    shown = count_drawer.show_drawer(
        principal=request.principal, at=sources.now(), shift_id=shift_id
    )
    drawer = shown.drawer
    paper = Receipt(
        shop=request.club_name,
        number=drawer.till,
        at=drawer.closed_at or sources.now(),
        lines=[
            ReceiptLine(name, str(one.sales), 0, one.sold_rials - one.returned_rials)
            for name, one in _people(shown)
        ],
        totals=_totals(shown),
        facts=(
            (_("Shift from"), formats.moment(drawer.opened_at)),
            (_("Opened by"), shown.names.get(drawer.opened_by, "—")),
            (_("Closed by"), shown.names.get(drawer.closed_by or 0, "—")),
        ),
        news=[f"{said(one.name)}: {_figure(one)}" for one in shown.earned],
        foot=(drawer.reason,) if drawer.reason else (),
    )
    return render(request, "cashier/receipt.html", {"receipt": paper})


def _page(request: StaffRequest, form: OpenForm | CloseForm | None) -> HttpResponse:
    till = at_till.code_here(request, club_id=request.club.club_id)
    drawer = count_drawer.open_drawer_at(principal=request.principal, till=till) if till else None
    kind = OpenForm if drawer is None else CloseForm
    names = count_drawer.names_of_staff(principal=request.principal) if drawer else {}
    told = {
        "till": till,
        "drawer": drawer,
        "form": form if isinstance(form, kind) else kind(),
        "opened_by": names.get(drawer.opened_by, "") if drawer else "",
    }
    return render(request, "cashier/shift.html", told, status=422 if form and form.errors else 200)


def _figure(one: Earned) -> str:
    return formats.plain_money(one.units) if one.is_money else formats.number(one.units)


def _differs(details: dict[str, Any]) -> str:
    difference, expected = details["difference_rials"], details["expected_rials"]
    words = (
        _("%(expected)s was expected: %(amount)s is missing. Count again, or write why.")
        if difference < 0
        else _("%(expected)s was expected: there is %(amount)s more. Count again, or write why.")
    )
    return words % {
        "expected": formats.plain_money(expected), "amount": formats.plain_money(abs(difference)),
    }  # fmt: skip


def _people(shown: DrawerShown) -> list[tuple[str, Any]]:
    return [(shown.names.get(one.by_id, _("A program")), one) for one in shown.taken]


def _sums(shown: DrawerShown) -> dict[str, int]:
    return {
        "sales": sum(one.sales for one in shown.taken),
        "sold_rials": sum(one.sold_rials for one in shown.taken),
        "returns": sum(one.returns for one in shown.taken),
        "returned_rials": sum(one.returned_rials for one in shown.taken),
        "given_back_rials": sum(one.given_back_rials for one in shown.taken),
        "taken_rials": sum(one.taken_rials for one in shown.taken),
    }


def _totals(shown: DrawerShown) -> list[Total]:
    drawer, sums = shown.drawer, _sums(shown)
    found = [
        Total(_("Sold"), sums["sold_rials"]),
        Total(_("Paid with credit, points and gift cards"), -shown.used_rials),
        Total(_("Money given back"), -sums["given_back_rials"]),
        Total(_("In the drawer at the beginning"), drawer.float_rials),
    ]
    if drawer.difference_rials is None:
        return found
    return [
        *found,
        Total(_("Should be there"), drawer.expected_rials or 0, is_due=True),
        Total(_("Money counted"), drawer.cash_rials or 0),
        Total(_("Card slips"), drawer.card_rials or 0),
        Total(_("Difference"), drawer.difference_rials, is_due=True),
    ]
