"""Purchases and returns of the club, newest first: with those that were made without a member."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from vafa.domain.members.records import Named
from vafa.domain.sales.listing import SaleRecent, SalesSought
from vafa.interfaces.backoffice import periods
from vafa.interfaces.backoffice.branches import branch_names
from vafa.interfaces.web import downloads, formats, lists, sources
from vafa.interfaces.web.people import StaffRequest, staff_page
from vafa.journeys import list_sales
from vafa.kit.calendar import midnight
from vafa.kit.text import ascii_digits

_AFTER: Final = re.compile(r"[0-9]{4}-[0-9T:.+-]{10,30}\|[0-9]{1,19}")


def listing(known: Mapping[int, Named], branches: Mapping[str, str]) -> lists.Listing:
    """Describe the list; its words are in the reader's language."""
    return lists.Listing(
        code="purchases",
        title=gettext("Purchases"),
        columns=(
            lists.Column("at", gettext("Moment"), lambda one: one.recorded_at, "moment"),
            lists.Column("document", gettext("Receipt"), lambda one: one.document, "code",
                         href=_address),
            lists.Column("what", gettext("What"), _what),
            lists.Column("member", gettext("Member"), lambda one: _buyer(one, known),
                         href=lambda one: _member(one, known)),
            lists.Column("branch", gettext("Branch"),
                         lambda one: branches.get(one.branch, one.branch)),
            lists.Column("amount", gettext("Amount"), _signed, "money"),
        ),
        key=lambda one: one.id,
        sort="-at",
        name=lambda one: one.document,
        empty=lists.Empty(
            gettext("No purchase in these days"),
            gettext("A list covers at most 31 days; choose others above."), "receipt",
        ),
        filters=(
            lists.Filter("guests", gettext("Without a member"), "flag"),
            *periods.filters()[1:],
        ),
        search_hint=gettext("Receipt, mobile, name or membership number"),
        can_export=True,
    )  # fmt: skip


@staff_page("sales.read")
@require_GET
def purchases(request: StaffRequest) -> HttpResponseBase:
    """List the purchases and returns of at most 31 days, or send the list as a file."""
    principal = request.principal
    branches = branch_names(request)
    asked = lists.read(listing({}, branches), request.GET)
    sought = _sought(request, asked)
    if asked.file:
        whole = tuple(list_sales.export_sales(principal=principal, sought=sought))
        return downloads.reply(listing(_names(request, whole), branches), asked, whole)
    found = list_sales.list_sales(principal=principal, sought=sought).sales
    shown = listing(_names(request, found), branches)
    window = replace(lists.cut(asked, found, cursor=_cursor), previous="")
    told = {
        "table": lists.table(shown, asked, window, path=request.path),
        "sums": list_sales.sum_sales(principal=principal, sought=sought),
    }
    return render(request, "backoffice/orders/purchases.html", told)


def _sought(request: StaffRequest, asked: lists.Asked) -> SalesSought:
    """Read what is asked for; never more days than a list covers, the last ones first."""
    zone, now = request.club.zone, sources.now()
    first, last = periods.days_of(asked)
    until = midnight(last + 1, zone) if last is not None else now + timedelta(seconds=1)
    longest = until - list_sales.LONGEST
    since = max(midnight(first, zone), longest) if first is not None else longest
    at, _bar, number = asked.after.partition("|")
    sought = SalesSought(
        since if since < until else longest, until, limit=lists.PAGE_ROWS + 1,
        before=(datetime.fromisoformat(at), int(number)) if _AFTER.fullmatch(asked.after)
        else None,
        only_guests="guests" in asked.filters,
    )  # fmt: skip
    if not asked.search:
        return sought
    return replace(
        sought,
        document=ascii_digits(asked.search).upper(),
        member_ids=list_sales.holders_named(
            principal=request.principal, vault=sources.vault(), text=asked.search
        ),
    )


def _names(request: StaffRequest, found: Sequence[SaleRecent]) -> Mapping[int, Named]:
    ids = sorted({one.member_id for one in found})
    return list_sales.buyers(principal=request.principal, member_ids=ids)


def _buyer(one: SaleRecent, known: Mapping[int, Named]) -> str:
    if one.is_guest:
        return gettext("Without a member")
    named = known.get(one.member_id)
    return (named.name or formats.digits(named.number)) if named else gettext("Shared wallet")


def _member(one: SaleRecent, known: Mapping[int, Named]) -> str:
    named = known.get(one.member_id)
    return reverse("backoffice:member", args=[named.number]) if named else ""


def _what(one: SaleRecent) -> str:
    return gettext("Brought back") if one.returns_sale_id else gettext("Purchase")


def _signed(one: SaleRecent) -> int:
    """Give what went back to the customer below zero."""
    return -one.amount_rials if one.returns_sale_id else one.amount_rials


def _address(one: SaleRecent) -> str:
    return reverse("cashier:one", args=[one.returns_sale_id or one.id])


def _cursor(one: SaleRecent) -> str:
    return f"{one.recorded_at.isoformat()}|{one.id}"
