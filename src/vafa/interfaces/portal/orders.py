"""A member's own orders: the list, a new one, and how far one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.orders.decide import MOST_BYTES
from vafa.domain.orders.queries import NoSuchAttachment, NoSuchOrder
from vafa.domain.orders.records import NewFile, NewOrder, OrderShown, OrdersSought, StepShown
from vafa.interfaces.portal.holdings import ref_of
from vafa.interfaces.web import downloads, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import DayField, KeyedForm, TextField, TextInput
from vafa.interfaces.web.parts import Happening, Step
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.interfaces.web.receipts import product_names
from vafa.journeys import work_orders
from vafa.kit.errors import VafaError
from vafa.kit.text import clean

STATES: Final = {
    "registered": _("Registered"),
    "review": _("In review"),
    "started": _("Work started"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
}
_WAY: Final = ("registered", "review", "started", "delivered")
_TONES: Final = {"delivered": "success", "cancelled": "error"}
_ICONS: Final = {
    "registered": "clipboard-list", "review": "search", "started": "hammer",
    "delivered": "package-check", "cancelled": "circle-x", "note": "message-square-text",
    "cost": "banknote", "file": "paperclip", "billed": "receipt",
}  # fmt: skip
_PAGE: Final = 20
_LONGEST_NUMBER: Final = 9
_LONGEST_TEXT: Final = 80


class OrderForm(KeyedForm):
    """What a member wishes to have made."""

    title = TextField(
        label=_("What do you need?"), max_length=120, help_text=_("For example: a desk of oak"),
        widget=TextInput(attrs={"list": "products"}),
    )  # fmt: skip
    description = forms.CharField(
        label=_("More about it"), required=False, max_length=4000,
        help_text=_("Size, colour, number: whatever helps."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    wished_on = DayField(label=_("Wished for"), required=False)
    file = forms.FileField(
        label=_("File"), required=False, max_length=200,
        help_text=_("A picture or a PDF of at most 5 MB"),
    )  # fmt: skip


class NoteForm(KeyedForm):
    """Something to tell the shop about an order."""

    note = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(KeyedForm):
    """A picture or a PDF for an order."""

    file = forms.FileField(
        label=_("File"), help_text=_("A picture or a PDF of at most 5 MB"), max_length=200
    )


@member_page
def orders(request: MemberRequest) -> HttpResponse:
    """List the member's orders, newest first, or those of a title or number."""
    text = clean(request.GET.get("q", ""))[:_LONGEST_TEXT]
    asked = request.GET.get("before", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_NUMBER
    found = work_orders.list_orders(
        principal=request.principal,
        vault=sources.vault(),
        sought=OrdersSought(text=text, before=int(asked) if is_number else None, limit=_PAGE + 1),
        member_id=request.member.member_id,
    )
    page = found[:_PAGE]
    told = {
        "orders": [(one, STATES[one.state], _TONES.get(one.state, "info")) for one in page],
        "older": page[-1].number if len(found) > _PAGE else "",
        "text": text,
    }
    return render(request, "portal/orders.html", told)


@member_page
def new_order(request: MemberRequest) -> HttpResponse:
    """Place an order."""
    form = OrderForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            after = work_orders.place_order(
                doing=_doing(request, given["key"]),
                member=ref_of(request),
                order=NewOrder(given["title"], given["description"], given["wished_on"]),
                files=(_file(given),) if given["file"] else (),
            )
        except VafaError as error:
            form.refuse(error, fields={"title_needed": "title"})
        else:
            messages.success(request, gettext("Your order is registered. We keep you posted."))
            return HttpResponseRedirect(_address(request, after.order.order.number))
    told = {"form": form, "products": product_names(principal=request.principal)}
    return render(request, "portal/new_order.html", told)


@member_page
@require_GET
def order(request: MemberRequest, number: int) -> HttpResponse:
    """Show how far an order is."""
    return _page(request, _found(request, number))


@member_page
@require_POST
def note(request: MemberRequest, number: int) -> HttpResponse:
    """Tell the shop something about an order."""

    def act(given: dict[str, Any]) -> None:
        work_orders.note_order(
            doing=_doing(request, given["key"]), number=number, note=given["note"]
        )

    found, form = _found(request, number), NoteForm(request.POST)
    return _done(request, found, "note", form, act, said=gettext("The shop has your message."))


@member_page
@require_POST
def attach(request: MemberRequest, number: int) -> HttpResponse:
    """Add a file to an order."""

    def act(given: dict[str, Any]) -> None:
        work_orders.attach_file(
            doing=_doing(request, given["key"]), number=number, file=_file(given)
        )

    found, form = _found(request, number), FileForm(request.POST, request.FILES)
    return _done(request, found, "file", form, act, said=gettext("The file is added."))


@member_page
@require_GET
def file(request: MemberRequest, number: int, file_id: int) -> HttpResponse:
    """Give a file of an order, for download only."""
    try:
        shown, content = work_orders.show_file(
            principal=request.principal, vault=sources.vault(), number=number, file_id=file_id,
            member_id=request.member.member_id,
        )  # fmt: skip
    except (NoSuchOrder, NoSuchAttachment) as error:
        raise Http404 from error
    return downloads.attachment(content, name=shown.name, kind=shown.kind)


def _doing(request: MemberRequest, key: str) -> work_orders.Doing:
    return work_orders.Doing(
        request.principal, claim_of(request, key), sources.ids(), sources.vault(), sources.now(),
        member_id=request.member.member_id,
    )  # fmt: skip


def _file(given: dict[str, Any]) -> NewFile:
    sent = given["file"]
    return NewFile(sent.name, sent.read(MOST_BYTES + 1))


def _found(request: MemberRequest, number: int) -> OrderShown:
    try:
        return work_orders.show_order(
            principal=request.principal, vault=sources.vault(), number=number,
            member_id=request.member.member_id,
        )  # fmt: skip
    except NoSuchOrder as error:
        raise Http404 from error


def _address(request: MemberRequest, number: int) -> str:
    return reverse("portal:order", args=[request.club.code, number])


def _done(
    request: MemberRequest, found: OrderShown, name: str, form: KeyedForm,
    act: Callable[[dict[str, Any]], None], *, said: str,
) -> HttpResponse:  # fmt: skip
    """Do what a form asks and go back to the order; a refusal stands at its form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except VafaError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(_address(request, found.order.number))
    return _page(request, found, {name: form}, status=422)


def _page(
    request: MemberRequest, found: OrderShown, sent: dict[str, KeyedForm] | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    state = found.order.state
    place = _WAY.index(state) if state in _WAY else -1
    told = {
        "found": found,
        "order": found.order,
        "state": STATES[state],
        "tone": _TONES.get(state, "info"),
        "steps": [Step(str(STATES[code]), is_done=at <= place) for at, code in enumerate(_WAY)],
        "place": place + 1,
        "happenings": [_happening(step) for step in reversed(found.steps)],
        "forms": {"note": NoteForm(), "file": FileForm(), **(sent or {})},
    }
    return render(request, "portal/order.html", told, status=status)


def _happening(step: StepShown) -> Happening:
    titles = {
        "state": str(STATES[step.state]),
        "note": gettext("Message"),
        "cost": gettext("Cost"),
        "file": gettext("File"),
        "billed": gettext("Recorded as a purchase"),
    }
    return Happening(
        titles[step.kind],
        step.at,
        note=step.note,
        icon=_ICONS[step.state if step.kind == "state" else step.kind],
        tone="error" if step.kind == "state" and step.state == "cancelled" else "plain",
        money_rials=step.cost_rials,
    )
