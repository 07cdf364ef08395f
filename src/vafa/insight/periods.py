"""Days, weeks, months and years of the Jalali calendar in a row, as reports count them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from vafa.kit.calendar import (
    add_months,
    local_day,
    midnight,
    start_of_month,
    start_of_week,
    start_of_year,
)

By = Literal["day", "week", "month", "year"]

_WEEK: Final = 7
_YEAR_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Periods one after the other: the first day of each, and the day after the last one."""

    by: By
    days: tuple[int, ...]
    after: int
    zone: str

    @property
    def starts(self) -> list[datetime]:
        """Give the first moment of each period."""
        return [midnight(day, self.zone) for day in self.days]

    @property
    def ends_at(self) -> datetime:
        """Give the first moment after the last period."""
        return midnight(self.after, self.zone)


def first_of(*, by: By, day: int) -> int:
    """Give the first day of the period that a day lies in."""
    if by == "day":
        return day
    starts = {"week": start_of_week, "month": start_of_month, "year": start_of_year}
    return starts[by](day)


def moved(*, by: By, first: int, periods: int) -> int:
    """Give the first day of the period that many periods later (or earlier)."""
    if by == "day":
        return first + periods
    if by == "week":
        return first + periods * _WEEK
    return add_months(first, periods * (_YEAR_MONTHS if by == "year" else 1))


def last_ones(*, by: By, at: datetime, zone: str, count: int) -> Row:
    """Give so many periods up to the one that a moment lies in, oldest first."""
    first = first_of(by=by, day=local_day(at, zone))
    days = tuple(moved(by=by, first=first, periods=back - count + 1) for back in range(count))
    return Row(by, days, moved(by=by, first=first, periods=1), zone)


def between(*, by: By, first: int, last: int, zone: str, most: int) -> Row:
    """Give the periods that touch the days from one to another; at most so many, the newest."""
    days = [first_of(by=by, day=max(first, last))]
    while days[-1] > first and len(days) < most:
        days.append(moved(by=by, first=days[-1], periods=-1))
    return Row(by, tuple(reversed(days)), moved(by=by, first=days[0], periods=1), zone)
