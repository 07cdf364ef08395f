"""What every report has in common: what it is asked for, and its page with charts, table and file.

It may be printed as it is, and every chart and table can be had as a file.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext

from vafa.insight.building import BeingCounted
from vafa.insight.periods import By
from vafa.interfaces.backoffice import periods
from vafa.interfaces.web import charts, downloads, lists, sources
from vafa.interfaces.web.people import StaffRequest

View = Callable[[StaffRequest], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Question:
    """What a report was asked for: by what, from which day to which (None where it is open)."""

    asked: lists.Asked
    by: By
    first: int | None
    last: int | None

    def of(self, request: StaffRequest) -> dict[str, Any]:
        """Give what every journey of a report takes."""
        return {
            "principal": request.principal, "at": sources.now(), "by": self.by,
            "first": self.first, "last": self.last,
        }  # fmt: skip


def question(request: StaffRequest, listing: lists.Listing) -> Question:
    """Read what a report was asked for."""
    asked = lists.read(listing, request.GET)
    first, last = periods.days_of(asked)
    return Question(asked, periods.by_of(asked.filters.get("by", "")), first, last)


def page(
    request: StaffRequest,
    question: Question,
    listing: lists.Listing,
    lines: Sequence[Any],
    *,
    subtitle: str,
    drawn: Callable[[], Sequence[charts.Chart]],
    **more: object,
) -> HttpResponseBase:
    """Send a report as a file, or show it as a page; charts are drawn when there are lines."""
    if question.asked.file:
        return downloads.reply(listing, question.asked, lines)
    window = window_of(question.asked, lines)
    table = lists.table(listing, question.asked, window, path=request.path)
    told = {
        "title": listing.title, "subtitle": subtitle, "table": table,
        "charts": drawn() if lines else (), **more,
    }  # fmt: skip
    return render(request, "backoffice/reports/report.html", told)


def window_of(asked: lists.Asked, lines: Sequence[Any]) -> lists.Window:
    """Cut one page out of the lines; a cursor is the place at which a page begins or ends."""
    after, before = (
        int(text) if text.isdecimal() and text.isascii() else 0
        for text in (asked.after, asked.before)
    )
    begin = max(before - lists.PAGE_ROWS, 0) if before else after
    end = begin + lists.PAGE_ROWS
    return lists.Window(
        rows=lines[begin:end],
        next=str(end) if end < len(lines) else "",
        previous=str(begin) if begin else "",
    )


def when_counted(title: Promise) -> Callable[[View], View]:
    """Say that the figures are being counted, in place of a large club's page, until they are."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def waiting(request: StaffRequest) -> HttpResponseBase:
            try:
                return view(request)
            except BeingCounted as busy:
                told = {
                    "title": title,
                    "subtitle": gettext("The figures are being counted; they come by themselves."),
                    "counting": busy.details,
                }
                return render(request, "backoffice/reports/report.html", told)

        return waiting

    return decorate
