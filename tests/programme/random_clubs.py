"""Hypothesis strategies for whole programmes and histories, within what validation allows."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from vafa.programme.document import Programme
from vafa.programme.loading import Columns

GROUPS = ("food", "food.dairy", "tea", "toys", "unknown.thing")
TIERS = ("low", "mid", "top")


def _label(text: str) -> dict[str, str]:
    return {"fa": text, "en": text}


def caps() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Give at most two caps."""
    cap = st.fixed_dictionaries({
        "per": st.sampled_from(["order", "day", "month", "year", "member"]),
        "amount": st.integers(0, 3000),
    })  # fmt: skip
    return st.lists(cap, max_size=2)


def expiries(*, unit: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Give an expiry; inactivity is the unit's alone."""
    kinds = [
        st.just({"kind": "never"}),
        st.builds(lambda days: {"kind": "after_days", "days": days}, st.integers(1, 60)),
        st.builds(
            lambda month, day, least: {
                "kind": "fixed_date", "month": month, "day": day, "minimum_days": least,
            },
            st.integers(1, 12), st.integers(1, 31), st.integers(0, 40),
        ),
    ]  # fmt: skip
    if unit:
        kinds.append(
            st.builds(lambda days: {"kind": "inactivity", "days": days}, st.integers(1, 60))
        )
    return st.one_of(kinds)


@st.composite
def units(draw: st.DrawFn, number: int, code: str, kind: str) -> dict[str, Any]:
    """Give a unit."""
    redemption = st.fixed_dictionaries({
        "spend_as": st.sampled_from(["discount", "tender"]),
        "value_rials": st.integers(1, 50),
        "per_units": st.integers(1, 7),
        "maximum_share": st.integers(0, 10_000),
        "minimum_units": st.integers(0, 20),
        "step_units": st.integers(1, 5),
        "minimum_order": st.integers(0, 3000),
        "excluded_groups": st.lists(st.sampled_from(GROUPS[:4]), max_size=1),
    })  # fmt: skip
    return {
        "code": code, "number": number, "kind": kind, "name": _label(code),
        "expiry": draw(expiries(unit=True)), "pending_days": draw(st.sampled_from([0, 0, 3, 20])),
        "rounding": draw(st.sampled_from(["floor", "nearest", "ceiling"])),
        "rounding_step": draw(st.sampled_from([1, 1, 10])),
        "caps": draw(caps()), "redemption": draw(st.none() | redemption),
    }  # fmt: skip


def effects(rules: int) -> st.SearchStrategy[dict[str, Any]]:
    """Give an effect on one of the two units."""
    unit = st.sampled_from(["points", "credit"])
    return st.one_of(
        st.fixed_dictionaries({
            "kind": st.just("per_amount"), "unit": unit, "units": st.integers(1, 9),
            "rials": st.integers(1, 500), "carry": st.booleans(),
        }),
        st.fixed_dictionaries({
            "kind": st.just("share"), "unit": unit, "share": st.integers(0, 3000),
            "by_tier": st.dictionaries(st.sampled_from(TIERS), st.integers(0, 3000)),
        }),
        st.fixed_dictionaries({
            "kind": st.just("fixed"), "unit": unit, "units": st.integers(1, 99),
        }),
        st.fixed_dictionaries({
            "kind": st.just("per_item"), "unit": unit, "units": st.integers(1, 9),
            "quantity": st.integers(1, 3),
        }),
        st.fixed_dictionaries({
            "kind": st.just("multiply"), "unit": unit, "numerator": st.integers(1, 7),
            "denominator": st.integers(1, 3),
            "rules": st.lists(st.integers(0, rules - 1).map(lambda i: f"r{i}"), max_size=2),
        }),
    )  # fmt: skip


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    """Give a condition that a history can decide."""
    amount = st.integers(0, 5000)
    leaf = st.one_of(
        st.builds(
            lambda of, low, more: {
                "kind": "amount", "of": of, "at_least": low, "below": low + more
            },
            st.sampled_from(["net", "eligible"]), amount, st.integers(1, 5000),
        ),
        st.builds(
            lambda group, many: {"kind": "product_group", "groups": [group], "quantity": many},
            st.sampled_from(GROUPS), st.integers(1, 3),
        ),
        st.builds(lambda name: {"kind": "channel", "channels": [name]}, st.sampled_from(["till",
            "web"])),
        st.builds(lambda name: {"kind": "branch", "branches": [name]}, st.sampled_from(["b1",
            "b2"])),
        st.builds(lambda tier: {"kind": "tier", "tiers": [tier]}, st.sampled_from(TIERS)),
        st.just({"kind": "weekday", "days": ["friday", "saturday", "monday"]}),
        st.just({"kind": "hours", "from_minute": 1200, "to_minute": 300}),
        st.just({"kind": "date_range", "starts_on": "2024-10-10"}),
        st.just({"kind": "nth_purchase", "numbers": [1, 4], "every": 3}),
        st.just({"kind": "first_purchase"}),
        st.just({"kind": "days_since_last_visit", "at_least": 5, "at_most": 30}),
    )  # fmt: skip
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda of: {"kind": "all", "of": of}, st.lists(inner, max_size=3)),
            st.builds(
                lambda of: {"kind": "any", "of": of}, st.lists(inner, min_size=1, max_size=3)
            ),
            st.builds(lambda of: {"kind": "not", "of": of}, inner),
        ),
        max_leaves=4,
    )


