"""Card numbers are refused wherever a text can stand, and found nowhere afterwards."""

import logging
from collections import Counter

import pytest

from tests.factories.shops import Shop, open_shop
from tests.fences.cards import Listener, cards, places, plant, seen, written
from vafa.kit.identity import looks_like_card


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open a shop of its own."""
    return open_shop()


def test_every_text_of_every_body_refuses_a_card_number(shop: Shop) -> None:
    """The short form of `make fences`, which plants ten thousand."""
    numbers = cards(1_000)
    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        said = plant(shop, numbers)
    finally:
        logging.getLogger().removeHandler(listener)

    assert said == Counter(refused=1_000)
    assert len(places()) > 150
    assert seen(numbers, "\n".join(listener.lines)) == []


def test_the_search_finds_what_is_stored(shop: Shop) -> None:
    """A number that got in is seen: fifteen digits and a wrong check digit are no card."""
    (card,) = cards(1)
    other = f"{card[:-1]}{(int(card[-1]) + 1) % 10}"
    shop.member(first_name=f"سارا {other}")
    shop.purchase(shop.member(), 1000, document=other)

    assert not looks_like_card(other)
    assert {place.partition(":")[0] for place in seen([other], "")} >= {"ledger_sale"}
    assert seen([card], card) == [f"log: {card}"]
    assert all(looks_like_card(written(card, number)) for number in range(12))
