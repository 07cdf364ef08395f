"""The catalogue over HTTP: groups and products put, listed, found and retired."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.shops import Shop, open_shop

TEA = {"code": "tea", "name_fa": "چای", "group": "food", "price_rials": 1_200_000}


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open a shop with a group."""
    shop = open_shop()
    body = {"groups": [{"code": "food", "name_fa": "خوراک", "name_en": "Food"}]}
    shop.owner.write("/v1/catalogue/groups", body, method="PUT")
    return shop


def put(shop: Shop, *products: dict[str, Any]) -> Any:
    """Put products."""
    body = {"products": products, "currency": "IRR"}
    return shop.owner.write("/v1/catalogue/products", body, method="PUT")


def test_products_are_put_listed_and_retired(shop: Shop) -> None:
    first = put(shop, TEA, {"code": "cup", "name_fa": "فنجان"}).json()
    second = put(shop, {**TEA, "is_active": False}).json()

    page = shop.owner.get("/v1/catalogue/products?limit=1").json()
    rest = shop.owner.get(f"/v1/catalogue/products?cursor={page['next_cursor']}").json()
    groups = shop.owner.get("/v1/catalogue/groups").json()["groups"]

    assert (first, second) == ({"added": 2, "changed": 0}, {"added": 0, "changed": 1})
    assert [one["code"] for one in page["products"] + rest["products"]] == ["cup", "tea"]
    assert [one["is_active"] for one in rest["products"]] == [False]
    assert rest["next_cursor"] == ""
    assert groups == [{"code": "food", "name_fa": "خوراک", "name_en": "Food", "products": 0}]


def test_products_are_found_by_part_group_and_state(shop: Shop) -> None:
    put(shop, TEA, {"code": "cup", "name_fa": "فنجان"})

    queries = ("text=چاي", "group=food", "state=active&text=cup", "state=retired")
    codes = {
        query: [
            one["code"]
            for one in shop.owner.get(f"/v1/catalogue/products?{query}").json()["products"]
        ]
        for query in queries
    }

    assert codes == dict(zip(queries, (["tea"], ["tea"], ["cup"], []), strict=True))


@pytest.mark.parametrize(
    ("product", "code"),
    [({"group": "toys"}, "unknown_group"), ({"price_rials": 0}, "input_invalid")],
)
def test_product_that_is_none_is_refused_in_words(
    shop: Shop, product: dict[str, Any], code: str
) -> None:
    answer = put(shop, {**TEA, **product})

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert shop.owner.get("/v1/catalogue/products").json()["products"] == []
