"""The first page of the office, and who may see it."""

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_the_owner_sees_the_club_at_a_glance() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 10_000_000)

    answer = staff_client(shop).get("/?by=week")
    tiles = {tile.label: tile for tile in answer.context["tiles"]}

    assert answer.status_code == 200
    assert "backoffice/home.html" in [template.name for template in answer.templates]
    assert tiles["خریدها"].value == "۱"
    assert "۱" in tiles["فروش با مالیات"].value
    assert answer.context["current"] == "/?by=week"
    assert "<svg" in answer.content.decode()


@pytest.mark.parametrize("by", ["day", "month", "year", "nonsense"])
def test_an_empty_club_has_a_dashboard_for_every_period(by: str) -> None:
    answer = staff_client(open_shop()).get(f"/?by={by}&lang=en")

    assert answer.status_code == 200
    assert answer.context["waiting"] == []


def test_who_may_not_see_reports_sees_no_figures() -> None:
    answer = staff_client(open_shop(), "cashier").get("/")

    assert answer.status_code == 200
    assert "tiles" not in answer.context


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
