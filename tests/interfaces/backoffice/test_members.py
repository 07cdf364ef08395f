"""The list of members: searched, narrowed, paged with the same queries, exported."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web import sources
from vafa.journeys.relay_changes import relay_changes
from vafa.kit.calendar import jalali_of, local_day
from vafa.kit.identity import normalise_mobile, spaced_mobile

pytestmark = pytest.mark.django_db


def names(client: Client, query: str = "") -> list[str]:
    """Give the names in the list."""
    return [row.title for row in client.get(f"/members/{query}").context["table"].rows]


def queries_of(client: Client) -> int:
    """Count the queries of the list."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/members/").status_code == 200
    return len(seen)


def test_an_empty_list_says_how_members_come() -> None:
    assert "هنوز عضوی نیست" in staff_client(open_shop()).get("/members/").content.decode()


def test_members_are_found_by_name_mobile_and_number() -> None:
    shop, mobile = open_shop(), new_mobile()
    shop.member(mobile=mobile, first_name="نگار")
    shop.member(first_name="بهرام")
    client = staff_client(shop)
    table = client.get("/members/").context["table"]
    number = table.rows[1].cells[2].shown

    assert names(client) == ["بهرام", "نگار"]
    assert names(client, "?q=نگا") == ["نگار"]
    assert names(client, f"?q={mobile}") == ["نگار"]
    assert names(client, "?q=کیانوش") == []
    assert names(client, "?state=left") == []
    assert table.rows[1].cells[0].href.strip("/").split("/")[1] in number


def test_the_list_shows_the_standing_and_is_exported_by_who_may() -> None:
    shop, mobile = open_shop(), new_mobile()
    shop.purchase(shop.member(mobile=mobile), 50_000_000)

    client = staff_client(shop)
    cells = {
        one.title: one.shown for one in client.get("/members/").context["table"].rows[0].cells
    }
    file = client.get("/members/?file=csv").getvalue().decode("utf-8-sig")
    cashier = staff_client(shop, "cashier").get("/members/?file=csv")

    assert cells["سطح"] not in {"", "—"}
    assert cells["آخرین خرید"] != "—"
    assert spaced_mobile(normalise_mobile(mobile)) in file
    assert not cashier.streaming


def test_pages_go_forth_and_back_with_the_same_queries() -> None:
    shop = open_shop()
    client = staff_client(shop)
    for _ in range(3):
        shop.member()
    client.get("/members/")
    few = queries_of(client)
    for _ in range(25):
        shop.member()

    first = client.get("/members/").context["table"]
    second = client.get(first.next).context["table"]
    back = client.get(second.previous).context["table"]

    assert queries_of(client) == few
    assert [len(one.rows) for one in (first, second)] == [25, 3]
    assert [row.key for row in back.rows] == [row.key for row in first.rows]


def test_views_filters_and_sorts_narrow_the_list() -> None:
    shop = open_shop()
    shop.purchase(shop.member(first_name="نگار"), 50_000_000)
    shop.member(first_name="بهرام")
    while relay_changes(batch=500):
        pass
    client = staff_client(shop)
    table = client.get("/members/").context["table"]
    given = {one["title"]: one["href"] for one in table.views}

    assert names(client, given["وفادار"].removeprefix("/members/")) == ["نگار"]
    assert names(client, given["در خطر"].removeprefix("/members/")) == []
    assert names(client, given["رفته"].removeprefix("/members/")) == []
    assert names(client, "?quiet=never") == ["بهرام"]
    assert names(client, "?sort=-unit_2") == ["نگار", "بهرام"]
    assert names(client, "?unit=2&least=1") == ["نگار"]
    assert names(client, "?unit=2&most=0") == ["بهرام"]
    assert names(client, "?since=2020-01-01&until=2020-01-02") == []
    assert names(client, "?after=broken") == ["بهرام", "نگار"]


def test_a_slip_of_the_pen_finds_who_is_alike() -> None:
    shop = open_shop()
    shop.member(first_name="ابراهیم")
    client = staff_client(shop)

    assert names(client, "?q=ابراهم") == ["ابراهیم"]
    assert "شبیه" in client.get("/members/?q=ابراهم").content.decode()


def test_birthdays_of_this_month_are_found() -> None:
    month = jalali_of(local_day(sources.now(), "Asia/Tehran")).month
    shop = open_shop()
    shop.owner.write(
        "/v1/members",
        {
            "mobile": new_mobile(), "first_name": "نگار", "consent_source": "till",
            "birthday": {"month": month, "day": 29},
        },
    )  # fmt: skip
    shop.member(first_name="بهرام")

    assert names(staff_client(shop), "?birthday=month") == ["نگار"]


def test_the_clubs_own_fields_narrow_the_list_its_file_and_a_saved_view() -> None:
    shop = open_shop()
    shop.owner.write(
        "/v1/club/member-fields",
        {
            "fields": [
                {"code": "size", "label": "اندازه کفش", "kind": "number"},
                {"code": "how", "label": "آشنایی", "kind": "choice", "choices": ["دوست", "راه"]},
                {"code": "met", "label": "دیدار", "kind": "date"},
            ]
        },
        method="PUT",
    )
    for name, size, how in (("نگار", 38, "دوست"), ("بهرام", 43, "راه")):
        member_id = shop.member(first_name=name)
        custom = {"size": size, "how": how, "met": "1400-02-01"}
        shop.owner.write(f"/v1/members/{member_id}", {"custom": custom}, method="PATCH")
    client = staff_client(shop)
    page = client.get("/members/").content.decode()

    assert "اندازه کفش از" in page
    assert names(client, "?own-how=دوست") == ["نگار"]
    assert names(client, "?own-size-from=۴۰") == ["بهرام"]
    assert names(client, "?own-size-from=38&own-size-to=40") == ["نگار"]
    assert names(client, "?own-size-from=-5&own-met-to=2021-04-21") == ["بهرام", "نگار"]
    assert names(client, "?own-met-from=2021-04-22") == []
    file = client.get("/members/?own-how=راه&file=csv").getvalue().decode("utf-8-sig")
    assert ("بهرام" in file, "نگار" in file) == (True, False)
    saved = {"name": "دوستان", "query": "own-how=دوست", "key": "a" * 20}
    client.post("/members/views/", saved)
    views = {one["title"]: one["href"] for one in client.get("/members/").context["table"].views}
    assert names(client, views["دوستان"].removeprefix("/members/")) == ["نگار"]
