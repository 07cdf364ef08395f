"""Merging and parting two members over HTTP."""

from typing import Any

from tests.factories.shops import Shop, new_mobile


def _points(answer: dict[str, Any], place: str = "balances") -> Any:
    return next(one["available"] for one in answer[place] if one["unit"] == "points")


def test_two_members_become_one_and_two_again(shop: Shop) -> None:
    sara, mobile = shop.member(), new_mobile()
    ali = shop.member(mobile=mobile, first_name="علی")
    shop.purchase(sara, 10_000_000)
    sale = shop.purchase(ali, 20_000_000)
    body = {"survivor_id": sara, "duplicate_id": ali}

    foretold = shop.owner.ask("/v1/merges/preview", body)
    asked = shop.owner.write("/v1/merges", body, key="merge-1")
    again = shop.owner.write("/v1/merges", body, key="merge-1")
    found = shop.owner.ask("/v1/members/find", {"mobile": mobile})
    returned = shop.owner.write(
        f"/v1/purchases/{sale['purchase_id']}/refunds",
        {"member_id": ali, "source": "till", "document": "B1", "currency": "IRR"},
    )
    undone = shop.owner.write(f"/v1/merges/{asked.json()['merge_id']}/undo")

    assert (foretold.status_code, _points(foretold.json())) == (200, 300)
    assert (asked.status_code, _points(asked.json())) == (201, 300)
    assert (again.content, again["Idempotent-Replayed"]) == (asked.content, "true")
    assert found.json()["member_id"] == sara
    assert (returned.status_code, returned.json()["member_id"]) == (201, sara)
    assert _points(returned.json()) == 100
    assert (undone.status_code, _points(undone.json(), "survivor_balances")) == (201, 100)
    assert _points(undone.json(), "duplicate_balances") == 0


def test_merging_needs_the_right_to_members_too(shop: Shop) -> None:
    body = {"survivor_id": shop.member(), "duplicate_id": shop.member()}

    answer = shop.caller({"approve"}).write("/v1/merges", body)

    assert (answer.status_code, answer.json()["code"]) == (403, "right_missing")
