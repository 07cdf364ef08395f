"""Who did what in the club, newest first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.interfaces.backoffice import periods
from vafa.interfaces.backoffice.act_values import address, changed, thing
from vafa.interfaces.backoffice.act_words import ACTS, name_of
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import show_acts
from vafa.kit.calendar import midnight
from vafa.kit.text import ascii_digits

_FIRST_DAYS: Final = timedelta(days=30)


def listing(*, can_export: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="acts",
        title=gettext("Activity"),
        columns=(
            lists.Column("at", gettext("Moment"), lambda one: one.at, "moment"),
            lists.Column("who", gettext("By whom"), lambda one: one.who or gettext("Vafa")),
            lists.Column("act", gettext("Did what"), lambda one: name_of(one.act)),
            lists.Column("object", gettext("On what"), thing, href=address),
            lists.Column("changed", gettext("What changed"), changed),
            lists.Column("kept", gettext("As it is kept"), _kept, "code",
                         is_shown=False),
            lists.Column("address", gettext("Address on the network"), lambda one: one.address,
                         "code", is_shown=False),
        ),
        key=lambda one: f"{one.source}-{one.id}",
        sort="at",
        empty=lists.Empty(
            gettext("Nothing was done in this time"),
            gettext("What staff and keys do is listed here."), "history",
        ),
        name=lambda one: name_of(one.act),
        filters=(
            *periods.filters()[1:],
            lists.Filter("act", gettext("Did what"), choices=tuple(
                (code, str(name)) for code, name in ACTS.items()
            )),
        ),
        search_hint=gettext("Number of a member, purchase or object"),
        can_export=can_export,
    )  # fmt: skip


@staff_page("audit.read")
def acts(request: StaffRequest) -> HttpResponseBase:
    """List what was done, or send the list as a file."""
    shown = listing(can_export="export" in request.principal.rights)
    asked = lists.read(shown, request.GET)
    sought = _sought(request, asked)
    if asked.file:
        found = show_acts.export_acts(
            principal=request.principal, vault=sources.vault(), sought=sought
        )
        return downloads.reply(shown, asked, found)
    page = show_acts.list_acts(principal=request.principal, vault=sources.vault(), sought=sought)
    following = f"{page.before[0].isoformat()}|{page.before[1]}" if page.before else ""
    table = lists.table(
        shown, asked, lists.Window(rows=page.acts, next=following), path=request.path
    )
    return render(request, "backoffice/reports/acts.html", {"table": table})


def _sought(request: StaffRequest, asked: lists.Asked) -> ActsSought:
    """Read what is asked for; never more than the longest time that a list may cover."""
    zone, now = request.club.zone, sources.now()
    first, last = periods.days_of(asked)
    until = midnight(last + 1, zone) if last is not None else now + timedelta(minutes=1)
    since = midnight(first, zone) if first is not None else until - _FIRST_DAYS
    if since >= until:
        since = until - _FIRST_DAYS
    sought = ActsSought(
        since=max(since, until - show_acts.LONGEST),
        until=until,
        act=asked.filters.get("act", ""),
        object_id=ascii_digits(asked.search),
        limit=lists.PAGE_ROWS,
    )
    return replace(sought, before=_cursor(asked.after))


def _cursor(text: str) -> tuple[datetime, int] | None:
    at, _, number = text.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo else None
    except ValueError:
        return None


def _kept(act: ActShown) -> str:
    return json.dumps([act.before, act.after], ensure_ascii=False, default=str)
