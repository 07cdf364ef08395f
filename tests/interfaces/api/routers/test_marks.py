"""The list of members over HTTP, and what the shop writes of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.journeys.relay_changes import relay_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop(branches=("north",))


def names(shop: Shop, query: str = "") -> list[str]:
    """List the first names of who is asked for."""
    answer = shop.owner.get(f"/v1/members{query}")
    assert answer.status_code == 200, answer.content
    return [one["first_name"] for one in answer.json()["members"]]


def test_members_are_listed_searched_and_paged(shop: Shop) -> None:
    mobile = new_mobile()
    buyer = shop.member(first_name="نگار", mobile=mobile)
    shop.member(first_name="بهرام")
    shop.purchase(buyer, 10_000_000)
    while relay_changes(batch=500):
        pass
    first = shop.owner.get("/v1/members?limit=1").json()
    second = shop.owner.get(f"/v1/members?limit=1&cursor={first['next_cursor']}").json()

    assert names(shop) == ["بهرام", "نگار"]
    assert [one["first_name"] for one in second["members"]] == ["نگار"]
    assert second["next_cursor"] == ""
    assert names(shop, f"?text={mobile[-4:]}") == ["نگار"]
    assert names(shop, "?text=نگا&sort=bought") == ["نگار"]
    assert names(shop, "?bought_from=2020-01-01") == ["نگار"]
    assert names(shop, "?bought_until=2020-01-01") == []
    assert names(shop, "?unit=2&units_from=1") == ["نگار"]
    assert shop.owner.get("/v1/members?unit=4&units_from=1").status_code == 422
    assert shop.owner.get("/v1/members?cursor=x").status_code == 422


def test_the_clubs_own_fields_narrow_the_list_for_who_may_see_them(shop: Shop) -> None:
    fields = [
        {"code": "size", "label": "اندازه کفش", "kind": "number"},
        {"code": "how", "label": "آشنایی", "kind": "choice", "choices": ["دوست", "راه"]},
        {"code": "met", "label": "دیدار", "kind": "date"},
    ]
    shop.owner.write("/v1/club/member-fields", {"fields": fields}, method="PUT")
    shop.member(first_name="بهرام")
    custom = {"size": 38, "how": "دوست", "met": "1400-02-01"}
    negar = shop.member(first_name="نگار")
    shop.owner.write(f"/v1/members/{negar}", {"custom": custom}, method="PATCH")
    reader = shop.caller({"members.read"})

    assert names(shop, "?own_field=how&own_choice=دوست") == ["نگار"]
    assert names(shop, "?own_field=how&own_choice=راه") == []
    assert names(shop, "?own_field=size&own_from=38&own_to=40") == ["نگار"]
    assert names(shop, "?own_field=size&own_from=39") == []
    assert names(shop, "?own_field=met&own_day_to=2021-04-21") == ["نگار"]
    assert names(shop, "?own_field=met&own_day_from=2021-04-22") == []
    assert reader.get("/v1/members?own_field=size&own_from=1").status_code == 403
    assert reader.get("/v1/members").status_code == 200


def test_a_reader_sees_masked_mobiles(shop: Shop) -> None:
    shop.member(mobile="09121234567")
    one = shop.caller({"members.read"}).get("/v1/members").json()["members"][0]

    assert one["mobile"] == "0912***4567"


def test_notes_tags_and_manager_are_written_and_shown(shop: Shop) -> None:
    member, owner = shop.member(), shop.owner
    tag = owner.write("/v1/member-tags", {"name": "VIP", "colour": "info"})
    tag_id = tag.json()["tag_id"]
    wrote = owner.write(f"/v1/members/{member}/notes", {"text": "likes tea"})
    note = wrote.json()["notes"][0]["note_id"]
    pinned = owner.write(
        f"/v1/members/{member}/notes/{note}", {"is_pinned": True, "text": "coffee"}, method="PATCH"
    )
    tagged = owner.write(f"/v1/members/{member}/tags", {"add": [tag_id]})
    managed = owner.write(f"/v1/members/{member}/manager", {"staff_id": None}, method="PUT")
    unknown = owner.write(f"/v1/members/{member}/manager", {"staff_id": "5"}, method="PUT")
    marks: dict[str, Any] = owner.get(f"/v1/members/{member}/marks").json()
    renamed = owner.write(f"/v1/member-tags/{tag_id}", {"name": "Gold"}, method="PUT")
    twice = owner.write("/v1/member-tags", {"name": "gold"})

    assert (tag.status_code, wrote.status_code, pinned.status_code) == (201, 201, 200)
    assert (tagged.status_code, managed.status_code, unknown.status_code) == (200, 200, 404)
    assert [one["name"] for one in marks["tags"]] == ["VIP"]
    assert [(one["text"], one["is_pinned"]) for one in marks["notes"]] == [("coffee", True)]
    assert marks["notes"][0]["before"][0]["text"] == "likes tea"
    assert renamed.json()["name"] == "Gold"
    assert twice.json()["code"] == "tag_exists"
    assert names(shop, f"?tag_id={tag_id}") == ["سارا"]
    assert owner.write(f"/v1/member-tags/{tag_id}", method="DELETE").status_code == 204
    assert owner.get("/v1/member-tags").json() == {"tags": []}


def test_views_are_saved_and_dropped(shop: Shop) -> None:
    body = {"name": "gold ones", "query": {"tier": "gold"}, "is_shared": True}
    saved = shop.owner.write("/v1/member-views", body)
    reader = shop.caller({"members.read"})

    assert saved.status_code == 201
    assert [one["name"] for one in reader.get("/v1/member-views").json()["views"]] == ["gold ones"]
    assert reader.write("/v1/member-views", body).status_code == 403
    address = f"/v1/member-views/{saved.json()['view_id']}"
    assert reader.write(address, method="DELETE").status_code == 403
    assert shop.owner.write(address, method="DELETE").status_code == 204
