"""How values are written on a page: numbers, money, dates, mobiles, in the reader's language.

Everything here gives text or safe HTML and changes nothing. The language is Django's active one;
what the club decides (money unit, calendar, time zone) is put in force around a view by `shown`.
Marks that keep signs and digits in their place in right-to-left text are added here only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from vafa.kit.calendar import date_of, day_of, jalali_of, local_day, minute_of_day, weekday
from vafa.kit.identity import masked_mobile, spaced_mobile
from vafa.kit.persian import (
    MONEY_NAMES,
    MONEY_PLACES,
    MONTHS,
    WEEKDAYS,
    Language,
    MoneyUnit,
    fixed,
    persian_digits,
    time_of_day,
)
from vafa.programme.wording import name_after

Calendar = Literal["by_language", "jalali", "gregorian"]
Digits = Literal["by_language", "latin"]
Day = int | date | datetime

ARABIC_LETTER_MARK: Final = "\u061c"  # keeps a percent sign left of Persian digits
MINUS: Final = "\u2212"
NOTHING: Final = "—"
PLACES: Final = MONEY_PLACES

_SCALES: Final = {
    "fa": ((9, "میلیارد"), (6, "میلیون"), (3, "هزار")),
    "en": ((9, "billion"), (6, "million"), (3, "thousand")),
}
_JALALI_MONTHS: Final = {
    "fa": MONTHS["fa"],
    "en": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
}  # fmt: skip
_GREGORIAN_MONTHS: Final = {
    "fa": (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    "en": MONTHS["en"],
}  # fmt: skip


@dataclass(frozen=True)
class Display:
    """What a club decides about how values are shown."""

    unit: MoneyUnit = "toman"
    calendar: Calendar = "by_language"
    digits: Digits = "by_language"
    zone: str = "Asia/Tehran"


_display: ContextVar[Display] = ContextVar("display", default=Display())  # noqa: B039  framework


@contextmanager
def shown(display: Display) -> Iterator[None]:
    """Show values as this club wants them until the block ends."""
    token = _display.set(display)
    try:
        yield
    finally:
        _display.reset(token)


def current() -> Display:
    """Give what is in force now."""
    return _display.get()


def language() -> Language:
    """Give the reader's language: English when it is asked for, else Persian."""
    return "en" if (get_language() or "fa").startswith("en") else "fa"


def listed(words: Iterable[str]) -> str:
    """Write words one after another, with the reader's comma between them."""
    return ("، " if language() == "fa" else ", ").join(words)


def figures() -> Language:
    """Give whose digits are written: Latin ones in Persian too when the club wants them so."""
    return "en" if current().digits == "latin" else language()


def unit_name() -> str:
    """Name the unit in which money is shown."""
    return MONEY_NAMES[language()][current().unit]


def digits(value: object) -> str:
    """Write the digits of any text as the reader's."""
    text = str(value)
    return persian_digits(text) if figures() == "fa" else text


def number(value: int | None, places: int = 0) -> str:
    """Write ``value / 10**places`` with its thousands set apart, without a sign."""
    if value is None:
        return NOTHING
    return fixed(abs(value), places=places, language=figures())


def counted(count: int, name: str) -> str:
    """Write so many of a unit: "9 points", "1 point"."""
    return f"{number(count)} {name_after(count, name, language())}"


def isolated(text: str, *, sign: str = "") -> SafeString:
    """Keep a number and its sign together, left to right, in text of any direction."""
    return format_html('<bdi dir="ltr" class="money">{}{}</bdi>', sign, text)


def amount(rials: int | None) -> SafeString:
    """Write money without its unit, for columns whose header names it."""
    if rials is None:
        return isolated(NOTHING)
    return isolated(plain_amount(abs(rials)), sign=minus(rials))


def money(rials: int | None) -> SafeString:
    """Write money with its unit."""
    return with_unit(amount(rials), unit_name()) if rials is not None else amount(None)


def signed_money(rials: int) -> SafeString:
    """Write money with its unit and its sign, a plus too."""
    return with_unit(isolated(plain_amount(abs(rials)), sign=sign_of(rials)), unit_name())


def short_money(rials: int | None) -> SafeString:
    """Write money in thousands, millions or milliards, rounded to a tenth, with its unit."""
    if rials is None:
        return amount(None)
    figure, scale = scaled(abs(rials), PLACES[current().unit])
    return with_unit(isolated(figure, sign=minus(rials)), f"{scale} {unit_name()}".strip())


def short_money_text(rials: int) -> str:
    """Write money as `short_money` does, as text and without its unit: for charts."""
    return short_text(rials, PLACES[current().unit])


def short_text(value: int, places: int = 0) -> str:
    """Write ``value / 10**places`` in thousands, millions or milliards, as text."""
    figure, scale = scaled(abs(value), places)
    mark = "\u200e" + MINUS if value < 0 else ""
    return f"{mark}{figure} {scale}".strip()


