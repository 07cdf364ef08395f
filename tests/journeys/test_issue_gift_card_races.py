"""One card at several tills at once, with real commits: never more than it holds, no deadlock."""

from functools import partial

import pytest

from tests.factories.gift_cards import a_card, buy, card_club, goods, held
from tests.journeys.test_claim_purchase_races import refusal
from tests.journeys.test_record_purchase_races import at_once
from vafa.domain.rewards.records import CardPayment
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
