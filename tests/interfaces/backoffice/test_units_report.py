"""Points and credit by period in the office."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_what_was_issued_is_outstanding_until_it_is_used() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    client = staff_client(shop)

    page = client.get("/reports/units/?by=month")
    newest = page.context["table"].rows[0]
    file = client.get("/reports/units/?by=month&file=xlsx")

    assert page.status_code == 200
    assert newest.cells[2].shown == newest.cells[6].shown
    assert newest.cells[2].shown != "۰"
    assert len(page.context["charts"]) >= 1
    assert file.getvalue()[:2] == b"PK"


def test_credit_is_told_in_the_clubs_unit_points_as_they_are() -> None:
    shop = open_shop()
    member_id = shop.member()
    shop.purchase(member_id, 5_000_000)
    balances = shop.owner.get(f"/v1/members/{member_id}/wallet").json()["balances"]
    held = {one["unit"]: one["spendable"] + one["pending"] for one in balances}

    file = staff_client(shop).get("/reports/units/?by=month&file=csv").getvalue().decode()

    rows = [line.split(",") for line in reversed(file.splitlines())]  # so the newest stays
    lines = {row[1]: row[-1] for row in rows}
    assert lines["اعتبار (تومان)"] == str(held["credit"] // 10)
    assert lines["امتیاز"] == str(held["points"])


def test_units_are_called_by_their_english_names_on_an_english_page() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    client = staff_client(shop)
    client.post("/looks/", {"language": "en", "next": "/"})

    units = client.get("/reports/units/").context["table"].rows
    owed = client.get("/reports/liability/").context["table"].rows
    tiles = [one.label for one in client.get("/").context["club_tiles"]]

    assert {row.cells[1].shown for row in units} == {"points", "credit (Toman)"}
    assert {row.cells[1].shown for row in owed} == {"points", "credit"}
    assert "Outstanding: points" in tiles


def test_a_new_club_has_none_yet() -> None:
    page = staff_client(open_shop()).get("/reports/units/")

    assert "هنوز امتیاز یا اعتباری نیست" in page.content.decode()
