"""Earning, rounding, caps and carry.

Rows E1-E23 that need only the evaluator, and the O rows on earning.
"""

from __future__ import annotations

from tests.conformance.case import Case

SILVER = ("tier", {"tier": "silver", "days": 1000})
GOLD = ("tier", {"tier": "gold", "days": 1000})
ONE_A_RIAL = {
    "/rules/0/effects/0": {"kind": "per_amount", "unit": "points", "units": 1, "rials": 1}
}
TEN_OFF = {"kind": "percent", "code": "ten", "share": 1000}
GIFT = {
    "code": "gift", "name": {"fa": "هدیه", "en": "gift"},
    "effects": [{"kind": "fixed", "unit": "points", "units": 50}],
    "condition": {"kind": "birthday_window"}, "caps": [{"per": "year", "amount": 50}],
}  # fmt: skip

ROWS = (
    Case("E1", (
        ("purchase", {"lines": [{"net": 150_000}] * 3}, {"points": 4, "by_line": {
            "points": [2, 1, 1], "credit": [3000, 3000, 3000]}}),
    )),
    Case("E2", (
        ("purchase", {"basket": {
            "items": [{"code": "a", "unit_price": 1_000_000, "group": "food"},
                      {"code": "b", "unit_price": 500_000, "group": "cigarettes"}],
            "discounts": [{"kind": "amount", "code": "order", "amount": 150_000}],
        }}, {"base": 900_000, "points": 9, "pay": 1_350_000}),
    ), programme={"/base/excluded_groups": ["cigarettes"]}),
    Case("E3", (
        ("purchase", {"lines": [{"net": 1_000_000, "vat": 100_000}]}, {"points": 10,
            "pay": 1_100_000}),
    )),
    Case("E3", (
        ("purchase", {"lines": [{"net": 1_000_000, "vat": 100_000}]}, {"points": 11}),
    ), "with VAT", programme={"/base/with_vat": True}),
    Case("E4", (
        ("purchase", {"lines": [{"net": 300_000}, {"net": 500_000, "kind": "gift_card"},
                                {"net": 80_000, "kind": "shipping"}]}, {"points": 3,
                                    "base": 300_000}),
    )),
    Case("E5", (
        SILVER,
        ("give", {"unit": "credit", "units": 200_000}),
        ("purchase", {"net": 1_000_000, "spend": {"credit": None}}, {
            "credit": 40_000, "spent": {"credit": 200_000}, "pay": 800_000,
            "reasons": ["credit_share", "share"]}),
    )),
    Case("E5", (
        SILVER,
        ("give", {"unit": "credit", "units": 200_000}),
        ("purchase", {"net": 1_000_000, "spend": {"credit": None}}, {"credit": 50_000}),
    ), "credit earns too", programme={"/base/paid_with_credit": True}),
    Case("E6", (
        ("purchase", {"net": 490_000}, {"points": 7, "reasons": ["multiplied"]}),
    ), programme={"/rules/-": {
        "code": "half-more", "name": {"fa": "یک و نیم", "en": "half more"},
        "effects": [{"kind": "multiply", "unit": "points", "numerator": 3, "denominator": 2}]}}),
    Case("E7", (
        ("purchase", {"net": 99_990}, {"credit": 299, "reasons": ["rounded"]}),
    ), programme={"/rules/1/effects/0": {"kind": "share", "unit": "credit", "share": 30}}),
    Case("E7", (
        ("purchase", {"net": 99_990}, {"credit": 290}),
    ), "round to Toman", programme={
        "/rules/1/effects/0": {"kind": "share", "unit": "credit", "share": 30},
        "/units/1/rounding_step": 10}),
    Case("E8", (
        ("purchase", {"net": 130_000}, {"points": 1, "carry": 30_000}),
        ("purchase", {"net": 70_000, "sale": "second"}, {"points": 1, "carry": 0}),
        ("refund", {"sale": "second", "amount": 70_000}, {"taken": {"points": 1, "credit": 1400},
                                                           "reasons": ["carry_back"]}),
        ("purchase", {"net": 70_000}, {"points": 1, "carry": 0}),
    ), programme={"/rules/0/effects/0/carry": True}),
    Case("E9", (
        ("purchase", {"net": 9_000_000}, {"points": 90}),
        ("purchase", {"net": 2_500_000, "sale": "capped"}, {
            "points": 10, "capped": {"points": 15}, "reasons": ["capped"]}),
        ("refund", {"sale": "capped", "amount": 2_500_000}, {
            "taken": {"points": 10, "credit": 50_000}, "reasons": ["cap_freed"]}),
        ("purchase", {"net": 2_500_000}, {"points": 10}),
    ), programme={"/units/0/caps": [{"per": "day", "amount": 100}], "/ladder": None}),
    Case("E10", (
        GOLD,
        ("purchase", {"net": 500_000_000}, {"credit": 5_000_000,
            "capped": {"credit": 30_000_000}}),
        ("refund", {"amount": 250_000_000}, {"taken": {"points": 2500, "credit": 2_500_000}}),
    ), programme={"/rules/1/caps": [{"per": "order", "amount": 5_000_000}]}),
    Case("E11", (
        ("purchase", {"net": 148_000_000}, {"tier": "bronze"}),
        ("purchase", {"net": 5_000_000}, {"credit": 150_000, "tier": "silver", "steps": ["up"]}),
    )),
    Case("E11", (
        ("purchase", {"net": 148_000_000}, {"tier": "bronze"}),
        ("purchase", {"net": 5_000_000}, {"credit": 210_000, "tier": "silver", "steps": ["up"],
                                          "reasons": ["share_part"]}),
    ), "marginal", programme={"/ladder/marginal": True}),
    Case("E12", (
        ("purchase", {"net": 149_000_000}, {"steps": ["up"]}),
        ("purchase", {"net": 2_000_000}, {"steps": ["up"], "tier": "silver"}),
        ("purchase", {"net": 2_000_000}, {"steps": [], "tier": "silver"}),
    ), needs="ledger"),
    Case("E13", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("publish", {"changes": {"/rules/0/effects/0/rials": 200_000}}),
        ("refund", {"amount": 1_000_000}, {"taken": {"points": 10, "credit": 20_000}}),
        ("purchase", {"net": 1_000_000}, {"points": 5}),
    )),
    Case("E16", (
        ("purchase", {"net": 1_000_000, "day": -400}, {"points": 10, "expires_day": -34}),
    ), programme={"/units/0/expiry": {"kind": "after_days", "days": 365},
        "/back_dating_days": 500}, needs="ledger"),
    Case("E17", (
        ("give", {"unit": "credit", "units": 100_000}),
        ("purchase", {"net": 1_000_000, "spend": {"credit": None}},
            {"spent": {"credit": 100_000}}),
        ("purchase", {"net": 1_000_000, "day": -5}, {"credit": 20_000}),
    ), needs="ledger"),
    # The first day of the cases is 13 Mehr 1403; Esfand 1403 has 30 days, Esfand 1404 has 29.
    Case("E19", (
        ("purchase", {"net": 50_000, "day": 166}, {"points": 0}),
        ("purchase", {"net": 50_000, "day": 167}, {"points": 50}),
        ("purchase", {"net": 50_000, "day": 167}, {"points": 0, "capped": {"points": 50}}),
        ("purchase", {"net": 50_000, "day": 532}, {"points": 50}),
        ("purchase", {"net": 50_000, "day": 533}, {"points": 0}),
    ), programme={"/rules/-": GIFT}, birthday=(12, 30)),
    Case("E20", (
        ("purchase", {"net": 1_000_000, "minute": 1439}, {"expires_day": 31}),
        ("pass", {"day": 30}, {"balance": {"points": 10, "credit": 20_000}}),
        ("pass", {"day": 31}, {"balance": {"points": 0, "credit": 20_000}}),
    ), programme={"/units/0/expiry": {"kind": "after_days", "days": 30}}, needs="ledger"),
    Case("E22", (
        ("purchase", {"lines": [{"net": 0, "gross": 500_000}]}, {"points": 0, "credit": 0}),
        ("purchase", {"net": 100_000}, {"points": 8}),
    ), programme={"/rules/-": {
        "code": "first", "name": {"fa": "نخستین", "en": "first"},
        "condition": {"kind": "first_purchase"},
        "effects": [{"kind": "fixed", "unit": "points", "units": 7}]}}),
    Case("E23", (
        ("give", {"unit": "credit", "units": 100_000}),
        ("hold", {"unit": "credit", "units": 60_000, "hold": "h"},
            {"balance": {"credit": 100_000}}),
        ("cancel", {"hold": "h"}, {"balance": {"credit": 100_000}}),
    ), needs="ledger"),
    Case("O1", (
        ("purchase", {"basket": {"items": [{"code": "a", "unit_price": 100}],
            "discounts": [TEN_OFF]}},
         {"pay": 90, "points": 90}),
    ), programme=ONE_A_RIAL),
    Case("O2", (
        ("purchase", {"basket": {
            "items": [{"code": "a", "unit_price": 100}, {"code": "b", "unit_price": 50}],
            "discounts": [TEN_OFF]}}, {"pay": 135, "points": 135}),
    ), programme=ONE_A_RIAL),
    Case("O4", (
        ("purchase", {"basket": {
            "items": [{"code": "a", "unit_price": 100, "group": "food"},
                      {"code": "b", "unit_price": 50, "group": "other"}],
            "discounts": [{**TEN_OFF, "lines": {"groups": ["food"]}}]}}, {"pay": 140,
                "points": 90}),
    ), programme={**ONE_A_RIAL, "/rules/0/groups": ["food"]}),
    Case("O5", (
        ("give", {"unit": "credit", "units": 10}),
        ("purchase", {"net": 100, "spend": {"credit": None}}, {"pay": 90, "points": 100}),
    ), programme={**ONE_A_RIAL, "/base/paid_with_credit": True,
                  "/units/1/redemption/spend_as": "tender"}),
    Case("O5", (
        ("give", {"unit": "credit", "units": 10}),
        ("purchase", {"net": 100, "spend": {"credit": None}}, {"pay": 90, "points": 90}),
    ), "credit does not earn", programme={**ONE_A_RIAL, "/units/1/redemption/spend_as": "tender"}),
    Case("O6", (
        ("price", {"items": [{"code": "a", "unit_price": 100}],
                   "tenders": [{"code": "card", "amount": 50}]}, {"pay": 50, "bases": [100]}),
    )),
    Case("O8", (
        ("give", {"unit": "points", "units": 10}),
        ("purchase", {"net": 100, "spend": {"points": 10}}, {"pay": 90, "points": 90}),
    ), programme={**ONE_A_RIAL, "/units/0/redemption/value_rials": 1}),
    Case("O10", (
        ("purchase", {"net": 1000}, {"points": 1}),
    ), programme={"/rules/0/effects/0": {"kind": "fixed", "unit": "points", "units": 1},
                  "/units/1/rounding_step": 250}),
)  # fmt: skip
