"""The club's own fields: added, shown where they belong, changed, moved, taken out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import member_client, staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db
PAGE = "/settings/fields/"


def add(client: Client, label: str, kind: str = "text", **more: Any) -> None:
    """Add a field."""
    sent = {"key": new_key(), "label": label, "kind": kind, "choices": "", **more}
    answer = client.post(PAGE, sent)
    assert answer.status_code == 302, answer.content.decode()


def labels(client: Client) -> list[str]:
    """Give the fields as the page lists them."""
    return [one.label for one, _kind, _key in client.get(PAGE).context["rows"]]


def test_fields_are_added_moved_changed_and_taken_out() -> None:
    shop = open_shop()
    client = staff_client(shop)
    add(client, "شمارهٔ کفش", "number")
    add(client, "آشنایی", "choice", choices="دوست\nتبلیغ\n\nدوست")

    client.post(f"{PAGE}field-2/up/", {"key": new_key()})
    moved = labels(client)
    sent = {"key": new_key(), "label": "چطور آشنا شد", "choices": "دوست\nرهگذر"}
    client.post(f"{PAGE}field-2/", sent)
    stored = shop.owner.get("/v1/club/member-fields").json()["fields"]
    client.post(f"{PAGE}field-1/drop/", {"key": new_key()})

    assert moved == ["آشنایی", "شمارهٔ کفش"]
    assert stored[0] == {
        "code": "field-2", "label": "چطور آشنا شد", "kind": "choice",
        "choices": ["دوست", "رهگذر"], "is_required": False, "is_for_staff": False,
    }  # fmt: skip
    assert labels(client) == ["چطور آشنا شد"]
    assert client.get(f"{PAGE}field-1/").status_code == 404


def test_choices_that_do_not_suit_stand_at_their_field() -> None:
    client = staff_client(open_shop())
    sent = {"key": new_key(), "label": "آشنایی", "kind": "choice", "choices": "دوست"}

    refused = client.post(PAGE, sent)

    assert refused.status_code == 422
    assert refused.context["form"].errors["choices"]
    assert labels(client) == []


def test_members_see_what_is_theirs_and_must_fill_in_what_is_required() -> None:
    shop = open_shop()
    client = staff_client(shop)
    add(client, "نام فرزند", is_required="on")
    add(client, "بدحساب", is_for_staff="on")
    member = shop.member()
    theirs = member_client(shop, member)
    place = f"/c/{shop.code}/me/profile/"

    form = theirs.get(place).context["form"]
    empty = theirs.post(place, {"key": new_key(), "first_name": "سارا"})
    full = theirs.post(place, {"key": new_key(), "first_name": "سارا", "own-field-1": "آوا"})
    number = shop.owner.get(f"/v1/members/{member}").json()["number"]
    office = client.get(f"/members/{number}/edit/").context["form"]

    assert [one.label for one in form.own_fields] == ["نام فرزند"]
    assert empty.context["form"].errors["own-field-1"]
    assert full.status_code == 302
    assert [one.label for one in office.own_fields()] == ["نام فرزند", "بدحساب"]


def test_the_api_sets_the_same() -> None:
    shop = open_shop()
    field = {"code": "size", "label": "اندازه", "kind": "number", "is_required": True}

    answer = shop.owner.write("/v1/club/member-fields", {"fields": [field]}, method="PUT")

    assert answer.json()["fields"][0]["is_required"] is True
    assert staff_client(shop, "cashier").get(PAGE).status_code == 403
