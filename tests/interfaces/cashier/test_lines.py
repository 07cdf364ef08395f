"""Lines at the till: what a device keeps of the catalogue, a sale of lines, and its receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.cashier.test_selling import post, with_key

pytestmark = pytest.mark.django_db

TEA = {
    "code": "tea", "name_fa": "چای سیلان", "name_en": "Ceylon tea", "group": "drinks",
    "price_rials": 330_000, "barcode": "6260001000017",
}  # fmt: skip
BREAD = {"code": "bread", "name_fa": "نان", "vat_basis_points": 0}
TWO_TEAS = {"product": "tea", "each_rials": 330_000, "quantity": "۲"}
SOME_BREAD = {"product": "bread", "amount": "۱۰٬۰۰۰"}
LOOSE = {"group": "drinks", "amount": "5500"}


@pytest.fixture
def shop() -> Shop:
    """Open a shop that sells tea and bread."""
    return with_catalogue(open_shop())


@pytest.fixture
def till(shop: Shop) -> Client:
    """Sign a cashier in."""
    return staff_client(shop, "cashier")


def with_catalogue(shop: Shop) -> Shop:
    """Put tea, bread and a group into a shop's catalogue."""
    groups = {"groups": [{"code": "drinks", "name_fa": "نوشیدنی", "name_en": "Drinks"}]}
    shop.owner.write("/v1/catalogue/groups", groups, method="PUT")
    put_products(shop, TEA, BREAD)
    return shop


def put_products(shop: Shop, *products: dict[str, Any]) -> None:
    """Put products into a shop's catalogue."""
    body = {"products": products, "currency": "IRR"}
    answer = shop.owner.write("/v1/catalogue/products", body, method="PUT")
    assert answer.status_code == 200, answer.content


def sale_of_lines(member_id: str, *lines: dict[str, Any]) -> dict[str, Any]:
    """Give a sale of lines, as the script does."""
    return {"who": f"#{member_id}", "unit": "toman", "lines": lines}


def test_device_keeps_what_is_sold_now(shop: Shop, till: Client) -> None:
    put_products(shop, {**TEA, "code": "old-tea", "barcode": "", "is_active": False})

    kept = till.get("/cashier/products/").json()

    assert [one["product"] for one in kept["products"]] == ["bread", "tea"]
    assert kept["products"][1] | {"more": ""} == {
        "product": "tea", "name": "چای سیلان", "more": "", "barcode": "6260001000017",
        "each_rials": 330_000, "price": "۳۳٬۰۰۰",
    }  # fmt: skip
    assert kept["groups"] == [{"group": "drinks", "name": "نوشیدنی"}]
    assert kept["is_whole"] is True


def test_server_finds_what_a_text_names(till: Client) -> None:
    found = till.get("/cashier/products/", {"q": "چاي"}).json()["products"]

    assert [one["product"] for one in found] == ["tea"]


def test_quote_says_what_each_line_comes_to(shop: Shop, till: Client) -> None:
    sale = sale_of_lines(shop.member(), TWO_TEAS, SOME_BREAD, LOOSE)

    answer = post(till, "quote", sale).json()

    assert answer["lines"] == ["۶۶٬۰۰۰", "۱۰٬۰۰۰", "۵٬۵۰۰"]
    assert "۸۱٬۵۰۰" in answer["html"]


def test_sale_of_lines_is_recorded_once_with_its_products(shop: Shop, till: Client) -> None:
    sale = with_key(sale_of_lines(shop.member(), TWO_TEAS, SOME_BREAD, LOOSE))

    first, again = post(till, "purchase", sale), post(till, "purchase", sale)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["purchase_id"] == first.json()["purchase_id"]
    shown = shop.owner.get(f"/v1/purchases/{first.json()['purchase_id']}").json()
    lines = [
        (one["product"], one["group"], one["quantity_milli"], one["net_rials"], one["vat_rials"])
        for one in shown["lines"]
    ]
    assert lines == [
        ("tea", "drinks", 2_000, 600_000, 60_000),
        ("bread", "unspecified", 1_000, 100_000, 0),
        ("", "drinks", 1_000, 50_000, 5_000),
    ]
    assert shown["purchase"]["to_pay_rials"] == 815_000


def test_what_was_shown_is_what_is_charged(shop: Shop, till: Client) -> None:
    sale = with_key(sale_of_lines(shop.member(), TWO_TEAS))
    put_products(shop, {**TEA, "price_rials": 400_000, "is_active": False})

    done = post(till, "purchase", sale)

    shown = shop.owner.get(f"/v1/purchases/{done.json()['purchase_id']}").json()
    assert shown["purchase"]["to_pay_rials"] == 660_000


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"product": "gold", "each_rials": 1}, "unknown_product"),
        ({"group": "toys", "amount": "1"}, "unknown_group"),
        ({**TWO_TEAS, "quantity": "0"}, "quantity_unread"),
        ({**TWO_TEAS, "quantity": "1.2345"}, "quantity_unread"),
        ({**SOME_BREAD, "amount": ""}, "amount_unread"),
    ],
)
def test_line_that_is_none_is_refused_in_words(
    shop: Shop, till: Client, line: dict[str, Any], code: str
) -> None:
    answer = post(till, "quote", sale_of_lines(shop.member(), line))

    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_receipt_prints_the_lines_and_adds_up(shop: Shop, till: Client) -> None:
    member_id = shop.member()
    grant = {"member_id": member_id, "unit": "credit", "units": 100_000, "reason": "goodwill"}
    shop.owner.write("/v1/adjustments", grant)
    sale = sale_of_lines(member_id, TWO_TEAS, {**SOME_BREAD, "quantity": "1.25"}, LOOSE)
    quoted = post(till, "quote", {**sale, "spend": [{"unit": "credit"}]}).json()
    body = with_key({**sale, "spend": quoted["spend"], "quote": quoted["quote"]})
    done = post(till, "purchase", body).json()

    page = till.get(f"/cashier/receipt/{done['purchase_id']}/").content.decode()

    for text in (
        "چای سیلان",
        "نان",
        "نوشیدنی",
        "۶۶٬۰۰۰",
        "۱٫۲۵",
        "مالیات بر ارزش افزودهٔ این خرید",
    ):
        assert text in page
    assert 'class="qr"' in page
