"""Gift cards in the office: sold with their code at once, listed, blocked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, ref
from tests.factories.gift_cards import buy, card_club, goods, held
from tests.factories.own_keys import person
from vafa.domain.clubs.principal import Claim
from vafa.domain.rewards.operations.card_sales import CardIssued, NoGiftCards
from vafa.domain.rewards.operations.gift_cards import NoSuchGiftCard
from vafa.domain.rewards.records import CardPayment
from vafa.domain.vouchers.records import CardsSought
from vafa.journeys import manage_gift_cards
from vafa.journeys.manage_gift_cards import CardInList
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def sell(
    club: Club, rials: int = 500_000, *, receiver: str = "", asked: Claim | None = None
) -> CardIssued:
    """Sell a card to Ali, for a receiver if one is named."""
    with clock(club.at):
        return manage_gift_cards.sell_gift_card(
            principal=club.principal, claim=asked or claim(), event_at=club.at, ids=IDS,
            vault=VAULT, buyer=ref(club.join("Ali")), rials=rials,
            receiver=ref(club.join(receiver)) if receiver else None,
        )  # fmt: skip


def listed(club: Club, **sought: object) -> list[CardInList]:
    """List the club's cards."""
    return list(
        manage_gift_cards.list_gift_cards(
            principal=club.principal,
            vault=VAULT,
            sought=CardsSought(**sought),  # type: ignore[arg-type]  # framework
        )
    )


def test_a_card_is_sold_and_issued_once_whatever_is_asked_again() -> None:
    club = card_club()
    asked = claim("k")

    first, again = sell(club, asked=asked), sell(club, asked=asked)

    assert (first.card_id, first.code, again.replayed) == (again.card_id, again.code, True)
    assert held(club, first).balance_rials == 500_000
    assert [one.card.sold_rials for one in listed(club)] == [500_000]
    assert verify(club_id=club.club_id).differences == 0


def test_two_who_happen_to_choose_the_same_key_sell_two_cards() -> None:
    club = card_club()
    mina = person(club, "Mina")
    first = sell(club, asked=claim("k"))
    club.principal = replace(mina, rights=club.principal.rights)
    second = sell(club, 100_000, asked=claim("k", "another body"))

    assert first.code != second.code
    assert sorted(one.card.sold_rials for one in listed(club)) == [100_000, 500_000]


def test_a_programme_without_cards_sells_none_and_records_nothing() -> None:
    club = a_club()

    with pytest.raises(NoGiftCards):
        sell(club)

    assert listed(club) == []


def test_cards_are_found_by_code_and_state_page_by_page() -> None:
    club = card_club()
    first, second, third = sell(club), sell(club, receiver="Sara"), sell(club, 100_000)
    buy(club, goods(100_000), cards=[CardPayment(third.code)])

    def ids(**sought: object) -> list[int]:
        return [one.card.card_id for one in listed(club, **sought)]

    assert ids() == [third.card_id, second.card_id, first.card_id]
    assert ids(before_id=third.card_id, limit=1) == [second.card_id]
    assert ids(after_id=first.card_id, limit=1) == [second.card_id]
    assert ids(state="used") == [third.card_id]
    assert ids(code=second.code) == [second.card_id]
    assert ids(code="nothing") == []
    assert [one.holder.name for one in listed(club) if one.holder] == ["Sara"]


def test_a_blocked_card_pays_nothing_until_it_is_opened_again() -> None:
    club = card_club()
    card = sell(club)
    payment = [CardPayment(card.code)]

    manage_gift_cards.block_gift_card(principal=club.principal, at=club.at, card_id=card.card_id)
    with pytest.raises(NoSuchGiftCard):
        buy(club, goods(200_000), cards=payment)
    opened = manage_gift_cards.unblock_gift_card(
        principal=club.principal, at=club.at, card_id=card.card_id
    )
    paid = buy(club, goods(200_000), cards=payment)

    assert (opened.state, paid.to_pay_rials) == ("open", 0)
    assert held(club, card).balance_rials == 300_000
    with pytest.raises(NoSuchGiftCard):
        manage_gift_cards.block_gift_card(principal=club.principal, at=club.at, card_id=1)


def test_a_card_is_shown_with_what_was_paid_with_it() -> None:
    club = card_club()
    card = sell(club, receiver="Sara")
    buy(club, goods(200_000), cards=[CardPayment(card.code)])

    page = manage_gift_cards.show_card(principal=club.principal, card_id=card.card_id)

    assert [entry.units for entry in page.statement.entries] == [-200_000, 500_000]
    assert page.statement.entries[1].why.en == "The gift card was sold."
    assert (page.card.balance_rials, page.card.state) == (300_000, "open")
    assert page.buyer is not None
    assert page.holder is not None
    assert (page.buyer.name, page.holder.name) == ("Ali", "Sara")
