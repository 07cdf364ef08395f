"""The purchase that every row measures: three lines that earn points and credit.

It stands alone, so that the client process of row 2 loads nothing else.
"""

from __future__ import annotations

from typing import Any


def basket(document: str) -> dict[str, Any]:
    """Give the body of the purchase; whose it is comes to it."""
    return {
        "source": "till-1",
        "document": document,
        "currency": "IRR",
        "lines": [
            {"net_rials": 1_200_000, "group": "food.dairy", "product": "1001"},
            {"net_rials": 450_000, "group": "fresh.produce", "quantity_milli": 1250},
            {"net_rials": 600_000, "group": "household", "product": "1003"},
        ],
    }
