"""Sales by period in the office: parted, filtered, exported, and for whom."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_sales_are_parted_by_branch_and_exported() -> None:
    shop = open_shop(branches=("north", "south"))
    sara = shop.member()
    shop.purchase(sara, 1_000_000, branch="north")
    shop.purchase(sara, 2_000_000, branch="south")
    client = staff_client(shop)

    page = client.get("/reports/sales/?by=day&part=branch")
    file = client.get("/reports/sales/?by=day&part=branch&file=csv").getvalue().decode("utf-8-sig")

    assert page.status_code == 200
    assert len(page.context["table"].rows) == 2
    assert "north" in page.content.decode()
    assert [line.split(",")[1] for line in file.strip().splitlines()[1:]] == ["south", "north"]
    assert "200000" in file


@pytest.mark.parametrize("part", ["", "channel", "group", "product", "till", "recorder"])
@pytest.mark.parametrize("by", ["week", "year"])
def test_every_kind_of_report_opens(by: str, part: str) -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)
    client = staff_client(shop)

    page = client.get(f"/reports/sales/?by={by}&part={part}")

    assert len(page.context["table"].rows) == 1
    assert page.context["charts"]


def test_days_without_sales_say_so_and_broken_days_are_left_out() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 1_000_000)
    client = staff_client(shop)

    past = client.get("/reports/sales/?since=2025-01-01&until=2025-02-01")
    broken = client.get("/reports/sales/?since=never")

    assert past.context["table"].rows == []
    assert past.context["charts"] == ()
    assert len(broken.context["table"].rows) == 1


def test_a_cashier_sees_no_report() -> None:
    assert staff_client(open_shop(), "cashier").get("/reports/sales/").status_code == 403
