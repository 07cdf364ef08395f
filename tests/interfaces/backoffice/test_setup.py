"""The list of what a new club needs: ticked from what is there, put away by who wants."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import hire, staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def part(client: Client) -> Any:
    """Ask for the list as the first page does."""
    return client.get("/setup/", headers={"HX-Request": "true"})


def test_each_step_is_ticked_from_what_is_there() -> None:
    shop = open_shop(branches=("east",))
    client = staff_client(shop)

    before = [step.is_done for step in part(client).context["steps"]]
    shop.purchase(shop.member(), 1_000_000)
    after = [step.is_done for step in part(client).context["steps"]]
    hire(shop, "cashier")
    done = part(client)

    assert before == [True, True, True, False, False, False]
    assert after == [True, True, True, False, True, True]
    assert (done.status_code, done.content) == (200, b"")


def test_a_step_that_is_left_leads_to_its_page() -> None:
    page = part(staff_client(open_shop()))

    open_steps = [step for step in page.context["steps"] if not step.is_done]
    assert all(step.href for step in open_steps)


def test_it_is_put_away_for_good() -> None:
    client = staff_client(open_shop())

    done = client.post("/setup/put-away/")

    assert (done.status_code, done["Location"]) == (302, "/")
    assert part(client).content == b""


def test_the_first_page_asks_for_it_only_for_who_may_set_up() -> None:
    shop = open_shop()

    assert 'hx-get="/setup/"' in staff_client(shop).get("/").content.decode()
    assert 'hx-get="/setup/"' not in staff_client(shop, "accountant").get("/").content.decode()


def test_its_address_opened_by_itself_is_the_first_page() -> None:
    opened = staff_client(open_shop()).get("/setup/", follow=True)

    assert opened.redirect_chain == [("/", 302)]
