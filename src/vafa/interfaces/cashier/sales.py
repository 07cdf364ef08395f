"""Today's sales at the till, and one of them: given back, or moved to the right member."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms as fields
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vafa.domain.clubs.principal import Claim
from vafa.domain.members.records import Named
from vafa.domain.rewards.records import Move
from vafa.domain.sales.listing import SaleRecent, SalesSought
from vafa.interfaces.cashier import returning
from vafa.interfaces.cashier.asked import member_named, said
from vafa.interfaces.cashier.returning import ReturnForm
from vafa.interfaces.web import downloads, formats, forms, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import printed
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys import list_sales
from vafa.journeys.move_purchase import MoveWaiting, move_purchase
from vafa.journeys.show_purchase import PurchaseShown, show_purchase
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.calendar import local_day, midnight
from vafa.kit.errors import VafaError
from vafa.kit.text import ascii_digits

_SOUGHT_DAYS: Final = 31
_AFTER: Final = re.compile(r"[0-9]{4}-[0-9T:.+-]{10,30}\|[0-9]{1,19}")


class MoveForm(forms.KeyedForm):
    """Whose sale it is."""

    who = fields.CharField(
        label=gettext_lazy("Mobile or membership number of the right member"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )


def listing(known: Mapping[int, Named], *, is_today: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="sales",
        title=_("Today's sales") if is_today else _("Sales found"),
        columns=(
            lists.Column("at", _("Time"), lambda one: one.recorded_at, "moment",
                         draw=(lambda one: formats.clock(one.recorded_at)) if is_today else None),
            lists.Column("document", _("Receipt"), lambda one: one.document, "code",
                         href=lambda one: reverse("cashier:one", args=[_sale_of(one)])),
            lists.Column("member", _("Member"), lambda one: _name_in(known, one.member_id)),
            lists.Column("amount", _("Amount"), _signed_amount, "money"),
            lists.Column("to_pay", _("To pay"), _signed_to_pay, "money"),
            lists.Column("state", _("State"), _state, draw=_drawn_state),
        ),
        key=lambda one: one.id,
        sort="",
        empty=lists.Empty(
            _("No sale yet today"), icon="shopping-cart", href=reverse("cashier:sale"),
            action=_("New sale"),
        ),
        name=lambda one: one.document,
        search_hint=_("Receipt, mobile, name, membership number or amount"),
        can_export=True,
    )  # fmt: skip


@staff_page("sales.read")
def today(request: StaffRequest) -> HttpResponseBase:
    """List the sales since midnight, newest first; or find those of the last month by a text."""
    principal = request.principal
    asked = lists.read(listing({}, is_today=True), request.GET)
    sought = _sought(request, asked)
    if asked.file:
        whole = tuple(list_sales.export_sales(principal=principal, sought=sought))
        shown = listing(_names(request, whole), is_today=not asked.search)
        return downloads.reply(shown, asked, whole)
    found = list_sales.list_sales(principal=principal, sought=sought).sales
    shown = listing(_names(request, found), is_today=not asked.search)
    window = replace(lists.cut(asked, found, cursor=_cursor_of), previous="")
    told = {
        "table": lists.table(shown, asked, window, path=request.path),
        "sums": list_sales.sum_sales(principal=principal, sought=sought),
    }
    return render(request, "cashier/today.html", told)


def _sought(request: StaffRequest, asked: lists.Asked) -> SalesSought:
    now, zone = sources.now(), request.club.zone
    at, _bar, number = asked.after.partition("|")
    before = (datetime.fromisoformat(at), int(number)) if _AFTER.fullmatch(asked.after) else None
    today = midnight(local_day(now, zone), zone)
    sought = SalesSought(
        today, now + timedelta(seconds=1), limit=lists.PAGE_ROWS + 1, before=before,
        happened=today,
    )  # fmt: skip
    text = ascii_digits(asked.search).strip()
    if not text:
        return sought
    amount = forms.exact(text, places=formats.PLACES[formats.current().unit])
    return replace(
        sought,
        since=now - timedelta(days=_SOUGHT_DAYS) + timedelta(seconds=1),
        happened=None,
        document=text.upper(),
        rials=amount if amount and 0 < amount <= MAX_RIALS else None,
        member_ids=list_sales.holders_named(
            principal=request.principal, vault=sources.vault(), text=asked.search
        ),
    )


def _names(request: StaffRequest, found: Sequence[SaleRecent]) -> Mapping[int, Named]:
    ids = sorted({one.member_id for one in found})
    return list_sales.buyers(principal=request.principal, member_ids=ids)


def _name_in(known: Mapping[int, Named], member_id: int) -> str:
    named = known.get(member_id)
    return (named.name or formats.digits(named.number)) if named else ""


def _cursor_of(sale: SaleRecent) -> str:
    return f"{sale.recorded_at.isoformat()}|{sale.id}"


def _sale_of(one: SaleRecent) -> int:
    return one.returns_sale_id or one.id


def _signed_amount(one: SaleRecent) -> int:
    """Give what goes back to the customer below zero."""
    return -one.amount_rials if one.returns_sale_id else one.amount_rials


def _signed_to_pay(one: SaleRecent) -> int:
    return -one.to_pay_rials if one.returns_sale_id else one.to_pay_rials


def _state(one: SaleRecent) -> str:
    """Say what a row is: the sale that was undone, or what undid it, under the same number."""
    if not one.came_back:
        return _("Recorded")
    of_sale, of_return = {
        "void": (_("Sale undone"), _("Undoes the sale of this number")),
        "edit": (_("Put right since"), _("Takes back what was put right")),
        "move": (_("Moved to another member"), _("Takes back what was moved")),
        "exchange": (_("Exchanged, whole or in part"), _("Return, exchanged")),
    }.get(one.came_back, (_("Came back, whole or in part"), _("Return")))
    return of_return if one.returns_sale_id else of_sale


def _drawn_state(one: SaleRecent) -> str:
    if not one.came_back:
        return badge(_state(one), tone="success", icon="check")
    if one.returns_sale_id:
        return badge(_state(one), tone="warning", icon="undo-2")
    return badge(_state(one), tone="plain" if one.came_back == "void" else "warning")


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
    lines = printed(principal=request.principal, lines=shown.lines)
    returned_net = sum(line.net_rials for line in shown.returned)
    about = {
        "done": done,
        "whole_rials": sum(one.amount_rials for one in lines),
        "is_open": returned_net < done.net_rials,
        "is_touched": returned_net > 0,
        "refunded_rials": shown.refunded_cash_rials,
        "reasons": [said(award.why) for award in done.awards],
        "refund_form": refund_form,
        "preview": preview,
        "lines": lines,
        "move_form": move_form,
        "may_refund": "sales.refund" in request.principal.rights,
        "is_guest": shown.is_guest,
    }
    is_wrong = bool(refund_form.errors or move_form.errors)
    return render(request, "cashier/one.html", about, status=422 if is_wrong else 200)


def _claim(key: str, asked: str) -> Claim:
    return Claim(f"cashier:{key}", hashlib.sha256(asked.encode()).digest())
