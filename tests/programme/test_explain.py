"""Every reason renders as a sentence in Persian and in English."""

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.calendar import day_of_jalali
from vafa.kit.persian import Language
from vafa.programme.document import Budget, Cap
from vafa.programme.explain import (
    CLAUSES,
    explain,
    explain_award,
    explain_tier_change,
    stored_reason,
)
from vafa.programme.explain_texts import TEXTS
from vafa.programme.presets import reference_programme
from vafa.programme.reasons import FIGURES
from vafa.programme.records import Reason, TierChange
from vafa.programme.wording import Wording, wording_of

DOCUMENT = reference_programme()
DOCUMENT = DOCUMENT.model_copy(
    update={
        "budgets": (Budget(code="spring", unit="credit", amount=10),),
        "rules": (
            DOCUMENT.rules[0].model_copy(update={"caps": (Cap(per="day", amount=100),)}),
            DOCUMENT.rules[1],
        ),
    }
)
RULE = "points-on-purchase"
DAY = day_of_jalali(1405, 9, 1)

ROWS: list[tuple[str, dict[str, Any], str, str]] = [
    (row["code"], row["figures"], row["fa"], row["en"])
    for row in json.loads(
        (Path(__file__).parent / "reason_sentences.json").read_text(encoding="utf-8")
    )
]


def wording(language: Language) -> Wording:
    """Give the wording of the reference club."""
    return wording_of(document=DOCUMENT, language=language)


@pytest.mark.parametrize(("code", "figures", "fa", "en"), ROWS)
def test_reason_reads_as_a_sentence(code: str, figures: dict[str, Any], fa: str, en: str) -> None:
    reason = Reason(code, figures)

    said = (explain(reason, wording=wording("fa")), explain(reason, wording=wording("en")))

    assert said == (fa, en)


def test_every_code_has_a_row() -> None:
    assert {code for code, *_ in ROWS} == CLAUSES.keys()


def test_every_code_of_the_evaluator_has_words() -> None:
    assert FIGURES.keys() <= CLAUSES.keys()


def test_rows_use_no_figure_that_the_evaluator_lacks() -> None:
    """A sentence made here can be made from what is really stored."""
    rows = {code: figures for code, figures, *_ in reversed(ROWS)}
    for code, names in FIGURES.items():
        stored = {name: rows[code].get(name, 1) for name in {*names, *rows[code]}}
        assert explain(Reason(code, stored), wording=wording("en"))


@pytest.mark.parametrize("limit", [key for key in TEXTS["en"] if key.startswith("limit.")])
def test_every_limit_of_spending_has_words(limit: str) -> None:
    figures = {"available": 9, "held": 5, "rials": 5, "step": 5, "minimum": 5}
    reason = Reason(
        "limited", {"unit": "points", "limit": limit.removeprefix("limit."), "units": 1, **figures}
    )

    assert "چون" in explain(reason, wording=wording("fa"))
    assert "because" in explain(reason, wording=wording("en"))


def test_award_says_how_much_and_why() -> None:
    reasons = (
        Reason(
            "per_amount",
            {"rule": RULE, "unit": "points", "base": 990_000, "units": 1, "rials": 100_000},
        ),
        Reason("rounded", {"unit": "points", "mode": "floor", "step": 1}),
    )

    persian = explain_award(unit="points", units=9, reasons=reasons, wording=wording("fa"))
    english = explain_award(unit="points", units=9, reasons=reasons, wording=wording("en"))

    assert persian == (
        "۹ امتیاز، زیرا قاعدهٔ «امتیاز خرید» برای هر ۱۰٬۰۰۰ تومان ۱ امتیاز می‌دهد"
        " و مبلغ مشمول آن ۹۹٬۰۰۰ تومان است؛ کسر آن به پایین گرد می‌شود."
    )
    assert english == (
        "9 points, because rule “Points on purchases” gives 1 point for every 10,000 Toman,"
        " and 99,000 Toman count for it; the fraction is rounded down."
    )


def test_award_of_nothing_says_so() -> None:
    said = explain_award(
        unit="points", units=0, reasons=(Reason("nothing_paid", {}),), wording=wording("fa")
    )

    assert said == "بدون امتیاز، زیرا مبلغ مشمول پاداش صفر است."


@pytest.mark.parametrize(
    ("kind", "fa"),
    [
        ("up", "سطح عضو از «عادی» به «برنزی» بالا می‌رود"),
        ("down", "سطح عضو از «عادی» به «برنزی» پایین می‌آید"),
        ("grace_started", "فرصت جبران برای سطح «عادی» آغاز می‌شود"),
        ("grace_ended", "سطح «برنزی» می‌ماند"),
        ("warning", "سطح «عادی» در خطر است"),
    ],
)
def test_tier_change_says_what_and_why(kind: Any, fa: str) -> None:
    change = TierChange(kind, DAY, "regular", "bronze", (Reason("grace", {"until_day": DAY + 1}),))

    said = explain_tier_change(change, wording=wording("fa"))

    assert said == f"{fa}، زیرا تا پایان ۱۴۰۵/۰۹/۰۱ فرصت جبران هست."


def test_change_without_reasons_stands_alone() -> None:
    change = TierChange("up", DAY, "regular", "bronze")

    said = explain_tier_change(change, wording=wording("en"))

    assert said == "The member's tier goes up from “Regular” to “Bronze”."


@given(st.sampled_from(ROWS))
def test_stored_reason_is_read_back(row: tuple[str, dict[str, Any], str, str]) -> None:
    reason = Reason(row[0], row[1])

    assert stored_reason(reason.as_json()) == reason


def test_no_such_reason_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain(Reason("magic", {}), wording=wording("fa"))


def test_both_languages_have_the_same_keys_and_figures() -> None:
    def figures(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert TEXTS["fa"].keys() == TEXTS["en"].keys()
    for key, text in TEXTS["fa"].items():
        assert figures(text) == figures(TEXTS["en"][key]), key


def test_persian_texts_use_persian_letters_and_punctuation() -> None:
    for key, text in TEXTS["fa"].items():
        bare = re.sub(r"\{\w+\}", "", text)
        assert not re.search(r"[A-Za-z0-9,;?يكۀ]", bare), key
