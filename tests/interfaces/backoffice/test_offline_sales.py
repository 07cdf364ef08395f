"""What a till sold offline and could not be recorded: listed, recorded after all, or given up."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.api.routers.test_tills import opened, sale

pytestmark = pytest.mark.django_db
PAGE = "/purchases/offline/"


def rejected(shop: Shop) -> None:
    """Have two sales rejected: their member is not known."""
    _, shift = opened(shop)
    sales = [sale("123", number, shift) for number in (1, 2)]
    body = {"shift_id": shift["shift"]["shift_id"], "sales": sales}
    assert shop.owner.write("/v1/tills/till-1/offline-sales", body).status_code == 200


def test_what_was_rejected_is_listed_tried_again_and_given_up() -> None:
    shop = open_shop()
    rejected(shop)
    client = staff_client(shop)

    rows = client.get(PAGE).context["table"].rows
    again = client.post(f"{PAGE}till-1/1/")
    silent = client.post(f"{PAGE}till-1/1/", {"note": ""})
    dropped = client.post(f"{PAGE}till-1/1/", {"note": "دو بار زده شده بود"})

    assert {row.cells[0].href for row in rows} == {f"{PAGE}till-1/1/", f"{PAGE}till-1/2/"}
    assert again.status_code == 200
    assert again.context["sale"].amount_rials == 1_000_000
    assert silent.context["form"].errors["note"]
    assert dropped["Location"] == PAGE
    assert len(client.get(PAGE).context["table"].rows) == 1
    assert client.get(f"{PAGE}till-1/1/").status_code == 404


def test_a_cashier_may_try_again_and_not_give_up() -> None:
    shop = open_shop()
    rejected(shop)
    cashier = staff_client(shop, "cashier")

    assert cashier.get(f"{PAGE}till-1/1/").context["may_drop"] is False
    assert cashier.post(f"{PAGE}till-1/1/", {"note": "x"}).status_code in {403, 422}


def test_the_list_is_searched_paged_with_the_same_queries_and_exported() -> None:
    shop = open_shop()
    _, shift = opened(shop)
    body = {"shift_id": shift["shift"]["shift_id"]}

    def send(numbers: range) -> None:
        sales = [sale("123", number, shift) for number in numbers]
        answer = shop.owner.write("/v1/tills/till-1/offline-sales", {**body, "sales": sales})
        assert answer.status_code == 200

    def numbers(query: str = "") -> list[int]:
        rows = client.get(PAGE + query).context["table"].rows
        return [int(row.key.rpartition(":")[2]) for row in rows]

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    client = staff_client(shop)
    send(range(1, 4))
    assert numbers() == [3, 2, 1]
    few = queries()
    send(range(4, 31))
    first = client.get(PAGE).context["table"]
    after = first.next.removeprefix(PAGE)
    second = client.get(first.next).context["table"]
    file = client.get(PAGE + "?file=csv").getvalue().decode("utf-8-sig")

    assert queries() == few
    assert numbers() == list(range(30, 5, -1))
    assert numbers(after) == [5, 4, 3, 2, 1]
    assert numbers(second.previous.removeprefix(PAGE)) == numbers()
    assert numbers("?q=\u06f7") == [7]
    assert len(numbers("?q=till")) == 25
    assert numbers("?q=nowhere") == []
    assert numbers("?after=broken~x~y") == numbers()
    assert len(file.strip().splitlines()) == 31
