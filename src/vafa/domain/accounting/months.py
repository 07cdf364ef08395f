"""Jalali months as numbers, year x 12 + month - 1: their days, their moments, their names."""

from __future__ import annotations

import re
from datetime import datetime

from vafa.domain.accounting.roll import Days
from vafa.kit.calendar import day_of_jalali, jalali_of, local_day, midnight, month_length
from vafa.kit.errors import Refused

_MONTHS = 12
_NAME = re.compile(r"(1[34][0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


class InvalidMonth(Refused):
    """A month is a Jalali year and month, such as 1405-07."""


def month_named(name: str) -> int:
    """Give the month of a name like 1405-07.

    :raises InvalidMonth: when it is none.
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise InvalidMonth
    return int(found[1]) * _MONTHS + int(found[2]) - 1


def name_of(month: int) -> str:
    """Give the name of a month: 1405-07."""
    return f"{month // _MONTHS}-{month % _MONTHS + 1:02}"


def month_of_day(day: int) -> int:
    """Give the month that a day lies in."""
    jalali = jalali_of(day)
    return jalali.year * _MONTHS + jalali.month - 1


def month_at(moment: datetime, zone: str) -> int:
    """Give the month that a moment falls in, where the club is."""
    return month_of_day(local_day(moment, zone))


def days_of(month: int) -> Days:
    """Give the first and the last day of a month."""
    year, before = divmod(month, _MONTHS)
    first = day_of_jalali(year, before + 1, 1)
    return Days(first, first + month_length(year, before + 1) - 1)


def starts_at(month: int, zone: str) -> datetime:
    """Give the first moment of a month, where the club is."""
    return midnight(days_of(month).first, zone)
