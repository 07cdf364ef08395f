"""The activity list in the office: found, filtered, paged, exported, and for whom."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_what_was_done_is_listed_and_filtered() -> None:
    shop = open_shop()
    member = shop.member()
    for _ in range(30):
        shop.purchase(member, 100_000)
    client = staff_client(shop)

    first = client.get("/reports/activity/?act=purchase").context["table"]
    second = client.get(first.next).context["table"]
    none = client.get("/reports/activity/?act=month_closed").context["table"]
    past = client.get("/reports/activity/?until=2020-01-01").context["table"]
    broken = client.get("/reports/activity/?after=nonsense")

    assert [len(one.rows) for one in (first, second)] == [25, 5]
    assert first.rows[0].cells[2].shown == "ثبت خرید"
    assert none.rows == []
    assert past.rows == []
    assert broken.status_code == 200


def test_names_stand_for_ids_in_the_page_and_in_the_file() -> None:
    shop = open_shop()
    member = shop.member(first_name="سارا")
    sale = shop.purchase(member, 100_000)
    client = staff_client(shop)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/reports/activity/?act=purchase")
        return len(queries)

    table = client.get("/reports/activity/?act=purchase").context["table"]
    few = asked()
    for _ in range(10):
        shop.purchase(shop.member(), 100_000)
    file = client.get("/reports/activity/?act=purchase&file=csv").getvalue().decode("utf-8-sig")
    told = table.rows[0].cells[3]

    assert told.shown.startswith("سارا · رسید ")
    assert told.href.startswith("/members/")
    assert member not in told.shown
    assert "سارا" in file
    assert not re.search(r"[0-9]{17}", file)
    assert sale["purchase_id"] not in file
    assert asked() == few


def test_the_export_is_itself_an_act() -> None:
    shop = open_shop()
    client = staff_client(shop)

    file = client.get("/reports/activity/?file=csv").getvalue().decode("utf-8-sig")
    after = client.get("/reports/activity/?act=acts_exported").context["table"]

    assert len(file.strip().splitlines()) > 1
    assert len(after.rows) == 1


def test_a_cashier_sees_no_activity() -> None:
    assert staff_client(open_shop(), "cashier").get("/reports/activity/").status_code == 403
