"""What the club owes its members, month by month: units, their worth, and deferred revenue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.accounting import queries as accounting
from vafa.domain.accounting import reporting
from vafa.domain.accounting.journal import jalali_text
from vafa.domain.accounting.measure import estimate
from vafa.domain.accounting.months import days_of, month_at, name_of
from vafa.domain.accounting.records import Entry, Figures, MonthRolled, Revaluation, UnitState
from vafa.domain.accounting.terms import Term, UnitKnown, terms_of
from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.answers import Why
from vafa.insight import building
from vafa.insight.marks import club_view
from vafa.insight.owed import kept_book
from vafa.kit.calendar import local_day


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """A unit in a month, under the code that the programme gives it; `is_money`: one is a Rial."""

    code: str
    name: Why
    figures: Figures
    is_money: bool


@dataclass(frozen=True, slots=True)
class Revalued:
    """A new rate met what members had: worth of all units before and after, in Rial."""

    date: str
    unit: str
    programme_version: int
    units: int
    old_worth_rials: int
    new_worth_rials: int
    difference_rials: int


@dataclass(frozen=True, slots=True)
class LateEffect:
    """An amount booked in the month for a day before it, since that day's month was closed."""

    effective_date: str
    unit: str
    cause: str
    amount_rials: int


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month as it is reported. An open one may still change."""

    month: str
    is_closed: bool
    units: tuple[UnitMonth, ...]
    revaluations: tuple[Revalued, ...]
    late: tuple[LateEffect, ...]


@dataclass(frozen=True, slots=True)
class UnitTermsShown:
    """How a unit is measured now, and what the estimate from the club's own history says.

    The estimate is taken at the start of a month, from the months of issue that are over by then;
    `finished_used` and `finished_expired` are the units that it stands on.
    """

    code: str
    name: Why
    rials: int
    per_units: int
    use_basis_points: int
    is_set_by_hand: bool
    estimate_basis_points: int | None
    finished_used: int
    finished_expired: int


def show_liability(
    *, principal: Principal, at: datetime, first: str = "", last: str = "",
    is_patient: bool = False,
) -> tuple[MonthShown, ...]:  # fmt: skip
    """Show the club's months up to the current one; the open ones are computed as of now.

    Who is patient waits until a large book that is not counted yet is read.

    :raises InvalidMonth: when a month is no name like 1405-07.
    :raises BeingCounted: when a large club is not counted yet.
    """
    principal.require("reports.read")
    with reading_accounts(club_id=principal.club_id, is_patient=is_patient) as (zone, book):
        units = accounting.units(club_id=principal.club_id, zone=zone)
        known = {unit.number: unit for unit in units}
        closed = accounting.last_closing(club_id=principal.club_id)
        found = reporting.months(
            club_id=principal.club_id, at=at, first=first, last=last, book=book
        )
    return tuple(_shown(month, known, closed.month if closed else 0) for month in found)


def show_terms(*, principal: Principal, at: datetime) -> tuple[UnitTermsShown, ...]:
    """Show how each unit is measured in the current month, and what its next estimate would be.

    :raises BeingCounted: when a large club is not counted yet.
    """
    principal.require("reports.read")
    with reading_accounts(club_id=principal.club_id) as (zone, book):
        by_hand = accounting.settings(club_id=principal.club_id)
        found = reporting.months(club_id=principal.club_id, at=at, book=book)
        units = accounting.units(club_id=principal.club_id, zone=zone)
    month, day = month_at(at, zone), local_day(at, zone)
    states = found[-1].states if found else {}
    return tuple(
        _terms(unit, states.get(unit.number, UnitState()), by_hand, month, day) for unit in units
    )


@contextmanager
def reading_accounts(
    *, club_id: int, is_patient: bool = False
) -> Iterator[tuple[str, reporting.Book | None]]:
    """Read a club's accounts as of one moment: its zone, and the book as it is counted.

    :raises BeingCounted: when a large club is not counted yet, and nobody is patient.
    """
    with club_view(club_id=club_id) as view:
        if not is_patient:
            building.require_counted(view=view)
        yield view.zone, kept_book(view=view)


def _terms(
    unit: UnitKnown, state: UnitState, by_hand: Sequence[Term], month: int, day: int
) -> UnitTermsShown:
    cohorts = tuple(state.cohorts.values())
    over = [one for one in cohorts if one.outstanding == 0]
    terms = terms_of(unit=unit, month=month, settings=by_hand, cohorts=())
    own = [one for one in by_hand if one.unit == unit.number and one.month <= month]
    rate = terms.on(day).rate
    return UnitTermsShown(
        code=unit.code,
        name=unit.name,
        rials=rate.rials,
        per_units=rate.per_units,
        use_basis_points=state.use_basis_points,
        is_set_by_hand=bool(own and own[-1].use_basis_points),
        estimate_basis_points=estimate(cohorts=cohorts),
        finished_used=sum(one.used for one in over),
        finished_expired=sum(one.expired for one in over),
    )


def _shown(month: MonthRolled, known: Mapping[int, UnitKnown], closed_until: int) -> MonthShown:
    first = days_of(month.month).first
    late = [entry for entry in month.entries if entry.effective_day < first]
    return MonthShown(
        month=name_of(month.month),
        is_closed=month.month <= closed_until,
        units=tuple(_unit(known[one.unit], one) for one in month.figures),
        revaluations=_revalued(month.revaluations, known),
        late=tuple(_late(entry, known) for entry in late),
    )


def _unit(unit: UnitKnown, figures: Figures) -> UnitMonth:
    return UnitMonth(unit.code, unit.name, figures, unit.is_money)


def _revalued(
    found: Sequence[Revaluation], known: Mapping[int, UnitKnown]
) -> tuple[Revalued, ...]:
    return tuple(
        Revalued(
            jalali_text(one.day), known[one.unit].code, one.version, one.units, one.old_worth,
            one.new_worth, one.difference,
        )
        for one in found
    )  # fmt: skip


def _late(entry: Entry, known: Mapping[int, UnitKnown]) -> LateEffect:
    date = jalali_text(entry.effective_day)
    return LateEffect(date, known[entry.unit].code, entry.cause, entry.amount)
