"""A member changes the own mobile on the portal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.people import code_to, member_client
from tests.factories.shops import new_mobile, open_shop
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def test_both_codes_change_it_and_this_device_stays(tmp_path: Path) -> None:
    shop = open_shop()
    old, new = (normalise_mobile(new_mobile()) for _ in range(2))
    member_id = shop.member(mobile=old)
    client, elsewhere = (member_client(shop, member_id) for _ in range(2))
    place = f"/c/{shop.code}/me/mobile/"

    asked = client.post(place, {"mobile": new})
    codes = {
        "new_code": code_to(shop.club_id, new, tmp_path),
        "old_code": code_to(shop.club_id, old, tmp_path),
    }
    changed = client.post(asked["Location"], codes)

    assert asked["Location"].startswith(place)
    assert changed["Location"] == f"/c/{shop.code}/me/profile/"
    assert client.get(changed["Location"]).context["mobile"] == new
    assert "sign-in" in elsewhere.get(place)["Location"]


def test_the_own_number_and_wrong_codes_are_refused(tmp_path: Path) -> None:
    shop = open_shop()
    old, new = (normalise_mobile(new_mobile()) for _ in range(2))
    client, place = member_client(shop, shop.member(mobile=old)), f"/c/{shop.code}/me/mobile/"

    same = client.post(place, {"mobile": old})
    asked = client.post(place, {"mobile": new})
    wrong = client.post(asked["Location"], {"new_code": "000000", "old_code": "000000"})

    assert same.context["form"].errors["mobile"]
    assert wrong.context["form"].errors
    assert client.get(place).context["mobile"] == old
