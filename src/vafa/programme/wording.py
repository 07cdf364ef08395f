"""How codes and figures are said in one language: names, lists, amounts, days, ratios.

Every sentence about a programme (`sentence`, `explain`, `diff`) is made from these pieces, so a
unit, a tier and a date read the same everywhere. No sentence stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from vafa.kit.calendar import day_of
from vafa.kit.persian import (
    MONTHS,
    WEEKDAYS,
    Language,
    MoneyUnit,
    fixed,
    money,
    number,
    persian_digits,
    short_date,
)
from vafa.programme.document import Label, Programme, Unit

Kind = Literal["tier", "rule", "reward", "group", "branch", "partner", "segment", "channel"]
Names = Mapping[str, Mapping[str, str]]

_AND: Final[Mapping[Language, str]] = {"fa": " و ", "en": " and "}
_OR: Final[Mapping[Language, str]] = {"fa": " یا ", "en": " or "}
_COMMA: Final = {"fa": "، ", "en": ", "}
_QUOTES: Final = {"fa": "«{}»", "en": "“{}”"}
_CREDIT: Final = {"fa": "{money} {name}", "en": "{money} of {name}"}
_CHANNELS: Final = {
    "fa": {
        "till": "صندوق", "web": "فروشگاه اینترنتی", "mobile": "برنامهٔ موبایل",
        "terminal": "کارت‌خوان",
    },
    "en": {"till": "till", "web": "web shop", "mobile": "mobile app", "terminal": "terminal"},
}  # fmt: skip
_JALALI_MONTHS_IN_ENGLISH: Final = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip
_WEEK: Final = ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")
_FIRST_DATE: Final = date(1900, 1, 1)
_LAST_DATE: Final = date(2200, 1, 1)
_RATIO_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """The language, the money unit to show, and the names of what codes stand for."""

    language: Language = "fa"
    money: MoneyUnit = "toman"
    units: Mapping[str, Unit] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    rule_units: Mapping[str, str] = field(default_factory=dict)
    budget_units: Mapping[str, str] = field(default_factory=dict)
    ladder_unit: str = ""


def wording_of(
    *,
    document: Programme,
    language: Language = "fa",
    money: MoneyUnit = "toman",
    names: Names | None = None,
) -> Wording:
    """Give the wording of a programme; `names` adds the club's own: kind, then code, to name."""
    levels = document.ladder.levels if document.ladder else ()
    known: dict[str, Mapping[str, str]] = {
        "channel": _CHANNELS[language],
        **(names or {}),
        "tier": {level.code: label(level.name, language) for level in levels},
        "rule": {rule.code: label(rule.name, language) for rule in document.rules},
        "reward": {one.code: label(one.name, language) for one in document.rewards},
    }
    return Wording(
        language=language,
        money=money,
        units={unit.code: unit for unit in document.units},
        names=known,
        rule_units={rule.code: rule.effects[0].unit for rule in document.rules},
        budget_units={budget.code: budget.unit for budget in document.budgets},
        ladder_unit=(document.ladder.points_unit or "") if document.ladder else "",
    )


def label(value: Label, language: Language) -> str:
    """Give the name in one language."""
    return value.fa if language == "fa" else value.en


def quoted(wording: Wording, text: str) -> str:
    """Set a name in quotation marks."""
    return _QUOTES[wording.language].format(text)


def name_of(wording: Wording, kind: Kind, code: str) -> str:
    """Give the quoted name of a code; a code without a name is its own."""
    return quoted(wording, wording.names.get(kind, {}).get(code, code))


def names_of(wording: Wording, kind: Kind, codes: Iterable[str]) -> str:
    """Give the names of several codes as alternatives."""
    return one_of(wording, [name_of(wording, kind, code) for code in codes])


def unit_name(wording: Wording, code: str) -> str:
    """Give the name of a unit; an unknown code is its own."""
    unit = wording.units.get(code)
    return label(unit.name, wording.language) if unit else code


def units_text(wording: Wording, code: str, units: int) -> str:
    """Say an amount of a unit: "9 points", "4,000 Toman of credit"."""
    unit = wording.units.get(code)
    name = unit_name(wording, code)
    if unit is not None and unit.kind == "credit":
        return _CREDIT[wording.language].format(money=rials_text(wording, units), name=name)
    return f"{count_text(wording, units)} {name_after(units, name, wording.language)}"


def name_after(count: int, name: str, language: Language) -> str:
    """Give the name of a unit as it stands after a count: "9 points", "1 point"."""
    is_one = language == "en" and abs(count) == 1 and not name.endswith("ss")
    return name.removesuffix("s") if is_one else name


def rials_text(wording: Wording, rials: int) -> str:
    """Say an amount of money in the unit that the shop shows."""
    return money(rials, unit=wording.money, language=wording.language)


def count_text(wording: Wording, count: int) -> str:
    """Say a whole number."""
    return number(count, wording.language)


def ratio_text(wording: Wording, numerator: int, denominator: int) -> str:
    """Say a ratio exactly: 1.5, or 4/3 where no short decimal is exact."""
    scaled, rest = divmod(numerator * 10**_RATIO_PLACES, denominator)
    if rest == 0:
        return fixed(scaled, places=_RATIO_PLACES, language=wording.language)
    text = f"{numerator}/{denominator}"
    return persian_digits(text) if wording.language == "fa" else text


def date_text(wording: Wording, value: date) -> str:
    """Say a day in digits, in the reader's calendar while that calendar is sure."""
    if _FIRST_DATE <= value < _LAST_DATE:
        return short_date(day_of(value), wording.language)
    text = value.isoformat()
    return persian_digits(text) if wording.language == "fa" else text


def day_text(wording: Wording, day: int) -> str:
    """Say a day number as a date in digits."""
    return short_date(day, wording.language)


def jalali_day_text(wording: Wording, month: int, day: int) -> str:
    """Say a day of the Jalali year, such as 29 Esfand."""
    names = MONTHS["fa"] if wording.language == "fa" else _JALALI_MONTHS_IN_ENGLISH
    return f"{count_text(wording, day)} {names[month - 1]}"


def weekday_text(wording: Wording, day: str) -> str:
    """Give the name of a weekday."""
    return WEEKDAYS[wording.language][_WEEK.index(day)]


def listed(wording: Wording, items: Iterable[str]) -> str:
    """Join texts with commas only: "1, 2, 5"."""
    return _COMMA[wording.language].join(items)


def all_of(wording: Wording, items: Iterable[str]) -> str:
    """Join texts: "a, b and c"."""
    return _joined(wording, list(items), _AND)


def one_of(wording: Wording, items: Iterable[str]) -> str:
    """Join texts as alternatives: "a, b or c"."""
    return _joined(wording, list(items), _OR)


def _joined(wording: Wording, items: list[str], last: Mapping[Language, str]) -> str:
    if len(items) <= 1:
        return "".join(items)
    return _COMMA[wording.language].join(items[:-1]) + last[wording.language] + items[-1]