@st.composite
def rules(draw: st.DrawFn, number: int, count: int) -> dict[str, Any]:
    """Give a rule for purchases."""
    groups = st.lists(st.sampled_from(GROUPS), max_size=2, unique=True)
    return {
        "code": f"r{number}", "name": _label(f"r{number}"),
        "condition": draw(st.just({"kind": "all", "of": []}) | conditions()),
        "effects": draw(st.lists(effects(count), min_size=1, max_size=3)),
        "groups": draw(st.just([]) | groups), "excluded_groups": draw(st.just([]) | groups),
        "stacking": draw(st.sampled_from(["base", "best", "first"])),
        "priority": draw(st.integers(-2, 2)), "caps": draw(caps()),
        "expiry": draw(st.none() | expiries(unit=False)),
        "pending_days": draw(st.none() | st.sampled_from([0, 5])),
    }  # fmt: skip


@st.composite
def ladders(draw: st.DrawFn) -> dict[str, Any]:
    """Give a ladder of three tiers."""
    window = draw(st.sampled_from([
        {"kind": "rolling", "days": 20}, {"kind": "rolling", "days": 1},
        {"kind": "calendar", "period": "season"}, {"kind": "calendar", "period": "year"},
        {"kind": "lifetime"},
    ]))  # fmt: skip
    first = draw(st.integers(1, 30))
    return {
        "basis": draw(st.sampled_from(["spend", "points", "visits"])), "points_unit": "points",
        "groups": draw(st.sampled_from([[], ["food"]])), "window": window,
        "marginal": draw(st.booleans()), "grace_days": draw(st.sampled_from([0, 1, 15])),
        "warning_days": draw(st.sampled_from([0, 7])),
        "landing": draw(st.sampled_from(["step", "full"])),
        "levels": [
            {"code": TIERS[0], "name": _label("low"), "threshold": 0},
            {"code": TIERS[1], "name": _label("mid"), "threshold": first},
            {"code": TIERS[2], "name": _label("top"),
             "threshold": first + draw(st.integers(1, 3000))},
        ],
    }  # fmt: skip


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Give a whole programme."""
    count = draw(st.integers(1, 5))
    switches = ("after_discounts", "with_vat", "with_shipping", "gift_cards", "paid_with_credit")
    return Programme.model_validate({
        "code": "random", "name": _label("random"),
        "units": [draw(units(1, "points", "points")), draw(units(2, "credit", "credit"))],
        "base": {switch: draw(st.booleans()) for switch in switches},
        "rules": [draw(rules(number, count)) for number in range(count)],
        "stacking": [{"code": "best", "mode": "best"}, {"code": "first", "mode": "first"}],
        "ladder": draw(st.none() | ladders()),
    })  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> Columns:
    """Give a few members' purchases as columns."""
    first_day = 19_990
    orders: list[tuple[int, int, int]] = []
    for member in range(draw(st.integers(1, 3))):
        gaps = draw(st.lists(st.sampled_from([0, 0, 1, 3, 10, 40, 150]), min_size=1, max_size=8))
        day = first_day
        for gap in gaps:
            day += gap
            orders.append((member * 7, day, len(orders)))
    counts = [draw(st.integers(1, 4)) for _ in orders]
    total = sum(counts)
    amount = st.sampled_from([0, 1, 7, 99, 100, 333, 1000, 2500])
    nets = np.array([draw(amount) for _ in range(total)], np.int64)
    ends = np.cumsum(np.array(counts, np.int64))
    column = np.array(orders, np.int64)
    return Columns(
        member=column[:, 0], day=column[:, 1], minute=column[:, 2],
        first_line=ends - np.array(counts), line_end=ends,
        wants_credit=np.array([draw(st.booleans()) for _ in orders]),
        group=np.array([draw(st.integers(0, len(GROUPS) - 1)) for _ in range(total)], np.int64),
        net_rials=nets, gross_rials=nets + np.array([draw(amount) for _ in range(total)]),
        vat_rials=nets // 10,
        quantity_milli=np.array([draw(st.sampled_from([250, 1000, 3000])) for _ in range(total)]),
        kind=np.array([draw(st.sampled_from([0, 0, 0, 1, 2, 3])) for _ in range(total)], np.int64),
        groups=GROUPS,
        channel=np.array([draw(st.integers(0, 1)) for _ in orders], np.int64),
        channels=("till", "web"),
        branch=np.array([draw(st.integers(0, 1)) for _ in orders], np.int64),
        branches=("b1", "b2"),
    )  # fmt: skip
