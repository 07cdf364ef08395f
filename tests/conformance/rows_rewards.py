"""Rewards in an order and what becomes of them: rows E51, O7, O13-O15, O41, O42, O51."""

from __future__ import annotations

from tests.conformance.case import Case

NAME = {"fa": "پاداش", "en": "Reward"}
POINTS = {"/rules/1/effects/0/share": 0, "/rules/1/effects/0/by_tier": {}}
A_POINT_A_RIAL = {**POINTS, "/rules/0/effects/0/rials": 1, "/base/after_discounts": False}
TEN_FOR_FIVE = {"code": "ten", "name": NAME, "cost": {"unit": "points", "units": 5},
                "effect": {"kind": "percent", "share": 1000}}  # fmt: skip
TWO_FOR_THREE = {"code": "free", "name": NAME, "per_order": 10,
                 "cost": {"unit": "points", "units": 3, "items": 2},
                 "effect": {"kind": "free_items", "lines": {"groups": ["gifts"]}}}  # fmt: skip
ONE_FREE = {"code": "one-free", "name": NAME, "given": "automatic",
            "effect": {"kind": "buy_get", "buy": 3}}  # fmt: skip
FOUR = [{"net": 400_000, "vat": 40_000, "milli": 4000}]
THREE_AND_ONE = [{"net": 300_000, "milli": 3000}, {"net": 100_000}]

NOTICES = {"/notices": [{"code": "steps", "unit": "points", "thresholds": [50, 100]}]}

