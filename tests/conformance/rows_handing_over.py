"""Purchases that change their holder: rows E14, E55 and E88."""

from __future__ import annotations

from tests.conformance.case import Case

NOTHING_SINCE = {"/rules/0/effects/0/rials": 50_000}

ROWS = (
    Case("E14", (
        ("purchase", {"net": 60_000_000, "sale": "before"}, {"tier": "bronze"}),
        ("sell", {"net": 1_000_000, "day": 1}, {"balance": {"points": 600}}),
        ("purchase", {"net": 100_000_000, "sale": "after", "day": 2}, {"tier": "silver"}),
        ("publish", {"changes": NOTHING_SINCE}),
        # Bronze then, at the rate of then; silver and another rate now.
        ("claim", {"day": 8}, {"points": 10, "credit": 30_000, "balance": {"points": 1610}}),
        ("claim", {"other": True}, {"error": "already_claimed"}),
        ("refund", {}, {"taken": {"points": 10, "credit": 30_000}, "cash": 1_000_000}),
    ), needs="ledger"),
    Case("E14", (
        ("sell", {"net": 1_000_000}),
        ("claim", {"day": 8}, {"error": "claim_too_late", "balance": {"points": 0}}),
    ), "the eighth day", needs="ledger"),
    Case("E14", (
        ("sell", {"net": 1_000_000}),
        ("refund", {"amount": 300_000}, {"cash": 300_000}),
        ("claim", {"day": 1}, {"points": 7, "credit": 14_000}),
        ("refund", {}, {"cash": 700_000, "balance": {"points": 0, "credit": 0}}),
    ), "a part came back before", needs="ledger"),
    Case("E14", (
        ("sell", {"net": 1_000_000}),
        ("void", {}, {"cash": 1_000_000}),
        ("claim", {}, {"error": "nothing_left_of_sale", "balance": {"points": 0}}),
    ), "all of it came back before", needs="ledger"),
    Case("E88", (
        ("sell", {"net": 1_000_000}),
        ("publish", {"changes": NOTHING_SINCE}),
        ("claim", {"day": 1, "other": True, "bought": 60_000_000}, {
            "points": 10, "credit": 20_000}),
    ), needs="ledger"),
    Case("E88", (
        ("sell", {"net": 1_000_000, "rung_by_member": True}),
        ("claim", {}, {"error": "own_receipt", "balance": {"points": 0}}),
        ("claim", {"other": True}, {"points": 10}),
    ), "rung by the claimant", needs="ledger"),
    Case("E55", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("move", {}, {
            "balance": {"points": 0, "credit": 0}, "theirs": {"points": 10, "credit": 20_000}}),
        ("refund", {"amount": 500_000}, {"taken": {"points": 5, "credit": 10_000}}),
        ("move", {"back": True}, {
            "balance": {"points": 5, "credit": 10_000}, "theirs": {"points": 0, "credit": 0}}),
    ), needs="ledger"),
    Case("E55", (
        ("purchase", {"net": 1_000_000}),
        ("hold", {"hold": "spent", "unit": "credit", "units": 20_000}),
        ("capture", {"hold": "spent"}),
        ("move", {}, {
            "balance": {"points": 0, "credit": -20_000},
            "theirs": {"points": 10, "credit": 20_000}}),
    ), "spent already: owed", needs="ledger"),
    Case("E55", (
        ("purchase", {"net": 1_000_000}),
        ("hold", {"hold": "spent", "unit": "credit", "units": 20_000}),
        ("capture", {"hold": "spent"}),
        ("move", {"if_spent": "forgive"}, {
            "balance": {"points": 0, "credit": 0}, "theirs": {"points": 10, "credit": 20_000}}),
    ), "spent already: written off", needs="ledger"),
)  # fmt: skip
