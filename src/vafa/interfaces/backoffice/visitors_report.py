"""Members who bought, for the first time or again, were lost and came back, by Jalali period."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.insight.visits import Shift
from vafa.interfaces.backoffice import home_parts, periods, report
from vafa.interfaces.web import charts, lists
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import MembersReport, show_visitors


@dataclass(frozen=True, slots=True)
class Line:
    """A period, as the table shows it."""

    period: str
    shift: Shift


def listing() -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="visitors",
        title=gettext("Members who buy"),
        columns=(
            lists.Column("period", gettext("Period"), lambda one: one.period),
            lists.Column("buyers", gettext("Bought"), lambda one: one.shift.buyers, "number"),
            lists.Column("new", gettext("First purchase"), lambda one: one.shift.new, "number"),
            lists.Column(
                "returning", gettext("Bought again"),
                lambda one: one.shift.buyers - one.shift.new, "number",
            ),
            lists.Column("back", gettext("Won back"), lambda one: one.shift.won_back, "number"),
            lists.Column("lost", gettext("Lost"), lambda one: one.shift.lost, "number"),
            lists.Column(
                "active", gettext("Active at the end"), lambda one: one.shift.active, "number"
            ),
        ),
        key=lambda one: str(one.shift.period),
        sort="period",
        empty=lists.Empty(
            gettext("Nobody has bought yet"),
            gettext("Members are shown here from their first purchase on."), "users",
        ),
        name=lambda one: one.period,
        filters=periods.filters(),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
@report.when_counted(_("Members who buy"))
def visitors_report(request: StaffRequest) -> HttpResponseBase:
    """Show who came and went, or send it as a file."""
    shown = listing()
    asked = report.question(request, shown)
    found = show_visitors(**asked.of(request))
    note = "" if found.shifts is not None else gettext(
        "You see several branches. Whoever buys in two of them would be counted twice, so this"
        " report is for one branch or for the whole club."
    )  # fmt: skip
    return report.page(
        request, asked, shown, _lines(found),
        subtitle=gettext(
            "Active members bought in the last 90 days; lost ones have not for as long."
        ),
        drawn=lambda: _charts(found),
        cohorts=home_parts.cohorts(found.cohorts) if found.cohorts else [],
        note=note,
    )  # fmt: skip


def _lines(found: MembersReport) -> list[Line]:
    shifts = found.shifts or ()
    if not any(one.buyers or one.lost or one.active for one in shifts):
        return []
    by, days = found.row.by, found.row.days
    return [Line(periods.title(by, days[one.period]), one) for one in reversed(shifts)]


def _charts(found: MembersReport) -> list[charts.Chart]:
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    shifts = found.shifts or ()
    return [
        charts.bars(
            gettext("Members who bought"), labels,
            [
                charts.Series(gettext("First purchase"), [one.new for one in shifts]),
                charts.Series(
                    gettext("Bought again"), [one.buyers - one.new for one in shifts]
                ),
            ],
            stacked=True,
        ),
        charts.lines(
            gettext("Active and lost members"), labels,
            [
                charts.Series(gettext("Active at the end"), [one.active for one in shifts]),
                charts.Series(gettext("Lost"), [one.lost for one in shifts]),
            ],
        ),
    ]  # fmt: skip
