"""What happened, with its reasons."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import member_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_each_entry_says_why_and_what_was_left() -> None:
    shop = open_shop()
    member_id = shop.member()
    shop.purchase(member_id, 10_000_000)

    rows = member_client(shop, member_id).get(f"/c/{shop.code}/me/statement/").context["rows"]

    assert {row.change for row in rows} == {"۱۰۰ امتیاز", "۲۰٬۰۰۰ تومان"}
    assert all(row.is_gain and row.why for row in rows)


def test_pages_go_on_with_the_same_queries() -> None:
    shop = open_shop()
    member_id = shop.member()
    client = member_client(shop, member_id)
    place = f"/c/{shop.code}/me/statement/"
    shop.purchase(member_id, 10_000_000)
    client.get(place)
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    for _ in range(14):
        shop.purchase(member_id, 10_000_000)

    with CaptureQueriesContext(connection) as many:
        first = client.get(place)
    older = client.get(f"{place}?before={first.context['older']}")

    assert (len(first.context["rows"]), len(older.context["rows"])) == (25, 5)
    assert len(many) == len(few)
    assert client.get(f"{place}?before=wrong").status_code == 200


def test_before_the_first_purchase_it_says_so() -> None:
    shop = open_shop()

    page = member_client(shop, shop.member()).get(f"/c/{shop.code}/me/statement/")

    assert "هنوز چیزی نیست" in page.content.decode()
