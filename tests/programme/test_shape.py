"""Wrong shape is named at its place."""

from typing import Any

import pytest

from tests.programme.editing import changed, found
from vafa.programme.shape import MAX_PROBLEMS, shaped
from vafa.programme.validate import read

SHAPES = [
    ("/code", ..., "/code", "missing"),
    ("/code", "Café", "/code", "bad_code"),
    ("/code", "", "/code", "text_too_short"),
    ("/name/fa", "ا" * 121, "/name/fa", "text_too_long"),
    ("/typo", 1, "/typo", "unknown_field"),
    ("/format", "vafa.programme/9", "/format", "unknown_format"),
    ("/currency", "TOM", "/currency", "not_a_choice"),
    ("/units", [], "/units", "too_few"),
    ("/rules", {"a": 1}, "/rules", "wrong_type"),
    ("/units/0/number", "1", "/units/0/number", "not_whole_number"),
    ("/units/0/number", 1.5, "/units/0/number", "not_whole_number"),
    ("/units/0/number", True, "/units/0/number", "not_whole_number"),
    ("/units/0/number", 0, "/units/0/number", "below_minimum"),
    ("/units/0/number", 1000, "/units/0/number", "above_maximum"),
    ("/base/with_vat", "yes", "/base/with_vat", "wrong_type"),
    ("/units/0/expiry", {"kind": "after_days"}, "/units/0/expiry/days", "missing"),
    ("/units/0/expiry", {"days": 3}, "/units/0/expiry/kind", "missing"),
    ("/units/0/expiry", {"kind": "soon"}, "/units/0/expiry/kind", "not_a_choice"),
    ("/rules/1/effects/0/share", -1, "/rules/1/effects/0/share", "below_minimum"),
    (
        "/rules/1/effects/0/by_tier/gold",
        "much",
        "/rules/1/effects/0/by_tier/gold",
        "not_whole_number",
    ),
    (
        "/rules/1/effects/0/by_tier/a b~c",
        1,
        "/rules/1/effects/0/by_tier/a b~0c",
        "bad_code",
    ),
    (
        "/rules/0/condition",
        {"kind": "all", "of": [{"kind": "not", "of": {"kind": "weekday", "days": ["x"]}}]},
        "/rules/0/condition/of/0/of/days/0",
        "not_a_choice",
    ),
    (
        "/rules/0/condition",
        {"kind": "date_range", "starts_on": "2026-02-30"},
        "/rules/0/condition/starts_on",
        "bad_date",
    ),
    (
        "/rules/0/condition",
        {"kind": "any", "of": [{"kind": "first_purchase"}] * 31},
        "/rules/0/condition/of",
        "too_many",
    ),
]


@pytest.mark.parametrize(("place", "value", "at", "code"), SHAPES)
def test_wrong_shape_is_named_at_its_place(place: str, value: object, at: str, code: str) -> None:
    data = changed(place, value)

    reading = read(data)

    assert reading.document is None
    assert [(one.place, one.code) for one in reading.problems] == [(at, code)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "wrong_type"),
        ([], "wrong_type"),
        ("{}", "wrong_type"),
        ({"format": "vafa.programme/1", "code": float("nan")}, "wrong_type"),
        ({"code": "\ud800"}, "wrong_type"),
        ({"code": "x" * 1_000_001}, "too_large"),
    ],
)
def test_what_is_no_document_is_refused_whole(data: object, code: str) -> None:
    assert found(data) == [("", code)]


def test_deep_nesting_is_refused_before_it_is_read() -> None:
    condition: dict[str, Any] = {"kind": "first_purchase"}
    for _ in range(5000):
        condition = {"kind": "not", "of": condition}

    assert found(changed("/rules/0/condition", condition)) == [("", "too_deep")]


def test_only_so_many_problems_are_told() -> None:
    data = {f"typo{number}": 1 for number in range(1000)}

    document, wrong = shaped(data)

    assert document is None
    assert len(wrong) == MAX_PROBLEMS
