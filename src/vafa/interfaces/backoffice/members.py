"""The list of members: searched, narrowed, sorted, sent as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vafa.domain.rewards.answers import Why
from vafa.interfaces.backoffice import members_said, members_sought
from vafa.interfaces.backoffice.members_sought import UNITS
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys.list_members import (
    MemberChoices,
    MemberRow,
    export_members,
    list_choices,
    list_members,
)
from vafa.journeys.mark_members import list_views
from vafa.kit.identity import spaced_mobile


def listing(
    *, choices: MemberChoices, views: tuple[lists.View, ...] = (), can_export: bool = False
) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="members",
        title=gettext("Members"),
        columns=(*_columns(choices), *members_said.columns(choices.own)),
        key=lambda one: one.member.member_id,
        sort="-joined",
        empty=lists.Empty(
            gettext("No member yet"),
            gettext("Whoever joins at the till or on the club's page comes here."),
            "users",
        ),
        name=name_of,
        filters=_filters(choices),
        views=(*_given_views(), *views),
        search_hint=gettext("Name, mobile or its last four digits, membership number"),
        can_choose=True,
        can_export=can_export,
    )


@staff_page("members.read")
def members(request: StaffRequest) -> HttpResponseBase:
    """List members, or send the list as a file."""
    principal = request.principal
    can_export = "export" in principal.rights
    choices = list_choices(principal=principal)
    saved = list_views(principal=principal)
    shown = listing(
        choices=choices,
        views=tuple(lists.View(one.name, one.query) for one in saved),
        can_export=can_export,
    )
    asked = lists.read(shown, request.GET)
    with_profile = members_said.is_asked(asked.columns)
    sought = members_sought.of(request, asked, choices=choices)
    if asked.file and can_export:
        rows = export_members(
            principal=principal, vault=sources.vault(), sought=sought, with_profile=with_profile
        )
        return downloads.reply(shown, asked, rows)
    found = list_members(
        principal=principal, vault=sources.vault(), sought=sought, with_profile=with_profile
    )
    is_alike = any(one.member.is_alike for one in found)
    window = lists.cut(asked, found, cursor=_cursor)
    if is_alike:
        window = lists.Window(rows=window.rows)
    may_write = "members.write" in principal.rights
    told = {
        "table": lists.table(shown, asked, window, path=request.path),
        "is_alike": is_alike,
        "may_enrol": may_write,
        "may_grant": may_write and "credit.grant" in principal.rights,
        "may_export": can_export,
        "columns": asked.columns,
        "can_save": asked.is_narrowed or asked.sort != "joined",
        "query": _query(asked),
    }
    return render(request, "backoffice/members/list.html", told)


@staff_page("export")
@require_POST
def export_chosen(request: StaffRequest) -> HttpResponseBase:
    """Send who was chosen as a file, with the columns that were shown."""
    choices = list_choices(principal=request.principal)
    shown = listing(choices=choices, can_export=True)
    asked = lists.read(shown, request.POST)
    sought = members_sought.of_chosen(request)
    if not asked.file or not sought.member_ids:
        return HttpResponseRedirect(reverse("backoffice:members"))
    rows = export_members(
        principal=request.principal, vault=sources.vault(), sought=sought,
        with_profile=members_said.is_asked(asked.columns),
    )  # fmt: skip
    return downloads.reply(shown, asked, rows)


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


def tone_of(colour: str) -> str:
    """Give the tone in which a tag's badge is drawn."""
    return "plain" if colour in {"neutral", "primary"} else colour


def _columns(choices: MemberChoices) -> tuple[lists.Column, ...]:
    units = [one for one in choices.terms.units if one.number <= UNITS]
    return (
        lists.Column("name", gettext("Name"), name_of, href=address),
        lists.Column("mobile", gettext("Mobile"), _mobile, draw=_drawn_mobile),
        lists.Column("number", gettext("Membership number"), lambda one: one.member.number,
                     "code"),
        lists.Column("tier", gettext("Tier"), lambda one: said(one.standing.tier)),
        lists.Column("worth", gettext("Spendable"), lambda one: one.standing.worth_rials,
                     "money"),
        *(
            lists.Column(
                f"unit_{unit.number}", said(unit.name), _held(unit.number),
                "money" if unit.is_money else "number", can_sort=True, is_shown=False,
            )
            for unit in units
        ),
        lists.Column("purchases", gettext("Purchases"), lambda one: one.standing.purchases,
                     "number", is_shown=False),
        lists.Column("bought", gettext("Last purchase"),
                     lambda one: one.standing.last_purchase_date, "day", can_sort=True),
        lists.Column("tags", gettext("Tags"), _tags),
        lists.Column("manager", gettext("Account manager"),
                     lambda one: choices.staff.get(one.member.manager_id or 0, ""),
                     is_shown=False),
        lists.Column("joined", gettext("Joined"), lambda one: one.member.joined_at, "day",
                     can_sort=True),
        lists.Column("branch", gettext("Branch"), lambda one: one.member.joined_branch,
                     is_shown=False),
        lists.Column("left", gettext("Left"), lambda one: one.member.left_at, "day",
                     is_shown=False),
    )  # fmt: skip


