"""The page under the QR code of a receipt."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import member_client
from tests.factories.shops import open_shop
from tests.interfaces.portal.test_claim import guest_receipt
from vafa.interfaces.web.forms import new_key
from vafa.interfaces.web.receipts import receipt_address

pytestmark = pytest.mark.django_db


def test_whoever_has_a_receipt_sees_it_and_its_claim() -> None:
    shop = open_shop()
    code = guest_receipt(shop)

    page = Client().get(f"/r/{shop.code}/{code}")

    assert page.status_code == 200
    assert page.context["shown"].state == "open"
    assert code in page.context["claim_page"]
    assert page["X-Robots-Tag"] == "noindex"
    assert "۱٬۰۰۰٬۰۰۰" in page.content.decode()


def test_after_the_claim_nothing_is_offered_any_more() -> None:
    shop = open_shop()
    code = guest_receipt(shop)
    client = member_client(shop, shop.member(first_name="سارا"))
    client.post(f"/c/{shop.code}/me/receipt/", {"key": new_key(), "code": code})

    page = Client().get(f"/r/{shop.code}/{code}")

    assert page.context["shown"].state == "claimed"
    assert "claim_page" not in page.context
    assert "سارا" not in page.content.decode()


def test_the_link_of_a_members_receipt_tells_what_it_earned_but_not_who() -> None:
    shop = open_shop()
    sale = shop.purchase(shop.member(first_name="سارا"), 10_000_000)
    address = receipt_address(
        club_code=shop.code, club_id=shop.club_id, sale_id=int(sale["purchase_id"])
    )

    page = Client().get("/r/" + address.partition("/r/")[2])

    assert page.context["shown"].state == "named"
    assert any("۱۰۰ امتیاز" in line for line in page.context["paper"].news)
    assert "سارا" not in page.content.decode()


def test_an_unknown_receipt_is_said_kindly() -> None:
    shop, other = open_shop(), open_shop()
    code = guest_receipt(shop)

    for wrong in (f"/r/{shop.code}/7KQ2M-XA4RB-9DWP", f"/r/{other.code}/{code}"):
        page = Client().get(wrong)
        assert page.status_code == 404
        assert "این رسید را نمی‌شناسیم" in page.content.decode()
