"""Sales by Jalali period, in all and by branch, channel, group, product, till or cashier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.domain.rewards.records import UNSPECIFIED
from vafa.insight.sales import Part
from vafa.interfaces.backoffice import periods, report
from vafa.interfaces.backoffice.members import said
from vafa.interfaces.web import charts, lists
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import SalesReport, show_sales

PARTS: Final[dict[Part, object]] = {
    "branch": _("Branch"), "channel": _("Channel"), "group": _("Product group"),
    "product": _("Product"), "till": _("Till"),
    "recorder": _("Cashier"),
}  # fmt: skip
CHANNELS: Final = {"till": _("In person"), "online": _("Online")}


@dataclass(frozen=True, slots=True)
class Line:
    """A period, or a part of one, as the table shows it."""

    key: str
    period: str
    part: str
    purchases: int
    returns: int
    sold_rials: int
    returned_rials: int

    @property
    def rials(self) -> int:
        """Give the sales less what was returned."""
        return self.sold_rials - self.returned_rials


def listing(part: Part) -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    of_part = (
        [lists.Column("part", str(PARTS[part]), lambda one: one.part)] if part in PARTS else []
    )
    return lists.Listing(
        code="sales",
        title=gettext("Sales report"),
        columns=(
            lists.Column("period", gettext("Period"), lambda one: one.period),
            *of_part,
            lists.Column("purchases", gettext("Purchases"), lambda one: one.purchases, "number"),
            lists.Column("sold", gettext("Sold with VAT"), lambda one: one.sold_rials, "money"),
            lists.Column("returns", gettext("Returns"), lambda one: one.returns, "number"),
            lists.Column(
                "returned", gettext("Returned"), lambda one: one.returned_rials, "money"
            ),
            lists.Column("net", gettext("Sales less returns"), lambda one: one.rials, "money"),
        ),
        key=lambda one: one.key,
        sort="period",
        empty=lists.Empty(
            gettext("No sales in this period"),
            gettext("Purchases are shown here as soon as the till records them."),
            "chart-column",
        ),
        name=lambda one: f"{one.period} {one.part}",
        filters=(
            *periods.filters(),
            lists.Filter("part", gettext("Part by"), choices=tuple(
                (code, str(name)) for code, name in PARTS.items()
            )),
        ),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
@report.when_counted(_("Sales report"))
def sales_report(request: StaffRequest) -> HttpResponseBase:
    """Show the sales, or send them as a file."""
    shown = listing("")
    asked = report.question(request, shown)
    part = cast("Part", asked.asked.filters.get("part", ""))
    found = show_sales(part=part, **asked.of(request))
    return report.page(
        request, asked, listing(part), _lines(found, part),
        subtitle=gettext(
            "A return counts in the period in which it was brought back. An edited purchase is a"
            " return of the old one and a new sale."
        ),
        drawn=lambda: [_chart(found)],
    )  # fmt: skip


def _lines(found: SalesReport, part: Part) -> list[Line]:
    by = found.row.by
    return [
        Line(
            f"{one.period}-{one.part}", periods.title(by, found.row.days[one.period]),
            _named(found, part, one.part), one.purchases, one.returns, one.sold_rials,
            one.returned_rials,
        )
        for one in reversed(found.sold)
    ]  # fmt: skip


def _named(found: SalesReport, part: Part, code: str) -> str:
    if part == "channel" and code in CHANNELS:
        return str(CHANNELS[code])
    if name := said(found.names.get(code)):
        return name
    if part == "recorder":
        return gettext("Vafa")
    return code if code not in ("", UNSPECIFIED) else (gettext("Not said") if part else "")


def _chart(found: SalesReport) -> charts.Chart:
    sums = [0] * len(found.row.days)
    for one in found.sold:
        sums[one.period] += one.rials
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    series = charts.Series(gettext("Sales less returns"), sums)
    return charts.bars(gettext("Sales by period"), labels, [series], write=charts.money)
