"""Writes of accounting: settings, account codes, closing a month and opening the last one again.

Each runs inside the caller's `club_scope`; writers of one club take turns on its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.accounting import queries, reporting
from vafa.domain.accounting.models import (
    AccountCode,
    ClosedMonth,
    MonthCohort,
    MonthEntry,
    MonthRevaluation,
    MonthUnit,
    Term,
)
from vafa.domain.accounting.months import name_of, starts_at
from vafa.domain.accounting.records import ACCOUNTS, FINE, MonthRolled, Rate
from vafa.domain.clubs.models import Club
from vafa.domain.clubs.principal import Principal
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.errors import NotFound, Refused
from vafa.ledger import periods
from vafa.ledger.periods import Knowledge

MAX_CODE: Final = 40
# Tills that were under way at midnight have arrived by then.
SETTLES_IN: Final = timedelta(hours=1)


class MonthNotOver(Refused):
    """A month can be closed one hour after it is over."""


class MonthClosed(Refused):
    """The month is closed: what was reported stays. Choose an open month."""


class CloseEarlierFirst(Refused):
    """Months are closed in their order: close the earlier one first."""


class NothingToClose(Refused):
    """Nothing has happened in this club yet, so there is nothing to close."""


class NotTheLastClosed(Refused):
    """Only the month that was closed last can be opened again."""


class NoSuchUnit(NotFound):
    """No programme of the club has this unit."""


class UnfitTerms(Refused):
    """A worth needs Rial (0 or more) for one unit or more; a share of use is 1 to 10,000."""


class UnknownAccount(Refused):
    """There is no such account, or the code is empty or longer than forty characters."""


def set_terms(
    *,
    principal: Principal,
    unit: str,
    month: int,
    rate: Rate | None,
    use_basis_points: int | None,
    at: datetime,
) -> None:
    """Set what a unit is worth and how much of it will be used, from a month on.

    None leaves it to the programme's rate, and to the estimate.

    :raises NoSuchUnit: when no programme of the club has it.
    :raises UnfitTerms: when a figure cannot be.
    :raises MonthClosed: when the month is closed.
    """
    club_id = principal.club_id
    club = Club.objects.select_for_update(no_key=True).get(id=club_id)
    if rate and not (0 <= rate.rials <= MAX_RIALS and 0 < rate.per_units <= MAX_RIALS):
        raise UnfitTerms
    if use_basis_points is not None and not 1 <= use_basis_points <= FINE:
        raise UnfitTerms
    numbers = {one.code: one.number for one in queries.units(club_id=club_id, zone=club.zone)}
    if unit not in numbers:
        raise NoSuchUnit(unit=unit)
    last = queries.last_closing(club_id=club_id)
    if last and month <= last.month:
        raise MonthClosed(month=name_of(month), closed_until=name_of(last.month))
    Term.objects.update_or_create(
        club_id=club_id,
        unit=numbers[unit],
        month=month,
        defaults={
            "rials": rate.rials if rate else None,
            "per_units": rate.per_units if rate else None,
            "use_basis_points": use_basis_points,
            "credential_id": principal.credential_id,
            "staff_id": principal.staff_id or None,
            "set_at": at,
        },
    )


def set_account_codes(*, club_id: int, codes: Mapping[str, str]) -> None:
    """Let our accounts have the club's own codes.

    :raises UnknownAccount: when there is no such account, or a code does not fit.
    """
    for account, code in codes.items():
        if account not in ACCOUNTS or not 0 < len(code) <= MAX_CODE:
            raise UnknownAccount(account=account)
    for account, code in codes.items():
        AccountCode.objects.update_or_create(
            club_id=club_id, account=account, defaults={"code": code}
        )


def close(*, principal: Principal, month: int, at: datetime) -> MonthRolled:
    """Close a month: what it reports is stored, and what comes later is booked in the next ones.

    :raises MonthClosed: when it is closed.
    :raises CloseEarlierFirst: when one before it is open.
    :raises MonthNotOver: when it has not been over for an hour.
    :raises NothingToClose: when the book is empty.
    """
    club_id = principal.club_id
    club = Club.objects.select_for_update(no_key=True).get(id=club_id)
    last = queries.last_closing(club_id=club_id)
    if last and month <= last.month:
        raise MonthClosed(month=name_of(month), closed_until=name_of(last.month))
    due = last.month + 1 if last else queries.first_month(club_id=club_id, zone=club.zone)
    if due is None:
        raise NothingToClose
    if month < due:
        raise NothingToClose(first=name_of(due))
    if month > due:
        raise CloseEarlierFirst(first=name_of(due))
    if at < starts_at(month + 1, club.zone) + SETTLES_IN:
        raise MonthNotOver(month=name_of(month))
    until = Knowledge(periods.known_now().snapshot, at)
    rolled = reporting.computed(
        club_id=club_id, zone=club.zone, first=month, last=month, until=until, is_whole=True
    )[0]
    ClosedMonth.objects.create(
        club_id=club_id,
        month=month,
        closed_at=at,
        snapshot=until.snapshot,
        credential_id=principal.credential_id,
        staff_id=principal.staff_id or None,
    )
    _store(club_id, rolled)
    return rolled


def check_reopening(*, club_id: int, month: int) -> None:
    """Refuse to open a month again unless it is the one that was closed last.

    :raises NotTheLastClosed: when it is not.
    """
    last = queries.last_closing(club_id=club_id)
    if last is None or last.month != month:
        raise NotTheLastClosed(month=name_of(month))


def reopen(*, club_id: int, month: int) -> None:
    """Open the month that was closed last; it is computed anew until it is closed again.

    :raises NotTheLastClosed: when another one is.
    """
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    check_reopening(club_id=club_id, month=month)
    for table in (MonthEntry, MonthRevaluation, MonthCohort, MonthUnit, ClosedMonth):
        table._default_manager.filter(club_id=club_id, month=month).delete()  # noqa: SLF001  framework


def _store(club_id: int, rolled: MonthRolled) -> None:
    mine = {"club_id": club_id, "month": rolled.month}
    MonthUnit.objects.bulk_create(
        MonthUnit(
            **mine,
            **asdict(figures),
            rate_rials=rolled.states[figures.unit].rate.rials,
            per_units=rolled.states[figures.unit].rate.per_units,
        )
        for figures in rolled.figures
    )
    MonthCohort.objects.bulk_create(
        MonthCohort(**mine, unit=unit, cohort=number, **asdict(cohort))
        for unit, state in rolled.states.items()
        for number, cohort in state.cohorts.items()
    )
    MonthEntry.objects.bulk_create(
        MonthEntry(**mine, number=number, **asdict(entry))
        for number, entry in enumerate(rolled.entries, 1)
    )
    MonthRevaluation.objects.bulk_create(
        MonthRevaluation(**mine, **asdict(one)) for one in rolled.revaluations
    )
