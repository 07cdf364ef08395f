"""Two members who are one person: row E77, and the merged half of E56."""

from __future__ import annotations

from typing import Final

from tests.conformance.case import Case

WELCOME: Final = {
    "/rules/-": {
        "code": "welcome",
        "name": {"fa": "خوش‌آمد", "en": "Welcome"},
        "trigger": "join",
        "effects": [{"kind": "fixed", "unit": "points", "units": 50}],
    }
}

ROWS = (
    Case("E77", (
        ("purchase", {"net": 10_000_000}, {"points": 100}),
        ("others", {"net": 20_000_000}, {"theirs": {"points": 200, "credit": 400_000}}),
        ("merge", {}, {"balance": {"points": 300, "credit": 600_000}, "gifts_twice": {}}),
        ("part", {}, {
            "balance": {"points": 100, "credit": 200_000},
            "theirs": {"points": 200, "credit": 400_000}}),
    ), needs="ledger"),
    Case("E77", (
        ("purchase", {"net": 100_000_000}, {"tier": "bronze"}),
        ("others", {"net": 100_000_000}),
        ("merge", {}, {"tier": "silver", "steps": ["up"]}),
        ("part", {}, {"tier": "bronze", "their_tier": "bronze"}),
    ), "tier on joined spend", needs="ledger"),
    Case("E77", (
        ("others", {"net": 100_000}, {"theirs": {"points": 51, "credit": 2_000}}),
        ("merge", {}, {"balance": {"points": 101}, "gifts_twice": {"points": 50}}),
    ), "second welcome gift flagged", programme=WELCOME, needs="ledger"),
    Case("E77", (
        ("purchase", {"net": 10_000_000}),
        ("others", {"net": 20_000_000}),
        ("merge", {}),
        ("hold", {"hold": "spent", "unit": "points", "units": 250}),
        ("capture", {"hold": "spent"}, {"balance": {"points": 50}}),
        ("part", {}, {
            "used": {"points": 150, "credit": 0},
            "theirs": {"points": 50, "credit": 400_000}, "balance": {"points": 0}}),
    ), "spent in between", needs="ledger"),
    Case("E56", (
        ("purchase", {"net": 10_000_000}),
        ("others", {"net": 20_000_000, "sale": "theirs"}),
        ("merge", {}),
        ("refund", {"sale": "theirs", "amount": 5_000_000}, {
            "taken": {"points": 50, "credit": 100_000}, "cash": 5_000_000,
            "balance": {"points": 250, "credit": 500_000}}),
        ("refund", {"sale": "theirs"}, {
            "taken": {"points": 150, "credit": 300_000}, "cash": 15_000_000,
            "balance": {"points": 100, "credit": 200_000}}),
    ), "merged", needs="ledger"),
)  # fmt: skip
