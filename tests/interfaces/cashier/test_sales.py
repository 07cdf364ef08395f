"""Today's sales: what is listed, how a sale comes back, and how it gets to the right member."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from tests.interfaces.cashier.test_selling import post, sale_of, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


@pytest.fixture
def till(shop: Shop) -> Client:
    """Sign a cashier in."""
    return staff_client(shop, "cashier")


def sold(shop: Shop, till: Client, toman: int = 500_000) -> Any:
    """Make a sale at the till."""
    return post(till, "purchase", with_key(sale_of(shop.member(), toman))).json()


def keys_on(page: str) -> list[str]:
    """Read the keys of a page's forms, in their order."""
    return re.findall(r'name="key" value="([0-9a-f]+)"', page)


def test_what_was_sold_today_is_listed(shop: Shop, till: Client) -> None:
    sale = sold(shop, till)

    page = till.get("/cashier/sales/").content.decode()

    assert sale["document"] in page
    assert "۵۰۰٬۰۰۰" in page


def test_day_without_sales_says_so(till: Client) -> None:
    assert "امروز هنوز فروشی نیست" in till.get("/cashier/sales/").content.decode()


def test_sale_is_found_by_its_number(shop: Shop, till: Client) -> None:
    first, other = sold(shop, till), sold(shop, till)

    page = till.get("/cashier/sales/", {"q": first["document"].lower()}).content.decode()

    assert (first["document"] in page, other["document"] in page) == (True, False)
    assert "۳۱ روز" in till.get("/cashier/sales/", {"q": "0000"}).content.decode()


def test_longer_list_asks_no_more(
    shop: Shop, till: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sold(shop, till)
    with django_assert_max_num_queries(40) as of_one:
        till.get("/cashier/sales/")
    for _ in range(4):
        sold(shop, till)
    with django_assert_max_num_queries(40) as of_five:
        till.get("/cashier/sales/")

    assert len(of_five) == len(of_one)


@pytest.mark.parametrize(("amount", "back"), [("", 5_000_000), ("100000", 1_000_000)])
def test_sale_comes_back_once_in_whole_or_in_part(
    shop: Shop, till: Client, amount: str, back: int
) -> None:
    sale = sold(shop, till)
    place = f"/cashier/sales/{sale['purchase_id']}/"
    key = keys_on(till.get(place).content.decode())[0]
    asked = {"key": key, "amount": amount}

    answers = [till.post(f"{place}refund/", asked).status_code for _ in range(2)]

    assert answers == [302, 302]
    shown = shop.owner.get(f"/v1/purchases/{sale['purchase_id']}").json()
    assert abs(shown["refunded_cash_rials"] - back) <= 10


def test_more_than_is_left_is_refused_in_words(shop: Shop, till: Client) -> None:
    place = f"/cashier/sales/{sold(shop, till)['purchase_id']}/"
    key = keys_on(till.get(place).content.decode())[0]

    answer = till.post(f"{place}refund/", {"key": key, "amount": "900000"})

    assert answer.status_code == 422
    assert 'class="notice' in answer.content.decode() or "field-error" in answer.content.decode()


def test_sale_goes_to_the_right_member(shop: Shop, till: Client) -> None:
    mobile = new_mobile()
    right = shop.member(mobile=mobile)
    sale = sold(shop, till)
    place = f"/cashier/sales/{sale['purchase_id']}/"
    key = keys_on(till.get(place).content.decode())[1]

    wrong = till.post(f"{place}move/", {"key": key, "who": "سلام"})
    moved = till.post(f"{place}move/", {"key": key, "who": mobile})

    assert (wrong.status_code, moved.status_code) == (422, 302)
    shown = shop.owner.get(f"/v1/purchases/{sale['purchase_id']}").json()["purchase"]
    assert shown["member_id"] == right
