"""A member's orders: placed once, followed, answered; nobody else's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import member_client, staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.cashier.test_lines import with_catalogue
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def place(shop: Shop, client: Client, **fields: object) -> str:
    """Place an order and give its address."""
    sent = {"key": new_key(), "title": "میز تحریر", **fields}
    answer = client.post(f"/c/{shop.code}/me/orders/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_an_order_is_placed_once_with_a_file() -> None:
    shop = open_shop()
    client, key = member_client(shop, shop.member()), new_key()

    first = place(shop, client, key=key, file=SimpleUploadedFile("نقشه.png", PNG))
    again = place(shop, client, key=key, file=SimpleUploadedFile("نقشه.png", PNG))
    page = client.get(first)
    file = page.context["found"].files[0]
    got = client.get(f"{first}files/{file.id}/")

    assert first == again
    assert len(client.get(f"/c/{shop.code}/me/orders/").context["orders"]) == 1
    assert got.content == PNG
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%86")


def test_orders_are_found_by_title_and_number() -> None:
    shop = open_shop()
    client, address = member_client(shop, shop.member()), f"/c/{shop.code}/me/orders/"
    place(shop, client)
    number = place(shop, client, title="صندلی چوبی").rstrip("/").rsplit("/", 1)[1]

    by_title = client.get(address, {"q": "صندلی"}).context["orders"]
    by_number = client.get(address, {"q": number}).context["orders"]
    none = client.get(address, {"q": "کمد"}).content.decode()

    assert [one.title for one, *_ in by_title] == ["صندلی چوبی"]
    assert [one.number for one, *_ in by_number] == [int(number)]
    assert "چیزی با این جست‌وجو یافت نشد" in none
    assert 'value="کمد"' in none


def test_a_product_of_the_catalogue_is_offered_here_and_in_the_office() -> None:
    shop = with_catalogue(open_shop())
    pages = [
        member_client(shop, shop.member()).get(f"/c/{shop.code}/me/orders/new/"),
        staff_client(shop).get("/orders/new/"),
    ]

    for page in pages:
        assert len(page.context["products"]) == 2
        assert f'<option value="{page.context["products"][0]}">' in page.content.decode()
        assert 'list="products"' in page.content.decode()


def test_the_member_follows_it_and_answers() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member())
    place_of = place(shop, client)
    number = place_of.rstrip("/").rsplit("/", 1)[1]
    body = {"state": "started", "note": "شروع کردیم"}
    assert shop.owner.write(f"/v1/orders/{number}/steps", body).status_code < 300

    sent = client.post(f"{place_of}note/", {"key": new_key(), "note": "ممنون"})
    empty = client.post(f"{place_of}note/", {"key": new_key(), "note": ""})
    page = client.get(place_of)

    assert (sent.status_code, empty.status_code) == (302, 422)
    assert [one.note for one in page.context["happenings"]][:2] == ["ممنون", "شروع کردیم"]
    assert page.context["place"] == 3


def test_a_title_is_needed_and_files_are_looked_at() -> None:
    shop = open_shop()
    client = member_client(shop, shop.member())
    wrong = client.post(f"/c/{shop.code}/me/orders/new/", {"key": new_key(), "title": ""})
    address = place(shop, client)

    page = SimpleUploadedFile("x.html", b"<b>")
    refused = client.post(f"{address}files/", {"key": new_key(), "file": page})

    assert wrong.context["form"].errors["title"]
    assert refused.status_code == 422


def test_another_members_order_is_none() -> None:
    shop = open_shop()
    address = place(shop, member_client(shop, shop.member()))
    other = member_client(shop, shop.member())

    assert other.get(address).status_code == 404
    assert other.post(f"{address}note/", {"key": new_key(), "note": "x"}).status_code == 404
    assert "هنوز سفارشی نیست" in other.get(f"/c/{shop.code}/me/orders/").content.decode()
