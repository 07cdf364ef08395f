"""A member asks to be erased: a code first, a week to think better of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.people import code_to, member_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def test_a_code_asks_for_it_and_one_tap_takes_it_back(tmp_path: Path) -> None:
    shop, mobile = open_shop(), normalise_mobile(new_mobile())
    member_id = shop.member(mobile=mobile)
    shop.purchase(member_id, 10_000_000)
    client, place = member_client(shop, member_id), f"/c/{shop.code}/me/data/erase/"

    before = client.get(place).context
    client.post(place, {"act": "send"})
    asked = client.post(
        place,
        {"act": "ask", "key": new_key(), "code": code_to(shop.club_id, mobile, tmp_path)},
    )
    listed = shop.owner.get("/v1/erasure-wishes").json()["wishes"]
    client.post(place, {"act": "withdraw"})

    assert before["own"].wish is None
    assert before["own"].preview.worth_rials == 300_000
    assert asked["Location"] == place
    assert [one["wish"]["member_id"] for one in listed] == [member_id]
    assert client.get(place).context["own"].wish is None
    assert shop.owner.get("/v1/erasure-wishes").json()["wishes"] == []


def test_without_the_right_code_nothing_is_asked(tmp_path: Path) -> None:
    shop, mobile = open_shop(), normalise_mobile(new_mobile())
    member_id = shop.member(mobile=mobile)
    client, place = member_client(shop, member_id), f"/c/{shop.code}/me/data/erase/"

    unsent = client.post(place, {"act": "ask", "key": new_key(), "code": "000000"})
    client.post(place, {"act": "send"})
    right = code_to(shop.club_id, mobile, tmp_path)
    wrong = "111111" if right != "111111" else "222222"
    refused = client.post(place, {"act": "ask", "key": new_key(), "code": wrong})

    assert unsent.status_code == refused.status_code == 422
    assert refused.context["form"].errors["code"]
    assert client.get(place).context["own"].wish is None


def test_a_second_code_at_once_is_refused_with_words() -> None:
    shop = open_shop()
    client, place = member_client(shop, shop.member()), f"/c/{shop.code}/me/data/erase/"
    client.post(place, {"act": "send"})

    again = client.post(place, {"act": "send"}, follow=True)

    assert [str(one.level_tag) for one in again.context["messages"]] == ["error"]
