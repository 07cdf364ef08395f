"""The list of members: searched, narrowed, sent as a file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from vafa.domain.members.listing import MembersSought
from vafa.domain.rewards.answers import Why
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.forms import DayField
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.list_members import MemberRow, export_members, list_branches
from vafa.journeys.list_members import list_members as listed
from vafa.kit.identity import spaced_mobile

_MOST: Final = (1 << 63) - 1


def listing(*, branches: tuple[str, ...] = (), can_export: bool = False) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="members",
        title=gettext("Members"),
        columns=(
            lists.Column("name", gettext("Name"), name_of, href=address),
            lists.Column("mobile", gettext("Mobile"), _mobile, draw=_drawn_mobile),
            lists.Column("number", gettext("Membership number"), lambda one: one.member.number,
                         "code"),
            lists.Column("tier", gettext("Tier"), lambda one: said(one.standing.tier)),
            lists.Column("worth", gettext("Spendable"), lambda one: one.standing.worth_rials,
                         "money"),
            lists.Column("purchases", gettext("Purchases"), lambda one: one.standing.purchases,
                         "number", is_shown=False),
            lists.Column("bought", gettext("Last purchase"),
                         lambda one: one.standing.last_purchase_date, "day"),
            lists.Column("joined", gettext("Joined"), lambda one: one.member.joined_at, "day"),
            lists.Column("branch", gettext("Branch"), lambda one: one.member.joined_branch,
                         is_shown=False),
            lists.Column("left", gettext("Left"), lambda one: one.member.left_at, "day",
                         is_shown=False),
        ),
        key=lambda one: one.member.member_id,
        sort="-joined",
        empty=lists.Empty(
            gettext("No member yet"),
            gettext("Whoever joins at the till or on the club's page comes here."),
            "users",
        ),
        name=name_of,
        filters=(
            lists.Filter("state", gettext("State"), choices=(
                ("present", gettext("Members now")), ("left", gettext("Left the club")),
            )),
            *([lists.Filter("branch", gettext("Branch"),
                            choices=tuple((code, code) for code in branches))]
              if branches else []),
            lists.Filter("since", gettext("Joined from"), "day"),
            lists.Filter("until", gettext("Joined until"), "day"),
        ),
        views=(
            lists.View(gettext("All"), {}),
            lists.View(gettext("Members now"), {"state": "present"}),
            lists.View(gettext("Left the club"), {"state": "left"}),
        ),
        search_hint=gettext("Name, mobile, membership number or e-mail"),
        can_choose=True,
        can_export=can_export,
    )  # fmt: skip


@staff_page("members.read")
def members(request: StaffRequest) -> HttpResponseBase:
    """List members, or send the list as a file."""
    principal = request.principal
    can_export = "export" in principal.rights
    shown = listing(branches=list_branches(principal=principal), can_export=can_export)
    asked = lists.read(shown, request.GET)
    sought = _sought(request, asked)
    if asked.file and can_export:
        rows = export_members(principal=principal, vault=sources.vault(), sought=sought)
        return downloads.reply(shown, asked, rows)
    found = listed(principal=principal, vault=sources.vault(), sought=sought)
    table = lists.table(shown, asked, _window(asked, found), path=request.path)
    told = {"table": table, "may_enrol": "members.write" in principal.rights}
    return render(request, "backoffice/members/list.html", told)


def name_of(row: MemberRow) -> str:
    """Give a member's name, or that there is none."""
    return row.member.name or gettext("Member without a name")


def address(row: MemberRow) -> str:
    """Give the address of a member's file."""
    return reverse("backoffice:member", args=[row.member.number])


def said(why: Why | None) -> str:
    """Give what the programme says in the reader's language."""
    if why is None:
        return ""
    return why.fa if formats.language() == "fa" else why.en


def _mobile(row: MemberRow) -> str:
    stored = row.member.mobile
    return spaced_mobile(stored) if stored.startswith("+") else stored


def _drawn_mobile(row: MemberRow) -> str:
    stored = row.member.mobile
    is_whole = stored.startswith("+") or not stored
    return formats.mobile(stored) if is_whole else formats.code(formats.digits(stored))


def _sought(request: StaffRequest, asked: lists.Asked) -> MembersSought:
    state = asked.filters.get("state", "")
    return MembersSought(
        text=asked.search,
        state="present" if state == "present" else "left" if state == "left" else "",
        branch=asked.filters.get("branch", ""),
        joined_from=_midnight(request, asked.filters.get("since", ""), days=0),
        joined_before=_midnight(request, asked.filters.get("until", ""), days=1),
        before=_id(asked.after),
        after=_id(asked.before),
        limit=lists.PAGE_ROWS + 1,
    )


def _window(asked: lists.Asked, found: tuple[MemberRow, ...]) -> lists.Window:
    """Cut what is over the page off, at the end where it is."""
    has_over = len(found) > lists.PAGE_ROWS
    if asked.before:
        rows = found[1:] if has_over else found
        has_newer, has_older = has_over, True
    else:
        rows = found[: lists.PAGE_ROWS]
        has_newer, has_older = bool(asked.after), has_over
    return lists.Window(
        rows=rows,
        next=str(rows[-1].member.member_id) if rows and has_older else "",
        previous=str(rows[0].member.member_id) if rows and has_newer else "",
    )


def _id(text: str) -> int | None:
    is_id = text.isascii() and text.isdigit() and len(text) < 20  # noqa: PLR2004 - framework
    return min(int(text), _MOST) if is_id else None


def _midnight(request: StaffRequest, day: str, *, days: int) -> datetime | None:
    """Give the moment at which a day of the club begins, so many days on; None for no day."""
    found = DayField(required=False).clean(day) if day else None
    if found is None:
        return None
    midnight = datetime.combine(found, time(), ZoneInfo(request.club.zone))
    return midnight + timedelta(days=days)
