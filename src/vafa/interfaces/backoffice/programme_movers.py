"""Whom a version would move on the ladder, or whose points and credit would end sooner."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from vafa.domain.rewards.rulebook import NoProgramme, NoSuchVersion
from vafa.interfaces.backoffice.programme import found_version
from vafa.interfaces.web import formats, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import preview_programme
from vafa.journeys.preview_programme import MoverShown
from vafa.kit.errors import VafaError
from vafa.programme.wording import label


@staff_page("programme.read")
@require_GET
def movers(request: StaffRequest, number: int) -> HttpResponse:
    """List them by number of membership, a page at a time."""
    found = found_version(request, number)
    after = request.GET.get("after", "")
    try:
        page = preview_programme.list_movers(
            principal=request.principal, vault=sources.vault(), number=number,
            at=sources.now(), limit=lists.PAGE_ROWS,
            after_id=int(after) if after.isdecimal() and after.isascii() else 0,
        )  # fmt: skip
    except (NoSuchVersion, NoProgramme) as error:
        raise Http404 from error
    except VafaError:
        page = preview_programme.MoversPage((), "")  # the version's own page says what is wrong
    levels = found.document.ladder.levels if found.document.ladder else ()
    tiers = {level.code: label(level.name, formats.language()) for level in levels}
    units = {unit.code: label(unit.name, formats.language()) for unit in found.document.units}
    shown = _listing(tiers, units)
    window = lists.Window(rows=page.members, next=page.next_cursor)
    table = lists.table(shown, lists.read(shown, request.GET), window, path=request.path)
    told = {"table": table, "version": found.version}
    return render(request, "backoffice/programme/movers.html", told)


def _listing(tiers: dict[str, str], units: dict[str, str]) -> lists.Listing:
    def name(one: MoverShown) -> str:
        if one.card is None:
            return gettext("A shared account")
        return f"{one.card.first_name} {one.card.last_name}".strip() or one.card.number

    def ends(one: MoverShown) -> str:
        said = [formats.counted(end.units, units.get(end.unit, end.unit)) for end in one.ends]
        return formats.listed(said)

    def href(one: MoverShown) -> str:
        return reverse("backoffice:member", args=[one.card.number]) if one.card else ""

    def tier(code: str) -> str:
        return tiers.get(code, code)

    columns: list[Any] = [
        lists.Column("name", gettext("Member"), name, href=href),
        lists.Column("before", gettext("Tier now"), lambda one: tier(one.before)),
        lists.Column("after", gettext("Tier then"), lambda one: tier(one.after)),
        lists.Column("falls", gettext("From"), lambda one: one.falls_on, "day"),
        lists.Column("ends", gettext("Ends sooner"), ends),
    ]
    return lists.Listing(
        code="programme-movers",
        title=gettext("Members whom it moves"),
        columns=columns,
        key=lambda one: one.member_id,
        sort="name",
        empty=lists.Empty(gettext("It moves nobody"), icon="users"),
    )
