"""What happens to a purchase afterwards: rows E52-E58 that need a book."""

from __future__ import annotations

from tests.conformance.case import Case

TENDER = {"/units/1/redemption/spend_as": "tender"}

ROWS = (
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
