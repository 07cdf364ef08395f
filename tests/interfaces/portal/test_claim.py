"""A receipt without a name becomes a member's."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import member_client
from tests.factories.shops import Shop, open_shop, purchase_of
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def guest_receipt(shop: Shop) -> str:
    """Sell to nobody in particular and give the code on the receipt."""
    body = purchase_of("", 10_000_000)
    del body["member"]
    answer = shop.owner.write("/v1/purchases", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["receipt_code"])


def test_a_receipt_is_claimed_once() -> None:
    shop = open_shop()
    code, place = guest_receipt(shop), f"/c/{shop.code}/me/receipt/"
    client, other = (member_client(shop, shop.member()) for _ in range(2))

    first = client.post(place, {"key": new_key(), "code": code})
    late = other.post(place, {"key": new_key(), "code": code})

    assert first["Location"] == f"/c/{shop.code}/me/statement/"
    assert client.get(f"/c/{shop.code}/me/").context["holds"].points == 100
    assert late.context["form"].errors


def test_a_scanned_receipt_leads_to_its_points_by_way_of_signing_in() -> None:
    shop = open_shop()
    code = guest_receipt(shop)

    page = Client().get(f"/r/{shop.code}/{code}")
    asked = Client().get(page.context["claim_page"])
    filled = member_client(shop, shop.member()).get(page.context["claim_page"])

    assert asked["Location"].startswith(f"/c/{shop.code}/sign-in/?next=")
    assert filled.context["form"]["code"].value() == code
    assert Client().get(f"/r/nobody-here/{code}").status_code == 404


def test_guessing_hinders_only_who_guesses() -> None:
    shop = open_shop()
    code, place = guest_receipt(shop), f"/c/{shop.code}/me/receipt/"
    guesser, honest = (member_client(shop, shop.member()) for _ in range(2))

    wrong = [
        guesser.post(place, {"key": new_key(), "code": f"AAAAA-AAAAA-AA{at:02}"})
        for at in range(11)
    ]
    after = guesser.post(place, {"key": new_key(), "code": code})

    assert wrong[0].context["form"].errors["code"]
    assert after.status_code == 200
    assert honest.post(place, {"key": new_key(), "code": code}).status_code == 302
