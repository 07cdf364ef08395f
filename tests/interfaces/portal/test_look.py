"""The club's colour and logo on its pages: in a stylesheet, kept by browsers until they change."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.pictures import picture
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.looks import logo_of
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
    dress(shop, picture())
    page = Client().get(f"/c/{shop.code}/").content.decode()
    style = Client().get(f"/c/{shop.code}/look.css?v=1")
    logo = Client().get(f"/c/{shop.code}/logo.png?v=1")

    assert "look.css" not in plain
    assert f"/c/{shop.code}/look.css?v=1" in page
    assert "--color-primary: #7a1f3d; --color-primary-content: #ffffff" in style.content.decode()
    assert f"/c/{shop.code}/logo.png?v=1" in style.content.decode()
    assert (logo["Content-Type"], logo.content) == ("image/png", logo_of(picture())[0])
    assert "immutable" in logo["Cache-Control"]


def test_a_phone_keeps_the_club_under_its_own_icon() -> None:
    shop = open_shop()
    plain = Client().get(f"/c/{shop.code}/app.webmanifest").json()["icons"]
    missing = Client().get(f"/c/{shop.code}/icon.png")
    dress(shop, picture())
    (icon,) = Client().get(f"/c/{shop.code}/app.webmanifest").json()["icons"]

    assert missing["Location"] == plain[0]["src"]
    assert icon["src"] == f"/c/{shop.code}/icon.png?v=1"
    assert Client().get(icon["src"]).content == logo_of(picture())[1]


def test_the_logo_is_printed_on_receipts() -> None:
    shop = open_shop()
    dress(shop, picture())
    bought = shop.purchase(shop.member(), 5_000_000)
    page = staff_client(shop, "cashier").get(f"/cashier/receipt/{bought['purchase_id']}/")

    assert f'href="/c/{shop.code}/look.css?v=1"' in page.content.decode()


def test_a_club_without_a_logo_gives_none() -> None:
    shop = open_shop()
    dress(shop, b"")

    assert Client().get(f"/c/{shop.code}/logo.png").status_code == 404
    assert "logo.png" not in Client().get(f"/c/{shop.code}/look.css").content.decode()
