"""Today's sales at the till, and one of them: given back, or moved to the right member."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms as fields
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.records import Move
from vafa.domain.sales.listing import SaleRecent, SalesSought
from vafa.interfaces.cashier import returning
from vafa.interfaces.cashier.asked import member_named, said
from vafa.interfaces.cashier.returning import ReturnForm
from vafa.interfaces.web import forms, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import printed
from vafa.journeys.list_sales import list_sales
from vafa.journeys.move_purchase import MoveWaiting, move_purchase
from vafa.journeys.show_purchase import PurchaseShown, show_purchase
from vafa.kit.calendar import local_day, midnight
from vafa.kit.errors import VafaError
from vafa.kit.text import ascii_digits

_SOUGHT_DAYS = 31


@dataclass(frozen=True)
class Sums:
    """What the sales of a list come to: sold, given back, and how many sales."""

    count: int
    sold_rials: int
    returned_rials: int


class MoveForm(forms.KeyedForm):
    """Whose sale it is."""

    who = fields.CharField(
        label=gettext_lazy("Mobile or membership number of the right member"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )


@staff_page("sales.read")
def today(request: StaffRequest) -> HttpResponse:
    """List the sales since midnight, newest first; or find one of the last month by its number."""
    sought_text = ascii_digits(request.GET.get("q", "")).strip().upper()
    now, zone = sources.now(), request.club.zone
    day = local_day(now, zone)
    sought = SalesSought(midnight(day, zone), now + timedelta(seconds=1))
    if sought_text:
        since = now - timedelta(days=_SOUGHT_DAYS) + timedelta(seconds=1)
        sought = replace(sought, since=since, document=sought_text)
    listed = list_sales(principal=request.principal, sought=sought)
    shown = {
        "sales": listed.sales,
        "is_cut": listed.is_cut,
        "sought": sought_text,
        "sums": _sums(listed.sales),
    }
    return render(request, "cashier/today.html", shown)


@staff_page("sales.read")
def one(request: StaffRequest, purchase_id: int) -> HttpResponse:
    """Show a sale: what it gave and why, what came back, and what can be done with it."""
    shown = show_purchase(principal=request.principal, event_id=purchase_id)
    return _page(request, shown, _blank(request, shown), MoveForm())


@staff_page("sales.refund")
def refund(request: StaffRequest, purchase_id: int) -> HttpResponse:
    """Take a sale back, or a part of it: its gifts go back in proportion. Or tell what would."""
    shown = show_purchase(principal=request.principal, event_id=purchase_id)
    lines = returning.lines_left(request, shown)
    if request.method != "POST":
        return _page(request, shown, ReturnForm(lines=lines), MoveForm())
    form, told = ReturnForm(request.POST, lines=lines), None
    if form.is_valid():
        if "preview" in request.POST:
            told = returning.foreseen(request, shown, form)
        else:
            done = returning.take_back(request, shown, form)
            if done is not None:
                return done
    return _page(request, shown, form, MoveForm(), told)


@staff_page("sales.refund")
def move(request: StaffRequest, purchase_id: int) -> HttpResponse:
    """Move a sale to the right member; above the club's limit it waits for a second person."""
    shown = show_purchase(principal=request.principal, event_id=purchase_id)
    form = MoveForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return _page(
            request,
            shown,
            _blank(request, shown),
            form if request.method == "POST" else MoveForm(),
        )
    key, who = form.cleaned_data["key"], form.cleaned_data["who"]
    try:
        done = move_purchase(
            principal=request.principal,
            claim=_claim(key, f"move {purchase_id} {who}"),
            event_at=sources.now(),
            ids=sources.ids(),
            vault=sources.vault(),
            move=Move(shown.purchase.event_id, member_named(who)),
        )
    except VafaError as error:
        form.refuse(error, fields={"who_is_missing": "who", "no_such_member": "who"})
        return _page(request, shown, _blank(request, shown), form)
    if isinstance(done, MoveWaiting):
        messages.warning(request, _("The move waits until a second person approves it."))
    else:
        messages.success(request, _("The sale is with the right member now."))
    return HttpResponseRedirect(reverse("cashier:one", args=[purchase_id]))


def _blank(request: StaffRequest, shown: PurchaseShown) -> ReturnForm:
    return ReturnForm(lines=returning.lines_left(request, shown))


def _page(
    request: StaffRequest,
    shown: PurchaseShown,
    refund_form: ReturnForm,
    move_form: MoveForm,
    preview: Mapping[str, Any] | None = None,
) -> HttpResponse:
    done = shown.purchase
    returned_net = sum(line.net_rials for line in shown.returned)
    about = {
        "done": done,
        "whole_rials": done.net_rials + done.vat_rials,
        "is_open": returned_net < done.net_rials,
        "is_touched": returned_net > 0,
        "refunded_rials": shown.refunded_cash_rials,
        "reasons": [said(award.why) for award in done.awards],
        "refund_form": refund_form,
        "preview": preview,
        "lines": printed(principal=request.principal, lines=shown.lines),
        "move_form": move_form,
        "may_refund": "sales.refund" in request.principal.rights,
        "is_guest": bool(done.receipt_code),
    }
    is_wrong = bool(refund_form.errors or move_form.errors)
    return render(request, "cashier/one.html", about, status=422 if is_wrong else 200)


def _claim(key: str, asked: str) -> Claim:
    return Claim(f"cashier:{key}", hashlib.sha256(asked.encode()).digest())


def _sums(sales: tuple[SaleRecent, ...]) -> Sums:
    made = [sale for sale in sales if sale.returns_sale_id is None]
    back = [sale for sale in sales if sale.returns_sale_id is not None]
    return Sums(
        len(made),
        sum(sale.amount_rials for sale in made),
        sum(sale.amount_rials for sale in back),
    )
