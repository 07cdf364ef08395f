"""A member's photo: kept as a small square, shown to the member alone, taken away."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.people import member_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def picture(width: int = 640, height: int = 480) -> SimpleUploadedFile:
    """Draw a picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), (0, 120, 110)).save(drawn, "PNG")
    return SimpleUploadedFile("me.png", drawn.getvalue(), "image/png")


def test_a_photo_is_kept_shown_and_taken_away() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member())
    other = member_client(shop, shop.member())
    place = f"/c/{shop.code}/me/photo/"

    before = client.get(f"{place}image/").status_code
    kept = client.post(place, {"photo": picture()})
    image = client.get(f"{place}image/")
    page = client.get(place)
    gone = client.post(place, {"remove": "yes"})

    assert before == 404
    assert (kept.status_code, gone.status_code) == (302, 302)
    assert image["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(image.content)).size == (320, 320)
    assert page.context["has_photo"] is True
    assert other.get(f"{place}image/").status_code == 404
    assert client.get(place).context["has_photo"] is False
