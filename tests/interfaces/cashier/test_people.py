"""At the till: a browser is put there once, then people come and go by PIN and stay in bounds."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, Worker, hire, signed_in
from tests.factories.shops import Shop, open_shop
from tests.fences.matrix import pages

pytestmark = pytest.mark.django_db


def shop_with_till() -> Shop:
    """Open a shop with a till."""
    shop = open_shop(branches=("north",))
    assert shop.owner.write("/v1/tills", {"code": "t1", "branch": "north"}).status_code == 201
    return shop


def at_till(shop: Shop) -> Client:
    """Give a browser that the owner put at the till, and then locked."""
    client = signed_in(hire(shop, "owner"))
    assert client.post("/cashier/device/here/", {"till": "t1"}).status_code == 302
    assert client.post("/cashier/lock/").headers["Location"] == "/cashier/switch/"
    return client


def choose_pin(worker: Worker, pin: str, *, password: str = PASSWORD) -> int:
    """Choose a PIN on its page; gives the status."""
    body = {"password": password, "pin": pin, "again": pin}
    return signed_in(worker).post("/cashier/pin/", body).status_code


def switch(client: Client, worker: Worker, pin: str) -> int:
    """Type a PIN after the tile; gives the status."""
    answer = client.post(f"/cashier/switch/?who={worker.staff_id}", {"pin": pin})
    return answer.status_code


def test_people_come_by_pin_and_go_by_the_lock() -> None:
    shop = shop_with_till()
    sara, ali = hire(shop, "cashier"), hire(shop, "manager")
    assert [choose_pin(sara, "7391"), choose_pin(ali, "208417")] == [302, 302]
    client = at_till(shop)

    tiles = client.get("/cashier/switch/").content.decode()
    assert [str(one.staff_id) in tiles for one in (sara, ali)] == [True, True]
    assert client.get("/cashier/").headers["Location"].startswith("/cashier/switch/")
    assert [switch(client, sara, "5050"), switch(client, sara, "208417")] == [422, 422]
    assert switch(client, sara, "7391") == 302
    assert sara.role in client.get("/cashier/").content.decode()
    client.post("/cashier/lock/")
    assert client.get("/cashier/").status_code == 302
    assert switch(client, ali, "208417") == 302
    assert ali.role in client.get("/cashier/").content.decode()


def test_a_pin_opens_the_till_and_nothing_else() -> None:
    shop = shop_with_till()
    owner = hire(shop, "owner")
    assert choose_pin(owner, "7391") == 302
    client = at_till(shop)
    assert switch(client, owner, "7391") == 302

    opened = set()
    for page in pages():
        address = "/" + re.sub(r"<(?:\w+:)?\w+>", "1", page.route)
        if page.guard is not None and page.guard.kind == "staff":
            answer = client.get(address)
            if answer.status_code == 200:
                opened.add(address)

    assert {address.split("/")[1] for address in opened} == {"cashier"}
    assert "/cashier/sales/" in opened
    assert client.get("/cashier/pin/").headers["Location"].startswith("/sign-in/")
    assert client.post("/cashier/device/till/", {"code": "t2"}).status_code == 403


def test_five_wrong_pins_then_the_password_opens_again() -> None:
    shop = shop_with_till()
    sara = hire(shop, "cashier")
    choose_pin(sara, "7391")
    client = at_till(shop)

    assert {switch(client, sara, "5050") for _ in range(5)} == {422}
    assert switch(client, sara, "7391") == 422
    signed_in(sara)
    assert switch(client, sara, "7391") == 302


def test_other_browsers_find_no_tiles() -> None:
    shop = shop_with_till()
    worker = hire(shop, "cashier")
    choose_pin(worker, "7391")

    assert Client().get("/cashier/switch/").headers["Location"] == "/sign-in/"
    assert switch(Client(), worker, "7391") == 302
    assert Client().get("/cashier/").headers["Location"].startswith("/sign-in/")


def test_pin_needs_the_password_and_is_not_easy() -> None:
    sara = hire(shop_with_till(), "cashier")

    assert choose_pin(sara, "7391", password="wrong") == 422
    assert choose_pin(sara, "1234") == 422
    answer = signed_in(sara).post(
        "/cashier/pin/", {"password": PASSWORD, "pin": "7391", "again": "7392"}
    )
    assert answer.status_code == 422


def test_owner_adds_a_till_and_takes_a_device_away() -> None:
    shop = open_shop(branches=("north",))
    client = signed_in(hire(shop, "owner"))

    assert (
        client.post("/cashier/device/till/", {"code": "t1", "branch": "north"}).status_code == 302
    )
    again = client.post("/cashier/device/till/", {"code": "t1", "branch": "north"})
    assert again.status_code == 422
    client.post("/cashier/device/here/", {"till": "t1"})
    shown = client.get("/cashier/device/").content.decode()
    found = re.search(r"/cashier/device/(\d+)/end/", shown)
    assert found is not None
    assert "data-lock" in shown
    client.post(found.group())
    assert "data-lock" not in client.get("/cashier/device/").content.decode()
    assert client.post("/cashier/device/here/", {"till": "none"}).status_code == 302


def test_suspended_person_is_out_at_the_next_click() -> None:
    shop = shop_with_till()
    sara = hire(shop, "cashier")
    choose_pin(sara, "7391")
    client = at_till(shop)
    switch(client, sara, "7391")
    done = shop.owner.write(f"/v1/staff/{sara.staff_id}/suspend", {})
    assert done.status_code < 300, done.content

    assert client.get("/cashier/").headers["Location"].startswith("/cashier/switch/")
    assert switch(client, sara, "7391") == 200