ROWS = (
    Case("E51", (
        ("purchase", {"lines": FOUR}, {"off": {"one-free": 100_000}, "pay": 330_000,
            "vat": 30_000, "points": 3}),
        ("refund", {"quantities": {1: 1000}}, {"cash": 0, "vat": 0, "taken": {}}),
        ("refund", {"quantities": {1: 1000}}, {"cash": 110_000, "vat": 10_000}),
        ("refund", {"quantities": {1: 2000}}, {"cash": 220_000,
            "balance": {"points": 0, "credit": 0}}),
    ), "a paid one comes back: the free one is charged", {"/rewards": [ONE_FREE]}),
    Case("E51", (
        ("purchase", {"lines": THREE_AND_ONE}, {"off": {"one-free": 100_000}, "pay": 300_000,
            "points": 3}),
        ("refund", {"quantities": {2: 1000}}, {"cash": 0, "taken": {}}),
        ("refund", {"quantities": {1: 3000}}, {"cash": 300_000, "taken": {"points": 3,
            "credit": 6000}}),
    ), "the free one comes back: no money", {"/rewards": [ONE_FREE]}),
    Case("E51", (
        ("give", {"unit": "credit", "units": 250_000}),
        ("purchase", {"lines": THREE_AND_ONE}, {"pay": 300_000}),
        ("refund", {"quantities": {1: 1000}}, {"cash": 100_000, "balance": {"credit": 156_000},
            "reasons": ["clawed"]}),
        ("refund", {"quantities": {2: 1000}}, {"cash": 100_000}),
        ("refund", {"quantities": {1: 2000}}, {"cash": 200_000}),
    ), "its value is clawed from credit", {"/rewards": [ONE_FREE], "/refunds/free_items": "claw"}),
    Case("E51", (
        ("give", {"unit": "credit", "units": 40_000}),
        ("purchase", {"lines": THREE_AND_ONE}, {"pay": 300_000}),
        ("refund", {"quantities": {2: 1000}}, {"cash": 0, "balance": {"credit": 46_000}}),
    ), "nothing is clawed for the free one itself",
        {"/rewards": [ONE_FREE], "/refunds/free_items": "claw"}),
    Case("O7", (
        ("purchase", {"lines": [{"net": 500, "milli": 5000}], "claims": {"ten": 1}}, {
            "points": 5, "cost": {"ten": 5}, "off": {"ten": 50}, "pay": 450,
            "balance": {"points": 0}}),
    ), programme={**POINTS, "/rewards": [{**TEN_FOR_FIVE, "own_points": True}],
        "/rules/0/effects": [{"kind": "per_item", "unit": "points", "units": 1}]}),
    Case("O13", (
        ("give", {"unit": "points", "units": 50}),
        ("purchase", {"net": 100, "claims": {"ten": 1}}, {
            "cost": {"ten": 5}, "points": 100, "pay": 90, "balance": {"points": 145}}),
    ), programme={**A_POINT_A_RIAL, "/rewards": [TEN_FOR_FIVE]}),
    Case("O14", (
        ("give", {"unit": "points", "units": 50}),
        ("purchase", {"lines": [{"net": 5000, "milli": 5000, "group": "gifts"}],
                      "claims": {"free": 5}}, {"cost": {"free": 9}, "off": {"free": 5000},
            "pay": 0, "points": 0, "balance": {"points": 41}}),
        ("refund", {"quantities": {1: 5000}}, {"cash": 0, "restored": {"points": 9},
            "balance": {"points": 50}}),
    ), programme={"/rewards": [TWO_FOR_THREE]}),
    Case("O15", (
        ("give", {"unit": "points", "units": 3}),
        ("purchase", {"lines": [{"net": 1000}], "claims": {"ten": 1}}, {"declined": 4,
            "balance": {"points": 3}}),
    ), "even with its own point", {**POINTS,
        "/rewards": [{**TEN_FOR_FIVE, "own_points": True}],
        "/rules/0/effects": [{"kind": "fixed", "unit": "points", "units": 1}]}),
    Case("O15", (
        ("give", {"unit": "points", "units": 3}),
        ("purchase", {"net": 1_000_000, "claims": {"ten": 1}}, {"declined": 3,
            "balance": {"points": 3}}),
    ), "no order pays for itself", {"/rewards": [TEN_FOR_FIVE]}),
    # Prices with tax; the points count before the discount, as the other engine does.
    Case("O41", (
        ("purchase", {"net": 115, "claims": {"fifth": 1}}, {"points": 575, "off": {"fifth": 23},
            "cost": {"fifth": 500}, "balance": {"points": 75}}),
        ("pass", {"day": 10}),
        ("purchase", {"net": 161, "day": 10, "claims": {"fifth": 1}}, {"points": 805,
            "balance": {"points": 380}}),
        # Lot 1 is used up: nothing ends with it, and all of what is left with lot 2.
        ("pass", {"day": 91}, {"balance": {"points": 380}}),
        ("pass", {"day": 101}, {"balance": {"points": 0}}),
    ), needs="ledger", programme={**A_POINT_A_RIAL, "/rules/0/effects/0/units": 5,
        "/units/0/expiry": {"kind": "after_days", "days": 90},
        "/rewards": [{"code": "fifth", "name": NAME, "cost": {"unit": "points", "units": 500},
                      "effect": {"kind": "percent", "share": 2000}, "own_points": True}]}),
    # A coupon for the next order is a unit of its own: a draft (a quote) only foretells it.
    Case("O42", (
        ("quote", {"lines": [{"net": 1000, "milli": 2000}]}, {"points": 1,
            "balance": {"points": 0}}),
        ("quote", {"lines": [{"net": 1000}]}, {"points": 0}),
        ("quote", {"lines": [{"net": 1000, "milli": 2000}]}, {"points": 1}),
        ("purchase", {"lines": [{"net": 1000, "milli": 2000}], "claims": {"next": 1}}, {
            "declined": 0, "balance": {"points": 0}}),
        ("purchase", {"lines": [{"net": 1000, "milli": 2000}]}, {"points": 1,
            "balance": {"points": 1}}),
        ("purchase", {"net": 1000, "claims": {"next": 1}}, {"off": {"next": 100},
            "cost": {"next": 1}, "points": 0, "balance": {"points": 0}}),
    ), needs="ledger", programme={**POINTS,
        "/rules/0/effects": [{"kind": "per_item", "unit": "points", "units": 1, "quantity": 2}],
        "/rules/0/caps": [{"per": "order", "amount": 1}],
        "/rewards": [{"code": "next", "name": NAME, "cost": {"unit": "points", "units": 1},
                      "effect": {"kind": "percent", "share": 1000}}]}),
    Case("O51", (
        ("purchase", {"net": 50}, {"balance": {"points": 50}, "notices": [50]}),
        ("purchase", {"net": 49}, {"balance": {"points": 99}, "notices": []}),
        ("purchase", {"net": 1}, {"balance": {"points": 100}, "notices": [100]}),
    ), "one after the other", {**A_POINT_A_RIAL, **NOTICES}, needs="ledger"),
    Case("O51", (
        ("purchase", {"net": 100}, {"balance": {"points": 100}, "notices": [100]}),
    ), "at once", {**A_POINT_A_RIAL, **NOTICES}, needs="ledger"),
)  # fmt: skip
