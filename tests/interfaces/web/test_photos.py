"""A picture in a form: what is none is said at its field, to members and staff."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.people import member_client, staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_what_is_no_picture_is_said_at_its_field() -> None:
    shop = open_shop()
    member = shop.member()
    number = shop.owner.get(f"/v1/members/{member}").json()["number"]
    asked = (
        (member_client(shop, member), f"/c/{shop.code}/me/photo/"),
        (staff_client(shop), f"/members/{number}/picture/"),
    )
    for client, address in asked:
        wrong = SimpleUploadedFile("me.png", b"no picture", "image/png")
        answer = client.post(address, {"photo": wrong})

        assert answer.status_code == 422
        assert answer.context["form"].errors["photo"]
