"""Rolling a unit from one month's end to the next: what moved, what it was worth, what was booked.

Pure. Days are taken in their order, the late ones first: they lie before the month and are booked
in it with their own day. On a day units are issued before they are taken back, used and ended.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from vafa.domain.accounting.measure import Position, deferral, fair_value, position
from vafa.domain.accounting.records import (
    FINE,
    Cohort,
    Entry,
    Figures,
    Flow,
    MonthFlows,
    MonthRolled,
    RateChange,
    Revaluation,
    UnitState,
    UnitTerms,
)

_ADDING: Final = ("sold", "given", "adjusted", "brought_in", "paid_in")


class Days(NamedTuple):
    """The first and the last day of a month."""

    first: int
    last: int


def roll(
    *,
    states: Mapping[int, UnitState],
    month: MonthFlows,
    terms: Mapping[int, UnitTerms],
    days: Days,
) -> MonthRolled:
    """Book a month on the states that the one before left; every unit with terms is reported."""
    rolling = {
        unit: _Rolling(unit, states.get(unit, UnitState()), of_unit, days)
        for unit, of_unit in sorted(terms.items())
    }
    by_day: dict[int, list[Flow]] = defaultdict(list)
    for flow in month.flows:
        by_day[flow.day].append(flow)
    for day, flows in sorted(by_day.items()):
        _run_day(rolling, day, flows, month.prices.get(day, 0))
    for unit in rolling.values():
        unit.reach(days.last)
    return MonthRolled(
        month=month.month,
        states={number: unit.state() for number, unit in rolling.items()},
        figures=tuple(unit.figures() for unit in rolling.values()),
        entries=tuple(entry for unit in rolling.values() for entry in unit.entries()),
        revaluations=tuple(one for unit in rolling.values() for one in unit.revaluations),
    )


def _run_day(rolling: Mapping[int, _Rolling], day: int, flows: list[Flow], price: int) -> None:
    for unit in rolling.values():
        unit.reach(day)
    sold = [flow for flow in flows if flow.sold]
    values = [rolling[flow.unit].fair(flow.day, flow.sold) for flow in sold]
    parts = deferral(price=price, values=values)
    for flow, part in zip(sold, parts, strict=True):
        rolling[flow.unit].issue(flow, "sold", flow.sold, part)
    for flow in flows:
        rolling[flow.unit].add(flow)
    moved = [flow for flow in flows if flow.moved_in or flow.moved_out]
    for number in sorted({flow.unit for flow in moved}):
        rolling[number].move([flow for flow in moved if flow.unit == number])
    for flow in flows:
        rolling[flow.unit].take(flow)


class _Rolling:
    """One unit on its way through one month."""

    def __init__(self, number: int, opening: UnitState, terms: UnitTerms, days: Days) -> None:
        self.number = number
        self.revaluations: list[Revaluation] = []
        self._opening = opening
        self._terms = terms
        self._days = days
        self._cohorts = dict(opening.cohorts)
        self._positions: dict[int, Position] = {}  # of cohorts as they stand
        self._owed = opening.owed
        is_new = not opening.cohorts and not opening.owed
        first = terms.on(days.first)
        self._change = first if is_new else RateChange(days.first - 1, opening.rate)
        self._use = terms.use_basis_points
        self._units: Counter[str] = Counter()
        self._booked: Counter[tuple[int, str]] = Counter()
        self._book_changed_expectation(opening.use_basis_points)

    def reach(self, day: int) -> None:
        """Meet the rates that start until a day (late days lie before all of the month)."""
        for change in self._terms.rates:
            if self._change.day < change.day <= min(day, self._days.last):
                self._revalue(change)

    def fair(self, day: int, units: int) -> int:
        """Give the stand-alone price of units on a day, in ten-thousandths."""
        rate = self._terms.on(day).rate
        return fair_value(units=units, rate=rate, use_basis_points=self._use)

    def issue(self, flow: Flow, cause: str, units: int, deferred: int) -> None:
        """Add units to a cohort with what is deferred for them."""
        if units:
            cohort = self._cohorts.get(flow.cohort, Cohort())
            grown = replace(
                cohort, issued=cohort.issued + units, deferred=cohort.deferred + deferred
            )
            self._set(flow.day, flow.cohort, grown, cause)

    def add(self, flow: Flow) -> None:
        """Book what came without a sale at its stand-alone price, and paid units at their face."""
        self._units["issued"] += flow.sold + flow.given
        self._units["adjusted"] += flow.adjusted_in + flow.brought_in + flow.moved_in
        self._units["adjusted"] += flow.paid_in
        self._units["adjusted"] -= flow.adjusted_out + flow.moved_out
        self._units["used"] += flow.used - flow.restored
        self._units["expired"] += flow.expired
        self._units["taken_back"] += flow.taken_back
        for cause, units in (
            ("given", flow.given),
            ("adjusted", flow.adjusted_in),
            ("brought_in", flow.brought_in),
            ("used", flow.restored),
        ):
            if units:
                self.issue(flow, cause, units, self.fair(flow.day, units))
        if flow.paid_in:
            rate = self._terms.on(flow.day).rate
            face = fair_value(units=flow.paid_in, rate=rate, use_basis_points=FINE)
            self.issue(flow, "paid_in", flow.paid_in, face)

    def move(self, flows: list[Flow]) -> None:
        """Carry what is deferred along with units that went from one member to another.

        What came to a cohort and left it on one day never changed hands there.
        """
        arriving = {flow: flow.moved_in - flow.moved_out for flow in flows}
        units = sum(count for count in arriving.values() if count > 0)
        carried = 0
        for flow, count in arriving.items():
            if count < 0:
                cohort = self._cohorts.get(flow.cohort, Cohort())
                carried += cohort.deferred * -count // max(cohort.issued, 1)
                self._take(flow, "adjusted", gone=-count)
        for flow, count in arriving.items():
            if count > 0:
                self.issue(flow, "adjusted", count, carried * count // units)

    def take(self, flow: Flow) -> None:
        """Book what was taken back, used and ended, and what members owe."""
        self._take(flow, "taken_back", gone=flow.taken_back)
        self._take(flow, "adjusted", gone=flow.adjusted_out)
        self._take(flow, "used", used=flow.used)
        self._take(flow, "breakage", expired=flow.expired)
        for cause, units in (("owed", flow.owed), ("lent", flow.lent)):
            if not units:
                continue
            before = self._change.rate.worth(self._owed)
            self._owed += units
            self._book(flow.day, cause, self._change.rate.worth(self._owed) - before)

    def state(self) -> UnitState:
        """Give the state that the next month starts from."""
        return UnitState(dict(self._cohorts), self._owed, self._change.rate, self._use)

    def figures(self) -> Figures:
        """Give the month as it is reported."""
        opening, closing = self._opening, self.state()
        rials: Counter[str] = Counter()
        for (_, cause), amount in self._booked.items():
            rials[cause] += amount
        return Figures(
            unit=self.number,
            opening_units=opening.outstanding,
            issued_units=self._units["issued"],
            used_units=self._units["used"],
            expired_units=self._units["expired"],
            taken_back_units=self._units["taken_back"],
            adjusted_units=self._units["adjusted"],
            closing_units=closing.outstanding,
            owed_units=self._owed,
            worth_rials=self._change.rate.worth(closing.outstanding),
            use_basis_points=self._use,
            opening_rials=liability(opening),
            added_rials=sum(rials[cause] for cause in _ADDING),
            taken_back_rials=-rials["taken_back"],
            used_rials=-rials["used"],
            breakage_rials=-rials["breakage"],
            revalued_rials=rials["revalued"],
            closing_rials=liability(closing),
        )

    def entries(self) -> Iterable[Entry]:
        """Give what was booked, by day and cause."""
        for (day, cause), amount in sorted(self._booked.items()):
            if amount:
                booked_on = min(max(day, self._days.first), self._days.last)
                yield Entry(booked_on, day, self.number, cause, amount)

    def _take(
        self, flow: Flow, cause: str, *, gone: int = 0, used: int = 0, expired: int = 0
    ) -> None:
        if gone or used or expired:
            cohort = self._cohorts.get(flow.cohort, Cohort())
            left = replace(
                cohort,
                gone=cohort.gone + gone,
                used=cohort.used + used,
                expired=cohort.expired + expired,
            )
            self._set(flow.day, flow.cohort, left, cause)

    def _set(self, day: int, key: int, cohort: Cohort, cause: str) -> None:
        """Replace a cohort; what it releases is booked as such, the rest as `cause`."""
        before = self._positions.get(key)
        if before is None:
            old = self._cohorts.get(key, Cohort())
            before = position(cohort=old, use_basis_points=self._use)
        after = position(cohort=cohort, use_basis_points=self._use)
        self._positions[key] = after
        self._book(day, cause, after.deferred - before.deferred)
        self._book(day, "used", before.used - after.used)
        self._book(day, "breakage", before.breakage - after.breakage)
        self._cohorts[key] = cohort

    def _book(self, day: int, cause: str, amount: int) -> None:
        if amount:
            self._booked[day, cause] += amount

    def _book_changed_expectation(self, before: int) -> None:
        """Release to date is as if the new expectation had always been held (15.B47, 15.59)."""
        for cohort in self._cohorts.values():
            old = position(cohort=cohort, use_basis_points=before).liability
            new = position(cohort=cohort, use_basis_points=self._use).liability
            self._book(self._days.first, "breakage", new - old)

    def _revalue(self, change: RateChange) -> None:
        """Let a rate start: what is outstanding is worth it from this day on (E38)."""
        old, new = self._change.rate, change.rate
        self._change = change
        if old == new:
            return
        self._positions.clear()
        before = liability(self.state())
        owed = old.worth(self._owed)
        for key, cohort in self._cohorts.items():
            if old.rials:
                deferred = (
                    cohort.deferred * new.rials * old.per_units // (old.rials * new.per_units)
                )
            else:
                deferred = fair_value(units=cohort.issued, rate=new, use_basis_points=self._use)
            self._cohorts[key] = replace(cohort, deferred=deferred)
        after = liability(self.state())
        self._book(change.day, "revalued", after - before)
        self._book(change.day, "owed", new.worth(self._owed) - owed)
        units = self.state().outstanding
        if units:
            self.revaluations.append(
                Revaluation(
                    day=change.day,
                    unit=self.number,
                    version=change.version,
                    units=units,
                    old_worth=old.worth(units),
                    new_worth=new.worth(units),
                    difference=after - before,
                )
            )


def liability(state: UnitState) -> int:
    """Give the deferred revenue of a unit in Rial: the sum over its cohorts."""
    return sum(
        position(cohort=cohort, use_basis_points=state.use_basis_points).liability
        for cohort in state.cohorts.values()
    )
