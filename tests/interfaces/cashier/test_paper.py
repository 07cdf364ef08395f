"""The receipt on paper: what was bought, what paid, and what it earned."""

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from tests.interfaces.cashier.test_selling import post, sale_of, with_key

pytestmark = pytest.mark.django_db


def test_receipt_says_what_was_earned() -> None:
    shop = open_shop()
    bought = shop.purchase(shop.member(), 5_000_000)

    page = staff_client(shop, "cashier").get(f"/cashier/receipt/{bought['purchase_id']}/")

    text = page.content.decode()
    assert bought["document"] in text
    assert "گرفته‌اید" in text
    assert "پرداختنی" in text


def test_receipt_names_who_sold_not_who_prints() -> None:
    shop = open_shop()
    cashier, owner = staff_client(shop, "cashier"), staff_client(shop, "owner")
    sale = post(cashier, "purchase", with_key(sale_of(shop.member(), 50_000))).json()

    pages = [one.get(sale["receipt"]).content.decode() for one in (cashier, owner)]

    (line,) = {page.partition("صندوق‌دار</dt>")[2].partition("</dd>")[0] for page in pages}
    assert line.removeprefix("<dd>")


def test_receipt_of_another_club_is_not_there() -> None:
    other = open_shop()
    bought = other.purchase(other.member(), 5_000_000)

    page = staff_client(open_shop(), "cashier").get(f"/cashier/receipt/{bought['purchase_id']}/")

    assert page.status_code == 404
