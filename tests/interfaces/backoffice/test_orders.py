"""The list of orders: searched, filtered, paged, exported, and a new one written."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, new_mobile, open_shop

pytestmark = pytest.mark.django_db


def place(shop: Shop, title: str = "میز", **fields: object) -> int:
    """Place an order over the API and give its number."""
    body = {"member": {"id": shop.member()}, "title": title, "currency": "IRR", **fields}
    return int(shop.owner.write("/v1/orders", body).json()["order"]["number"])


def queries_of(client: Client, address: str) -> int:
    """Count the queries of a page."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_an_empty_list_says_what_to_do() -> None:
    page = staff_client(open_shop()).get("/orders/").content.decode()

    assert "هنوز سفارشی نیست" in page


def test_orders_are_searched_filtered_and_exported() -> None:
    shop = open_shop()
    place(shop, "میز ناهارخوری")
    place(shop, "کمد دیواری")
    client = staff_client(shop)

    found = client.get("/orders/?q=کمد").content.decode()
    none = client.get("/orders/?state=delivered").content.decode()
    file = client.get("/orders/?file=csv").getvalue().decode("utf-8-sig")

    assert "کمد دیواری" in found
    assert "میز ناهارخوری" not in found
    assert "کمد دیواری" not in none
    assert len(file.strip().splitlines()) == 3


def test_pages_go_forth_and_back_with_the_same_queries() -> None:
    shop = open_shop()
    client = staff_client(shop)
    for _ in range(3):
        place(shop)
    client.get("/orders/")
    few = queries_of(client, "/orders/")
    for _ in range(27):
        place(shop)

    first = client.get("/orders/").context["table"]
    second = client.get(first.next).context["table"]
    back = client.get(second.previous).context["table"]

    assert queries_of(client, "/orders/") == few
    assert [len(one.rows) for one in (first, second)] == [25, 5]
    assert [row.key for row in back.rows] == [row.key for row in first.rows]


def test_an_order_is_written_for_a_member_once() -> None:
    shop = open_shop()
    mobile = new_mobile()
    shop.member(mobile=mobile)
    client = staff_client(shop)
    key = client.get("/orders/new/").context["form"]["key"].value()
    sent = {"key": key, "mobile": mobile, "title": "تابلو", "cost": "۱٬۰۰۰"}

    first = client.post("/orders/new/", sent)
    again = client.post("/orders/new/", sent)

    assert (first.status_code, first["Location"]) == (302, "/orders/1/")
    assert again["Location"] == "/orders/1/"
    assert "۱٬۰۰۰" in client.get("/orders/1/").content.decode()


def test_an_unknown_member_is_said_at_the_mobile() -> None:
    client = staff_client(open_shop())

    page = client.post("/orders/new/", {"key": "k", "mobile": "09120000000", "title": "تابلو"})

    assert page.context["form"].errors["mobile"]
