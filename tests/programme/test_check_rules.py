"""What is wrong with rules is named at its place."""

import pytest

from tests.programme.editing import CREDIT, POINTS, all_of, changed, found, nested, weekday

ROWS = [
    (
        "/rules/0/caps",
        [{"per": "day", "amount": 1}, {"per": "day", "amount": 2}],
        "/rules/0/caps/1/per",
        "duplicate_cap",
    ),
    ("/rules/0/effects/0/unit", "coins", "/rules/0/effects/0/unit", "unknown_unit"),
    (
        "/rules/1/effects/0/by_tier/iron",
        1,
        "/rules/1/effects/0/by_tier/iron",
        "unknown_tier",
    ),
    (
        "/rules/0/condition",
        {"kind": "tier", "tiers": ["gold", "iron"]},
        "/rules/0/condition/tiers/1",
        "unknown_tier",
    ),
    ("/ladder", None, "/rules/1/effects/0/by_tier/regular", "no_ladder"),
    ("/rules/0/stacking", "gifts", "/rules/0/stacking", "unknown_stacking"),
    ("/rules/0/budget", "spring", "/rules/0/budget", "unknown_budget"),
    ("/rules/2/effects/0/rules/0", "none", "/rules/2/effects/0/rules/0", "unknown_rule"),
    (
        "/rules/2/effects/0/rules/0",
        "cashback",
        "/rules/2/effects/0/rules/0",
        "multiplied_rule_gives_none",
    ),
    ("/rules/2/trigger", "visit", "/rules/2/effects/0", "multiplies_nothing"),
    ("/rules/2/effects/0/numerator", 1, "/rules/2/effects/0/numerator", "multiplies_by_one"),
    (
        "/rules/1/effects/0",
        {"kind": "share", "unit": "credit"},
        "/rules/1/effects/0/share",
        "gives_nothing",
    ),
    (
        "/rules/0/expiry",
        {"kind": "inactivity", "days": 9},
        "/rules/0/expiry",
        "inactivity_is_the_units",
    ),
    ("/rules/0/excluded_groups", ["food", "fresh"], "/rules/0/excluded_groups", "no_lines_left"),
    ("/rules/1/trigger", "join", "/rules/1/effects/0", "needs_purchase"),
    ("/rules/0/starts_on", "2026-02-30", "/rules/0/starts_on", "bad_date"),
    ("/rules/0/condition", nested(9), "/rules/0/condition", "conditions_too_deep"),
    (
        "/rules/0/condition",
        all_of(*[all_of(*[weekday("friday")] * 20)] * 10),
        "/rules/0/condition",
        "too_many_conditions",
    ),
    ("/rules/0/condition", {"kind": "amount"}, "/rules/0/condition", "always_on"),
    (
        "/rules/0/condition",
        {"kind": "amount", "at_least": 5, "below": 5},
        "/rules/0/condition",
        "never_holds",
    ),
    (
        "/rules/0/condition",
        {"kind": "hours", "from_minute": 60, "to_minute": 60},
        "/rules/0/condition",
        "never_holds",
    ),
    ("/rules/0/condition", {"kind": "nth_purchase"}, "/rules/0/condition", "never_holds"),
    (
        "/rules/0/condition",
        {"kind": "days_since_last_visit", "at_least": 9, "at_most": 8},
        "/rules/0/condition",
        "never_holds",
    ),
    (
        "/rules/0/condition",
        {"kind": "date_range", "starts_on": "2026-03-21", "ends_before": "2026-03-21"},
        "/rules/0/condition",
        "empty_period",
    ),
]


@pytest.mark.parametrize(("place", "value", "at", "code"), ROWS)
def test_problem_is_named_at_its_place(place: str, value: object, at: str, code: str) -> None:
    assert found(changed(place, value))[:1] == [(at, code)]


def test_limits_of_a_mere_multiplier_have_no_effect() -> None:
    data = changed("/rules/2/caps", [{"per": "day", "amount": 5}])
    data["rules"][2]["pending_days"] = 0

    assert found(data) == [
        ("/rules/2/caps", "without_effect"),
        ("/rules/2/pending_days", "without_effect"),
    ]


def test_carry_stands_alone_and_rounds_down() -> None:
    data = changed("/rules/0/effects", [POINTS | {"carry": True}, POINTS])
    data["units"][0]["rounding"] = "ceiling"

    assert found(data) == [
        ("/rules/0/effects", "carry_alone"),
        ("/rules/0/effects/0/carry", "carry_rounding"),
    ]


def test_rule_expiry_beside_inactivity_is_refused() -> None:
    data = changed("/units/0/expiry", {"kind": "inactivity", "days": 90})
    data["rules"][0]["expiry"] = {"kind": "after_days", "days": 9}

    assert found(data) == [("/rules/0/expiry", "expiry_beside_inactivity")]


def test_cap_of_a_rule_needs_one_unit() -> None:
    data = changed("/rules/0/caps", [{"per": "day", "amount": 9}])
    data["rules"][0]["effects"].append(CREDIT)

    assert found(data) == [("/rules/0/caps", "cap_of_several_units")]


def test_numbers_that_leave_64_bits_together_are_refused() -> None:
    data = changed("/rules/0/effects/0/units", 10**9)
    data["rules"][0]["effects"][0]["rials"] = 1

    assert found(data) == [("/rules/0/effects/0", "too_large_together")]


def test_budget_must_be_of_the_unit_that_the_rule_gives() -> None:
    data = changed("/rules/0/budget", "spring")
    data["budgets"] = [{"code": "spring", "unit": "credit", "amount": 5}]

    assert found(data) == [("/rules/0/budget", "budget_of_other_unit")]
