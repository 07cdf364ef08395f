"""The club's colour and logo on its pages: in a stylesheet, kept by browsers until they change."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.clubs.test_looks import png
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.queries import authenticate
from vafa.interfaces.web import sources
from vafa.journeys.change_look import change_look

pytestmark = pytest.mark.django_db


def dress(shop: Shop, logo: bytes) -> None:
    principal = authenticate(secret=shop.owner.secret, at=sources.now())
    change_look(principal=principal, at=sources.now(), colour="#7a1f3d", logo=logo)


def test_pages_of_a_club_carry_its_look() -> None:
    shop = open_shop()
    plain = Client().get(f"/c/{shop.code}/").content.decode()
    dress(shop, png())
    page = Client().get(f"/c/{shop.code}/").content.decode()
    style = Client().get(f"/c/{shop.code}/look.css?v=1")
    logo = Client().get(f"/c/{shop.code}/logo.png?v=1")

    assert "look.css" not in plain
    assert f"/c/{shop.code}/look.css?v=1" in page
    assert "--color-primary: #7a1f3d; --color-primary-content: #ffffff" in style.content.decode()
    assert f"/c/{shop.code}/logo.png?v=1" in style.content.decode()
    assert (logo["Content-Type"], logo.content) == ("image/png", png())
    assert "immutable" in logo["Cache-Control"]


def test_a_club_without_a_logo_gives_none() -> None:
    shop = open_shop()
    dress(shop, b"")

    assert Client().get(f"/c/{shop.code}/logo.png").status_code == 404
    assert "logo.png" not in Client().get(f"/c/{shop.code}/look.css").content.decode()
