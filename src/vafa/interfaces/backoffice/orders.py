"""The list of orders, and a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.members.records import MemberRef
from vafa.domain.orders.records import NewOrder, OrderListed, OrdersSought
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.days import begins_typed
from vafa.interfaces.web.forms import (
    DayField,
    KeyedForm,
    MobileField,
    MoneyField,
    TextField,
    TextInput,
)
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.receipts import product_names
from vafa.journeys import work_orders
from vafa.kit.errors import VafaError

STATES: Final = {
    "registered": _("Registered"),
    "review": _("In review"),
    "started": _("Work started"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
}
_EXPORT_PAGE: Final = 500


class OrderForm(KeyedForm):
    """What a new order needs."""

    mobile = MobileField(label=_("Mobile of the member"))
    title = TextField(
        label=_("Title"), max_length=120, widget=TextInput(attrs={"list": "products"})
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    wished_on = DayField(label=_("Wished for"), required=False)
    cost = MoneyField(label=_("Cost with VAT"), required=False, least=1)


def listing(*, may_export: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="orders",
        title=gettext("Orders"),
        columns=(
            lists.Column("number", gettext("Number"), lambda one: one.number, "number",
                         href=address),
            lists.Column("title", gettext("Title"), lambda one: one.title, href=address),
            lists.Column("member", gettext("Member"), lambda one: one.member_name),
            lists.Column("state", gettext("State"), lambda one: str(STATES[one.state])),
            lists.Column("cost", gettext("Cost"), lambda one: one.cost_rials, "money"),
            lists.Column("wished_on", gettext("Wished for"), lambda one: one.wished_on, "day"),
            lists.Column("branch", gettext("Branch"), lambda one: one.branch, is_shown=False),
            lists.Column("placed_at", gettext("Placed"), lambda one: one.placed_at, "moment"),
        ),
        key=lambda one: one.number,
        sort="-number",
        empty=lists.Empty(
            gettext("No order yet"),
            gettext("Orders that members place in the portal come here; you can write one too."),
            "clipboard-list", reverse("backoffice:new_order"), gettext("Write an order"),
        ),
        name=lambda one: one.title,
        filters=(
            lists.Filter("state", gettext("State"), choices=tuple(
                (code, str(title)) for code, title in STATES.items()
            )),
            lists.Filter("since", gettext("Placed from"), "day"),
            lists.Filter("until", gettext("Placed until"), "day"),
        ),
        views=(
            lists.View(gettext("All"), {}),
            lists.View(gettext("New"), {"state": "registered"}),
            lists.View(gettext("At work"), {"state": "started"}),
        ),
        search_hint=gettext("Number or title"),
        can_choose=True,
        can_export=may_export,
    )  # fmt: skip


def address(order: OrderListed) -> str:
    """Give the address of an order's page."""
    return reverse("backoffice:order", args=[order.number])


@staff_page("orders.read")
def orders(request: StaffRequest) -> HttpResponseBase:
    """List orders, or send the list as a file."""
    shown = listing(may_export="export" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    sought = _sought(request, asked)
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = work_orders.list_orders(
        principal=request.principal, vault=sources.vault(), sought=sought
    )
    window = lists.cut(asked, found, cursor=lambda one: str(one.number))
    table = lists.table(shown, asked, window, path=request.path)
    return render(request, "backoffice/orders/list.html", {"table": table})


@staff_page("orders.write")
def new_order(request: StaffRequest) -> HttpResponse:
    """Write an order for a member."""
    form = OrderForm(request.POST or None, initial={"mobile": request.GET.get("mobile", "")})
    if form.is_valid():
        given = form.cleaned_data
        order = NewOrder(given["title"], given["description"], given["wished_on"], given["cost"])
        try:
            after = work_orders.place_order(
                doing=doing_of(request, given["key"]),
                member=MemberRef("mobile", given["mobile"]),
                order=order,
            )
        except VafaError as error:
            form.refuse(error, fields={"no_such_member": "mobile", "title_needed": "title"})
        else:
            messages.success(request, gettext("The order is registered."))
            return HttpResponseRedirect(address(after.order.order))
    told = {"form": form, "products": product_names(principal=request.principal)}
    return render(request, "backoffice/orders/new.html", told)


def doing_of(request: StaffRequest, key: str) -> work_orders.Doing:
    """Say who works on orders here."""
    return work_orders.Doing(
        request.principal, claim_of(request, key), sources.ids(), sources.vault(), sources.now()
    )


def _sought(request: StaffRequest, asked: lists.Asked) -> OrdersSought:
    return OrdersSought(
        state=asked.filters.get("state", ""),
        text=asked.search,
        placed_from=begins_typed(request, asked.filters.get("since", "")),
        placed_before=begins_typed(request, asked.filters.get("until", ""), days=1),
        before=_number(asked.after),
        after=_number(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )


def _every(request: StaffRequest, sought: OrdersSought) -> Iterator[OrderListed]:
    """Give all orders that are sought, page by page."""
    page = replace(sought, before=None, after=None, limit=_EXPORT_PAGE)
    while True:
        found = work_orders.list_orders(
            principal=request.principal, vault=sources.vault(), sought=page
        )
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        page = replace(page, before=found[-1].number)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004 - framework
    return int(text) if is_number else None
