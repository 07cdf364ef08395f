"""The first page of the back-office: the club at a glance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from vafa.interfaces.backoffice import periods
from vafa.interfaces.backoffice.periods import Tile
from vafa.interfaces.web import charts, formats, sources
from vafa.interfaces.web.parts import Tab
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import Dashboard, show_dashboard
from vafa.kit.amounts import BASIS_POINTS


@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """Show the dashboard; who may not see reports sees where to go."""
    if "reports.read" not in request.principal.rights:
        return render(request, "backoffice/home.html")
    by = periods.by_of(request.GET.get("by", ""))
    found = show_dashboard(principal=request.principal, at=sources.now(), by=by)
    told = {
        "found": found,
        "period": periods.title(by, found.row.days[-1]),
        "tabs": [Tab(title, f"/?by={code}") for code, title in periods.choices()],
        "current": f"/?by={by}",
        "tiles": [*_sales_tiles(found), *_club_tiles(found)],
        "sales": _sales_chart(found),
        "tiers": _tiers_chart(found),
        "waiting": _waiting(found),
    }
    return render(request, "backoffice/home.html", told)


def _trend(found: Dashboard) -> tuple[int, ...]:
    by_period = {one.period: one.rials for one in found.sold}
    return tuple(by_period.get(at, 0) for at in range(len(found.row.days)))


def _sales_tiles(found: Dashboard) -> list[Tile]:
    now, before = found.now, found.before
    basket, basket_before = (
        one.sold_rials // one.purchases if one.purchases else 0 for one in (now, before)
    )
    again, again_before = (
        one.came_again * BASIS_POINTS // one.buyers if one.buyers else 0
        for one in (found.buyers, found.buyers_before)
    )
    note = gettext("against the same part of the period before")
    return [
        Tile(
            gettext("Sales with VAT"), formats.short_money(now.rials),
            periods.change(now.rials, before.rials), note, _trend(found),
        ),
        Tile(
            gettext("Purchases"), formats.number(now.purchases),
            periods.change(now.purchases, before.purchases),
        ),
        Tile(
            gettext("Average basket"), formats.short_money(basket),
            periods.change(basket, basket_before),
        ),
        Tile(
            gettext("Members who bought"), formats.number(found.buyers.buyers),
            periods.change(found.buyers.buyers, found.buyers_before.buyers),
        ),
        Tile(
            gettext("Repeat rate"), formats.percent(again), periods.change(again, again_before),
            gettext("bought more than once"),
        ),
    ]  # fmt: skip


def _club_tiles(found: Dashboard) -> list[Tile]:
    members = found.members
    return [
        Tile(
            gettext("New members"), formats.number(members.joined),
            periods.change(members.joined, members.joined_before),
            gettext("of %(count)s members") % {"count": formats.number(members.members)},
        ),
        *(
            Tile(
                gettext("Outstanding: %(unit)s") % {"unit": unit.name},
                formats.number(unit.units),
                note=gettext("worth %(money)s") % {"money": formats.plain_money(unit.worth_rials)}
                if unit.worth_rials else "",
            )
            for unit in found.units
        ),
    ]  # fmt: skip


def _sales_chart(found: Dashboard) -> charts.Chart:
    labels = [periods.label(found.row.by, day) for day in found.row.days]
    series = charts.Series(gettext("Sales with VAT"), _trend(found))
    return charts.bars(gettext("Sales by period"), labels, [series], write=charts.money)


def _tiers_chart(found: Dashboard) -> charts.Chart | None:
    if not found.tiers:
        return None
    language = formats.language()
    parts = [(one.names.get(language) or one.names["fa"], one.members) for one in found.tiers]
    return charts.donut(gettext("Members by tier"), parts, unit=gettext("members"))


def _waiting(found: Dashboard) -> list[tuple[str, int]]:
    """List what needs somebody, and how many there are."""
    waiting = found.waiting
    everything = [
        (gettext("Requests that wait for approval"), waiting.approvals),
        (gettext("Unusual purchases to look at"), waiting.reviews),
        (gettext("Offline sales that were rejected"), waiting.offline_sales),
        (gettext("Messages that failed in the last 7 days"), waiting.messages),
        (gettext("Members who lose points or credit within 7 days"), waiting.expiring),
        (gettext("Files that could not be brought in"), waiting.imports),
    ]
    return [(text, count) for text, count in everything if count]
