"""What happens to a purchase afterwards: rows E52-E58 that need a book."""

from __future__ import annotations

from tests.conformance.case import Case

TENDER = {"/units/1/redemption/spend_as": "tender"}

ROWS = (
    Case("E52", (
        ("purchase", {"net": 148_000_000}, {"tier": "bronze"}),
        ("purchase", {"net": 3_000_000}, {"steps": ["up"], "tier": "silver"}),
        # By itself the return would begin a grace; the purchase after it keeps the tier.
        ("exchange", {"net": 2_500_000}, {"steps": [], "tier": "silver", "pay": -500_000}),
        ("exchange", {"net": 1_000_000}, {"steps": ["grace_started"], "tier": "silver"}),
    ), needs="ledger"),
    Case("E53", (
        ("purchase", {"lines": [{"net": 200_000, "milli": 2000}]}, {"points": 2}),
        ("edit", {"lines": [{"net": 300_000, "milli": 3000}], "revision": 1}, {
            "earned": {"points": 1, "credit": 2000}, "pay": 100_000,
            "balance": {"points": 3, "credit": 6000}}),
        ("edit", {"lines": [{"net": 200_000, "milli": 2000}], "revision": 2}, {
            "earned": {"points": -1, "credit": -2000}, "pay": -100_000,
            "balance": {"points": 2, "credit": 4000}}),
        ("void", {}, {"balance": {"points": 0, "credit": 0}}),
    ), needs="ledger"),
    Case("E53", (
        ("purchase", {"net": 200_000}, {"points": 2, "credit": 4000}),
        ("purchase", {"net": 60_000_000, "sale": "other"}, {"tier": "bronze"}),
        ("publish", {"changes": {"/rules/0/effects/0/rials": 50_000}}),
        ("edit", {"net": 300_000, "revision": 1}, {"earned": {"points": 1, "credit": 2000}}),
    ), "rules and tier of then", needs="ledger"),
    Case("E54", (
        ("purchase", {"net": 1_000_000, "document": "ORDER"}, {"points": 10}),
        *(
            step
            for revision in range(1, 4)
            for step in (
                ("void", {}, {"taken": {"points": 10, "credit": 20_000}, "cash": 1_000_000,
                    "balance": {"points": 0, "credit": 0}}),
                ("purchase", {"net": 1_000_000, "document": "ORDER", "revision": revision},
                    {"points": 10, "balance": {"points": 10, "credit": 20_000}}),
            )
        ),
        ("purchase", {"net": 1_000_000, "document": "ORDER", "revision": 4}, {
            "error": "earlier_revision_stands", "balance": {"points": 10, "credit": 20_000}}),
    ), needs="ledger"),
    Case("E58", (
        ("purchase", {"net": 1_000_000}, {"points": 10}),
        ("refund", {"amount": 1_000_000, "store_credit": "credit"}, {
            "taken": {"points": 10, "credit": 20_000}, "cash": 0,
            "balance": {"points": 0, "credit": 1_000_000}}),
    ), programme=TENDER, needs="ledger"),
)  # fmt: skip
