"""Reading single cells as people and spreadsheets write them. Pure.

Each function takes the cell's text and gives the stored value, or None where there is none to
be had.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from vafa.domain.imports.records import MoneyUnit
from vafa.kit.calendar import InvalidJalaliDate, birthday_in, date_of, day_of, day_of_jalali
from vafa.kit.calendar import jalali_of as _jalali_of
from vafa.kit.identity import InvalidMobile, normalise_mobile
from vafa.kit.text import ascii_digits, clean, search_key

_MONEY_WORDS: Final[tuple[tuple[MoneyUnit, tuple[str, ...]], ...]] = (
    ("rial", ("ریال", "rials", "rial", "irr")),
    ("toman", ("تومان", "تومن", "tomans", "toman", "irt")),
)
_THOUSANDS: Final = str.maketrans(dict.fromkeys(",٬،'\u2019_ ", ""))
_DOTTED: Final = re.compile(r"\d{1,3}(\.\d{3}){2,}")
_AMBIGUOUS: Final = re.compile(r"\d{1,3}\.\d{3}")
_DATE: Final = re.compile(r"(\d{1,4})[-/.\\ ](\d{1,2})[-/.\\ ](\d{1,4})")
_SOLID: Final = re.compile(r"\d{8}")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_CLOCK: Final = re.compile(r"(?:^|[\sT])(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(\S*)$")
_AFTERNOON: Final = frozenset({"pm", "ب.ظ", "بعدازظهر", "عصر"})
_EXCEL_EPOCH: Final = -25_569  # 1899-12-30, the day 0 of spreadsheets
_LAST_JALALI: Final = 1600
_FIRST_YEAR: Final = 1900
_NOON: Final = 12
_HUNDRED: Final = 100
_LONG: Final = 40
_LEAP: Final = 1403
_KEPT: Final = 1 << 16  # cells come again and again: a member's mobile, an order's day
_PLAIN: Final = re.compile(r"[0-9]+(?:,[0-9]{3})*")


@lru_cache(maxsize=_KEPT)
def mobile(*, text: str) -> str | None:
    """Read a mobile; a spreadsheet may have made it a number with a fraction of zero."""
    try:
        return normalise_mobile(text.strip().removesuffix(".0"))
    except InvalidMobile:
        return None


@lru_cache(maxsize=_KEPT)
def unit_named(*, text: str) -> MoneyUnit | None:
    """Tell which unit of money a header or a cell names."""
    if _PLAIN.fullmatch(text):
        return None
    key = search_key(text)
    return next((unit for unit, words in _MONEY_WORDS if any(word in key for word in words)), None)


def money(*, text: str, unit: MoneyUnit) -> int | None:
    """Read an amount in Rial, sign included; None when it is no whole number of Rials."""
    if len(text) < _LONG and _PLAIN.fullmatch(text):
        plain = int(text.replace(",", ""))
        return plain * 10 if unit == "toman" else plain
    value = number(text=text)
    if value is None:
        return None
    rials = value * 10 if unit == "toman" else value
    return int(rials) if rials == rials.to_integral_value() else None


def number(*, text: str) -> Decimal | None:
    """Read a number with separators of thousands, a sign at either end, or in parentheses."""
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    bare = search_key(text).replace("\u066b", ".").replace("\u2212", "-")
    for _, words in _MONEY_WORDS:
        for word in words:
            bare = bare.replace(word, "")
    bare = bare.translate(_THOUSANDS)
    is_negative = (bare.startswith("(") and bare.endswith(")")) or bare.endswith("-")
    bare = bare.strip("()").removesuffix("-")
    if _DOTTED.fullmatch(bare):
        bare = bare.replace(".", "")
    if _AMBIGUOUS.fullmatch(bare):
        return None
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    if not value.is_finite() or value.adjusted() > 18:  # noqa: PLR2004 - framework
        return None
    return -value if is_negative else value


@lru_cache(maxsize=_KEPT)
def moment(*, date: str, time: str, today: int) -> tuple[int, int] | None:
    """Read a day, Jalali or Gregorian, and the minute of it; without a time it is noon."""
    text = ascii_digits(clean(date))
    clock = _CLOCK.search(text)
    day = _day(text[: clock.start()].strip() if clock else text, today)
    if day is None:
        return None
    if not clock and time.strip():
        clock = _CLOCK.search(ascii_digits(clean(time)))
        if clock is None:
            return None
    minute = _minute(clock) if clock else _NOON * 60
    return None if minute is None else (day, minute)


def birthday(*, text: str, today: int) -> tuple[int, int] | None:
    """Read a birthday as Jalali month and day; a year, of either calendar, may stand before."""
    bare = ascii_digits(clean(text))
    parts = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})", bare)
    if parts is None:
        day = _day(bare.partition(" ")[0].partition("T")[0], today)
        if day is None:
            return None
        jalali = _jalali_of(day)
        return jalali.month, jalali.day
    month, day_of_month = int(parts[1]), int(parts[2])
    try:
        birthday_in(_LEAP, month, day_of_month)
    except InvalidJalaliDate:
        return None
    return month, day_of_month


def _minute(clock: re.Match[str]) -> int | None:
    hour, minute = int(clock[1]), int(clock[2])
    if clock[3].lower() in _AFTERNOON and hour < _NOON:
        hour += _NOON
    return hour * 60 + minute if hour < 24 and minute < 60 else None  # noqa: PLR2004 - framework


def _day(text: str, today: int) -> int | None:
    if _SOLID.fullmatch(text):
        return _of_parts(int(text[:4]), int(text[4:6]), int(text[6:]))
    serial = _SERIAL.fullmatch(text)
    if serial:
        return int(serial[1]) + _EXCEL_EPOCH
    parts = _DATE.fullmatch(text)
    if parts is None:
        return None
    first, month, last = int(parts[1]), int(parts[2]), int(parts[3])
    if len(parts[3]) == 4 and len(parts[1]) <= 2:  # noqa: PLR2004 - framework
        first, last = last, first
    elif len(parts[1]) <= 2 and len(parts[3]) <= 2:  # noqa: PLR2004 - framework
        first = _full_year(first, today)
    return _of_parts(first, month, last)


def _full_year(short: int, today: int) -> int:
    """Take a year of two digits for the latest Jalali one that has begun."""
    year = _jalali_of(today).year
    century = year - year % _HUNDRED
    return century + short if century + short <= year else century - _HUNDRED + short


def _of_parts(year: int, month: int, day: int) -> int | None:
    try:
        if year >= _FIRST_YEAR:
            return day_of(date_of(0).replace(year, month, day))
        if 1200 < year < _LAST_JALALI:  # noqa: PLR2004 - framework
            return day_of_jalali(year, month, day)
    except (ValueError, InvalidJalaliDate):
        return None
    return None
