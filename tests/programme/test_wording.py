"""Names, lists, amounts, days and ratios in one language."""

from datetime import date

import pytest

from vafa.kit.calendar import day_of
from vafa.kit.persian import Language, MoneyUnit
from vafa.programme import wording as w
from vafa.programme.presets import reference_programme, supermarket_programme

DOCUMENT = supermarket_programme()
NAMES = {"branch": {"north": "شمال"}}


def wording(language: Language = "fa", **kwargs: str) -> w.Wording:
    """Give the supermarket's wording."""
    money: MoneyUnit = "rial" if kwargs.get("money") == "rial" else "toman"
    return w.wording_of(document=DOCUMENT, language=language, money=money, names=NAMES)


def test_names_come_from_the_document_and_the_club() -> None:
    fa, en = wording(), wording("en")

    assert w.name_of(fa, "tier", "gold") == "«طلایی»"
    assert w.name_of(en, "rule", "cashback") == "“Cashback”"
    assert w.name_of(fa, "branch", "north") == "«شمال»"
    assert w.name_of(fa, "branch", "south") == "«south»"
    assert w.name_of(fa, "channel", "terminal") == "«کارت‌خوان»"
    assert w.names_of(fa, "tier", ("silver", "gold")) == "«نقره‌ای» یا «طلایی»"


def test_lists_are_joined_as_people_write_them() -> None:
    fa, en = wording(), wording("en")

    assert w.all_of(fa, []) == ""
    assert w.all_of(fa, ["الف"]) == "الف"
    assert w.all_of(fa, ["الف", "ب", "پ"]) == "الف، ب و پ"
    assert w.one_of(en, ["a", "b", "c"]) == "a, b or c"
    assert w.listed(fa, ["الف", "ب"]) == "الف، ب"


@pytest.mark.parametrize(
    ("language", "money", "units", "said"),
    [
        ("fa", "toman", 40_000, "۴٬۰۰۰ تومان اعتبار"),
        ("fa", "rial", 40_000, "۴۰٬۰۰۰ ریال اعتبار"),
        ("en", "toman", 40_005, "4,000.5 Toman of credit"),
        ("en", "rial", 1, "1 Rial of credit"),
    ],
)
def test_credit_is_said_in_money(language: Language, money: str, units: int, said: str) -> None:
    assert w.units_text(wording(language, money=money), "credit", units) == said


def test_points_are_counted_and_one_is_singular() -> None:
    words = {
        language: w.wording_of(document=reference_programme(), language=language)
        for language in ("fa", "en")
    }

    assert w.units_text(words["fa"], "points", 9) == "۹ امتیاز"
    assert w.units_text(words["en"], "points", 9) == "9 points"
    assert w.units_text(words["en"], "points", 1) == "1 point"
    assert w.units_text(words["en"], "coins", 2) == "2 coins"


@pytest.mark.parametrize(
    ("numerator", "denominator", "fa", "en"),
    [(2, 1, "۲", "2"), (3, 2, "۱٫۵", "1.5"), (4, 3, "۴/۳", "4/3"), (1, 16, "۰٫۰۶۲۵", "0.0625")],
)
def test_ratio_is_exact(numerator: int, denominator: int, fa: str, en: str) -> None:
    assert w.ratio_text(wording(), numerator, denominator) == fa
    assert w.ratio_text(wording("en"), numerator, denominator) == en


def test_days_follow_the_calendar_of_the_language() -> None:
    fa, en = wording(), wording("en")
    nowruz = date(2026, 3, 21)

    assert (w.date_text(fa, nowruz), w.date_text(en, nowruz)) == ("۱۴۰۵/۰۱/۰۱", "2026-03-21")
    assert w.day_text(fa, day_of(nowruz)) == "۱۴۰۵/۰۱/۰۱"
    assert w.date_text(fa, date(300, 1, 1)) == "۰۳۰۰-۰۱-۰۱"
    assert w.jalali_day_text(fa, 12, 29) == "۲۹ اسفند"
    assert w.jalali_day_text(en, 12, 29) == "29 Esfand"
    assert [w.weekday_text(fa, day) for day in ("saturday", "friday")] == ["شنبه", "جمعه"]


def test_wording_knows_what_rules_budgets_and_ladder_count() -> None:
    words = wording()

    assert words.rule_units == {"cashback": "credit", "first-purchase": "credit"}
    assert words.budget_units == {"gifts": "credit"}
    assert words.ladder_unit == ""
