"""Conditions that contradict each other are found; those that can hold are left alone."""

from typing import Any

import pytest
from hypothesis import given

from tests.programme.documents import LEAVES
from tests.programme.editing import all_of, changed, found, weekday
from vafa.programme.conditions import AllOf, AnyOf, Not, type_of_condition
from vafa.programme.reach import can_hold

CONTRADICTIONS = [
    all_of(weekday("friday"), weekday("saturday")),
    all_of(weekday("friday"), {"kind": "not", "of": weekday("friday", "monday")}),
    all_of({"kind": "amount", "at_least": 10}, {"kind": "amount", "below": 10}),
    all_of(
        {"kind": "amount", "below": 10}, {"kind": "not", "of": {"kind": "amount", "below": 10}}
    ),
    all_of({"kind": "tier", "tiers": ["gold"]}, {"kind": "tier", "tiers": ["silver"]}),
    {"kind": "not", "of": {"kind": "tier", "tiers": ["regular", "bronze", "silver", "gold"]}},
    all_of({"kind": "channel", "channels": ["web"]}, {"kind": "channel", "channels": ["till"]}),
    all_of({"kind": "first_purchase"}, {"kind": "nth_purchase", "every": 2}),
    all_of({"kind": "first_purchase"}, {"kind": "days_since_last_visit", "at_least": 1}),
    all_of({"kind": "first_purchase"}, {"kind": "not", "of": {"kind": "first_purchase"}}),
    all_of(
        {"kind": "hours", "from_minute": 0, "to_minute": 60},
        {"kind": "hours", "from_minute": 60, "to_minute": 0},
    ),
    all_of(
        {"kind": "date_range", "starts_on": "2026-05-01"},
        {"kind": "date_range", "ends_before": "2026-05-01"},
    ),
    {"kind": "not", "of": all_of()},
    {"kind": "any", "of": [all_of(weekday("friday"), weekday("monday"))]},
]


@pytest.mark.parametrize("condition", CONTRADICTIONS)
def test_contradiction_is_found(condition: dict[str, Any]) -> None:
    wrong = found(changed("/rules/0/condition", condition))

    assert wrong == [("/rules/0/condition", "never_applies")]


@pytest.mark.parametrize(
    "condition",
    [
        all_of(),
        all_of(weekday("friday", "monday"), {"kind": "not", "of": weekday("friday")}),
        all_of(
            {"kind": "hours", "from_minute": 1380, "to_minute": 60},
            {"kind": "hours", "from_minute": 30, "to_minute": 90},
        ),
        all_of({"kind": "nth_purchase", "numbers": [4, 5]}, {"kind": "nth_purchase", "every": 5}),
        all_of({"kind": "segment", "segments": ["a"]}, {"kind": "segment", "segments": ["b"]}),
        {"kind": "any", "of": [all_of(weekday("friday"), weekday("monday")), weekday("monday")]},
        all_of(
            {"kind": "not", "of": {"kind": "amount", "at_least": 5, "below": 9}},
            {"kind": "amount", "at_least": 4, "below": 10},
        ),
    ],
)
def test_what_can_hold_is_no_problem(condition: dict[str, Any]) -> None:
    assert found(changed("/rules/0/condition", condition)) == []


def test_rule_outside_its_own_period_never_applies() -> None:
    data = changed("/rules/0/starts_on", "2026-03-21")
    data["rules"][0]["condition"] = {"kind": "date_range", "ends_before": "2026-03-21"}

    assert found(data) == [("/rules/0/condition", "never_applies")]


@pytest.mark.parametrize(
    ("trigger", "condition"),
    [
        ("join", {"kind": "amount", "at_least": 1}),
        ("birthday", {"kind": "branch", "branches": ["a"]}),
    ],
)
def test_condition_on_a_purchase_never_holds_on_another_occasion(
    trigger: str, condition: dict[str, Any]
) -> None:
    data = changed("/rules/0/effects/0", {"kind": "fixed", "unit": "points", "units": 1})
    data["rules"][0] |= {"trigger": trigger, "condition": condition, "groups": []}
    del data["rules"][2]

    assert found(data) == [("/rules/0/condition", "never_applies")]


@given(LEAVES)
def test_nothing_is_itself_and_its_opposite_but_anything_may_be_either(
    leaf: type_of_condition,
) -> None:
    """In doubt a condition can hold: one of a condition and its negation always can."""
    either = AnyOf(of=(leaf, Not(of=leaf)))

    assert can_hold(either, tiers=("a", "b"), on_purchase=True)
    assert can_hold(AllOf(of=(either, either)), tiers=("a", "b"), on_purchase=True)
