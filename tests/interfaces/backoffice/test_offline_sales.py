"""What a till sold offline and could not be recorded: listed, recorded after all, or given up."""

from __future__ import annotations

import pytest

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