def _filters(choices: MemberChoices) -> tuple[lists.Filter, ...]:
    terms = choices.terms
    found = [
        lists.Filter("tier", gettext("Tier"),
                     choices=tuple((code, said(name)) for code, name in terms.tiers)),
        lists.Filter("quiet", gettext("Last purchase"), choices=(
            ("30", gettext("Within 30 days")), ("60", gettext("Within 60 days")),
            ("-60", gettext("60 to 180 days ago")), ("-180", gettext("More than 180 days ago")),
            ("never", gettext("Never bought")),
        )),
        lists.Filter("tag", gettext("Tag"),
                     choices=tuple((str(one.tag_id), one.name) for one in choices.tags)),
        lists.Filter("state", gettext("State"), choices=(
            ("present", gettext("Members now")), ("left", gettext("Left the club")),
        ), is_more=True),
        lists.Filter("birthday", gettext("Birthday"), choices=(
            ("week", gettext("This week")), ("month", gettext("This month")),
        ), is_more=True),
        lists.Filter("consent", gettext("Consent"), choices=(
            ("sms", gettext("SMS")), ("email", gettext("E-mail")),
            ("profiling", gettext("Personal offers")),
        ), is_more=True),
        lists.Filter("branch", gettext("Branch"),
                     choices=tuple((code, code) for code in choices.branches), is_more=True),
        lists.Filter("manager", gettext("Account manager"), choices=tuple(
            (str(one), name) for one, name in choices.staff.items()
        ), is_more=True),
        lists.Filter("since", gettext("Joined from"), "day", is_more=True),
        lists.Filter("until", gettext("Joined until"), "day", is_more=True),
        lists.Filter("unit", gettext("Balance"), choices=tuple(
            (str(one.number), said(one.name)) for one in terms.units if one.number <= UNITS
        ), is_more=True),
        lists.Filter("least", gettext("Balance from"), "number", is_more=True),
        lists.Filter("most", gettext("Balance up to"), "number", is_more=True),
        *members_sought.own_filters(choices.own),
    ]  # fmt: skip
    return tuple(one for one in found if one.kind != "choice" or one.choices)


def _given_views() -> tuple[lists.View, ...]:
    return (
        lists.View(gettext("All"), {}),
        lists.View(gettext("Loyal"), {"quiet": "60", "sort": "-bought"}),
        lists.View(gettext("At risk"), {"quiet": "-60", "sort": "-bought"}),
        lists.View(gettext("Gone"), {"quiet": "-180", "sort": "-bought"}),
        lists.View(gettext("Birthday this week"), {"birthday": "week"}),
        lists.View(gettext("Left the club"), {"state": "left"}),
    )


def _query(asked: lists.Asked) -> str:
    """Write what is asked for as an address has it: for a saved view, for acts on all of it."""
    sort = f"-{asked.sort}" if asked.descending else asked.sort
    named: dict[str, Any] = {"q": asked.search, **asked.filters, "sort": sort}
    return urlencode({name: value for name, value in named.items() if value})


def _cursor(row: MemberRow) -> str:
    return f"{row.member.place.value}.{row.member.place.member_id}"


def _held(number: int) -> Any:
    return lambda one: one.standing.available.get(number, 0)


def _tags(row: MemberRow) -> str:
    return formats.listed(one.name for one in row.tags)


def _mobile(row: MemberRow) -> str:
    stored = row.member.mobile
    return spaced_mobile(stored) if stored.startswith("+") else stored


def _drawn_mobile(row: MemberRow) -> str:
    stored = row.member.mobile
    is_whole = stored.startswith("+") or not stored
    return formats.mobile(stored) if is_whole else formats.code(formats.digits(stored))
