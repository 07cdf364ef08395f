"""What comes back at the till: lines in part, told before it is done; and an exchange."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.cashier.test_lines import SOME_BREAD, TWO_TEAS, sale_of_lines, with_catalogue
from tests.interfaces.cashier.test_sales import keys_on
from tests.interfaces.cashier.test_selling import post, sale_of, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop that sells tea and bread."""
    return with_catalogue(open_shop())


@pytest.fixture
def till(shop: Shop) -> Client:
    """Sign a cashier in."""
    return staff_client(shop, "cashier")


def of_lines(shop: Shop, till: Client) -> str:
    """Sell two teas and some bread; gives the sale's place."""
    sale = with_key(sale_of_lines(shop.member(), TWO_TEAS, SOME_BREAD))
    done = post(till, "purchase", sale)
    assert done.status_code == 201, done.content
    return f"/cashier/sales/{done.json()['purchase_id']}/"


def asked(till: Client, place: str, **more: Any) -> dict[str, Any]:
    """Give the fields of the form with its key."""
    return {"key": keys_on(till.get(place).content.decode())[0], **more}


def refunded(shop: Shop, place: str) -> int:
    """Give the money that was given back for a sale."""
    sale = place.strip("/").rpartition("/")[2]
    return int(shop.owner.get(f"/v1/purchases/{sale}").json()["refunded_cash_rials"])


def test_a_part_of_a_line_is_told_first_and_then_comes_back(shop: Shop, till: Client) -> None:
    place = of_lines(shop, till)
    page = till.get(place).content.decode()
    form = asked(till, place, line_1="۱")

    told = till.post(f"{place}refund/", {**form, "preview": "1"})

    assert [text in page for text in ("چای سیلان", "نان", "line_1", "line_2")] == [True] * 4
    assert (told.status_code, refunded(shop, place)) == (200, 0)
    assert "۳۳٬۰۰۰" in told.content.decode()
    assert till.post(f"{place}refund/", form).status_code == 302
    assert refunded(shop, place) == 330_000


def test_what_nobody_known_bought_comes_back_too(shop: Shop, till: Client) -> None:
    sale = {**sale_of_lines("", TWO_TEAS, SOME_BREAD), "who": ""}
    sold = post(till, "purchase", with_key(sale)).json()
    place = f"/cashier/sales/{sold['purchase_id']}/"
    form = asked(till, place, line_1="1")

    told = till.post(f"{place}refund/", {**form, "preview": "1"})
    done = till.post(f"{place}refund/", form)

    assert "۳۳٬۰۰۰" in told.content.decode()
    assert (done.status_code, refunded(shop, place)) == (302, 330_000)


@pytest.mark.parametrize(
    "wrong", [{"line_1": "3"}, {"line_1": "x"}, {"line_1": "1", "amount": "1000"}]
)
def test_what_cannot_come_back_is_refused(shop: Shop, till: Client, wrong: dict[str, str]) -> None:
    place = of_lines(shop, till)

    answer = till.post(f"{place}refund/", asked(till, place, **wrong))

    assert (answer.status_code, refunded(shop, place)) == (422, 0)


def test_one_amount_has_no_lines_to_choose(shop: Shop, till: Client) -> None:
    done = post(till, "purchase", with_key(sale_of(shop.member(), 500_000))).json()

    assert "line_1" not in till.get(f"/cashier/sales/{done['purchase_id']}/").content.decode()


def test_an_exchange_says_who_pays(shop: Shop, till: Client) -> None:
    place = of_lines(shop, till)
    form = asked(till, place, line_1="2", instead="100000")

    answers = [till.post(f"{place}refund/", form, follow=True) for _ in range(2)]

    assert "۳۴٬۰۰۰" in answers[0].content.decode()
    sales = shop.owner.get("/v1/sales").json()["sales"]
    assert [one["amount_rials"] for one in sales].count(1_000_000) == 1
