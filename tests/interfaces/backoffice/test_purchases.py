"""The purchases page: of members and of nobody, found, paged, summed and taken out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import open_shop, purchase_of

pytestmark = pytest.mark.django_db
PAGE = "/purchases/"


def test_purchases_of_members_and_of_nobody_are_listed_and_found() -> None:
    shop = open_shop()
    member = shop.member(first_name="سارا")
    shop.purchase(member, 1_000_000)
    body = purchase_of(member, 2_000_000)
    del body["member"]
    guests = shop.owner.write("/v1/purchases", body).json()
    client = staff_client(shop)

    page = client.get(PAGE)
    alone = client.get(f"{PAGE}?guests=on").context["table"].rows
    of_sara = client.get(f"{PAGE}?q=سارا").context["table"].rows
    by_receipt = client.get(f"{PAGE}?q={guests['document']}").context["table"].rows

    assert page.context["sums"].count == 2
    assert [row.cells[3].shown for row in page.context["table"].rows] == ["بدون عضو", "سارا"]
    assert [row.cells[3].shown for row in alone] == ["بدون عضو"]
    assert [row.cells[3].shown for row in of_sara] == ["سارا"]
    assert of_sara[0].cells[3].href.startswith("/members/")
    assert [row.key for row in by_receipt] == [alone[0].key]
    assert client.get(alone[0].cells[1].href).status_code == 200


def test_many_purchases_ask_as_often_and_come_in_pages_and_files() -> None:
    shop = open_shop()
    member = shop.member()
    client = staff_client(shop)
    for _ in range(3):
        shop.purchase(member, 1_000_000)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _ in range(27):
        shop.purchase(member, 1_000_000)
    with CaptureQueriesContext(connection) as many:
        first = client.get(PAGE).context["table"]
    second = client.get(first.next).context["table"]
    file = b"".join(client.get(f"{PAGE}?file=csv").streaming_content)  # type: ignore[attr-defined]  # framework

    assert len(many) == len(few)
    assert [len(one.rows) for one in (first, second)] == [25, 5]
    assert len(file.decode("utf-8-sig").strip().splitlines()) == 31
    assert client.get(f"{PAGE}?until=2020-01-01").context["table"].rows == []
    assert client.get(f"{PAGE}?after=nonsense").status_code == 200
