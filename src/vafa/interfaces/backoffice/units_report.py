"""Points and credit by Jalali period: issued, used, expired, taken back, outstanding."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.insight.units import UnitPeriod
from vafa.interfaces.backoffice import periods, report
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import charts, formats, lists
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import UnitsReport, show_units


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in a period, as the table shows it."""

    period: str
    unit: str
    moved: UnitPeriod
    is_money: bool

    def of(self, part: str) -> tuple[int, bool]:
        """Give one figure as its column writes it: money in the club's unit, else a number."""
        return getattr(self.moved, part), self.is_money


def listing() -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="units",
        title=gettext("Points and credit"),
        columns=(
            lists.Column("period", gettext("Period"), lambda one: one.period),
            lists.Column("unit", gettext("Unit"), lambda one: one.unit),
            lists.Column("issued", gettext("Issued"), lambda one: one.of("issued"), "units"),
            lists.Column("used", gettext("Used"), lambda one: one.of("used"), "units"),
            lists.Column("expired", gettext("Expired"), lambda one: one.of("expired"), "units"),
            lists.Column(
                "taken_back", gettext("Taken back"), lambda one: one.of("taken_back"), "units"
            ),
            lists.Column(
                "outstanding", gettext("Outstanding at the end"),
                lambda one: one.of("outstanding"), "units",
            ),
        ),
        key=lambda one: f"{one.moved.unit}-{one.moved.period}",
        sort="period",
        empty=lists.Empty(
            gettext("No points or credit yet"),
            gettext("What members get and spend is shown here from the first purchase on."),
            "coins",
        ),
        name=lambda one: f"{one.period} {one.unit}",
        filters=periods.filters(),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
@report.when_counted(_("Points and credit"))
def units_report(request: StaffRequest) -> HttpResponseBase:
    """Show what became of points and credit, or send it as a file."""
    shown = listing()
    asked = report.question(request, shown)
    found = show_units(**asked.of(request))
    return report.page(
        request, asked, shown, _lines(found),
        subtitle=gettext("What was issued, used and expired, and what members still have."),
        drawn=lambda: _charts(found),
    )  # fmt: skip


def _lines(found: UnitsReport) -> list[Line]:
    newest_first = sorted(found.periods, key=lambda one: (-one.period, one.unit))
    return [
        Line(
            periods.title(found.row.by, found.row.days[one.period]),
            _named(found, one.unit), one, one.unit in found.money,
        )
        for one in newest_first
    ]  # fmt: skip


def _named(found: UnitsReport, number: int) -> str:
    name = _name(found, number)
    return f"{name} ({formats.unit_name()})" if number in found.money else name


def _name(found: UnitsReport, number: int) -> str:
    return said(found.names.get(number))


def _charts(found: UnitsReport) -> list[charts.Chart]:
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    drawn = []
    for number in sorted({one.unit for one in found.periods}):
        own = [one for one in found.periods if one.unit == number]
        series = [
            charts.Series(gettext("Issued"), [one.issued for one in own]),
            charts.Series(gettext("Used"), [one.used for one in own]),
            charts.Series(gettext("Expired"), [one.expired for one in own]),
        ]
        write = charts.money if number in found.money else charts.count
        drawn.append(charts.bars(_name(found, number), labels, series, write=write))
    return drawn
