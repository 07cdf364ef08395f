"""Moves between tiers by Jalali period, and who stands where now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice import periods, report
from vafa.interfaces.web import charts, formats, lists
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import TiersReport, show_tier_moves


@dataclass(frozen=True, slots=True)
class Line:
    """Members who went from one tier to another in a period, as the table shows them."""

    key: str
    period: str
    before: str
    after: str
    way: str
    members: int


def listing() -> lists.Listing:
    """Describe the table; its words are in the reader's language."""
    return lists.Listing(
        code="tiers",
        title=gettext("Tier moves"),
        columns=(
            lists.Column("period", gettext("Period"), lambda one: one.period),
            lists.Column("before", gettext("From tier"), lambda one: one.before),
            lists.Column("after", gettext("To tier"), lambda one: one.after),
            lists.Column("way", gettext("Direction"), lambda one: one.way),
            lists.Column("members", gettext("Members"), lambda one: one.members, "number"),
        ),
        key=lambda one: one.key,
        sort="period",
        empty=lists.Empty(
            gettext("Nobody has moved yet"),
            gettext("Whoever reaches another tier is counted here."), "award",
        ),
        name=lambda one: f"{one.period} {one.before} {one.after}",
        filters=periods.filters(),
        can_export=True,
    )  # fmt: skip


@staff_page("reports.read")
@report.when_counted(_("Tier moves"))
def tiers_report(request: StaffRequest) -> HttpResponseBase:
    """Show the moves between tiers, or send them as a file."""
    shown = listing()
    asked = report.question(request, shown)
    found = show_tier_moves(**asked.of(request))
    return report.page(
        request, asked, shown, _lines(found),
        subtitle=gettext("How many members reached a higher tier, and how many a lower one."),
        drawn=lambda: _charts(found),
    )  # fmt: skip


def _names(found: TiersReport) -> Mapping[str, str]:
    language = formats.language()
    return {one.code: one.names.get(language) or one.names["fa"] for one in found.tiers}


def _rises(found: TiersReport) -> Mapping[str, int]:
    return {one.code: place for place, one in enumerate(found.tiers)}


def _lines(found: TiersReport) -> list[Line]:
    names, places = _names(found), _rises(found)
    by, days = found.row.by, found.row.days
    return [
        Line(
            f"{one.period}-{one.before}-{one.after}", periods.title(by, days[one.period]),
            names.get(one.before, one.before or gettext("None yet")),
            names.get(one.after, one.after or gettext("None yet")),
            gettext("Up") if places.get(one.after, 0) >= places.get(one.before, 0)
            else gettext("Down"),
            one.members,
        )
        for one in reversed(found.moves)
    ]  # fmt: skip


def _charts(found: TiersReport) -> list[charts.Chart]:
    places = _rises(found)
    up, down = [0] * len(found.row.days), [0] * len(found.row.days)
    for one in found.moves:
        is_up = places.get(one.after, 0) >= places.get(one.before, 0)
        (up if is_up else down)[one.period] += one.members
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    series = [charts.Series(gettext("Up"), up), charts.Series(gettext("Down"), down)]
    names = _names(found)
    parts = [(names[one.code], one.members) for one in found.tiers]
    return [
        charts.bars(gettext("Tier moves"), labels, series),
        *([charts.donut(gettext("Members by tier"), parts, unit=gettext("members"))]
          if parts else []),
    ]  # fmt: skip
