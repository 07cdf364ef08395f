"""The club's journal for its accounting software, under the codes that the software knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from vafa.domain.accounting import journal, operations, reporting
from vafa.domain.accounting import queries as accounting
from vafa.domain.accounting.records import ACCOUNTS
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.show_liability import reading_accounts
from vafa.kit.persian import Language


def export_journal(
    *,
    principal: Principal,
    at: datetime,
    first: str,
    last: str,
    step: journal.Step,
    language: Language,
    is_patient: bool = False,
) -> tuple[journal.JournalLine, ...]:
    """Give the journal of months by day or by month; that of an open month may still change.

    Who is patient waits until a large book that is not counted yet is read.

    :raises InvalidMonth: when a month is no name like 1405-07.
    :raises BeingCounted: when a large club is not counted yet.
    """
    principal.require("reports.read")
    with reading_accounts(club_id=principal.club_id, is_patient=is_patient) as (_zone, book):
        months = reporting.months(
            club_id=principal.club_id, at=at, first=first, last=last, book=book
        )
        codes = accounting.account_codes(club_id=principal.club_id)
    return journal.lines(months=months, step=step, codes=codes, language=language)


def show_account_codes(*, principal: Principal, language: Language) -> tuple[tuple[str, str], ...]:
    """Give each account's code, as the club's own software knows it, with its name."""
    principal.require("reports.read")
    with club_scope(principal.club_id):
        own = accounting.account_codes(club_id=principal.club_id)
    titles = journal.TITLES[language]
    return tuple((own.get(account, account), titles[account]) for account in ACCOUNTS)


def set_account_codes(
    *, principal: Principal, claim: Claim, at: datetime, codes: Mapping[str, str]
) -> tuple[Mapping[str, str], bool]:
    """Let accounts have the club's own codes; give those of all, and whether it is a repeat.

    :raises UnknownAccount: when there is no such account, or a code does not fit.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("accounting.close")

    def work() -> Mapping[str, str]:
        operations.set_account_codes(club_id=principal.club_id, codes=codes)
        trail.note(
            principal=principal, at=at, act="account_codes_set", object_kind="club",
            after=dict(codes),
        )  # fmt: skip
        own = accounting.account_codes(club_id=principal.club_id)
        return {account: own.get(account, account) for account in ACCOUNTS}

    with club_scope(principal.club_id):
        return clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
