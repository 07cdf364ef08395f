"""One order in the office: it goes on, is noted, priced, gets files, and becomes a purchase."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def an_order(shop: Shop) -> int:
    """Place an order over the API and give its number."""
    body = {"member": {"id": shop.member()}, "title": "میز", "currency": "IRR"}
    return int(shop.owner.write("/v1/orders", body).json()["order"]["number"])


def send(client: Client, address: str, **fields: object) -> int:
    """Send a form and give the status."""
    return client.post(address, {"key": new_key(), **fields}).status_code


def test_an_order_goes_on_and_becomes_a_purchase() -> None:
    shop = open_shop()
    number, client = an_order(shop), staff_client(shop)

    assert send(client, f"/orders/{number}/step/", state="started", note="فردا", tells="on") == 302
    assert send(client, f"/orders/{number}/cost/", cost="2000000") == 302
    assert send(client, f"/orders/{number}/note/", note="بدحساب") == 302
    assert send(client, f"/orders/{number}/bill/") == 302
    page = client.get(f"/orders/{number}/")

    assert page.context["order"].cost_rials == 20_000_000
    assert page.context["order"].sale_id
    assert page.context["may_bill"] is False
    assert [one.title for one in page.context["happenings"]] == [
        "به‌عنوان خرید ثبت شد", "یادداشت برای همکاران", "هزینه", "شروع کار", "ثبت‌شده",
    ]  # fmt: skip


def test_a_refusal_stands_on_the_page_and_nothing_is_done() -> None:
    shop = open_shop()
    number, client = an_order(shop), staff_client(shop)

    page = client.post(f"/orders/{number}/bill/", {"key": new_key()})

    assert page.status_code == 422
    assert page.context["order"].sale_id is None


def test_a_file_is_added_and_given_back_for_download_only() -> None:
    shop = open_shop()
    number, client = an_order(shop), staff_client(shop)

    sent = send(client, f"/orders/{number}/files/", file=SimpleUploadedFile("نقشه.png", PNG))
    refused = send(client, f"/orders/{number}/files/", file=SimpleUploadedFile("x.html", b"<b>"))
    file = client.get(f"/orders/{number}/").context["found"].files[0]
    got = client.get(f"/orders/{number}/files/{file.id}/")

    assert (sent, refused) == (302, 422)
    assert got.content == PNG
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''%D9%86")


def test_who_only_reads_sees_no_forms_and_another_clubs_order_is_none() -> None:
    shop, other = open_shop(), open_shop()
    number = an_order(shop)
    auditor = staff_client(shop, "auditor")

    assert auditor.get(f"/orders/{number}/").context["may_write"] is False
    assert send(auditor, f"/orders/{number}/note/", note="x") == 403
    assert staff_client(other).get(f"/orders/{number}/").status_code == 404
