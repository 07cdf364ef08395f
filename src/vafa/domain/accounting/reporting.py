"""Months of a club: the closed ones as they were reported, the open ones computed from the book.

Each runs inside the caller's `club_scope`; nothing here writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.accounting import queries
from vafa.domain.accounting.months import days_of, month_at, month_named, name_of, starts_at
from vafa.domain.accounting.records import Flow, MonthFlows, MonthRolled
from vafa.domain.accounting.roll import roll
from vafa.domain.accounting.terms import terms_of
from vafa.domain.clubs.queries import zone_of
from vafa.ledger import periods
from vafa.ledger.periods import Knowledge, Period, PeriodFlow


@dataclass(frozen=True, slots=True)
class Book:
    """Where open months are read instead of the book itself: somebody keeps what it adds up to.

    `first_month` is that of the first movement; `flows` are as `ledger.periods.flows` gives them,
    up to now.
    """

    first_month: Callable[[], int | None]
    flows: Callable[[Period, Knowledge | None], Sequence[PeriodFlow]]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many months were computed anew, and every place where something differs."""

    months: int
    differences: tuple[str, ...]


def months(
    *, club_id: int, at: datetime, first: str = "", last: str = "", book: Book | None = None
) -> list[MonthRolled]:
    """Give months up to the current one, in their order; without names, all there are.

    :raises InvalidMonth: when a month is no name like 1405-07.
    """
    zone = zone_of(club_id=club_id)
    begin = month_named(first) if first else 0
    current = month_at(at, zone)
    end = min(month_named(last), current) if last else current
    earliest = _earliest(club_id, zone, book)
    if earliest is None:
        return []
    closed = queries.last_closing(club_id=club_id)
    found = queries.closed_months(club_id=club_id, first=begin, last=end) if closed else []
    first_open = closed.month + 1 if closed else earliest
    if first_open <= end:
        now = computed(
            club_id=club_id, zone=zone, first=first_open, last=current,
            until=periods.known_now(), is_whole=False, book=book,
        )  # fmt: skip
        found += [month for month in now if begin <= month.month <= end]
    return found


def computed(
    *, club_id: int, zone: str, first: int, last: int, until: Knowledge, is_whole: bool,
    book: Book | None = None,
) -> list[MonthRolled]:  # fmt: skip
    """Compute months from the book, on the state that the closing before them left.

    `is_whole` leaves out what happened after the last of them has ended; else it counts in it.
    """
    before = queries.last_closing(club_id=club_id, before=first)
    earliest = _earliest(club_id, zone, book)
    start = first if earliest is None else min(first, earliest)
    period = Period(
        starts=[starts_at(month, zone) for month in range(start, last + 1)],
        first_open=first - start,
        ends_at=starts_at(last + 1, zone) if is_whole else None,
    )
    known = before.knowledge if before else None
    found = book.flows(period, known) if book else periods.flows(
        club_id=club_id, zone=zone, period=period, before=known, until=until
    )  # fmt: skip
    by_month = _grouped(found, start)
    units = queries.units(club_id=club_id, zone=zone)
    by_hand = queries.settings(club_id=club_id)
    now = queries.states(club_id=club_id, month=before.month) if before else {}
    rolled = []
    for month in range(first, last + 1):
        terms = {
            unit.number: terms_of(
                unit=unit,
                month=month,
                settings=by_hand,
                cohorts=now[unit.number].cohorts.values() if unit.number in now else (),
            )
            for unit in units
        }
        flows = by_month.get(month, MonthFlows(month))
        rolled.append(roll(states=now, month=flows, terms=terms, days=days_of(month)))
        now = rolled[-1].states
    return rolled


def check(*, club_id: int, at: datetime) -> Checked:
    """Compute every closed month anew from what it knew, and hold the open ones to the wallets."""
    zone = zone_of(club_id=club_id)
    wrong: list[str] = []
    closings = queries.closings(club_id=club_id)
    for closing in closings:
        month = closing.month
        (anew,) = computed(
            club_id=club_id, zone=zone, first=month, last=month, until=closing.knowledge,
            is_whole=True,
        )  # fmt: skip
        (stored,) = queries.closed_months(club_id=club_id, first=month, last=month)
        states = queries.states(club_id=club_id, month=month)
        if (anew.figures, anew.entries, anew.revaluations, anew.states) != (
            stored.figures, stored.entries, stored.revaluations, states,
        ):  # fmt: skip
            wrong.append(f"{name_of(month)}: the book gives other figures than were reported")
    held = periods.stocks(club_id=club_id)
    first_open = closings[-1].month + 1 if closings else None
    first = first_open or queries.first_month(club_id=club_id, zone=zone)
    if first is None:
        return Checked(0, tuple(wrong))
    current = max(month_at(at, zone), first)
    now = computed(
        club_id=club_id, zone=zone, first=first, last=current, until=held.known, is_whole=False
    )
    for one in now[-1].figures:
        in_wallets = held.units.get(one.unit, (0, 0))
        if (one.closing_units, one.owed_units) != in_wallets:
            wrong.append(
                f"{name_of(current)}: unit {one.unit} has {one.closing_units}, owed"
                f" {one.owed_units}; wallets {in_wallets[0]}, owed {in_wallets[1]}"
            )
    return Checked(len(closings) + len(now), tuple(wrong))


def _earliest(club_id: int, zone: str, book: Book | None) -> int | None:
    if book is None:
        return queries.first_month(club_id=club_id, zone=zone)
    closed = queries.first_closed(club_id=club_id)
    return book.first_month() if closed is None else closed


def _grouped(found: Sequence[periods.PeriodFlow], start: int) -> dict[int, MonthFlows]:
    flows: dict[int, dict[tuple[int, int, int], dict[str, int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    prices: dict[int, dict[int, int]] = defaultdict(dict)
    for one in found:
        month = start + one.month
        if one.what == "price":
            prices[month][one.day] = one.amount
        else:
            flows[month][one.day, one.unit, start + one.cohort][one.what] = one.amount
    return {
        month: MonthFlows(
            month,
            tuple(Flow(*key, **what) for key, what in sorted(of_month.items())),
            prices[month],
        )
        for month, of_month in flows.items()
    }
