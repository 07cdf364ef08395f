"""Every problem is found at its place, with a message and a remedy in both languages."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme.documents import PROGRAMMES
from vafa.programme.document import Programme
from vafa.programme.presets import PRESETS, demo_programme, supermarket_programme
from vafa.programme.problem_texts import NOTES, TEXTS
from vafa.programme.transfer import export
from vafa.programme.validate import Known, problems, read

CREDIT = {"kind": "fixed", "unit": "credit", "units": 5}
POINTS = {"kind": "per_amount", "unit": "points", "units": 1, "rials": 1000}


def changed(place: str, value: Any, start: Any = demo_programme) -> dict[str, Any]:
    """Give a preset as JSON with one place of it changed, or removed when the value is ...."""
    data = export(start())
    *path, last = place.strip("/").split("/")
    here: Any = data
    for part in path:
        here = here[int(part) if isinstance(here, list) else part]
    key = int(last) if isinstance(here, list) else last
    if value is ...:
        del here[key]
    elif isinstance(here, list) and key == len(here):
        here.append(value)
    else:
        here[key] = value
    return data


def found(data: object, **known: frozenset[str]) -> list[tuple[str, str]]:
    """Give the places and codes of what is wrong."""
    return [(one.place, one.code) for one in read(data, known=Known(**known)).problems]


@pytest.mark.parametrize("name", PRESETS)
def test_presets_have_no_problem(name: str) -> None:
    assert problems(PRESETS[name]()) == ()


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


def weekday(*days: str) -> dict[str, Any]:
    """Give a weekday condition."""
    return {"kind": "weekday", "days": days}


def nested(depth: int) -> dict[str, Any]:
    """Give a condition of so many levels."""
    condition: dict[str, Any] = weekday("friday")
    for _ in range(depth - 1):
        condition = {"kind": "any", "of": [condition, {"kind": "first_purchase"}]}
    return condition


def all_of(*of: dict[str, Any]) -> dict[str, Any]:
    """Give a conjunction."""
    return {"kind": "all", "of": list(of)}


SENSE = [
    ("/units/1/code", "points", "/units/1/code", "duplicate_code"),
    ("/units/1/number", 1, "/units/1/number", "duplicate_number"),
    ("/rules/1/code", "friday", "/rules/2/code", "duplicate_code"),
    ("/ladder/levels/1/code", "regular", "/ladder/levels/1/code", "duplicate_code"),
    ("/units/0/caps", [{"per": "day", "amount": 0}], "/units/0/caps/0/amount", "cap_of_zero"),
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
    ("/units/0/redemption/minimum_units", 5, "/units/0/redemption/minimum_units",
     "minimum_below_step"),
    ("/units/1/redemption/minimum_order", 199_999, "/units/1/redemption/minimum_units",
     "minimum_above_maximum"),
    ("/rules/1/effects/0", {"kind": "share", "unit": "credit"}, "/rules/1/effects/0/share",
     "gives_nothing"),
    ("/rules/0/expiry", {"kind": "inactivity", "days": 9}, "/rules/0/expiry",
     "inactivity_is_the_units"),
    ("/rules/0/excluded_groups", ["food", "fresh"], "/rules/0/excluded_groups", "no_lines_left"),
    ("/rules/1/trigger", "join", "/rules/1/effects/0", "needs_purchase"),
    ("/rules/0/starts_on", "2026-02-30", "/rules/0/starts_on", "bad_date"),
    ("/rules/0/condition", nested(9), "/rules/0/condition", "conditions_too_deep"),
    ("/rules/0/condition", all_of(*[all_of(*[weekday("friday")] * 20)] * 10),
     "/rules/0/condition", "too_many_conditions"),
    ("/rules/0/condition", {"kind": "amount"}, "/rules/0/condition", "always_on"),
    ("/rules/0/condition", {"kind": "amount", "at_least": 5, "below": 5}, "/rules/0/condition",
     "never_holds"),
    ("/rules/0/condition", {"kind": "hours", "from_minute": 60, "to_minute": 60},
     "/rules/0/condition", "never_holds"),
    ("/rules/0/condition", {"kind": "nth_purchase"}, "/rules/0/condition", "never_holds"),
    ("/rules/0/condition", {"kind": "days_since_last_visit", "at_least": 9, "at_most": 8},
     "/rules/0/condition", "never_holds"),
    ("/rules/0/condition",
     {"kind": "date_range", "starts_on": "2026-03-21", "ends_before": "2026-03-21"},
     "/rules/0/condition", "empty_period"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "at", "code"), SENSE)
def test_wrong_sense_is_named_at_its_place(place: str, value: object, at: str, code: str) -> None:
    assert found(changed(place, value))[:1] == [(at, code)]


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


def test_carry_stands_alone_and_rounds_down() -> None:
    data = changed("/rules/0/effects", [POINTS | {"carry": True}, POINTS])
    data["units"][0]["rounding"] = "ceiling"

    assert found(data) == [
        ("/rules/0/effects", "carry_alone"),
        ("/rules/0/effects/0/carry", "carry_rounding"),
    ]


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


def test_budget_must_be_of_the_unit_that_the_rule_gives() -> None:
    data = changed("/rules/0/budget", "spring")
    data["budgets"] = [{"code": "spring", "unit": "credit", "amount": 5}]

    assert found(data) == [("/rules/0/budget", "budget_of_other_unit")]


def test_names_outside_the_document_are_checked_against_what_is_passed() -> None:
    data = changed("/zone", "Asia/Teheran")
    data["rules"][0]["condition"] = all_of(
        {"kind": "branch", "branches": ["north", "moon"]}, {"kind": "segment", "segments": ["s"]}
    )

    wrong = found(
        data,
        zones=frozenset({"Asia/Tehran"}),
        groups=frozenset({"food"}),
        branches=frozenset({"north"}),
        segments=frozenset(),
    )

    assert wrong == [
        ("/zone", "unknown_zone"),
        ("/rules/0/groups/1", "unknown_name"),
        ("/rules/0/condition/of/0/branches/1", "unknown_name"),
        ("/rules/0/condition/of/1/segments/0", "unknown_name"),
    ]


def test_note_does_not_stop_publishing() -> None:
    reading = read(changed("/rules/2/effects/0/numerator", 1))

    assert [one.blocks for one in reading.problems] == [False]
    assert reading.can_be_published


def test_remedy_names_the_choices_in_both_languages() -> None:
    (one,) = read(changed("/rules/1/effects/0/by_tier/iron", 1)).problems

    assert one.message_fa == "سطح «iron» در نردبان نیست."
    assert one.remedy_fa == "یکی از اینها را بنویسید: regular، bronze، silver، gold."
    assert one.remedy_en == "Write one of: regular, bronze, silver, gold."


def figures(text: str) -> set[str]:
    """Give the names of a template's figures."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_codes_and_figures() -> None:
    assert TEXTS["fa"].keys() == TEXTS["en"].keys()
    assert TEXTS["fa"].keys() >= NOTES
    for code in TEXTS["fa"]:
        pairs = zip(TEXTS["fa"][code], TEXTS["en"][code], strict=True)
        assert all(figures(fa) == figures(en) for fa, en in pairs), code


@given(PROGRAMMES)
def test_any_document_is_judged_and_read_back(document: Programme) -> None:
    reading = read(export(document))

    assert reading.document == document
    assert reading.problems == problems(document)
    assert all(one.message_fa and one.remedy_en for one in reading.problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.data(), JSON)
def test_any_damage_is_told_or_harmless(data: st.DataObject, junk: object) -> None:
    """Whatever stands in one place of a document, reading it ends in a document or in problems."""
    whole = export(demo_programme())
    here: Any = whole
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.booleans()):
            break
        here = here[key]
    here[key] = junk

    reading = read(whole)

    assert reading.document is not None or any(one.blocks for one in reading.problems)
