"""The first page of a member, and the card."""

from __future__ import annotations

import pytest

from tests.factories.people import member_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_home_shows_what_is_there_and_what_is_left() -> None:
    shop = open_shop()
    member_id = shop.member(first_name="سارا")
    shop.purchase(member_id, 10_000_000)

    page = member_client(shop, member_id).get(f"/c/{shop.code}/me/")

    holds = page.context["holds"]
    assert (holds.points, holds.credit_rials) == (100, 200_000)
    assert holds.tier == "عادی"
    assert holds.level.share == 2_000
    assert "برنزی" in holds.level.text
    assert "سلام سارا!" in page.content.decode()


def test_home_of_a_new_member_is_calm() -> None:
    shop = open_shop()

    page = member_client(shop, shop.member()).get(f"/c/{shop.code}/me/")

    assert page.context["holds"].endings == ()
    assert page.context["holds"].owed == ()


def test_card_shows_the_number_and_is_kept_offline() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member())

    page = client.get(f"/c/{shop.code}/me/card/")

    assert page["Vafa-Offline"] == "keep"
    assert "<svg" in page.content.decode()
    assert page.context["member"].number
