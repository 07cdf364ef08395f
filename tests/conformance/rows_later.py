"""Refunds, tiers and the rest: rows E43-E92 and O41-O51 that the evaluator decides."""

from __future__ import annotations

from tests.conformance.case import Case
from tests.conformance.rows_earning import ONE_A_RIAL

POINTS_ONLY = {"/rules/1/effects/0/share": 0, "/rules/1/effects/0/by_tier": {}}
E43 = {**ONE_A_RIAL, **POINTS_ONLY, "/units/0/redemption/value_rials": 1}

ROWS = (
    Case("E43", (
        ("give", {"unit": "points", "units": 200}),
        ("purchase", {"net": 220, "spend": {"points": 150}}, {"points": 70,
            "balance": {"points": 120}}),
        ("refund", {"amount": 220}, {"balance": {"points": 200}}),
    ), "full refund", programme=E43),
    Case("E43", (
        ("give", {"unit": "points", "units": 200}),
        ("purchase", {"net": 220, "spend": {"points": 150}}, {"points": 70,
            "balance": {"points": 120}}),
        ("refund", {"amount": 110}, {"taken": {"points": 35}, "restored": {"points": 75},
                                     "balance": {"points": 160}}),
    ), "half", programme=E43),
    *(
        Case("E44", (
            ("purchase", {"lines": [{"net": 617_000, "milli": 617_000}]}, {"points": 617}),
            *(
                ("refund", {"quantities": {1: milli}}, {"taken": {"points": units}})
                for milli, units in steps
            ),
        ), title, programme={"/rules/0/effects/0/rials": 1000, **POINTS_ONLY})
        for title, steps in (
            ("", ((249_500, 249), (250_000, 250), (117_500, 118))),
            ("other order", ((117_500, 117), (250_000, 250), (249_500, 250))),
        )
    ),
    *(
        Case("E45", (
            ("give", {"unit": "credit", "units": 200_000}),
            ("purchase", {"net": 1_000_000, "spend": {"credit": None}}, {"pay": 800_000}),
            ("refund", {"amount": 500_000}, {"restored": restored, "cash": cash}),
            ("refund", {"amount": 500_000}, {"restored": last, "cash": 800_000 - cash}),
        ), order, programme={"/refunds/order": order})
        for order, restored, cash, last in (
            ("pro_rata", {"credit": 100_000}, 400_000, {"credit": 100_000}),
            ("cash_first", {}, 500_000, {"credit": 200_000}),
            ("credit_first", {"credit": 200_000}, 300_000, {}),
        )
    ),
    Case("E46", (
        ("purchase", {"net": 500}, {"points": 500}),
        ("purchase", {"net": 500, "spend": {"points": 500}}, {"balance": {"points": 0}}),
        ("refund", {"sale": "sale", "amount": 500}, {"restored": {"points": 500}}),
    ), "spent units go back", programme={**E43}),
    Case("E46", (
        ("purchase", {"net": 500, "sale": "first"}, {"points": 500}),
        ("purchase", {"net": 500, "spend": {"points": 500}, "sale": "second"},
            {"balance": {"points": 0}}),
        ("refund", {"sale": "first", "amount": 500}, {"balance": {"points": -500}}),
        ("purchase", {"net": 300}, {"balance": {"points": -200}}),
    ), programme={**E43}, needs="ledger"),
    Case("E49", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("publish", {"changes": {"/rules": []}}),
        ("refund", {"amount": 1_000_000}, {"taken": {"points": 10, "credit": 20_000}}),
    )),
    Case("E50", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("refund", {"amount": 1_000_000, "goodwill": 200_000}, {
            "taken": {"points": 10, "credit": 20_000}, "cash": 1_200_000}),
    )),
    Case("E57", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("refund", {"amount": 1_000_000, "day": 200}, {"taken": {"points": 10, "credit": 20_000}}),
    )),
    Case("E60", (
        ("purchase", {"net": 160_000_000}, {"tier": "silver"}),
        ("pass", {"day": 350}, {"steps": []}),
        ("pass", {"day": 351}, {"steps": ["warning"]}),
        ("pass", {"day": 364}, {"steps": []}),
        ("pass", {"day": 365}, {"steps": ["grace_started"], "tier": "silver"}),
        ("pass", {"day": 394}, {"steps": []}),
        ("pass", {"day": 395}, {"steps": ["down"], "tier": "bronze"}),
    )),
    Case("E60", (
        ("purchase", {"net": 160_000_000}, {"tier": "silver"}),
        ("pass", {"day": 395}, {"tier": "regular"}),
    ), "full landing", programme={"/ladder/landing": "full"}),
    Case("E61", (
        ("purchase", {"net": 148_000_000}),
        ("purchase", {"net": 3_000_000, "sale": "last"}, {"tier": "silver"}),
        ("purchase", {"net": 1_000_000, "sale": "at silver"}, {"credit": 50_000}),
        ("refund", {"sale": "last", "amount": 3_000_000}, {
            "steps": ["grace_started"], "tier": "silver", "taken": {"points": 30,
                "credit": 90_000}}),
        ("pass", {"day": 31}, {"steps": ["down"], "tier": "bronze"}),
    )),
    Case("E61", (
        ("purchase", {"net": 148_000_000}),
        ("purchase", {"net": 3_000_000, "sale": "last"}, {"tier": "silver"}),
        ("refund", {"sale": "last", "amount": 3_000_000}, {"steps": ["down"], "tier": "bronze"}),
    ), "at once", programme={"/ladder/grace_days": 0}),
    Case("E62", (
        ("purchase", {"net": 160_000_000}, {"tier": "silver"}),
        ("purchase", {"net": 1_000_000, "spend": {"credit": None}}, {"tier": "silver",
            "steps": []}),
        ("pass", {"day": 300}, {"steps": [], "tier": "silver"}),
    )),
    Case("E63", (
        ("tier", {"tier": "gold", "days": 30}, {"steps": ["up"]}),
        ("pass", {"day": 30}, {"tier": "gold"}),
        ("pass", {"day": 31}, {"tier": "regular", "steps": ["down"]}),
        ("purchase", {"net": 60_000_000, "day": 31}, {"tier": "bronze"}),
    )),
    Case("E66", (
        # 20 July to 20 August: the first moment of the 31st day after it.
        ("tier", {"tier": "silver", "days": 30}, {"tier": "silver"}),
        ("pass", {"day": 30}, {"steps": []}),
        ("pass", {"day": 31}, {"steps": ["down"], "tier": "regular"}),
    )),
    Case("E87", (
        ("purchase", {"net": 130_000, "sale": "first"}, {"points": 1, "carry": 30_000}),
        ("purchase", {"net": 70_000}, {"points": 1, "carry": 0}),
        ("refund", {"sale": "first", "amount": 130_000}, {"taken": {"points": 1, "credit": 2600}}),
        ("purchase", {"net": 129_999}, {"points": 0, "carry": 99_999}),
        ("purchase", {"net": 1}, {"points": 1, "carry": 0}),
    ), programme={"/rules/0/effects/0/carry": True}),
    Case("O43", (
        ("purchase", {"lines": [{"net": 100, "milli": 2000}]}, {"points": 100}),
        ("refund", {"quantities": {1: 1000}}, {"taken": {"points": 50}, "balance": {
            "points": 50, "credit": 0}}),
    ), programme={**ONE_A_RIAL, "/rules/1/effects/0/share": 1, "/rules/1/effects/0/by_tier": {}}),
)  # fmt: skip
