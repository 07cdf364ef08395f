"""Sales that tills made offline and that could not be recorded: tried again, or given up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vafa.domain.tills.records import RejectedSought
from vafa.interfaces.web import downloads, errors, formats, lists, sources
from vafa.interfaces.web.forms import PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import receive_offline_sales as journeys
from vafa.journeys.manage_tills import list_tills
from vafa.journeys.receive_offline_sales import RejectedSale
from vafa.kit.errors import NotFound, VafaError

_EXPORT_PAGE: Final = 200
_MOST: Final = 10**18


class GiveUpForm(PageForm):
    """Why a sale is given up."""

    note = TextField(label=_("Why it is given up"), max_length=200)


def listing(tills: Sequence[str]) -> lists.Listing:
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
        filters=(
            lists.Filter("till", gettext("Till"), choices=tuple((one, one) for one in tills)),
        ) if tills else (),
        search_hint=gettext("Till or the number there"),
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
    shown = listing([one.code for one in list_tills(principal=request.principal)])
    asked = lists.read(shown, request.GET)
    sought = RejectedSought(
        text=asked.search, till=asked.filters.get("till", ""),
        after=_place(asked.before or asked.after), is_backwards=bool(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )  # fmt: skip
    if asked.file:
        return downloads.reply(shown, asked, _every(request, sought))
    found = journeys.list_rejected_sales(
        principal=request.principal, vault=sources.vault(), sought=sought
    )
    window = lists.cut(asked, found, cursor=_cursor)
    table = lists.table(shown, asked, window, path=request.path)
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
    try:
        return journeys.show_rejected_sale(
            principal=request.principal, vault=sources.vault(), till=till, sequence=sequence
        )
    except NotFound as error:
        raise Http404 from error


def _every(request: StaffRequest, sought: RejectedSought) -> Iterator[RejectedSale]:
    page = replace(sought, after=None, is_backwards=False, limit=_EXPORT_PAGE)
    while True:
        found = journeys.list_rejected_sales(
            principal=request.principal, vault=sources.vault(), sought=page
        )
        yield from found
        if len(found) < _EXPORT_PAGE:
            return
        last = found[-1].kept
        page = replace(page, after=(last.received_at, last.till, last.sequence))


def _cursor(one: RejectedSale) -> str:
    return f"{one.kept.received_at.isoformat()}~{one.kept.sequence}~{one.kept.till}"


def _place(cursor: str) -> tuple[datetime, str, int] | None:
    """Read where a row stood; None for what is no place of this list."""
    try:
        at, sequence, till = cursor.split("~", 2)
        place = datetime.fromisoformat(at), till, int(sequence)
    except ValueError:
        return None
    is_place = place[0].tzinfo and till.isprintable() and 0 < place[2] < _MOST
    return place if is_place else None


def _address(one: RejectedSale) -> str:
    return reverse("backoffice:offline_sale", args=[one.kept.till, one.kept.sequence])


def _why(one: RejectedSale) -> str:
    return errors.title_of_code(one.kept.reason, formats.language())
