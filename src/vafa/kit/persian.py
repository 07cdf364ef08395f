"""Numbers, money and dates as people read them, in Persian or English.

Storage and the API carry plain integers and ASCII digits; these functions serve screens,
receipts, messages and explanations only. Toman and new Rial exist here and nowhere below: ten
Rial, and ten thousand.
"""

from typing import Literal

from vafa.kit.amounts import BASIS_POINTS
from vafa.kit.calendar import date_of, jalali_of, weekday

Language = Literal["fa", "en"]
MoneyUnit = Literal["toman", "rial", "new_rial"]

MONTHS = {
    "fa": (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
WEEKDAYS = {
    "fa": ("شنبه", "یکشنبه", "دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنجشنبه", "جمعه"),
    "en": ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}

MONEY_NAMES = {
    "fa": {"toman": "تومان", "rial": "ریال", "new_rial": "ریال نو"},
    "en": {"toman": "Toman", "rial": "Rial", "new_rial": "new Rial"},
}
MONEY_PLACES = {"toman": 1, "rial": 0, "new_rial": 4}
_GROUP = {"fa": "٬", "en": ","}
_POINT = {"fa": "٫", "en": "."}
_PERCENT = {"fa": "٪", "en": "%"}
_PERCENT_PLACES = len(str(BASIS_POINTS // 100)) - 1
# In Persian text a minus needs a left-to-right mark, or it lands behind the number.
_MINUS = {"fa": "\u200e\u2212", "en": "-"}
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def persian_digits(text: str) -> str:
    """Write ASCII digits as Persian ones."""
    return text.translate(_DIGITS)


def number(value: int, language: Language = "fa") -> str:
    """Write a whole number with its thousands set apart."""
    return fixed(value, places=0, language=language)


def fixed(value: int, *, places: int, language: Language = "fa", grouped: bool = True) -> str:
    """Write ``value / 10**places`` exactly, without zeros at the end of the fraction."""
    whole, fraction = divmod(abs(value), 10**places)
    text = f"{whole:,}".replace(",", _GROUP[language]) if grouped else str(whole)
    decimals = str(fraction).zfill(places).rstrip("0")
    if decimals:
        text = f"{text}{_POINT[language]}{decimals}"
    if value < 0:
        text = _MINUS[language] + text
    return persian_digits(text) if language == "fa" else text


def percent(basis_points: int, language: Language = "fa") -> str:
    """Write basis points as a percentage."""
    text = fixed(basis_points, places=_PERCENT_PLACES, language=language)
    return text + _PERCENT[language]


def money(rials: int, *, unit: MoneyUnit = "toman", language: Language = "fa") -> str:
    """Write an amount of Rial in the unit that the shop shows, with the unit's name."""
    text = fixed(rials, places=MONEY_PLACES[unit], language=language)
    return f"{text} {MONEY_NAMES[language][unit]}"


def short_date(day: int, language: Language = "fa") -> str:
    """Write a day in digits: Jalali 1405/09/01 in Persian, 2026-11-22 in English."""
    if language == "en":
        return date_of(day).isoformat()
    year, month, day_of_month = jalali_of(day)
    return persian_digits(f"{year:04}/{month:02}/{day_of_month:02}")


def long_date(day: int, language: Language = "fa") -> str:
    """Write a day in words: weekday, day, month and year."""
    name = WEEKDAYS[language][weekday(day)]
    if language == "en":
        value = date_of(day)
        return f"{name} {value.day} {MONTHS['en'][value.month - 1]} {value.year}"
    year, month, day_of_month = jalali_of(day)
    return persian_digits(f"{name} {day_of_month} {MONTHS['fa'][month - 1]} {year}")


def time_of_day(minute: int, language: Language = "fa") -> str:
    """Write minutes since midnight as a 24-hour time."""
    text = f"{minute // 60:02}:{minute % 60:02}"
    return persian_digits(text) if language == "fa" else text
