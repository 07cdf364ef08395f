"""One card at several tills at once, with real commits: never more than it holds, no deadlock."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, connections

from tests.factories.gift_cards import a_card, buy, card_club, goods, held
from tests.journeys.test_claim_purchase_races import refusal
from tests.journeys.test_record_purchase_races import at_once
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.operations.gift_card_returns import lock
from vafa.domain.rewards.operations.gift_cards import NoSuchGiftCard
from vafa.domain.rewards.records import CardPayment
from vafa.journeys.manage_gift_cards import block_gift_card
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tills_spend_no_more_than_a_card_holds() -> None:
    club = card_club()
    card = a_card(club, 500)
    names = ("Sara", "Mina")
    for name in names:
        club.join(name)
    paid = [CardPayment(card.code)]

    done = at_once([partial(buy, club, goods(300), name=name, cards=paid) for name in names])

    assert sorted(one.to_pay_rials for one in done) == [0, 100]
    assert held(club, card).balance_rials == 0
    assert verify(club_id=club.club_id).differences == 0


@pytest.mark.parametrize("_turn", range(3))
def test_two_cards_in_either_order_wait_for_each_other(_turn: int) -> None:
    """Holders are locked by id, whatever order the cards are named in."""
    club = card_club()
    first, second = (CardPayment(a_card(club, 100).code) for _ in range(2))
    for name in ("Sara", "Mina"):
        club.join(name)

    done = at_once(
        [
            lambda: refusal(lambda: buy(club, goods(150), cards=[first, second])),
            lambda: refusal(lambda: buy(club, goods(150), name="Mina", cards=[second, first])),
        ]
    )

    assert done == [None, None]
    assert verify(club_id=club.club_id).differences == 0


def test_a_card_that_is_blocked_while_somebody_pays_pays_nothing() -> None:
    """Who blocks it first wins: the payment looks again when it has the card."""
    club = card_club()
    card = a_card(club, 500)
    club.join("Sara")

    def pay() -> object:
        try:
            return refusal(lambda: buy(club, goods(300), cards=[CardPayment(card.code)]))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with club_scope(club.club_id):
            lock(club_id=club.club_id, holders=(card.card_id,))
            paying = pool.submit(pay)
            somebody_waits()
            block_gift_card(principal=club.principal, at=club.at, card_id=card.card_id)
        refused = paying.result()

    assert refused is NoSuchGiftCard
    assert verify(club_id=club.club_id).differences == 0


def somebody_waits() -> None:
    """Return when somebody waits for a row that this connection has locked."""
    waiting = "SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError
