"""The liability by month in the office."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_the_open_month_holds_what_was_given() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    client = staff_client(shop)

    page = client.get("/reports/liability/")
    file = client.get("/reports/liability/?file=csv").getvalue().decode("utf-8-sig")

    assert page.status_code == 200
    assert page.context["table"].rows[0].cells[2].shown == "باز"
    assert page.context["charts"]
    (credit,) = (row for row in page.context["table"].rows if row.cells[1].shown == "اعتبار")
    assert credit.cells[6].shown == credit.cells[7].shown  # credit is told in the club's money
    assert len(file.strip().splitlines()) == len(page.context["table"].rows) + 1


def test_a_marketer_sees_it_and_a_cashier_does_not() -> None:
    shop = open_shop()

    assert staff_client(shop, "marketer").get("/reports/liability/").status_code == 200
    assert staff_client(shop, "cashier").get("/reports/liability/").status_code == 403
