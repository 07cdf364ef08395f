"""The first page of the back-office: the club at a glance."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.insight.periods import By
from vafa.interfaces.backoffice import home_parts, periods, report
from vafa.interfaces.web import formats, forms, sources
from vafa.interfaces.web.parts import Tab
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.show_reports import Dashboard, show_dashboard
from vafa.kit.calendar import date_of, day_of, local_day

TABS: Final = {
    "30": _("30 days"), "day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year"),
}  # fmt: skip
LAST_DAYS: Final = 30  # what is shown first: a month that has just begun would say nothing


class RangeForm(forms.PageForm):
    """The days that the dashboard is asked for; a mistake is shown beside its field."""

    since = forms.DayField(label=_("From day"), required=False)
    until = forms.DayField(label=_("Until day"), required=False)


@staff_page()
@report.when_counted(_("Dashboard"))
def home(request: StaffRequest) -> HttpResponseBase:
    """Show the dashboard; who may not see reports sees where to go."""
    if "reports.read" not in request.principal.rights:
        return render(request, "backoffice/home.html")
    by = request.GET.get("by", "")
    asked = RangeForm(request.GET) if request.GET.keys() & {"since", "until"} else None
    is_own = asked is not None and asked.is_valid() and any(asked.cleaned_data.values())
    now = sources.now()
    first, last = _days(asked) if asked is not None and is_own else (None, None)
    if not is_own and by not in periods.NAMES:
        by, last = "30", local_day(now, request.club.zone)
        first = last - LAST_DAYS + 1
    found = show_dashboard(
        principal=request.principal, at=now, by=_by(first, last) or periods.by_of(by),
        first=first, last=last,
    )  # fmt: skip
    told = {
        "found": found,
        "period": _title(found, is_range=first is not None or last is not None),
        "form": asked or RangeForm(),
        "tabs": [Tab(str(title), f"/?by={code}") for code, title in TABS.items()],
        "current": _address(asked) if asked is not None and is_own else f"/?by={by}",
        "is_own": is_own,
        "tiles": home_parts.sales_tiles(found),
        "club_tiles": home_parts.club_tiles(found),
        "sales": home_parts.sales_chart(found),
        "tiers": home_parts.tiers_chart(found),
        "cohorts": home_parts.cohorts(found.cohorts) if found.cohorts else [],
        "waiting": home_parts.waiting(found),
        "ahead": home_parts.days_ahead(found),
    }
    return render(request, "backoffice/home.html", told)


def _days(form: RangeForm) -> tuple[int | None, int | None]:
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    return (day_of(since) if since else None, day_of(until) if until else None)


def _by(first: int | None, last: int | None) -> By | None:
    """Give what an own range goes by on the chart: days, or longer ones in a long range."""
    if first is None and last is None:
        return None
    today = day_of(sources.now().date())
    days = abs((last if last is not None else today) - (first if first is not None else today))
    return next((by for most, by in periods.STEPS if days < most), "year")


def _address(form: RangeForm) -> str:
    named: dict[str, date | None] = form.cleaned_data
    return "/?" + urlencode({name: day.isoformat() for name, day in named.items() if day})


def _title(found: Dashboard, *, is_range: bool) -> str:
    if not is_range:
        return periods.title(found.row.by, found.row.days[-1])
    first, last = (formats.day_date(date_of(day)) for day in (
        found.span.first, found.span.after - 1
    ))  # fmt: skip
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
