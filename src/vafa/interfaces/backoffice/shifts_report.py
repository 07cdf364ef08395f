"""The shifts of the tills: what was counted, and by how much it differed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from vafa.domain.tills.drawers import Drawer
from vafa.interfaces.backoffice import periods
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import count_drawer
from vafa.kit.calendar import midnight

USUAL: Final = timedelta(days=31)


def listing(names: Mapping[int, str]) -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="shifts",
        title=gettext("Shifts of the tills"),
        columns=(
            lists.Column(
                "opened", gettext("Opened at"), lambda one: one.opened_at, "moment",
                href=lambda one: reverse("cashier:shift_report", args=[one.shift_id]),
            ),
            lists.Column("closed", gettext("Closed at"), lambda one: one.closed_at, "moment"),
            lists.Column("till", gettext("Till"), lambda one: one.till),
            lists.Column("by", gettext("Opened by"), lambda one: names.get(one.opened_by, "")),
            lists.Column("float", gettext("Beginning"), lambda one: one.float_rials, "money"),
            lists.Column(
                "expected", gettext("Should be there"), lambda one: one.expected_rials, "money"
            ),
            lists.Column("cash", gettext("Money counted"), lambda one: one.cash_rials, "money"),
            lists.Column("card", gettext("Card slips"), lambda one: one.card_rials, "money"),
            lists.Column(
                "difference", gettext("Difference"), lambda one: one.difference_rials, "money"
            ),
            lists.Column("reason", gettext("Reason"), lambda one: one.reason),
        ),
        key=lambda one: one.shift_id,
        sort="opened",
        empty=lists.Empty(
            gettext("No shift in this period"),
            gettext("Cashiers open and close shifts at the till; their counts are shown here."),
            "coins",
        ),
        name=lambda one: one.till,
        filters=(
            lists.Filter("since", gettext("From day"), "day"),
            lists.Filter("until", gettext("Until day"), "day"),
            lists.Filter("state", gettext("The count"), choices=(
                ("differs", gettext("With a difference")), ("open", gettext("Still open")),
            )),
        ),
        search_hint=gettext("Code of the till"),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
def shifts_report(request: StaffRequest) -> HttpResponseBase:
    """Show the shifts of a period (the usual is 31 days), or send them as a file."""
    described = listing(count_drawer.names_of_staff(principal=request.principal))
    asked = lists.read(described, request.GET)
    since, until = _period(asked, request.club.zone)
    found = [
        one
        for one in count_drawer.list_drawers(principal=request.principal, since=since, until=until)
        if _is_meant(one, asked)
    ]
    if asked.file:
        return downloads.reply(described, asked, found)
    table = lists.table(described, asked, lists.Window(rows=found), path=request.path)
    return render(request, "backoffice/reports/shifts.html", {"table": table})


def _period(asked: lists.Asked, zone: str) -> tuple[datetime, datetime]:
    first, last = periods.days_of(asked)
    until = midnight(last + 1, zone) if last is not None else sources.now() + timedelta(seconds=1)
    since = midnight(first, zone) if first is not None else until - USUAL
    if not timedelta() < until - since <= count_drawer.LONGEST:
        since = until - USUAL
    return since, until


def _is_meant(drawer: Drawer, asked: lists.Asked) -> bool:
    state = asked.filters.get("state", "")
    return (
        asked.search.lower() in drawer.till
        and (state != "differs" or bool(drawer.difference_rials))
        and (state != "open" or drawer.closed_at is None)
    )
