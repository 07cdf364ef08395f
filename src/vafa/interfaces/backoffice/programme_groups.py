"""What each product group earns by the programme in force."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from vafa.domain.rewards.version_answers import in_force_of
from vafa.interfaces.backoffice.drafts import money, names_of
from vafa.interfaces.backoffice.programme import found_version
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.paging import sliced
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import manage_programme
from vafa.kit.text import search_words
from vafa.programme.group_table import GroupEarns, earnings_by_group


@staff_page("programme.read")
@require_GET
def programme_groups(request: StaffRequest) -> HttpResponseBase:
    """List the groups of the catalogue with what they earn, or send the list as a file."""
    cards = manage_programme.list_versions(principal=request.principal)
    current = in_force_of(cards, sources.now())
    rows: list[GroupEarns] = []
    names: dict[str, str] = {}
    if current is not None:
        found = found_version(request, current.number)
        names = {**names_of(found)["group"], "": gettext("Goods of no group")}
        rows += earnings_by_group(
            document=found.document, groups=sorted(names), language=formats.language(),
            money=money(), names=names_of(found),
        )  # fmt: skip
    shown = _listing(names)
    asked = lists.read(shown, request.GET)
    words = search_words(asked.search)
    wanted = asked.filters.get("earns", "")
    rows = [
        one
        for one in rows
        if all(word in " ".join(search_words(names[one.code])) for word in words)
        and wanted in ("", "yes" if one.ways else "no")
    ]
    if asked.file:
        return downloads.reply(shown, asked, rows)
    table = lists.table(shown, asked, sliced(asked, rows), path=request.path)
    return render(request, "backoffice/programme/groups.html", {"table": table})


def _listing(names: dict[str, str]) -> lists.Listing:
    def above(one: GroupEarns) -> str:
        return names.get(one.code.rpartition(".")[0], "") if "." in one.code else ""

    columns: list[Any] = [
        lists.Column("group", gettext("Product group"), lambda one: names[one.code]),
        lists.Column("above", gettext("Part of"), above),
        lists.Column("earns", gettext("What it earns"), _earns),
        lists.Column("caps", gettext("At most"), _caps),
    ]
    return lists.Listing(
        code="programme-groups",
        title=gettext("What each group earns"),
        columns=columns,
        key=lambda one: one.code,
        sort="group",
        empty=lists.Empty(gettext("No programme is in force"), icon="book-open"),
        name=lambda one: names[one.code],
        filters=(
            lists.Filter("earns", gettext("What it earns"), choices=(
                ("yes", gettext("Earns something")), ("no", gettext("Earns nothing")),
            )),
        ),
        search_hint=gettext("Product group"),
        can_export=True,
    )  # fmt: skip


def _earns(one: GroupEarns) -> str:
    if one.is_excluded:
        return gettext("Nothing: it never counts")
    told = [f"{way.reward} ({way.condition})" if way.condition else way.reward for way in one.ways]
    return " + ".join(told) or gettext("Nothing")


def _caps(one: GroupEarns) -> str:
    return " + ".join(way.cap for way in one.ways if way.cap)
