"""Cells are read as people and spreadsheets write them, or not at all: never guessed wrong."""

from __future__ import annotations

import pytest

from vafa.domain.imports import cells
from vafa.domain.imports.records import MoneyUnit
from vafa.kit.calendar import day_of_jalali

TODAY = day_of_jalali(1405, 9, 1)
DAY = day_of_jalali(1403, 5, 12)


@pytest.mark.parametrize(
    ("text", "unit", "rials"),
    [
        ("۱٬۲۰۰٬۰۰۰", "rial", 1_200_000),
        ("1,200,000 ریال", "rial", 1_200_000),
        ("120,000 تومان", "toman", 1_200_000),
        ("1.200.000", "rial", 1_200_000),
        ("1200000.00", "rial", 1_200_000),
        ("1.2E+06", "rial", 1_200_000),
        ("٫۵", "toman", 5),
        ("(5,000)", "rial", -5_000),
        ("5000-", "rial", -5_000),
        ("\u22125000", "rial", -5_000),
        ("12.500", "rial", None),
        ("0.5", "rial", None),
        ("nan", "rial", None),
        ("1e400", "rial", None),
        ("هزار", "rial", None),
    ],
)
def test_money(text: str, unit: MoneyUnit, rials: int | None) -> None:
    assert cells.money(text=text, unit=unit) == rials


@pytest.mark.parametrize(
    "text",
    [
        "1403/05/12", "۱۴۰۳/۵/۱۲", "1403-5-12", "14030512", "12/05/1403", "03/05/12", "2024-08-02",
        "2024/8/2", "02.08.2024", "20240802", "45506", "45506.0",
    ],
)  # fmt: skip
def test_day_in_every_form(text: str) -> None:
    assert cells.moment(date=text, time="", today=TODAY) == (DAY, 720)


@pytest.mark.parametrize(
    ("date", "time", "minute"),
    [
        ("1403/05/12 08:05", "", 485),
        ("2024-08-02T08:05:59", "", 485),
        ("1403/05/12", "۲۰:۱۵", 1215),
        ("1403/05/12", "8:15 PM", 1215),
    ],
)
def test_minute_of_the_day(date: str, time: str, minute: int) -> None:
    assert cells.moment(date=date, time=time, today=TODAY) == (DAY, minute)


@pytest.mark.parametrize(
    "text",
    ["1403/13/01", "1403/12/31", "2023-02-29", "دیروز", "1403/05", "0001/01/01", "1403/1/2 25:00"],
)  # fmt: skip
def test_day_that_is_none(text: str) -> None:
    assert cells.moment(date=text, time="", today=TODAY) is None


def test_year_of_two_digits_is_the_latest_that_has_begun() -> None:
    assert cells.moment(date="98/01/01", time="", today=TODAY) == (
        day_of_jalali(1398, 1, 1),
        720,
    )


def test_birthday_with_and_without_a_year() -> None:
    assert cells.birthday(text="۱۳۶۵/۱۲/۳۰", today=TODAY) is None
    assert cells.birthday(text="1366/12/30", today=TODAY) == (12, 30)
    assert cells.birthday(text="۵/۱۲", today=TODAY) == (5, 12)
    assert cells.birthday(text="13/1", today=TODAY) is None


def test_mobile_that_a_spreadsheet_cut_is_none() -> None:
    assert cells.mobile(text="9121234567.0") == "+989121234567"
    assert cells.mobile(text="9.12E+09") is None
