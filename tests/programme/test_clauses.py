"""Every condition has a clause, and its negation another, in both languages."""

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from tests.programme.documents import CONDITIONS
from vafa.kit.persian import Language
from vafa.programme.clause_texts import TEXTS
from vafa.programme.clauses import asks_nothing, clause
from vafa.programme.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstPurchase,
    Not,
    type_of_condition,
)
from vafa.programme.presets import reference_programme
from vafa.programme.wording import Wording, wording_of

CONDITION: TypeAdapter[type_of_condition] = TypeAdapter(Condition)
NAMES = {"fa": {"group": {"dairy": "لبنیات"}}, "en": {"group": {"dairy": "Dairy"}}}
ROWS = json.loads((Path(__file__).parent / "clause_sentences.json").read_text(encoding="utf-8"))


def wording(language: Language) -> Wording:
    """Give the reference club's wording."""
    return wording_of(document=reference_programme(), language=language, names=NAMES[language])


@pytest.mark.parametrize("row", ROWS)
def test_condition_reads_as_a_clause(row: dict[str, Any]) -> None:
    condition = CONDITION.validate_python(row["condition"])

    said = [clause(condition, wording=wording(language)) for language in ("fa", "en")]

    assert said == [row["fa"], row["en"]]


def test_every_kind_of_condition_has_a_row_and_a_negated_row() -> None:
    kinds = {kind.model_fields["kind"].default for kind in type_of_condition.__args__}
    plain = {row["condition"]["kind"] for row in ROWS}
    negated = {row["condition"]["of"]["kind"] for row in ROWS if row["condition"]["kind"] == "not"}

    assert plain == kinds
    assert kinds - {"not"} <= negated


@given(CONDITIONS)
def test_any_condition_has_words(condition: type_of_condition) -> None:
    for language in ("fa", "en"):
        said = clause(condition, wording=wording(language))
        assert said
        assert "{" not in said
        assert said.count("(") == said.count(")")


@given(CONDITIONS)
def test_double_negation_is_said_plainly(condition: type_of_condition) -> None:
    """Saying not twice is saying nothing."""
    twice = Not(of=Not(of=condition))

    assert clause(twice, wording=wording("en")) == clause(condition, wording=wording("en"))


@given(CONDITIONS, CONDITIONS)
def test_negation_goes_to_the_parts(one: type_of_condition, other: type_of_condition) -> None:
    """Not (a or b) reads as not a and not b."""
    outside = Not(of=AnyOf(of=(one, other)))
    inside = AllOf(of=(Not(of=one), Not(of=other)))

    assert clause(outside, wording=wording("fa")) == clause(inside, wording=wording("fa"))


def test_only_the_empty_conjunction_needs_no_words() -> None:
    assert asks_nothing(AllOf())
    assert not asks_nothing(AllOf(of=(FirstPurchase(),)))
    assert not asks_nothing(FirstPurchase())


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
