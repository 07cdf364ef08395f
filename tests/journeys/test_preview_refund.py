"""What a refund would do is what it does, and nothing of it is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db

LINES = [
    {"net_rials": 6_000_000, "vat_rials": 0, "quantity_milli": 3_000},
    {"net_rials": 4_000_000, "vat_rials": 0},
]


def refund_of(member: str, document: str, **more: Any) -> dict[str, Any]:
    """Give the body of a refund."""
    return {
        "member_id": member, "source": "till", "document": document, "currency": "IRR", **more,
    }  # fmt: skip


def units(listed: list[dict[str, Any]]) -> dict[str, int]:
    """Add up units by code."""
    found: dict[str, int] = {}
    for one in listed:
        found[one["unit"]] = found.get(one["unit"], 0) + one["units"]
    return {unit: count for unit, count in found.items() if count}


@pytest.mark.parametrize(
    "what", [{}, {"amount_rials": 2_500_000}, {"lines": [{"number": 1, "quantity_milli": 1_000}]}]
)
def test_what_is_foretold_is_what_is_done(what: dict[str, Any]) -> None:
    shop = open_shop()
    member = shop.member()
    sale = shop.purchase(member, 0, lines=LINES)["purchase_id"]
    wallet = shop.owner.get(f"/v1/members/{member}/wallet").json()["balances"]

    place = f"/v1/purchases/{sale}/refunds"
    told = shop.owner.ask(f"{place}/preview", refund_of(member, "B-1", **what))
    between = shop.owner.get(f"/v1/members/{member}/wallet").json()["balances"]
    done = shop.owner.write(place, refund_of(member, "B-1", **what)).json()

    assert told.status_code == 200, told.content
    assert between == wallet
    assert told.json()["cash_rials"] == done["cash_rials"] > 0
    assert units(told.json()["taken_back"]) == units(done["taken_back"]) != {}


def test_more_than_is_left_is_refused_before_it_is_done() -> None:
    shop = open_shop()
    member = shop.member()
    sale = shop.purchase(member, 1_000_000)["purchase_id"]
    body = refund_of(member, "B-1", amount_rials=2_000_000)

    told = shop.owner.ask(f"/v1/purchases/{sale}/refunds/preview", body)
    nowhere = shop.owner.ask("/v1/purchases/1/refunds/preview", body)

    assert (told.status_code, nowhere.status_code) == (422, 404)
