"""One order: its timeline, its files, and what the staff do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.orders.decide import MOST_BYTES
from vafa.domain.orders.queries import NoSuchAttachment, NoSuchOrder
from vafa.domain.orders.records import NewFile, OrderShown, StepShown
from vafa.interfaces.backoffice.orders import STATES, address, doing_of
from vafa.interfaces.web import downloads, sources
from vafa.interfaces.web.forms import KeyedForm, MoneyField
from vafa.interfaces.web.parts import Happening, Step
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import work_orders
from vafa.kit.errors import VafaError

_ORDER: Final = ("registered", "review", "started", "delivered")
_ICONS: Final = {
    "registered": "clipboard-list", "review": "search", "started": "hammer",
    "delivered": "package-check", "cancelled": "circle-x",
}  # fmt: skip


class StepForm(KeyedForm):
    """The next state, with a note for the member."""

    state = forms.ChoiceField(label=_("Next step"))
    note = forms.CharField(
        label=_("Note for the member"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    tells = forms.BooleanField(label=_("Tell the member by SMS"), required=False, initial=True)

    def __init__(self, *args: Any, states: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        reopens = len(states) == 1  # what was delivered or cancelled can only be taken up again
        field.choices = [
            (code, gettext("Take it up again") if reopens else str(STATES[code]))
            for code in states
        ]


class NoteForm(KeyedForm):
    """A note, for the staff alone unless the member may see it."""

    note = forms.CharField(
        label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_shown = forms.BooleanField(label=_("The member sees it"), required=False)


class CostForm(KeyedForm):
    """What the order costs."""

    cost = MoneyField(label=_("Cost with VAT"), least=1)


class FileForm(KeyedForm):
    """A picture or a PDF."""

    file = forms.FileField(
        label=_("File"), help_text=_("A picture or a PDF of at most 5 MB"), max_length=200
    )


@staff_page("orders.read")
@require_GET
def order(request: StaffRequest, number: int) -> HttpResponse:
    """Show an order."""
    return _page(request, _found(request, number))


@staff_page("orders.write")
@require_POST
def move(request: StaffRequest, number: int) -> HttpResponse:
    """Bring the order to its next state."""
    found = _found(request, number)
    form = StepForm(request.POST, states=found.next_states)

    def act(given: dict[str, Any]) -> None:
        work_orders.move_order(
            doing=doing_of(request, given["key"]), number=number, state=given["state"],
            note=given["note"], tells_member=given["tells"],
        )  # fmt: skip

    return _done(request, found, "step", form, act, said=gettext("The order has gone on."))


@staff_page("orders.write")
@require_POST
def note(request: StaffRequest, number: int) -> HttpResponse:
    """Add a note."""

    def act(given: dict[str, Any]) -> None:
        work_orders.note_order(
            doing=doing_of(request, given["key"]), number=number, note=given["note"],
            is_shown=given["is_shown"],
        )  # fmt: skip

    form = NoteForm(request.POST)
    return _done(request, _found(request, number), "note", form, act, said=gettext("Noted."))


@staff_page("orders.write")
@require_POST
def cost(request: StaffRequest, number: int) -> HttpResponse:
    """Say what the order costs."""

    def act(given: dict[str, Any]) -> None:
        work_orders.price_order(
            doing=doing_of(request, given["key"]), number=number, cost_rials=given["cost"]
        )

    found = _found(request, number)
    form = CostForm(request.POST)
    return _done(request, found, "cost", form, act, said=gettext("The cost is set."))


@staff_page("orders.write")
@require_POST
def attach(request: StaffRequest, number: int) -> HttpResponse:
    """Add a file."""

    def act(given: dict[str, Any]) -> None:
        sent = given["file"]
        file = NewFile(sent.name, sent.read(MOST_BYTES + 1))
        work_orders.attach_file(doing=doing_of(request, given["key"]), number=number, file=file)

    found = _found(request, number)
    form = FileForm(request.POST, request.FILES)
    return _done(request, found, "file", form, act, said=gettext("The file is added."))


@staff_page("orders.write")
@require_POST
def bill(request: StaffRequest, number: int) -> HttpResponse:
    """Record the order's cost as a purchase."""

    def act(given: dict[str, Any]) -> None:
        work_orders.bill_order(
            doing=doing_of(request, given["key"]), number=number, event_at=sources.now()
        )

    found = _found(request, number)
    said = gettext("The purchase is recorded; the member has what it earns.")
    return _done(request, found, "bill", KeyedForm(request.POST), act, said=said)


@staff_page("orders.read")
@require_GET
def file(request: StaffRequest, number: int, file_id: int) -> HttpResponse:
    """Give a file of the order."""
    try:
        shown, content = work_orders.show_file(
            principal=request.principal, vault=sources.vault(), number=number, file_id=file_id
        )
    except (NoSuchOrder, NoSuchAttachment) as error:
        raise Http404 from error
    return downloads.attachment(content, name=shown.name, kind=shown.kind)


def _found(request: StaffRequest, number: int) -> OrderShown:
    try:
        return work_orders.show_order(
            principal=request.principal, vault=sources.vault(), number=number
        )
    except NoSuchOrder as error:
        raise Http404 from error


def _done(
    request: StaffRequest, found: OrderShown, name: str, form: KeyedForm,
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
            return HttpResponseRedirect(address(found.order))
    return _page(request, _found(request, found.order.number), {name: form}, status=422)


def _page(
    request: StaffRequest, found: OrderShown, sent: dict[str, KeyedForm] | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    forms_shown = {
        "step": StepForm(states=found.next_states),
        "note": NoteForm(),
        "cost": CostForm(initial={"cost": found.order.cost_rials}),
        "file": FileForm(),
        "bill": KeyedForm(),
        **(sent or {}),
    }
    may_write = "orders.write" in request.principal.rights
    place = _ORDER.index(found.order.state) if found.order.state in _ORDER else -1
    told = {
        "found": found,
        "order": found.order,
        "state": STATES[found.order.state],
        "steps": [
            Step(str(STATES[code]), is_done=index <= place) for index, code in enumerate(_ORDER)
        ],
        "place": place + 1,
        "happenings": [happening(step) for step in reversed(found.steps)],
        "forms": forms_shown,
        "may_write": may_write,
        "may_bill": may_write and "sales.write" in request.principal.rights
        and found.order.sale_id is None and bool(found.order.cost_rials)
        and found.order.state != "cancelled",
    }  # fmt: skip
    return render(request, "backoffice/orders/order.html", told, status=status)


def happening(step: StepShown) -> Happening:
    """Give a step as the timeline draws it."""
    titles = {
        "state": str(STATES[step.state]),
        "note": gettext("Note") if step.is_shown else gettext("Note for the staff"),
        "cost": gettext("Cost"),
        "file": gettext("File"),
        "billed": gettext("Recorded as a purchase"),
    }
    icons = {"note": "message-square-text", "cost": "banknote", "file": "paperclip",
             "billed": "receipt"}  # fmt: skip
    by = step.who or gettext("the member")
    return Happening(
        titles[step.kind],
        step.at,
        note=" — ".join(filter(None, [step.note, by])),
        icon=icons.get(step.kind, _ICONS[step.state]),
        tone="error" if step.kind == "state" and step.state == "cancelled" else "plain",
        money_rials=step.cost_rials,
    )
