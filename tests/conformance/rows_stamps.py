"""Stamps, ten for a reward: row E71.

A reward is had by asking for it at the till; until then it is still ten stamps. So a return takes
an unused reward away by itself, and what a used one cost is owed by the next stamps.
"""

from __future__ import annotations

from typing import Any, Final

from tests.conformance.case import Case

NAME = {"fa": "نوشیدنی", "en": "Drink"}
STAMPS: Final[dict[str, Any]] = {
    "/rules/1/effects/0/share": 0,
    "/rules/1/effects/0/by_tier": {},
    "/rewards": [{"code": "tenth", "name": NAME, "cost": {"unit": "points", "units": 10},
                  "effect": {"kind": "percent", "share": 10_000}}],
}  # fmt: skip
EACH_SALE: Final = {
    **STAMPS,
    "/rules/0/effects": [{"kind": "fixed", "unit": "points", "units": 1}],
}
EACH_DRINK: Final = {
    **STAMPS,
    "/rules/0/effects": [{"kind": "per_item", "unit": "points", "units": 1}],
}
DRINK: Final = {"net": 100_000}
FREE: Final = ("purchase", {**DRINK, "claims": {"tenth": 1}}, {
    "cost": {"tenth": 10}, "pay": 0, "points": 0})  # fmt: skip
TOO_FEW: Final = {**DRINK, "claims": {"tenth": 1}}
DRINKS_23: Final = ("purchase", {"lines": [{"net": 2_300_000, "milli": 23_000}],
    "sale": "drinks"}, {"points": 23})  # fmt: skip
RETURNED_4: Final = ("refund", {"quantities": {1: 4_000}, "sale": "drinks"}, {
    "taken": {"points": 4}})  # fmt: skip

ROWS = (
    Case("E71", (
        *(("purchase", {**DRINK, "sale": f"drink {number}"}) for number in range(23)),
        FREE,
        FREE,
        ("purchase", TOO_FEW, {"declined": 3, "balance": {"points": 3}}),
        *(("refund", {"amount": 100_000, "sale": f"drink {number}"}) for number in range(3)),
        ("refund", {"amount": 100_000, "sale": "drink 3"}, {"balance": {"points": -1}}),
        ("purchase", DRINK, {"balance": {"points": 0}}),
        ("purchase", DRINK, {"balance": {"points": 1}}),
    ), "both used: the next stamp makes up for it", EACH_SALE),
    Case("E71", (
        DRINKS_23,
        FREE,
        RETURNED_4,
        ("purchase", TOO_FEW, {"declined": 9, "balance": {"points": 9}}),
        ("purchase", DRINK, {"balance": {"points": 10}}),
        FREE,
    ), "the second is not used: it is gone until the next stamp", EACH_DRINK),
    Case("E71", (
        DRINKS_23,
        RETURNED_4,
        FREE,
        ("purchase", TOO_FEW, {"declined": 9, "balance": {"points": 9}}),
    ), "none is used: one is left", EACH_DRINK),
)  # fmt: skip
