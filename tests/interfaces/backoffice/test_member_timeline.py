"""Everything of a member in one list, and one kind of it."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.journeys.relay_changes import relay_changes

pytestmark = pytest.mark.django_db


def test_everything_stands_in_one_list_and_can_be_narrowed() -> None:
    shop = open_shop()
    member = shop.member()
    sale = shop.purchase(member, 12_000_000)
    shop.owner.write(f"/v1/members/{member}", {"first_name": "نگار"}, method="PATCH")
    client = staff_client(shop)
    page = client.get("/members/").context["table"].rows[0].cells[0].href

    every = client.get(f"{page}timeline/").context["happenings"]
    sales = client.get(f"{page}timeline/?kind=purchases").context["happenings"]
    odd = client.get(f"{page}timeline/?kind=nonsense").context["happenings"]
    asked = shop.owner.get(f"/v1/members/{member}/timeline").json()["happened"]

    assert [one.money_rials for one in sales] == [12_000_000]
    assert sales[0].href == f"/cashier/sales/{sale['purchase_id']}/"
    assert [one.at for one in every] == sorted((one.at for one in every), reverse=True)
    assert len(odd) == len(every) == len(asked)
    assert {one["kind"] for one in asked} == {"purchases", "points", "changes"}


def test_purchases_are_for_who_may_see_sales() -> None:
    shop = open_shop()
    member = shop.member()
    shop.purchase(member, 12_000_000)
    reader = shop.caller(["members.read"])

    kinds = {
        one["kind"] for one in reader.get(f"/v1/members/{member}/timeline").json()["happened"]
    }

    assert "purchases" not in kinds


def test_tiers_orders_coupons_notes_tags_and_merges_are_told() -> None:
    shop = open_shop()
    member, duplicate = shop.member(), shop.member()
    client = staff_client(shop)
    tag = shop.owner.write("/v1/member-tags", {"name": "وفادار", "colour": "info"}).json()
    number = shop.owner.get(f"/v1/members/{member}").json()["number"]
    page = f"/members/{number}/"
    shop.owner.write(f"/v1/members/{member}/tags", {"add": [tag["tag_id"]]})
    shop.owner.write(f"/v1/members/{member}/notes", {"text": "با آرامش صحبت شود."})
    order = {"member": {"id": member}, "title": "کابینت آشپزخانه", "currency": "IRR"}
    assert shop.owner.write("/v1/orders", order).status_code == 201
    shop.purchase(member, 900_000_000)
    pair = {"survivor_id": member, "duplicate_id": duplicate}
    assert shop.owner.write("/v1/merges", pair).status_code == 201
    relay_changes()

    told = {
        kind: client.get(f"{page}timeline/?kind={kind}").context["happenings"]
        for kind in ("tiers", "orders", "notes", "changes")
    }
    asked = shop.owner.get(f"/v1/members/{member}/timeline").json()["happened"]

    assert told["tiers"][0].note
    assert "کابینت آشپزخانه" in told["orders"][0].note
    assert told["notes"][0].note.startswith("با آرامش صحبت شود.")
    assert "+وفادار" in [one.note.split(" — ")[0] for one in told["changes"]]
    assert {one["kind"] for one in asked} >= {"tiers", "orders", "notes", "changes"}
    assert [one["duplicate_number"] for one in asked if one["duplicate_number"]]
