"""A member's own data: a copy of it, and leaving."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.people import member_client
from tests.factories.shops import open_shop
from tests.interfaces.portal.test_orders import PNG, place
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Invitation
from vafa.interfaces.web import sources
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


def test_the_copy_has_the_orders_with_their_files_and_nobodys_name() -> None:
    shop = open_shop()
    member, friend = shop.member(), shop.member(first_name="نگار")
    client = member_client(shop, member)
    with club_scope(shop.club_id):
        Invitation.objects.create(
            club_id=shop.club_id, invited_id=int(friend), inviter_id=int(member),
            joined_at=sources.now(),
        )  # fmt: skip
    drawing = SimpleUploadedFile("نقشه.png", PNG)
    number = place(shop, client, file=drawing).rstrip("/").rsplit("/", 1)[1]
    body = {"state": "started", "note": "شروع کردیم"}
    assert shop.owner.write(f"/v1/orders/{number}/steps", body).status_code < 300

    answer = client.post(f"/c/{shop.code}/me/data/download/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("data.json"))
        rows = archive.read("orders.csv").decode("utf-8-sig")
        page = archive.read("index.html").decode()
        (file,) = [name for name in archive.namelist() if name.startswith("orders/")]
        drawn = archive.read(file)

    (order,) = told["orders"]
    assert order["order"]["title"] == "میز تحریر"
    assert [step["note"] for step in order["steps"]][-1] == "شروع کردیم"
    assert {step["who"] for step in order["steps"]} == {""}
    assert (drawn, file.endswith("نقشه.png")) == (PNG, True)
    assert "شروع کردیم" in rows
    assert "شروع کار" in page
    assert len(told["devices"]) == 1
    assert [one["state"] for one in told["friends"]] == ["open"]
    assert "نگار" not in page
    assert friend not in json.dumps(told)


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
