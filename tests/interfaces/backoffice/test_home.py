"""The first page of the office, and who may see it."""

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.insight.visits import Cohort
from vafa.interfaces.backoffice import home_parts
from vafa.interfaces.web import sources
from vafa.kit.calendar import jalali_of, local_day

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


def test_it_opens_with_the_last_30_days() -> None:
    page = staff_client(open_shop()).get("/")

    span = page.context["found"].span
    assert span.after - span.first == 30
    assert page.context["current"] == "/?by=30"


def test_an_own_range_is_shown_by_what_fits_it_and_a_broken_day_is_told() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 10_000_000)
    client = staff_client(shop)

    month = client.get("/?since=2026-01-01&until=2026-01-31&lang=en")
    years = client.get("/?since=2020-01-01")
    broken = client.get("/?since=soon")

    assert month.context["found"].row.by == "day"
    assert month.context["current"] == "/?since=2026-01-01&until=2026-01-31"
    assert month.context["tiles"][0].value
    assert years.context["found"].row.by == "year"
    assert broken.status_code == 200
    assert broken.context["form"].errors["since"]
    assert broken.context["current"] == "/?by=30"


def test_what_waits_and_what_comes_is_listed_with_where_it_is() -> None:
    shop = open_shop()
    today = jalali_of(local_day(sources.now(), "Asia/Tehran"))
    member = shop.member()
    shop.owner.write(
        f"/v1/members/{member}",
        {"birthday": {"month": today.month, "day": min(today.day, 29)}},
        method="PATCH",
    )
    order = {"member": {"id": member}, "title": "میز", "currency": "IRR"}
    assert shop.owner.write("/v1/orders", order).status_code == 201

    page = staff_client(shop).get("/")

    (task,) = page.context["waiting"]
    assert (task.count, task.href) == (1, "/orders/?state=registered")
    if today.day <= 29:
        assert "تولد ۱ عضو" in page.content.decode()


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


def test_the_running_month_of_a_cohort_is_left_open() -> None:
    began = [Cohort(20_000, (4, 2, 0)), Cohort(20_031, (3, 0)), Cohort(20_061, (5,))]

    shares = [row.shares for row in home_parts.cohorts(began)]

    assert shares == [[10_000, 5_000, None], [10_000, None], [10_000]]
