"""Stored, searched and sorted text: vectors, worked tables, then laws."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.kit.text import ascii_digits, clean, search_key, sort_key

Case = dict[str, Any]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/iran.json").read_text("utf-8"))["text"]

persian = st.text(st.sampled_from("اآأبپکكيیئةۀهٔـ\u200c\u200d\u00ad \t۱٣4aZé"), max_size=12)
any_text = st.one_of(persian, st.text(max_size=12))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["in"])
def test_stored_form_and_search_key(case: Case) -> None:
    assert (clean(case["in"]), search_key(case["in"])) == (case["clean"], case["key"])


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("سارا\x00\u202e\ufeff", "سارا"),
        ("سارا \u200f احمدی\n", "سارا احمدی"),
        ("خانه\u200c\u200cای", "خانه\u200cای"),
        ("قهوهٔ\u200cای", "قهوهٔ\u200cای"),
        ("۱۲\u200cعدد", "۱۲عدد"),
        ("a\ud800b", "ab"),
    ],
)
def test_invisible_characters_go(text: str, stored: str) -> None:
    assert clean(text) == stored


def test_presentation_forms_are_found() -> None:
    assert search_key("ﺳﻼم") == search_key("سلام") == "سلام"


def test_digits_of_every_script() -> None:
    assert ascii_digits("۱٢3४\uff15 x½") == "12345 x½"


def test_sort_key_follows_the_persian_alphabet() -> None:
    names = [
        "آرش",
        "احمد",
        "بابک",
        "پارسا",
        "جمال",
        "چمن",
        "حسن",
        "ژاله",
        "سارا",
        "کاوه",
        "گل",
        "هما",
    ]

    assert sorted(set(names), key=lambda name: sort_key(name).encode()) == names


@pytest.mark.parametrize(
    ("before", "after"),
    [("علی اکبر", "علیرضا"), ("۹ شب", "Zahra"), ("Zahra", "آرش"), ("كاوه", "گلناز")],
)
def test_sort_key_orders_words_digits_and_scripts(before: str, after: str) -> None:
    assert sort_key(before) < sort_key(after)


@pytest.mark.parametrize(("one", "other"), [("می\u200cنا", "مينا"), ("مؤسسه", "موسسه")])
def test_sort_key_ignores_marks_and_joins(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(text=any_text)
def test_clean_is_idempotent_and_storable(text: str) -> None:
    """What is stored stays as it is, is NFC, and can be written as UTF-8."""
    stored = clean(text)

    assert clean(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored.encode() is not None
    assert stored == stored.strip()


@given(text=any_text)
def test_search_key_is_idempotent_and_same_for_the_stored_form(text: str) -> None:
    """Searching what is stored equals searching what was typed."""
    key = search_key(text)

    assert search_key(key) == key
    assert search_key(clean(text)) == key
