"""A member is enrolled, edited, and given units by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def send(client: Client, address: str, **fields: object) -> Any:
    """Send a form."""
    return client.post(address, {"key": new_key(), **fields})


def test_a_member_is_enrolled_once_and_edited() -> None:
    client, mobile = staff_client(open_shop()), new_mobile()
    who = {"mobile": mobile, "first_name": "نگار", "agrees": "on"}

    first = send(client, "/members/new/", **who)
    again = send(client, "/members/new/", **who)
    address = first["Location"]
    half = send(client, f"{address}edit/", first_name="نگار", birthday_day="5")
    typed = {"first_name": "نگین", "birthday_day": "5", "birthday_month": "1", "email": "a@b.ir"}
    saved = send(client, f"{address}edit/", **typed)
    page = client.get(address).context

    assert (first.status_code, again["Location"]) == (302, address)
    assert half.status_code == 422
    assert saved.status_code == 302
    assert page["profile"].first_name == "نگین"
    assert page["profile"].birthday == (1, 5)
    assert page["profile"].email == "a@b.ir"
    assert client.get(f"{address}changes/").context["happenings"]


def test_a_wrong_mobile_and_a_wrong_email_stand_at_their_fields() -> None:
    client = staff_client(open_shop())
    joined = send(client, "/members/new/", mobile=new_mobile(), agrees="on")

    mobile = client.post("/members/new/", {"key": "k", "mobile": "12", "agrees": "on"})
    email = client.post(f"{joined['Location']}edit/", {"key": "k", "email": "nobody"})

    assert mobile.context["form"].errors["mobile"]
    assert email.context["form"].errors["email"]


def test_units_are_given_by_hand_and_far_too_many_are_not_taken() -> None:
    client = staff_client(open_shop())
    address = send(client, "/members/new/", mobile=new_mobile(), agrees="on")["Location"]
    units = client.get(f"{address}adjust/").context["form"].units
    unit = next(one for one in units.values() if one.is_money)
    asked = {"unit": unit.unit, "reason": "goodwill"}

    given = send(client, f"{address}adjust/", direction="give", amount="۱۰", **asked)
    send(client, f"{address}adjust/", direction="take", amount="99999999", **asked)
    after = client.get(f"{address}adjust/").context["form"].units[unit.unit]

    assert given.status_code == 302
    assert after.available - unit.available == 100


def test_an_amount_that_was_declined_is_mended_on_the_same_page() -> None:
    client = staff_client(open_shop())
    address = send(client, "/members/new/", mobile=new_mobile(), agrees="on")["Location"]
    units = client.get(f"{address}adjust/").context["form"].units
    unit = next(one for one in units.values() if one.is_money)
    asked = {"unit": unit.unit, "reason": "goodwill"}
    send(client, f"{address}adjust/", direction="give", amount="10", **asked)

    declined = send(client, f"{address}adjust/", direction="take", amount="50", **asked)
    key = declined.context["form"]["key"].value()
    typed = {"key": key, "direction": "take", "amount": "4", **asked}
    mended = client.post(f"{address}adjust/", typed)

    assert (declined.status_code, mended.status_code) == (422, 302)
    after = client.get(f"{address}adjust/").context["form"].units[unit.unit]
    assert after.available - unit.available == 60
