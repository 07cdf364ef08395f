"""Columns of the list for what members say of themselves: chosen, sent, kept from readers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop

pytestmark = pytest.mark.django_db
LTR = '<bdi dir="ltr" class="money">'
CHOSEN = "?columns=name&columns=email&columns=birthday&columns=own-size&columns=own-since"


def a_shop() -> Shop:
    """Open a shop with fields of its own, and a member who filled them in."""
    shop = open_shop()
    own = [
        {"code": "size", "label": "اندازه", "kind": "number"},
        {"code": "since", "label": "آشنایی از", "kind": "date"},
    ]
    shop.owner.write("/v1/club/member-fields", {"fields": own}, method="PUT")
    said = {
        "email": "sara@example.com", "birthday": {"month": 5, "day": 14},
        "custom": {"size": 1380, "since": "1399-12-30"},
    }  # fmt: skip
    member = shop.member(first_name="سارا")
    shop.owner.write(f"/v1/members/{member}", said, method="PATCH")
    return shop


def cells(client: Client, query: str) -> list[str]:
    """Give the first row's cells as they are drawn."""
    row = client.get(f"/members/{query}").context["table"].rows[0]
    return [one.shown for one in row.cells]


def test_columns_that_are_chosen_are_shown_and_sent() -> None:
    client = staff_client(a_shop())

    sheet = b"".join(client.get(f"/members/{CHOSEN}&file=csv")).decode()
    plain = client.get("/members/").context["table"]

    assert [one.removeprefix(LTR).removesuffix("</bdi>") for one in cells(client, CHOSEN)[1:]] == [
        "sara@example.com", "۱۴ مرداد", "۱٬۳۸۰", "۱۳۹۹/۱۲/۳۰",
    ]  # fmt: skip
    assert "sara@example.com" in sheet
    assert "1399/12/30" in sheet
    assert "آشنایی از" in {one["title"] for one in plain.column_choices}
    assert "آشنایی از" not in {one.title for one in plain.heads}


def test_who_only_reads_sees_no_profile() -> None:
    reader = staff_client(a_shop(), "accountant")

    assert "sara@example.com" not in "".join(cells(reader, CHOSEN))
    assert "آشنایی از" not in reader.get(f"/members/{CHOSEN}").content.decode()


def test_profiles_cost_as_many_queries_for_many_members() -> None:
    shop = a_shop()
    client = staff_client(shop)
    client.get(f"/members/{CHOSEN}")

    with CaptureQueriesContext(connection) as one:
        client.get(f"/members/{CHOSEN}")
    for _ in range(5):
        member = shop.member()
        shop.owner.write(f"/v1/members/{member}", {"company": "نمونه"}, method="PATCH")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/members/{CHOSEN}")

    assert len(many) == len(one)
