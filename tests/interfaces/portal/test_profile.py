"""A member's profile and consents: edited and switched by the member alone."""

from __future__ import annotations

import pytest

from tests.factories.people import member_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_the_profile_is_filled_in_and_emptied_again() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member(first_name="سارا"))
    place = f"/c/{shop.code}/me/profile/"
    filled = {
        "first_name": "سارا", "last_name": "کریمی", "birthday_day": "14", "birthday_month": "5",
        "email": "sara@example.com", "company_phone": "۰۲۱ ۸۸۷۷",
    }  # fmt: skip

    saved = client.post(place, {"key": new_key(), **filled})
    shown = client.get(place).context["form"].initial
    emptied = client.post(place, {"key": new_key(), "first_name": "سارا"})
    later = client.get(place).context["form"].initial

    assert (saved.status_code, emptied.status_code) == (302, 302)
    assert (shown["birthday_month"], shown["birthday_day"]) == (5, 14)
    assert (shown["last_name"], shown["company_phone"]) == ("کریمی", "0218877")
    assert (later["last_name"], later["email"]) == ("", "")
    assert "birthday_day" not in later


def test_what_does_not_fit_is_said_at_its_field() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member())

    page = client.post(
        f"/c/{shop.code}/me/profile/", {"key": new_key(), "email": "no", "birthday_day": "3"}
    )
    wrong = client.post(f"/c/{shop.code}/me/profile/", {"key": new_key(), "email": "no"})

    assert page.context["form"].errors["birthday_day"]
    assert wrong.context["form"].errors["email"]


def test_the_clubs_own_fields_are_filled_in() -> None:
    shop = open_shop()
    body = {
        "fields": [
            {"code": "size", "label": "اندازه", "kind": "choice", "choices": ["S", "M"]},
            {"code": "children", "label": "فرزندان", "kind": "number"},
        ]
    }
    assert shop.owner.write("/v1/club/member-fields", body, method="PUT").status_code == 200
    client, place = member_client(shop, shop.member()), f"/c/{shop.code}/me/profile/"

    client.post(place, {"key": new_key(), "own-size": "M", "own-children": "۲"})
    shown = client.get(place).context["form"].initial

    assert (shown["own-size"], shown["own-children"]) == ("M", 2)


def test_one_tap_gives_and_takes_back_a_consent() -> None:
    shop = open_shop()
    client, place = member_client(shop, shop.member()), f"/c/{shop.code}/me/consents/"

    client.post(place, {"key": new_key(), "purpose": "sms", "agrees": "yes"})
    given = {code: one for code, _, _, one, _ in client.get(place).context["switches"]}
    client.post(place, {"key": new_key(), "purpose": "sms", "agrees": "no"})
    after = {code: one for code, _, _, one, _ in client.get(place).context["switches"]}

    assert given["sms"] is not None
    assert given["email"] is None
    assert after["sms"] is None


def test_no_other_purpose_is_taken() -> None:
    shop = open_shop()
    client, place = member_client(shop, shop.member()), f"/c/{shop.code}/me/consents/"

    answer = client.post(place, {"key": new_key(), "purpose": "membership", "agrees": "no"})

    assert answer.status_code == 302
    assert client.get(place).context["membership"] is not None
