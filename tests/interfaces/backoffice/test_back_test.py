"""A draft tried on past purchases: asked for, waited for, read, and taken as a file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import new_key
from vafa.journeys import back_test_programme

pytestmark = pytest.mark.django_db


def a_draft_with_twice_the_points(shop: Shop) -> int:
    """Save the programme in force with two points where it gave one."""
    document = shop.owner.get("/v1/programme/versions/1").json()["document"]
    document["rules"][0]["effects"][0]["units"] *= 2
    saved = shop.owner.write("/v1/programme/versions", {"document": document})
    return int(saved.json()["version"]["number"])


def worked() -> None:
    """Have the worker do what waits."""
    back_test_programme.work_back_tests(clock=sources.now)


def a_shop_with_purchases() -> tuple[Shop, int, str]:
    """Open a shop where Sara bought for 3,000,000 Rial, with a draft."""
    shop = open_shop()
    member = shop.member()
    shop.purchase(member, 3_000_000)
    return shop, a_draft_with_twice_the_points(shop), member


def test_a_draft_is_tried_on_the_past_and_what_it_changes_is_shown() -> None:
    shop, number, _ = a_shop_with_purchases()
    client = staff_client(shop)
    address = f"/programme/versions/{number}/back-test/"

    before = client.get(address)
    asked = client.post(address, {"key": new_key(), "months": "3"})
    waiting = client.get(address)
    worked()
    done = client.get(address)
    file = client.get(f"{address}?file=csv").getvalue().decode("utf-8-sig")

    assert "table" not in before.context
    assert (asked.status_code, waiting.context["is_working"]) == (302, True)
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    rows = [[cell.shown for cell in row.cells] for row in done.context["table"].rows]
    assert ["امتیاز", "داده‌شده"] in [row[:2] for row in rows]
    line = next(one for one in file.splitlines() if one.startswith("امتیاز,داده‌شده"))
    assert line.split(",")[2:] == ["30", "60", "30"]


def test_the_members_whom_it_changes_are_listed() -> None:
    shop, number, _ = a_shop_with_purchases()
    client = staff_client(shop)
    address = f"/programme/versions/{number}/back-test/"
    client.post(address, {"key": new_key(), "months": "3"})
    waiting = client.get(f"{address}members/")
    worked()

    found = client.get(f"{address}members/")
    fewer = client.get(f"{address}members/?way=down")

    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert "کسی را تغییر نمی‌دهد" not in waiting.content.decode()
    assert [row.title for row in found.context["table"].rows] == ["سارا"]
    assert fewer.context["table"].rows == []


def test_what_cannot_be_tried_says_so_above_the_form() -> None:
    shop = open_shop()
    document = shop.owner.get("/v1/programme/versions/1").json()["document"]
    saved = shop.owner.write(
        "/v1/programme/versions", {"document": {**document, "gift_card_unit": "nothing"}}
    )
    number = saved.json()["version"]["number"]
    client = staff_client(shop)

    answer = client.post(
        f"/programme/versions/{number}/back-test/", {"key": new_key(), "months": "3"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_a_club_without_purchases_is_told_so() -> None:
    shop = open_shop()
    client = staff_client(shop)
    client.post("/programme/versions/1/back-test/", {"key": new_key(), "months": "1"})
    worked()

    page = client.get("/programme/versions/1/back-test/")

    assert "table" not in page.context
    assert "در این مدت خریدی نیست" in page.content.decode()


def test_nothing_asked_for_is_404_for_its_members() -> None:
    assert (
        staff_client(open_shop()).get("/programme/versions/1/back-test/members/").status_code
        == 404
    )


def test_the_api_asks_waits_and_reads() -> None:
    shop, number, member = a_shop_with_purchases()
    address = f"/v1/programme/versions/{number}/back-test"

    none_yet = shop.owner.get(address)
    asked = shop.owner.write(address, {"months": 1})
    worked()
    answer: Any = shop.owner.get(address).json()
    changed = shop.owner.get(f"{address}/members").json()["members"]

    assert (none_yet.status_code, asked.status_code, asked.json()["state"]) == (
        404, 202, "waiting",
    )  # fmt: skip
    points = next(one for one in answer["result"]["units"] if one["code"] == "points")
    assert (answer["state"], points["given"]) == ("done", {"before": 30, "after": 60})
    assert [one["figures"]["member_id"] for one in changed] == [member]
