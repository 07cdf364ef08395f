"""A member's own data: a copy of it, and leaving."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.factories.people import member_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_a_copy_of_everything_is_downloaded() -> None:
    shop = open_shop()
    member_id = shop.member(first_name="سارا")
    shop.purchase(member_id, 10_000_000)

    answer = member_client(shop, member_id).post(f"/c/{shop.code}/me/data/download/")

    assert answer["Content-Disposition"] == f'attachment; filename="{shop.code}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "سارا" in archive.read("data.json").decode()
        assert "سارا" in archive.read("index.html").decode()


def test_leaving_is_shown_first_and_needs_a_yes() -> None:
    shop = open_shop()
    member_id = shop.member()
    shop.purchase(member_id, 10_000_000)
    client, place = member_client(shop, member_id), f"/c/{shop.code}/me/data/"

    shown = client.get(place).context["would"]
    unsure = client.post(f"{place}leave/", {"key": new_key()})
    left = client.post(f"{place}leave/", {"key": new_key(), "sure": "on"})

    assert shown.worth_rials == 300_000
    assert unsure.status_code == 422
    assert left["Location"] == f"/c/{shop.code}/"
    assert "sign-in" in client.get(place)["Location"]
