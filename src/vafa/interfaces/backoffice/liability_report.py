"""What the club owes its members, month by month."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.accounting.months import days_of, month_named
from vafa.domain.accounting.records import Figures
from vafa.interfaces.backoffice import periods, report
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import charts, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_liability import MonthShown, show_liability

_CHART_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in a month, as the table shows it."""

    month: str
    name: str
    unit: str
    state: str
    figures: Figures
    is_money: bool

    def of(self, part: str) -> tuple[int, bool]:
        """Give one figure as its column writes it: money in the club's unit, else a number."""
        return getattr(self.figures, part), self.is_money


def listing() -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="liability",
        title=gettext("Liability by month"),
        columns=(
            lists.Column("month", gettext("Month"), lambda one: one.name),
            lists.Column("unit", gettext("Unit"), lambda one: one.unit),
            lists.Column("state", gettext("State"), lambda one: one.state),
            lists.Column("issued", gettext("Issued"), lambda one: one.of("issued_units"), "units"),
            lists.Column("used", gettext("Used"), lambda one: one.of("used_units"), "units"),
            lists.Column("expired", gettext("Expired"),
                         lambda one: one.of("expired_units"), "units"),
            lists.Column("closing", gettext("Outstanding at the end"),
                         lambda one: one.of("closing_units"), "units"),
            lists.Column("worth", gettext("Worth"), lambda one: one.figures.worth_rials, "money"),
            lists.Column("liability", gettext("Liability at the end"),
                         lambda one: one.figures.closing_rials, "money"),
        ),
        key=lambda one: f"{one.month}-{one.unit}",
        sort="month",
        empty=lists.Empty(
            gettext("Nothing is owed yet"),
            gettext("The liability is counted from the first points or credit on."), "scale",
        ),
        name=lambda one: f"{one.name} {one.unit}",
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
@report.when_counted(_("Liability by month"))
def liability_report(request: StaffRequest) -> HttpResponseBase:
    """Show the liability, or send it as a file."""
    shown = listing()
    asked = report.question(request, shown)
    months = show_liability(principal=request.principal, at=sources.now())
    lines = [line for month in reversed(months) for line in _lines(month)]
    return report.page(
        request, asked, shown, lines,
        subtitle=gettext(
            "What the club owes its members. A closed month never changes; an open one is counted"
            " up to now."
        ),
        drawn=lambda: [_chart(months[-_CHART_MONTHS:])],
    )  # fmt: skip


def _lines(month: MonthShown) -> list[Line]:
    name = periods.title("month", _first_day(month))
    state = gettext("Closed") if month.is_closed else gettext("Open")
    return [
        Line(month.month, name, said(unit.name), state, unit.figures, unit.is_money)
        for unit in month.units
    ]


def _chart(months: tuple[MonthShown, ...]) -> charts.Chart:
    labels = [periods.label("month", _first_day(month)) for month in months]
    owed = [sum(unit.figures.closing_rials for unit in month.units) for month in months]
    series = charts.Series(gettext("Liability at the end"), owed)
    return charts.bars(gettext("Liability by month"), labels, [series], write=charts.money)


def _first_day(month: MonthShown) -> int:
    return days_of(month_named(month.month)).first
