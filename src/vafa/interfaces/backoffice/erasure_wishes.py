"""Members who asked to be erased: when it will be done, and the way to do it now."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from vafa.interfaces.backoffice import member_page
from vafa.interfaces.web import downloads, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.interfaces.web.templatetags.ui import badge
from vafa.journeys.ask_erasure import WishShown, list_erasure_wishes, withdraw_erasure
from vafa.kit.text import search_key


def listing(*, may_erase: bool, may_export: bool) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    page = "backoffice:erase_member" if may_erase else "backoffice:member_data"
    return lists.Listing(
        code="erasures",
        title=gettext("Wishes to be erased"),
        columns=(
            lists.Column("name", gettext("Name"),
                         lambda one: one.name or gettext("Member without a name"),
                         href=lambda one: reverse(page, args=[one.number])),
            lists.Column("number", gettext("Membership number"), lambda one: one.number, "code"),
            lists.Column("asked", gettext("Asked"), lambda one: one.wish.asked_at, "moment"),
            lists.Column("due", gettext("Will be erased"), lambda one: one.wish.due_at, "moment"),
            lists.Column("state", gettext("State"), _state, draw=_drawn_state),
        ),
        key=lambda one: one.wish.wish_id,
        sort="due",
        empty=lists.Empty(
            gettext("Nobody wishes to be erased"),
            gettext("Members ask for it on their own page; a week later it is done."),
            "user-check",
        ),
        filters=(
            lists.Filter("state", gettext("State"), choices=(
                ("waits", gettext("In its week")),
                ("due", gettext("Is due and could not be done")),
            )),
        ),
        search_hint=gettext("Name or membership number"),
        can_export=may_export,
    )  # fmt: skip


@staff_page("members.read")
@require_GET
def wishes(request: StaffRequest) -> HttpResponseBase:
    """List who asked to be erased, the first to be done first, or send the list as a file."""
    rights = request.principal.rights
    shown = listing(may_erase="members.erase" in rights, may_export="export" in rights)
    asked = lists.read(shown, request.GET)
    every = list_erasure_wishes(principal=request.principal)
    found = [one for one in every if _fits(one, asked)]
    if asked.file:
        return downloads.reply(shown, asked, found)
    table = lists.table(shown, asked, _page(asked, found), path=request.path)
    return render(request, "backoffice/members/erasures.html", {"table": table})


@staff_page("members.write")
@require_POST
def withdraw(request: StaffRequest, number: str) -> HttpResponse:
    """Take the wish of a member back, who said so; without one nothing is changed."""
    shown = member_page.found(request, number)
    withdraw_erasure(principal=request.principal, at=sources.now(), member_id=shown.card.member_id)
    return HttpResponseRedirect(member_page.page_of("member_data", shown))


def _fits(one: WishShown, asked: lists.Asked) -> bool:
    state = asked.filters.get("state", "")
    is_sought = search_key(asked.search) in search_key(f"{one.name} {one.number}")
    return is_sought and state in ("", _code(one))


def _page(asked: lists.Asked, found: Sequence[WishShown]) -> lists.Window:
    """Cut the page after or before a wish; there are never many."""
    ids = [str(one.wish.wish_id) for one in found]
    start = ids.index(asked.after) + 1 if asked.after in ids else 0
    if asked.before in ids:
        start = max(ids.index(asked.before) - lists.PAGE_ROWS, 0)
    rows = found[start : start + lists.PAGE_ROWS]
    end = start + len(rows)
    return lists.Window(
        rows=rows,
        next=ids[end - 1] if end < len(ids) else "",
        previous=ids[start] if start else "",
        total=len(found),
    )


def _code(one: WishShown) -> str:
    return "waits" if one.wish.due_at > sources.now() else "due"


def _state(one: WishShown) -> str:
    if _code(one) == "waits":
        return gettext("In its week")
    return gettext("Is due and could not be done")


def _drawn_state(one: WishShown) -> str:
    return badge(_state(one), tone="info" if _code(one) == "waits" else "warning")
