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
from vafa.kit.persian import persian_digits

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


def test_sale_is_found_by_number_member_or_amount_in_any_digits(shop: Shop, till: Client) -> None:
    mobile = new_mobile()
    member_id = shop.member(mobile=mobile, first_name="مریم")
    mine = post(till, "purchase", with_key(sale_of(member_id, 123_456))).json()["document"]
    other = sold(shop, till)["document"]
    number = shop.owner.get(f"/v1/members/{member_id}").json()["number"]

    for text in (mine.lower(), mobile, persian_digits(mobile), number, "مریم", "۱۲۳٬۴۵۶"):
        page = till.get("/cashier/sales/", {"q": text}).content.decode()
        assert (mine in page, other in page) == (True, False), text
    assert (
        "چیزی با این جست‌وجو یافت نشد"
        in till.get("/cashier/sales/", {"q": "0000"}).content.decode()
    )


def test_the_list_goes_into_a_file_and_counts_every_page(shop: Shop, till: Client) -> None:
    made = [sold(shop, till, 10_000 + count)["document"] for count in range(27)]

    first = till.get("/cashier/sales/").content.decode()
    following = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert following is not None
    second = till.get(following.group(1).replace("&amp;", "&")).content.decode()
    file = till.get("/cashier/sales/", {"file": "csv"})
    text = file.getvalue().decode()

    assert sum(one in first for one in made) == 25
    assert sum(one in second for one in made) == 2
    assert "۲۷" in first
    assert sum(one in text for one in made) == 27
    assert till.get("/cashier/sales/", {"file": "xlsx"}).status_code == 200


def test_an_undone_sale_and_what_undid_it_are_told_apart(shop: Shop, till: Client) -> None:
    undone, kept = (sold(shop, till, toman) for toman in (500_000, 300_000))
    till.post(undone["undo"])

    page = till.get("/cashier/sales/").content.decode()
    file = till.get("/cashier/sales/", {"file": "csv"}).getvalue().decode()

    of_one = [line for line in file.splitlines() if undone["document"] in line]
    assert ["ابطال فروش همین شماره" in line for line in of_one] == [True, False]
    assert "باطل‌شده" in of_one[1]
    assert ["-500000" in line for line in of_one] == [True, False]
    assert page.count(kept["document"]) == 1


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
