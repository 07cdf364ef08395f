"""What is wrong with units, ladder, budgets and stacking groups is named at its place."""

import pytest

from tests.programme.editing import changed, found
from vafa.programme.presets import supermarket_programme

ROWS = [
    ("/units/1/code", "points", "/units/1/code", "duplicate_code"),
    ("/units/1/number", 1, "/units/1/number", "duplicate_number"),
    ("/rules/1/code", "friday", "/rules/2/code", "duplicate_code"),
    ("/ladder/levels/1/code", "regular", "/ladder/levels/1/code", "duplicate_code"),
    ("/units/0/caps", [{"per": "day", "amount": 0}], "/units/0/caps/0/amount", "cap_of_zero"),
    ("/ladder/levels/0/threshold", 1, "/ladder/levels/0/threshold", "first_threshold"),
    (
        "/ladder/levels/2/threshold",
        50_000_000,
        "/ladder/levels/2/threshold",
        "thresholds_order",
    ),
    ("/ladder/points_unit", "points", "/ladder/points_unit", "superfluous_points_unit"),
    ("/ladder/basis", "points", "/ladder/points_unit", "points_unit_missing"),
    (
        "/units/0/expiry",
        {"kind": "fixed_date", "month": 12, "day": 30},
        "/units/0/expiry/day",
        "leap_day",
    ),
    (
        "/units/0/expiry",
        {"kind": "fixed_date", "month": 7, "day": 31},
        "/units/0/expiry/day",
        "no_such_day",
    ),
    ("/units/1/redemption/value_rials", 2, "/units/1/redemption/value_rials", "credit_value"),
    ("/units/1/redemption", None, "/units/1/redemption", "cannot_be_spent"),
    (
        "/units/1/redemption/maximum_share",
        0,
        "/units/1/redemption/maximum_share",
        "share_of_zero",
    ),
    ("/units/0/redemption/per_units", 10**6, "/units/0/redemption/step_units", "worthless_step"),
    (
        "/units/0/redemption/minimum_units",
        5,
        "/units/0/redemption/minimum_units",
        "minimum_below_step",
    ),
    (
        "/units/1/redemption/minimum_order",
        199_999,
        "/units/1/redemption/minimum_units",
        "minimum_above_maximum",
    ),
]


@pytest.mark.parametrize(("place", "value", "at", "code"), ROWS)
def test_problem_is_named_at_its_place(place: str, value: object, at: str, code: str) -> None:
    assert found(changed(place, value))[:1] == [(at, code)]


def test_marginal_rate_needs_a_ladder_by_spend() -> None:
    data = changed("/ladder/marginal", value=True)
    data["ladder"]["basis"] = "visits"

    assert found(data) == [("/ladder/marginal", "marginal_needs_spend")]


@pytest.mark.parametrize(
    ("unit", "codes"),
    [
        ("coins", ["unknown_unit", "unearned_points"]),
        ("credit", ["points_unit_kind"]),
        ("points", []),
    ],
)
def test_ladder_by_points_needs_a_unit_of_points(unit: str, codes: list[str]) -> None:
    data = changed("/ladder/points_unit", unit)
    data["ladder"]["basis"] = "points"

    assert [code for _, code in found(data)] == codes


def test_unused_and_empty_budgets_and_groups_are_named() -> None:
    data = changed("/budgets/0/amount", 0, start=supermarket_programme)
    data["rules"][1] |= {"budget": None, "stacking": "base"}
    data["budgets"].append({"code": "other", "unit": "coins", "amount": 5})

    assert found(data) == [
        ("/budgets/0", "unused_budget"),
        ("/budgets/1", "unused_budget"),
        ("/stacking/0", "unused_stacking"),
        ("/budgets/0/amount", "budget_of_zero"),
        ("/budgets/1/unit", "unknown_unit"),
    ]
