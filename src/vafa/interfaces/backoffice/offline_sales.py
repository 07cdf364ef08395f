"""Sales that tills made offline and that could not be recorded: tried again, or given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.interfaces.web import downloads, errors, formats, lists, sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import receive_offline_sales as journeys
from vafa.journeys.receive_offline_sales import RejectedSale
from vafa.kit.errors import VafaError


class GiveUpForm(PageForm):
    """Why a sale is given up."""

    note = TextField(label=_("Why it is given up"), max_length=200)


def listing() -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="offline",
        title=gettext("Rejected offline sales"),
        columns=(
            lists.Column("till", gettext("Till"), lambda one: one.kept.till, href=_address),
            lists.Column("number", gettext("Number at the till"), lambda one: one.kept.sequence,
                         "number"),
            lists.Column("rung", gettext("Sold at"), lambda one: one.kept.event_at, "moment"),
            lists.Column("amount", gettext("Amount"), lambda one: one.amount_rials, "money"),
            lists.Column("reason", gettext("Why it was rejected"), _why),
        ),
        key=lambda one: f"{one.kept.till}:{one.kept.sequence}",
        sort="-rung",
        empty=lists.Empty(
            gettext("Nothing was rejected"),
            gettext("What a till sold without a connection and could not be recorded comes here."),
            "check-check",
        ),
        can_export=True,
    )  # fmt: skip


@staff_page("sales.write")
@require_GET
def listed(request: StaffRequest) -> HttpResponseBase:
    """List what was rejected, or send the list as a file."""
    shown = listing()
    asked = lists.read(shown, request.GET)
    found = journeys.list_rejected_sales(principal=request.principal, vault=sources.vault())
    if asked.file:
        return downloads.reply(shown, asked, found)
    table = lists.table(shown, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/offline_sales/list.html", {"table": table})


@staff_page("sales.write")
def settle(request: StaffRequest, till: str, sequence: int) -> HttpResponse:
    """Show a sale that was rejected; record it after all, or give it up and say why."""
    sale = _found(request, till, sequence)
    is_drop = "note" in request.POST
    form = GiveUpForm(request.POST if is_drop else None)
    if request.method == "POST" and (not is_drop or form.is_valid()):
        try:
            said = _drop(request, sale, form) if is_drop else _retry(request, sale)
        except VafaError as error:
            form.refuse(error)
        else:
            if said:
                messages.success(request, said)
                return HttpResponseRedirect(reverse("backoffice:offline_sales"))
            sale = _found(request, till, sequence)
            messages.error(request, _why(sale))
    told = {
        "form": form, "sale": sale, "why": _why(sale),
        "may_drop": "approvals.decide" in request.principal.rights,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "backoffice/offline_sales/sale.html", told, status=status)


def _retry(request: StaffRequest, sale: RejectedSale) -> str:
    """Record it; gives nothing when it was rejected again."""
    done = journeys.retry_offline_sale(
        principal=request.principal, ids=sources.ids(), vault=sources.vault(),
        till=sale.kept.till, sequence=sale.kept.sequence,
    )  # fmt: skip
    return gettext("The sale is recorded.") if done.state == "posted" else ""


def _drop(request: StaffRequest, sale: RejectedSale, form: GiveUpForm) -> str:
    journeys.drop_offline_sale(
        principal=request.principal, till=sale.kept.till, sequence=sale.kept.sequence,
        note=form.cleaned_data["note"],
    )  # fmt: skip
    return gettext("Given up; it stays in the till's list with your note.")


def _found(request: StaffRequest, till: str, sequence: int) -> RejectedSale:
    every = journeys.list_rejected_sales(principal=request.principal, vault=sources.vault())
    for one in every:
        if (one.kept.till, one.kept.sequence) == (till, sequence):
            return one
    raise Http404


def _address(one: RejectedSale) -> str:
    return reverse("backoffice:offline_sale", args=[one.kept.till, one.kept.sequence])


def _why(one: RejectedSale) -> str:
    return errors.title_of_code(one.kept.reason, formats.language())