def scaled(value: int, places: int) -> tuple[str, str]:
    """Give the figure of a positive value and the word for its scale, rounded half up."""
    for power, word in _SCALES[language()]:
        step = 10 ** (places + power)
        if value >= step:
            return fixed((20 * value + step) // (2 * step), places=1, language=figures()), word
    return fixed(value, places=places, language=figures()), ""


def plain_amount(rials: int) -> str:
    """Write money as text in the shown unit, without the unit's name."""
    return fixed(rials, places=PLACES[current().unit], language=figures())


def plain_money(rials: int) -> str:
    """Write money as text with its unit: for attributes, titles and files."""
    return f"{plain_amount(rials)} {unit_name()}"


def with_unit(figure: SafeString, unit: str) -> SafeString:
    """Put the name of a unit after a figure; the two stay on one line."""
    return format_html('<span class="nowrap">{} <span class="unit">{}</span></span>', figure, unit)


def signed(value: int, places: int = 0) -> SafeString:
    """Write ``value / 10**places`` with its sign at its left, whatever the text's direction."""
    return isolated(number(value, places), sign=sign_of(value))


def percent(basis_points: int | None) -> SafeString:
    """Write basis points as a percentage; the sign of percent always at the left in Persian."""
    if basis_points is None:
        return isolated(NOTHING)
    figure = fixed(abs(basis_points), places=2, language=figures())
    if language() == "en":
        return format_html("<bdi>{}{}%</bdi>", minus(basis_points), figure)
    mark = "\u200e" + MINUS if basis_points < 0 else ""
    return format_html("<bdi>{}{}{}٪</bdi>", ARABIC_LETTER_MARK, mark, figure)


def minus(value: int) -> str:
    """Give a true minus for what is below zero."""
    return MINUS if value < 0 else ""


def sign_of(value: int) -> str:
    """Give the sign of a change: nothing for zero."""
    return "+" if value > 0 else minus(value)


def is_jalali() -> bool:
    """Tell whether days are shown in the Jalali calendar."""
    wanted = current().calendar
    return wanted == "jalali" or (wanted == "by_language" and language() == "fa")


def day_number(value: Day) -> int:
    """Give the day of a date, of an aware moment in the club's zone, or of a day number."""
    if isinstance(value, datetime):
        return local_day(value, current().zone)
    return day_of(value) if isinstance(value, date) else value


def parts_of(day: int) -> tuple[int, int, int, str]:
    """Give year, month, day of the month and the month's name in the shown calendar."""
    if is_jalali():
        year, month, day_of_month = jalali_of(day)
        return year, month, day_of_month, _JALALI_MONTHS[language()][month - 1]
    value = date_of(day)
    return value.year, value.month, value.day, _GREGORIAN_MONTHS[language()][value.month - 1]


def short_date(value: Day | None) -> str:
    """Write a day in digits: 1405/09/01, or 2026-11-22 in the Gregorian calendar."""
    if value is None:
        return NOTHING
    year, month, day, _ = parts_of(day_number(value))
    between = "/" if is_jalali() else "-"
    return digits(f"{year:04}{between}{month:02}{between}{day:02}")


def day_date(value: Day | None) -> str:
    """Write a day in words without its weekday: 1 Azar 1405."""
    if value is None:
        return NOTHING
    year, _, day, name = parts_of(day_number(value))
    return digits(f"{day} {name} {year}")


def long_date(value: Day | None) -> str:
    """Write a day in words with its weekday."""
    if value is None:
        return NOTHING
    return f"{WEEKDAYS[language()][weekday(day_number(value))]} {day_date(value)}"


def month_name(value: Day) -> str:
    """Write the month of a day with its year: Azar 1405."""
    year, _, _, name = parts_of(day_number(value))
    return digits(f"{name} {year}")


def jalali_months() -> Sequence[str]:
    """Give the names of the Jalali months in their order."""
    return _JALALI_MONTHS[language()]


def clock(value: datetime | None) -> str:
    """Write what the clock on the club's wall showed."""
    if value is None:
        return NOTHING
    return time_of_day(minute_of_day(value, current().zone), figures())


def clock_time(minute: int) -> str:
    """Write a minute of the day as a clock shows it."""
    return time_of_day(minute, figures())


def moment(value: datetime | None) -> str:
    """Write a day in words and the time."""
    if value is None:
        return NOTHING
    comma = "،" if language() == "fa" else ","
    return f"{day_date(value)}{comma} {clock(value)}"


def mobile(stored: str | None) -> SafeString:
    """Write a stored mobile in groups, left to right."""
    return _left_to_right(digits(spaced_mobile(stored)) if stored else NOTHING)


def masked(stored: str | None) -> SafeString:
    """Write a stored mobile with its middle hidden."""
    return _left_to_right(digits(masked_mobile(stored)) if stored else NOTHING)


def code(value: str | None) -> SafeString:
    """Write a code (membership number, voucher, receipt) in Latin letters, left to right."""
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', value or NOTHING)


def card_number(value: str | None) -> SafeString:
    """Write a membership or card number in groups of four, left to right."""
    if not value:
        return code(None)
    plain = value.replace("-", "").replace(" ", "")
    return code("-".join(plain[at : at + 4] for at in range(0, len(plain), 4)))


def _left_to_right(text: str) -> SafeString:
    return format_html('<bdi dir="ltr" class="nowrap">{}</bdi>', text)
