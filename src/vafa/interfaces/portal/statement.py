"""What happened to a member's units, each entry with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from vafa.domain.rewards.answers import Entry
from vafa.domain.rewards.queries import BadCursor
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import money_units, ref_of, said, units_text
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys.show_rules import show_rules
from vafa.journeys.show_statement import show_statement
from vafa.programme.document import Programme

_ON_A_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is shown."""

    why: str
    at: datetime
    is_gain: bool
    change: str
    left: str


@member_page
def statement(request: MemberRequest) -> HttpResponse:
    """Show a page of the statement, newest first."""
    rows: tuple[Row, ...] = ()
    older = ""
    try:
        document = show_rules(principal=request.principal, at=sources.now()).document
        rows, older = read(request, document, request.GET.get("before", ""))
    except NoProgramme:
        pass
    return render(request, "portal/statement.html", {"rows": rows, "older": older})


def read(
    request: MemberRequest, document: Programme, cursor: str = "", limit: int = _ON_A_PAGE
) -> tuple[tuple[Row, ...], str]:
    """Read entries of the member, newest first, and the cursor of what is older."""
    names = {one.code: said(one.name) for one in document.units}
    money = money_units(document)
    ask = partial(
        show_statement, principal=request.principal, vault=sources.vault(),
        member=ref_of(request), limit=limit,
    )  # fmt: skip
    try:
        found = ask(cursor=cursor)
    except BadCursor:
        found = ask()
    return tuple(_row(one, names, money) for one in found.entries), found.next_cursor


def _row(entry: Entry, names: dict[str, str], money: frozenset[str]) -> Row:
    name, is_money = names.get(entry.unit, entry.unit), entry.unit in money
    return Row(
        why=said(entry.why),
        at=entry.effective_at,
        is_gain=entry.units > 0,
        change=units_text(abs(entry.units), name=name, is_money=is_money) if entry.units else "",
        left=units_text(entry.balance_after, name=name, is_money=is_money),
    )
