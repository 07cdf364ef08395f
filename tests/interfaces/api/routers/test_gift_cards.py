"""Gift cards over HTTP: sold, issued, looked up, paid with."""

import pytest

from tests.factories.gift_cards import CARDS
from tests.factories.shops import open_shop, purchase_of
from tests.programme.shop import patched

pytestmark = pytest.mark.django_db


def test_a_card_from_its_sale_to_a_purchase() -> None:
    shop = open_shop(programme=patched(CARDS))
    sara, ali = shop.member(), shop.member()
    line = {"net_rials": 500_000, "kind": "gift_card"}
    sold = shop.owner.write("/v1/purchases", {**purchase_of(ali, 0), "lines": [line]})
    body = {"purchase_id": sold.json()["purchase_id"], "line": 1}

    card = shop.owner.write("/v1/gift-cards", body)
    again = shop.owner.write("/v1/gift-cards", body)
    code = card.json()["code"]
    bought = shop.owner.write(
        "/v1/purchases", {**purchase_of(sara, 200_000), "gift_cards": [{"code": code}]}
    )
    found = shop.owner.ask("/v1/gift-cards/find", {"code": code, "member_id": sara})
    wrong = shop.owner.ask("/v1/gift-cards/find", {"code": "22222", "member_id": sara})

    assert (card.status_code, again.status_code) == (201, 201)
    assert again.json() == card.json()
    assert again["Idempotent-Replayed"] == "true"
    assert bought.json()["to_pay_rials"] == 0
    assert bought.json()["gift_cards"] == [
        {"card_id": card.json()["card_id"], "unit": "credit", "rials": 200_000}
    ]
    assert (found.json()["sold_rials"], found.json()["balance_rials"]) == (500_000, 300_000)
    assert (wrong.status_code, wrong.json()["code"]) == (404, "no_such_gift_card")


def test_a_payment_names_a_code_or_a_card() -> None:
    shop = open_shop(programme=patched(CARDS))

    answer = shop.owner.write(
        "/v1/purchases", {**purchase_of(shop.member(), 1000), "gift_cards": [{}]}
    )

    assert answer.status_code == 422
