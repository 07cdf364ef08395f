"""Days, months and years as an Iranian club counts them.

A day is an integer: days since 1970-01-01 in the club's own time zone. Jalali conversion is
``persiantools``'s, which agrees with ICU from 1925 to 2124. Words for months and weekdays are in
``persian.py``.
"""

from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from persiantools.jdatetime import JalaliDate

from vafa.kit.errors import Refused

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MONTHS = 12
_SEASON_MONTHS = 3
_FIRST_HALF_MONTHS = 6
_LONG_MONTH_DAYS = 31
_SHORT_MONTH_DAYS = 30
_FIRST_DAY_WEEKDAY = 5  # 1970-01-01 was a Thursday; Saturday is 0


class InvalidJalaliDate(Refused):
    """There is no such day in the Jalali calendar."""


class UnknownZone(Refused):
    """There is no such time zone."""


class Jalali(NamedTuple):
    """A Jalali date."""

    year: int
    month: int
    day: int


def day_of(value: date) -> int:
    """Give the day number of a Gregorian date."""
    return value.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """Give the Gregorian date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def jalali_of(day: int) -> Jalali:
    """Give the Jalali date of a day number."""
    value = JalaliDate.to_jalali(date_of(day))  # type: ignore[no-untyped-call]  # stub is wrong
    return Jalali(value.year, value.month, value.day)


def day_of_jalali(year: int, month: int, day: int) -> int:
    """Give the day number of a Jalali date.

    :raises InvalidJalaliDate: when the calendar has no such day.
    """
    try:
        jalali = JalaliDate(year, month, day)  # type: ignore[no-untyped-call]  # stub is wrong
        return day_of(jalali.to_gregorian())
    except ValueError as error:
        raise InvalidJalaliDate from error


def is_leap_year(year: int) -> bool:
    """Tell whether Esfand of a Jalali year has 30 days."""
    return JalaliDate.is_leap(year)


def month_length(year: int, month: int) -> int:
    """Give the number of days of a Jalali month."""
    if month <= _FIRST_HALF_MONTHS:
        return _LONG_MONTH_DAYS
    if month < _MONTHS or is_leap_year(year):
        return _SHORT_MONTH_DAYS
    return _SHORT_MONTH_DAYS - 1


def add_months(day: int, months: int) -> int:
    """Give the day that many Jalali months later (or earlier), at most the month's last day."""
    year, month, day_of_month = jalali_of(day)
    years, month_index = divmod(month - 1 + months, _MONTHS)
    year, month = year + years, month_index + 1
    return day_of_jalali(year, month, min(day_of_month, month_length(year, month)))


def start_of_week(day: int) -> int:
    """Give the Saturday on or before a day."""
    return day - weekday(day)


def start_of_month(day: int) -> int:
    """Give the first day of the Jalali month."""
    return day - jalali_of(day).day + 1


def start_of_season(day: int) -> int:
    """Give the first day of the Jalali season: Farvardin, Tir, Mehr or Dey."""
    year, month, _ = jalali_of(day)
    return day_of_jalali(year, month - (month - 1) % _SEASON_MONTHS, 1)


def start_of_year(day: int) -> int:
    """Give the first of Farvardin on or before a day."""
    return day_of_jalali(jalali_of(day).year, 1, 1)


def weekday(day: int) -> int:
    """Give the day of the week: Saturday is 0, Friday is 6."""
    return (day + _FIRST_DAY_WEEKDAY) % 7


def birthday_in(year: int, month: int, day: int) -> int:
    """Give the day on which a birthday falls in a Jalali year: 30 Esfand is 29 in common years.

    :raises InvalidJalaliDate: when no year has such a day.
    """
    if month == _MONTHS and day == _SHORT_MONTH_DAYS:
        day = month_length(year, month)
    return day_of_jalali(year, month, day)


def end_of_nth_day(day: int, days: int) -> int:
    """Give the day at whose first moment something given for ``days`` days on ``day`` ends.

    Whatever the hour it was given, it ends at the midnight that closes the last day: one that
    is given for 30 days on 20 July ends as 20 August begins.
    """
    return day + days + 1


def local_day(moment: datetime, zone: str) -> int:
    """Give the day on which an aware moment falls in a time zone.

    :raises UnknownZone: when the zone has no such name.
    """
    return day_of(_local(moment, zone).date())


def minute_of_day(moment: datetime, zone: str) -> int:
    """Give the minutes that a clock on the wall shows since 00:00.

    :raises UnknownZone: when the zone has no such name.
    """
    local = _local(moment, zone)
    return local.hour * 60 + local.minute


def midnight(day: int, zone: str) -> datetime:
    """Give the first moment of a local day, in UTC.

    Until 2022 Iran skipped the hour after midnight each spring: the first moment then was 01:00
    on the wall.

    :raises UnknownZone: when the zone has no such name.
    """
    start = datetime.combine(date_of(day), datetime.min.time(), tzinfo=_zone(zone))
    return start.astimezone(UTC)


def _local(moment: datetime, zone: str) -> datetime:
    assert moment.tzinfo is not None
    return moment.astimezone(_zone(zone))


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=name) from error
