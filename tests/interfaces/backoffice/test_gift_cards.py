"""Gift cards in the office: sold, printed, found, blocked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.gift_cards import CARDS
from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.programme.shop import patched
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db

BUYER = "09121110001"


def a_shop_with_cards() -> Shop:
    """Open a shop whose programme keeps gift cards, with Sara as a member."""
    shop = open_shop(programme=patched(dict(CARDS)))
    shop.member(mobile=BUYER)
    return shop


def sold(client: Any, **changes: Any) -> Any:
    """Sell a card over the page; amounts are in Toman."""
    body = {"key": new_key(), "buyer": BUYER, "amount": "50000", "receiver": "", "words": ""}
    return client.post("/gift-cards/new/", body | changes)


def test_a_card_is_sold_and_its_code_is_shown_once() -> None:
    client = staff_client(a_shop_with_cards())

    page = sold(client, words="تولدت مبارک")
    card = page.context["card"]
    rows = client.get("/gift-cards/").context["table"].rows
    found = client.get("/gift-cards/", {"q": card.code}).context["table"].rows
    file = client.get("/gift-cards/?file=csv").getvalue().decode("utf-8-sig")
    own = client.get(f"/gift-cards/{card.card_id}/")

    assert (page.status_code, card.rials) == (200, 500_000)
    assert card.code in page.content.decode()
    assert "تولدت مبارک" in page.content.decode()
    assert [row.key for row in rows] == [row.key for row in found] == [str(card.card_id)]
    assert len(file.strip().splitlines()) == 2
    assert card.code not in own.content.decode() + file
    assert len(own.context["entries"]) == 1


def test_a_stranger_cannot_buy_and_a_bad_amount_is_said_at_its_field() -> None:
    client = staff_client(a_shop_with_cards())

    stranger = sold(client, buyer="09129990000")
    nothing = sold(client, amount="0")

    assert (stranger.status_code, list(stranger.context["form"].errors)) == (422, ["buyer"])
    assert (nothing.status_code, list(nothing.context["form"].errors)) == (422, ["amount"])


def test_a_programme_without_cards_says_what_to_do() -> None:
    page = staff_client(open_shop()).get("/gift-cards/new/")

    assert "برنامه کارت هدیه ندارد" in page.content.decode()


def test_a_lost_card_is_blocked_and_opened_again() -> None:
    client = staff_client(a_shop_with_cards())
    card_id = sold(client).context["card"].card_id

    client.post(f"/gift-cards/{card_id}/block/")
    blocked = client.get("/gift-cards/?state=blocked").context["table"].rows
    client.post(f"/gift-cards/{card_id}/unblock/")
    opened = client.get("/gift-cards/?state=open").context["table"].rows

    assert [row.key for row in blocked] == [row.key for row in opened] == [str(card_id)]
    assert client.get("/gift-cards/1/").status_code == 404


def test_the_list_asks_as_often_for_many_as_for_few() -> None:
    client = staff_client(a_shop_with_cards())
    counts = []
    for _ in range(2):
        sold(client)
        sold(client)
        with CaptureQueriesContext(connection) as asked:
            client.get("/gift-cards/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_api_sells_lists_and_blocks() -> None:
    shop = a_shop_with_cards()
    buyer = shop.member()

    card = shop.owner.write("/v1/gift-cards/sell", {"buyer_id": buyer, "rials": 300_000})
    card_id = card.json()["card_id"]
    blocked = shop.owner.write(f"/v1/gift-cards/{card_id}/block")
    listed = shop.owner.get("/v1/gift-cards?state=blocked").json()["cards"]
    opened = shop.owner.write(f"/v1/gift-cards/{card_id}/unblock")

    assert (card.status_code, card.json()["rials"]) == (201, 300_000)
    assert blocked.json()["card"]["state"] == "blocked"
    assert [one["card_id"] for one in listed] == [card_id]
    assert opened.json()["card"]["balance_rials"] == 300_000
