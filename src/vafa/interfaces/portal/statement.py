"""What happened to a member's units, each entry with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from vafa.domain.rewards.answers import Entry
from vafa.domain.rewards.queries import BadCursor
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.interfaces.portal.holdings import money_units, ref_of, said, units_text
from vafa.interfaces.web import sources
from vafa.interfaces.web.people import MemberRequest, member_page
from vafa.journeys import show_rules, show_statement, show_wallet


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
    try:
        rows, older = _read(request, request.GET.get("before", ""))
    except NoProgramme:
        rows, older = (), ""
    return render(request, "portal/statement.html", {"rows": rows, "older": older})


def _read(request: MemberRequest, cursor: str) -> tuple[tuple[Row, ...], str]:
    principal, vault, member = request.principal, sources.vault(), ref_of(request)
    document = show_rules.show_rules(principal=principal, at=sources.now()).document
    wallet = show_wallet.show_wallet(principal=principal, vault=vault, member=member)
    names = {one.unit: said(one.name) for one in wallet.balances}
    money = money_units(document)
    try:
        found = show_statement.show_statement(
            principal=principal, vault=vault, member=member, cursor=cursor, limit=25
        )
    except BadCursor:
        found = show_statement.show_statement(
            principal=principal, vault=vault, member=member, limit=25
        )
    return tuple(_row(one, names, money) for one in found.entries), found.next_cursor


def _row(entry: Entry, names: dict[str, str], money: frozenset[str]) -> Row:
    name, is_money = names.get(entry.unit, entry.unit), entry.unit in money
    return Row(
        why=said(entry.why),
        at=entry.effective_at,
        is_gain=entry.units > 0,
        change=units_text(abs(entry.units), name=name, is_money=is_money),
        left=units_text(entry.balance_after, name=name, is_money=is_money),
    )
