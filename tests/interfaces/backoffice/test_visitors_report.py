"""Members who buy, by period, in the office."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_first_purchases_and_active_members_are_counted() -> None:
    shop = open_shop()
    sara = shop.member()
    shop.purchase(sara, 5_000_000)
    shop.purchase(sara, 2_000_000)
    shop.purchase(shop.member(), 1_000_000)
    client = staff_client(shop)

    page = client.get("/reports/members/?by=month&lang=en")
    file = client.get("/reports/members/?by=month&file=xlsx")
    lines = client.get("/reports/members/?by=month&file=csv").getvalue().decode("utf-8-sig")

    assert page.status_code == 200
    assert lines.splitlines()[1].split(",")[1:] == ["2", "2", "0", "0", "0", "2"]
    assert len(page.context["charts"]) == 2
    assert [row.shares for row in page.context["cohorts"]] == [[10_000]]
    assert file.getvalue()[:2] == b"PK"


def test_a_new_club_has_none_yet() -> None:
    page = staff_client(open_shop()).get("/reports/members/")

    assert "هنوز کسی خرید نکرده است" in page.content.decode()
    assert page.context["charts"] == ()


def test_whoever_sees_several_branches_is_told_why_there_is_nothing() -> None:
    shop = open_shop(branches=("north", "south", "west"))
    shop.purchase(shop.member(), 5_000_000, branch="north")

    page = staff_client(shop, "manager", branches=("north", "south")).get("/reports/members/")

    assert "دو بار شمرده می‌شد" in page.content.decode()
