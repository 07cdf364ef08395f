"""Coupons that were used, by Jalali period and reward."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext

from vafa.insight.coupons import Used
from vafa.interfaces.backoffice import periods, report
from vafa.interfaces.backoffice.coupons import rewards_named
from vafa.interfaces.web import charts, lists
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import CouponsReport, show_coupon_uses


@dataclass(frozen=True, slots=True)
class Line:
    """A series of coupons in a period, as the table shows it."""

    period: str
    reward: str
    used: Used


def listing() -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="coupon_uses",
        title=gettext("Coupons used"),
        columns=(
            lists.Column("period", gettext("Period"), lambda one: one.period),
            lists.Column("reward", gettext("Reward"), lambda one: one.reward),
            lists.Column("series", gettext("Series"), lambda one: one.used.series, "code"),
            lists.Column("uses", gettext("Times used"), lambda one: one.used.uses, "number"),
            lists.Column("members", gettext("Members"), lambda one: one.used.members, "number"),
            lists.Column("sales", gettext("Sales with it"), lambda one: one.used.rials, "money"),
        ),
        key=lambda one: f"{one.used.period}-{one.used.series}",
        sort="period",
        empty=lists.Empty(
            gettext("No coupon was used in this time"),
            gettext("A coupon is counted here when a purchase uses it."), "ticket",
        ),
        name=lambda one: f"{one.period} {one.reward}",
        filters=periods.filters(),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
def coupons_report(request: StaffRequest) -> HttpResponseBase:
    """Show the coupons that were used, or send them as a file."""
    shown = listing()
    asked = report.question(request, shown)
    found = show_coupon_uses(**asked.of(request))
    by, days = found.row.by, found.row.days
    names = rewards_named(request, given="")
    lines = [
        Line(periods.title(by, days[one.period]), names.get(one.reward, one.reward), one)
        for one in reversed(found.used)
    ]
    return report.page(
        request, asked, shown, lines,
        subtitle=gettext("A coupon counts in the period of the purchase that used it."),
        drawn=lambda: _charts(found),
    )  # fmt: skip


def _charts(found: CouponsReport) -> list[charts.Chart]:
    uses = [0] * len(found.row.days)
    for one in found.used:
        uses[one.period] += one.uses
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    return [charts.bars(gettext("Coupons used"), labels, [
        charts.Series(gettext("Times used"), uses)
    ])]  # fmt: skip
