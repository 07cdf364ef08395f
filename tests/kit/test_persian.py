"""Numbers, money and dates for people: the vectors, then worked tables."""

import json
from pathlib import Path
from typing import Any

import pytest

from vafa.kit.calendar import day_of_jalali
from vafa.kit.persian import (
    Language,
    MoneyUnit,
    fixed,
    long_date,
    money,
    number,
    percent,
    short_date,
    time_of_day,
)

Case = dict[str, Any]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))["money"]
FIRST_OF_AZAR = day_of_jalali(1405, 9, 1)


@pytest.mark.parametrize("case", VECTORS["toman_display"], ids=str)
def test_toman(case: Case) -> None:
    plain = fixed(case["rial"], places=1, language="en", grouped=False)

    assert (plain, money(case["rial"])) == (case["toman"], case["fa"])


@pytest.mark.parametrize(
    ("rials", "unit", "language", "shown"),
    [
        (1_250_000, "rial", "fa", "۱٬۲۵۰٬۰۰۰ ریال"),
        (1_250_000, "toman", "en", "125,000 Toman"),
        (1_255, "toman", "en", "125.5 Toman"),
        (-1_255, "toman", "en", "-125.5 Toman"),
        (-1_255, "toman", "fa", "\u200e\u2212۱۲۵٫۵ تومان"),
        (-5, "toman", "en", "-0.5 Toman"),
    ],
)
def test_money(rials: int, unit: MoneyUnit, language: Language, shown: str) -> None:
    assert money(rials, unit=unit, language=language) == shown


@pytest.mark.parametrize(
    ("basis_points", "fa", "en"),
    [(500, "۵٪", "5%"), (250, "۲٫۵٪", "2.5%"), (10_000, "۱۰۰٪", "100%"), (1, "۰٫۰۱٪", "0.01%")],
)
def test_percent(basis_points: int, fa: str, en: str) -> None:
    assert (percent(basis_points), percent(basis_points, "en")) == (fa, en)


def test_number() -> None:
    assert (number(1_234_567), number(-12, "en")) == ("۱٬۲۳۴٬۵۶۷", "-12")


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("fa", "۱۴۰۵/۰۹/۰۱", "یکشنبه ۱ آذر ۱۴۰۵"),
        ("en", "2026-11-22", "Sunday 22 November 2026"),
    ],
)
def test_dates(language: Language, short: str, long: str) -> None:
    assert (short_date(FIRST_OF_AZAR, language), long_date(FIRST_OF_AZAR, language)) == (
        short,
        long,
    )


def test_time_of_day() -> None:
    assert (time_of_day(0), time_of_day(1_439, "en")) == ("۰۰:۰۰", "23:59")
