"""Months of the accounts: closing one, asking to open one again, the check, the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vafa.domain.accounting.journal import JournalLine
from vafa.interfaces.backoffice import report
from vafa.interfaces.backoffice.acting import did
from vafa.interfaces.backoffice.periods import month_title
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.claims import claim_of
from vafa.interfaces.web.forms import KeyedForm, PageForm, TextField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import close_month as closing
from vafa.journeys.check_accounting import check_accounting
from vafa.journeys.export_journal import export_journal, show_account_codes
from vafa.journeys.show_liability import MonthShown, show_liability


class MonthForm(KeyedForm):
    """Which month; for opening one again, why."""

    month = forms.CharField(widget=forms.HiddenInput, max_length=7)
    reason = TextField(label=_("Why?"), max_length=200, required=False)


@staff_page("reports.read")
@report.when_counted(_("Months"))
def months(request: StaffRequest) -> HttpResponseBase:
    """List the months, or send the list as a file; when it is asked for, check all of them."""
    listing = _listing()
    asked = lists.read(listing, request.GET)
    found = show_liability(principal=request.principal, at=sources.now())
    newest_first = [
        one for one in reversed(found) if asked.filters.get("state", _state(one)) == _state(one)
    ]
    if asked.file:
        return downloads.reply(listing, asked, newest_first)
    return _page(request, found, lists.table(
        listing, asked, lists.Window(rows=newest_first), path=request.path
    ))  # fmt: skip


@staff_page("accounting.close")
@require_POST
def close_month(request: StaffRequest) -> HttpResponse:
    """Close the first open month that is over."""
    form = MonthForm(request.POST)

    def act() -> None:
        closing.close_month(
            principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
            at=sources.now(), month=form.cleaned_data["month"],
        )  # fmt: skip

    return _done(request, form, act, said=gettext("The month is closed."))


@staff_page("accounting.close")
@require_POST
def reopen_month(request: StaffRequest) -> HttpResponse:
    """Ask a second person to open the month again that was closed last."""
    form = MonthForm(request.POST)

    def act() -> None:
        closing.ask_reopening(
            principal=request.principal, claim=claim_of(request, form.cleaned_data["key"]),
            at=sources.now(), ids=sources.ids(), month=form.cleaned_data["month"],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    return _done(request, form, act, said=gettext("Asked; a second person approves it."))


@staff_page("reports.read")
@report.when_counted(_("Journal"))
@require_GET
def journal(request: StaffRequest) -> HttpResponseBase:
    """Show the journal of a month, or of all months, or send it for accounting software."""
    every = export_journal(
        principal=request.principal, at=sources.now(), first="", last="", step="day",
        language=formats.language(),
    )  # fmt: skip
    listing = _journal(sorted({line.month for line in every}, reverse=True))
    asked = lists.read(listing, request.GET)
    month = asked.filters.get("month", "")
    lines = [line for line in every if month in {"", line.month}]
    if asked.file:
        return downloads.reply(listing, asked, lines)
    window = report.window_of(asked, lines)
    table = lists.table(listing, asked, window, path=request.path)
    told = {"table": table, "month": month, "name": month_title(month) if month else ""}
    return render(request, "backoffice/months/journal.html", told)


@staff_page("reports.read")
@require_GET
def accounts(request: StaffRequest) -> HttpResponse:
    """Show the chart of accounts with the codes of the club's own accounting software."""
    codes = show_account_codes(principal=request.principal, language=formats.language())
    return render(request, "backoffice/months/accounts.html", {"accounts": codes})


def _done(
    request: StaffRequest, form: MonthForm, act: Callable[[], None], *, said: str
) -> HttpResponse:
    done = did(request, form, act, said=said, to=reverse("backoffice:months"))
    if done is not None:
        return done
    found = show_liability(principal=request.principal, at=sources.now(), is_patient=True)
    listing = _listing()
    asked = lists.read(listing, request.GET)
    rows = lists.Window(rows=list(reversed(found)))
    table = lists.table(listing, asked, rows, path=reverse("backoffice:months"))
    return _page(request, found, table, refused=form)


def _page(
    request: StaffRequest,
    found: tuple[MonthShown, ...],
    table: lists.Table,
    *,
    refused: PageForm | None = None,
) -> HttpResponse:
    checked = None
    if request.method == "POST" and refused is None:
        checked = check_accounting(principal=request.principal, at=sources.now())
    first_open = next((one for one in found[:-1] if not one.is_closed), None)
    last_closed = next((one for one in reversed(found) if one.is_closed), None)
    may_close = "accounting.close" in request.principal.rights
    told = {
        "table": table,
        "report": checked,
        "refused": refused,
        "to_close": first_open if may_close else None,
        "to_close_name": month_title(first_open.month) if first_open else "",
        "to_reopen": last_closed if may_close else None,
        "to_reopen_name": month_title(last_closed.month) if last_closed else "",
        "form": MonthForm(initial={"month": last_closed.month if last_closed else ""}),
    }
    status = 422 if refused is not None else 200
    return render(request, "backoffice/months/months.html", told, status=status)


def _state(one: MonthShown) -> str:
    return "closed" if one.is_closed else "open"


def _listing() -> lists.Listing:
    states = {"open": gettext("Open"), "closed": gettext("Closed")}
    return lists.Listing(
        code="months",
        title=gettext("Months"),
        columns=(
            lists.Column("month", gettext("Month"), lambda one: month_title(one.month),
                         href=lambda one: f"{reverse('backoffice:journal')}?month={one.month}"),
            lists.Column("state", gettext("State"), lambda one: states[_state(one)]),
            lists.Column("liability", gettext("Liability at the end"),
                         lambda one: sum(unit.figures.closing_rials for unit in one.units),
                         "money"),
            lists.Column("worth", gettext("Worth"),
                         lambda one: sum(unit.figures.worth_rials for unit in one.units),
                         "money"),
            lists.Column("late", gettext("Late effects"), lambda one: len(one.late), "number"),
        ),
        key=lambda one: one.month,
        sort="-month",
        empty=lists.Empty(
            gettext("No month yet"),
            gettext("The first month begins with the first points or credit."), "calendar",
        ),
        filters=(lists.Filter("state", gettext("State"), choices=tuple(states.items())),),
        can_export=True,
    )  # fmt: skip


def _journal(months: Sequence[str]) -> lists.Listing:
    return lists.Listing(
        code="journal",
        title=gettext("Journal"),
        columns=(
            lists.Column("date", gettext("Day"), lambda one: one.day, "day"),
            lists.Column("code", gettext("Account code"), lambda one: one.code, "code"),
            lists.Column("account", gettext("Account"), lambda one: one.title),
            lists.Column("debit", gettext("Debit"), lambda one: one.debit_rials, "money"),
            lists.Column("credit", gettext("Credit"), lambda one: one.credit_rials, "money"),
            lists.Column("effective", gettext("Belongs to"), lambda one: one.effective_day, "day"),
        ),
        key=_line_key,
        sort="date",
        empty=lists.Empty(
            gettext("Nothing is booked in this month"), gettext("Choose another month."), "scale"
        ),
        name=lambda one: f"{one.day} {one.title}",
        filters=(
            lists.Filter(
                "month", gettext("Month"),
                choices=[(month, month_title(month)) for month in months],
            ),
        ),
        can_export=True,
    )  # fmt: skip


def _line_key(one: JournalLine) -> str:
    return f"{one.day}-{one.account}-{one.effective_day or 0}-{one.debit_rials}"
