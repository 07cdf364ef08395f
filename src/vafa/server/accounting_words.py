"""The words `vafa accounting …`: months, journal and closing from the command line."""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import django

from vafa.server.commands import say
from vafa.server.config import Config

if TYPE_CHECKING:
    from vafa.journeys.show_liability import MonthShown

_COLUMNS = (
    "opening_units", "issued_units", "used_units", "expired_units", "taken_back_units",
    "adjusted_units", "closing_units", "opening_rials", "added_rials", "taken_back_rials",
    "used_rials", "breakage_rials", "revalued_rials", "closing_rials",
)  # fmt: skip


def add_words(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the words to the command line."""
    steps = words.add_parser(
        "accounting", help="liability, journal, closed months"
    ).add_subparsers(required=True, metavar="STEP")
    show = steps.add_parser("show", help="units and deferred revenue, month by month")
    show.set_defaults(work=show_months)
    journal = steps.add_parser("journal", help="write the journal as CSV")
    journal.add_argument("file", type=Path)
    journal.add_argument("--by", choices=("day", "month"), default="month")
    journal.set_defaults(work=write_journal)
    close = steps.add_parser("close", help="close all open months up to one that is over")
    close.add_argument("--through", required=True, metavar="MONTH", help="for example 1405-07")
    close.set_defaults(work=close_months)
    check = steps.add_parser(
        "check", help="compute closed months anew, hold open ones to the wallets; 1 if any differs"
    )
    check.set_defaults(work=check_months)
    for step in (show, journal, close, check):
        step.add_argument("--club", required=True, help="the club's code")
    for step in (show, journal):
        step.add_argument("--first", default="", metavar="MONTH", help="for example 1405-01")
        step.add_argument("--last", default="", metavar="MONTH")


def show_months(_config: Config, asked: argparse.Namespace) -> int:
    """Show the months of a club as a table, one row for each unit."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.show_liability import show_liability
    from vafa.server.operators import operator

    found = show_liability(
        principal=operator(asked.club), at=sources.now(), first=asked.first, last=asked.last,
        is_patient=True,
    )  # fmt: skip
    say("\t".join(("month", "", "unit", *_COLUMNS, "worth_rials", "use")))
    for month in found:
        _say_month(month)
    return 0


def write_journal(_config: Config, asked: argparse.Namespace) -> int:
    """Write the journal of a club as CSV, in Persian."""
    django.setup()
    from vafa.domain.accounting.journal import csv_text
    from vafa.interfaces.web import sources
    from vafa.journeys.export_journal import export_journal
    from vafa.server.operators import operator

    lines = export_journal(
        principal=operator(asked.club),
        at=sources.now(),
        first=asked.first,
        last=asked.last,
        step=asked.by,
        language="fa",
        is_patient=True,
    )
    asked.file.write_text(csv_text(journal=lines, language="fa"), "utf-8", newline="")
    debit, credit = sum(one.debit_rials for one in lines), sum(one.credit_rials for one in lines)
    say(f"{len(lines):,} lines: debit {debit:,} Rial, credit {credit:,} Rial: {asked.file}")
    return 0


def close_months(_config: Config, asked: argparse.Namespace) -> int:
    """Close the open months of a club one after the other, up to one that is over."""
    django.setup()
    from vafa.domain.accounting.months import month_named, name_of
    from vafa.domain.clubs.principal import Claim
    from vafa.interfaces.web import sources
    from vafa.journeys.close_month import close_month
    from vafa.journeys.show_liability import show_liability
    from vafa.server.operators import operator

    principal, at = operator(asked.club), sources.now()
    through = month_named(asked.through)
    shown = show_liability(principal=principal, at=at, last=asked.through, is_patient=True)
    waiting = [one.month for one in shown if not one.is_closed] or [name_of(through)]
    for month in waiting:
        body = f"{month} {at.isoformat()}"
        claim = Claim(f"close {body}", sha256(body.encode()).digest())
        close_month(principal=principal, claim=claim, at=at, month=month)
        say(f"closed {month}")
    return 0


def check_months(_config: Config, asked: argparse.Namespace) -> int:
    """Say what differs between what was reported, the book and the wallets."""
    django.setup()
    from vafa.interfaces.web import sources
    from vafa.journeys.check_accounting import check_accounting
    from vafa.server.operators import operator

    found = check_accounting(principal=operator(asked.club), at=sources.now())
    for place in found.differences:
        say(f"  {place}")
    say(f"{found.months} months computed anew, {len(found.differences)} differ")
    return 1 if found.differences else 0


def _say_month(month: MonthShown) -> None:
    state = "closed" if month.is_closed else "open"
    for unit in month.units:
        figures = unit.figures
        use = f"{figures.use_basis_points / 100:.2f} %"
        amounts = [f"{getattr(figures, name):,}" for name in _COLUMNS]
        say("\t".join((month.month, state, unit.code, *amounts, f"{figures.worth_rials:,}", use)))
    for one in month.revaluations:
        say(
            f"  {one.date} {one.unit}: version {one.programme_version} values {one.units:,} units"
            f" at {one.new_worth_rials:,} Rial instead of {one.old_worth_rials:,}:"
            f" {one.difference_rials:+,} on the liability"
        )
    for late in month.late:
        say(f"  late, of {late.effective_date}: {late.unit} {late.cause} {late.amount_rials:+,}")
