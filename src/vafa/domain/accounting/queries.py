"""Reads of accounting: units and their rates, settings, closed months as they were reported.

Each runs inside the caller's `club_scope`. Open months are computed in `reporting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from vafa.domain.accounting.models import (
    AccountCode,
    ClosedMonth,
    MonthCohort,
    MonthEntry,
    MonthRevaluation,
    MonthUnit,
    Term,
)
from vafa.domain.accounting.months import month_at
from vafa.domain.accounting.records import (
    NO_RATE,
    Cohort,
    Entry,
    Figures,
    MonthRolled,
    Rate,
    RateChange,
    Revaluation,
    UnitState,
)
from vafa.domain.accounting.terms import Term as TermSet
from vafa.domain.accounting.terms import UnitKnown
from vafa.domain.rewards.answers import Why
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.kit.calendar import local_day
from vafa.ledger import periods
from vafa.ledger.periods import Knowledge

type_states = Mapping[int, UnitState]


@dataclass(frozen=True, slots=True)
class Closing:
    """A month that was closed: when, by whom, and what it knew."""

    month: int
    knowledge: Knowledge
    closed_at: datetime
    staff_id: int | None


def units(*, club_id: int, zone: str) -> tuple[UnitKnown, ...]:
    """List every unit that a published version names, with its rates as they were announced.

    A rate starts on the local day on which its version does; a unit that buys nothing has none.
    """
    published = ProgrammeVersion.objects.filter(club_id=club_id, published_at__isnull=False)
    names: dict[int, tuple[str, Why]] = {}
    rates: dict[int, list[RateChange]] = defaultdict(list)
    versions = published.order_by("starts_at", "number")
    for starts_at, version, of_version in versions.values_list(
        "starts_at", "number", "document__units"
    ):
        assert starts_at is not None
        day = local_day(starts_at, zone)
        for unit in of_version:
            names[unit["number"]] = unit["code"], Why(**unit["name"])
            rates[unit["number"]].append(RateChange(day, _rate(unit), version))
    return tuple(
        UnitKnown(number, code, name, tuple(rates[number]))
        for number, (code, name) in sorted(names.items())
    )


def last_closing(*, club_id: int, before: int | None = None) -> Closing | None:
    """Give the club's last closed month (before another one), if any is closed."""
    closed = ClosedMonth.objects.filter(club_id=club_id)
    if before is not None:
        closed = closed.filter(month__lt=before)
    row = closed.order_by("-month").first()
    return _closing(row) if row else None


def closings(*, club_id: int) -> tuple[Closing, ...]:
    """List the closed months, in their order."""
    rows = ClosedMonth.objects.filter(club_id=club_id).order_by("month")
    return tuple(_closing(row) for row in rows)


def first_closed(*, club_id: int) -> int | None:
    """Give the first month that the club has closed."""
    row = ClosedMonth.objects.filter(club_id=club_id).order_by("month").first()
    return row.month if row else None


def first_month(*, club_id: int, zone: str) -> int | None:
    """Give the club's first month: the first closed one, else that of its first movement."""
    closed = first_closed(club_id=club_id)
    if closed is not None:
        return closed
    moment = periods.first_moment(club_id=club_id)
    return None if moment is None else month_at(moment, zone)


def settings(*, club_id: int) -> tuple[TermSet, ...]:
    """List what was set by hand, by unit and month."""
    return tuple(
        TermSet(
            unit=row.unit,
            month=row.month,
            rate=Rate(row.rials, row.per_units or 1) if row.rials is not None else None,
            use_basis_points=row.use_basis_points,
            set_by=row.staff_id or row.credential_id,
            set_at=row.set_at,
        )
        for row in Term.objects.filter(club_id=club_id).order_by("unit", "month")
    )


def account_codes(*, club_id: int) -> dict[str, str]:
    """Give the club's own codes of our accounts; what is not there has ours."""
    return dict(AccountCode.objects.filter(club_id=club_id).values_list("account", "code"))


def states(*, club_id: int, month: int) -> type_states:
    """Give every unit's state at the end of a closed month."""
    cohorts: dict[int, dict[int, Cohort]] = defaultdict(dict)
    for row in MonthCohort.objects.filter(club_id=club_id, month=month):
        cohorts[row.unit][row.cohort] = Cohort(
            row.deferred, row.issued, row.gone, row.used, row.expired
        )
    return {
        row.unit: UnitState(
            cohorts[row.unit], row.owed_units, Rate(row.rate_rials, row.per_units),
            row.use_basis_points,
        )
        for row in MonthUnit.objects.filter(club_id=club_id, month=month)
    }  # fmt: skip


def closed_months(*, club_id: int, first: int, last: int) -> list[MonthRolled]:
    """Give closed months as they were reported, without their states."""
    mine = {"club_id": club_id, "month__gte": first, "month__lte": last}
    figures: dict[int, list[Figures]] = defaultdict(list)
    entries: dict[int, list[Entry]] = defaultdict(list)
    revalued: dict[int, list[Revaluation]] = defaultdict(list)
    names = [one.name for one in fields(Figures)]
    for unit in MonthUnit.objects.filter(**mine).order_by("month", "unit"):
        figures[unit.month].append(Figures(**{name: getattr(unit, name) for name in names}))
    for row in MonthEntry.objects.filter(**mine).order_by("month", "number"):
        entry = Entry(row.day, row.effective_day, row.unit, row.cause, row.amount)
        entries[row.month].append(entry)
    for one in MonthRevaluation.objects.filter(**mine).order_by("month", "unit", "day"):
        revalued[one.month].append(
            Revaluation(
                one.day, one.unit, one.version, one.units, one.old_worth, one.new_worth,
                one.difference,
            )
        )  # fmt: skip
    closed = ClosedMonth.objects.filter(**mine).order_by("month")
    return [
        MonthRolled(
            month, {}, tuple(figures[month]), tuple(entries[month]), tuple(revalued[month])
        )
        for month in closed.values_list("month", flat=True)
    ]


def _rate(unit: Mapping[str, object]) -> Rate:
    redemption = unit.get("redemption")
    if isinstance(redemption, dict):
        return Rate(redemption["value_rials"], redemption["per_units"])
    return Rate(1, 1) if unit["kind"] == "credit" else NO_RATE


def _closing(row: ClosedMonth) -> Closing:
    knowledge = Knowledge(row.snapshot, row.closed_at)
    return Closing(row.month, knowledge, row.closed_at, row.staff_id)
