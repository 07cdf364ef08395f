"""Shifts and sales over HTTP."""

from tests.factories.shops import Shop


def test_shift_is_opened_shown_and_closed_with_a_reason(shop: Shop) -> None:
    shop.owner.write("/v1/tills", {"code": "till-1"})
    opened = shop.owner.write("/v1/tills/till-1/drawer", {"float_rials": 500_000})
    shift_id = opened.json()["shift_id"]
    shop.purchase(shop.member(), 1_000_000, attributes={"till": "till-1"})

    again = shop.owner.write("/v1/tills/till-1/drawer", {"float_rials": 0})
    shown = shop.owner.get(f"/v1/shifts/{shift_id}").json()
    refused = shop.owner.write(f"/v1/shifts/{shift_id}/close", {"cash_rials": 0})
    counted = {"cash_rials": 400_000, "card_rials": 1_000_000, "reason": "taxi"}
    closed = shop.owner.write(f"/v1/shifts/{shift_id}/close", counted)
    listed = shop.owner.get("/v1/shifts").json()["shifts"]

    assert (opened.status_code, again.status_code) == (201, 422)
    assert (shown["expected_rials"], shown["taken"][0]["sales"]) == (1_500_000, 1)
    assert refused.json()["code"] == "difference_unexplained"
    assert closed.json()["drawer"]["difference_rials"] == -100_000
    assert [one["shift_id"] for one in listed] == [shift_id]


def test_sales_of_a_day_are_listed_and_found_by_document(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 1_000_000, document="A-1")
    shop.purchase(member, 2_000_000, document="A-2")

    every = shop.owner.get("/v1/sales").json()
    one = shop.owner.get("/v1/sales?document=A-1").json()
    cut = shop.owner.get("/v1/sales?limit=1").json()

    assert [sale["document"] for sale in every["sales"]] == ["A-2", "A-1"]
    assert [sale["amount_rials"] for sale in one["sales"]] == [1_000_000]
    assert (len(cut["sales"]), cut["is_cut"], every["is_cut"]) == (1, True, False)
    assert shop.owner.get("/v1/sales?since=2000-01-01T00:00:00Z").status_code == 422
