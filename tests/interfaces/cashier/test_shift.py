"""The shift at the till: opened, closed by a blind count, its report on the page and on paper."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop
from tests.interfaces.cashier.test_people import shop_with_till
from tests.interfaces.cashier.test_selling import post, sale_of, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop with a till."""
    return shop_with_till()


@pytest.fixture
def till(shop: Shop) -> Client:
    """Sign a cashier in at the till."""
    client = staff_client(shop, "cashier")
    client.post("/cashier/device/here/", {"till": "t1"})
    return client


def test_shift_from_float_to_report(shop: Shop, till: Client) -> None:
    assert till.post("/cashier/shift/open/", {"float": "۱۰۰٬۰۰۰"}).status_code == 302
    assert till.post("/cashier/shift/open/", {"float": "1"}).status_code == 422
    sale = post(till, "purchase", with_key(sale_of(shop.member(), 500_000)))
    assert sale.status_code == 201, sale.content
    page = till.get("/cashier/shift/").content.decode()
    found = re.search(r"/cashier/shift/(\d+)/close/", page)
    assert found is not None
    assert "۶۰۰٬۰۰۰" not in page

    wrong = till.post(found.group(), {"cash": "590000", "card": "0"})
    assert wrong.status_code == 422
    assert "۱۰٬۰۰۰" in wrong.content.decode()
    assert "اختیاری" not in wrong.content.decode()
    told = {"cash": "590000", "card": "0", "reason": "انعام"}
    report = till.post(found.group(), told).headers["Location"]

    shown = till.get(report).content.decode()
    assert [text in shown for text in ("۶۰۰٬۰۰۰", "۵۹۰٬۰۰۰", "انعام")] == [True] * 3
    paper = till.get(f"{report}paper/").content.decode()
    assert [text in paper for text in ("۶۰۰٬۰۰۰", "cashier", "انعام")] == [True] * 3


def test_device_without_a_till_is_told_to_choose_one(shop: Shop) -> None:
    client = staff_client(shop, "cashier")

    assert "/cashier/device/" in client.get("/cashier/shift/").content.decode()
    assert client.post("/cashier/shift/open/", {"float": "0"}).status_code == 422


def test_undone_sale_leaves_the_drawer(shop: Shop, till: Client) -> None:
    till.post("/cashier/shift/open/", {"float": "0"})
    done = post(till, "purchase", with_key(sale_of(shop.member(), 500_000))).json()
    assert till.post(done["undo"]).status_code == 200
    page = till.get("/cashier/shift/").content.decode()
    found = re.search(r"/cashier/shift/(\d+)/close/", page)
    assert found is not None

    assert till.post(found.group(), {"cash": "0", "card": "0"}).status_code == 302
