"""Gift cards from their sale to their end; every Rial of them stands in the book."""

import pytest

from tests.factories.clubs import VAULT, Club, a_club, claim, clock, ref
from tests.factories.gift_cards import (
    a_card,
    buy,
    card_club,
    card_line,
    goods,
    held,
    issue,
)
from tests.factories.households import Household
from tests.factories.merging import merge
from tests.factories.receipts import sell
from vafa.domain.rewards.operations.card_sales import NoGiftCards, NotAGiftCardLine
from vafa.domain.rewards.operations.gift_card_returns import (
    GiftCardReturnsWhole,
    SaleHasGiftCards,
)
from vafa.domain.rewards.operations.gift_cards import (
    NeedsPlainPurchase,
    NoSuchGiftCard,
    TooManyGiftCards,
)
from vafa.domain.rewards.records import CardPayment, PurchaseLine, ReturnedLine, SpendWish
from vafa.journeys.show_statement import show_statement
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db
TENTH = {"code": "tenth", "name": {"fa": "ده", "en": "Ten"}, "given": "automatic",
         "effect": {"kind": "percent", "share": 1000}}  # fmt: skip


def pay(*cards: object, rials: int | None = None) -> list[CardPayment]:
    return [CardPayment(getattr(card, "code", ""), rials=rials) for card in cards]


def holds_true(club: Club) -> bool:
    return verify(club_id=club.club_id).differences == 0


def credit(club: Club, name: str = "Sara") -> int:
    found = [one for one in club.wallet(name).balances if one.unit == "credit"]
    return found[0].spendable


def test_a_card_earns_nothing_when_sold_and_pays_like_money() -> None:
    """E4, E36, O6: what it pays lowers no VAT, and earns."""
    club = card_club()
    sold = buy(club, card_line(500_000), name="Ali")
    card = issue(club, sold)

    done = buy(club, goods(1_000_000, vat=100_000), cards=pay(card))

    assert sold.awards == ()
    assert (done.to_pay_rials, done.vat_rials) == (600_000, 100_000)
    assert [(one.card_id, one.rials) for one in done.gift_cards] == [(card.card_id, 500_000)]
    assert done.awards[0].units == 10
    assert held(club, card).balance_rials == 0
    assert holds_true(club)


@pytest.mark.parametrize(("worth", "to_pay", "left"), [(50, 40, 0), (100, 0, 10)])
def test_discount_first_tender_after(worth: int, to_pay: int, left: int) -> None:
    """E34: 100, 10 % off, a card of 50 or of 100."""
    club = card_club(**{"/rewards": [TENTH]})
    card = a_card(club, worth)

    done = buy(club, goods(100), cards=pay(card))

    assert (done.to_pay_rials, held(club, card).balance_rials) == (to_pay, left)


def test_issuing_again_gives_the_same_card() -> None:
    club = card_club()
    sold = buy(club, card_line(500_000), card_line(200_000))

    first, again, other = issue(club, sold), issue(club, sold), issue(club, sold, 2)

    assert (first.card_id, first.code) == (again.card_id, again.code)
    assert (first.replayed, again.replayed) == (False, True)
    assert (other.rials, held(club, first).balance_rials) == (200_000, 500_000)


def test_a_refund_of_the_sold_card_gives_back_what_is_left_and_closes_it() -> None:
    """E59: 500 sold, 200 spent: at most 300 back, card closed."""
    club = card_club()
    sold = buy(club, card_line(500), name="Ali")
    card = issue(club, sold)
    spent = buy(club, goods(200), cards=pay(card))

    done = club.refund(sold)

    assert (spent.to_pay_rials, done.cash_rials) == (0, 300)
    with pytest.raises(NoSuchGiftCard):
        held(club, card)
    with pytest.raises(NoSuchGiftCard):
        buy(club, goods(100), cards=pay(card))
    assert holds_true(club)


def test_later_returns_of_that_sale_pay_no_more_than_their_goods() -> None:
    club = card_club()
    sold = buy(club, card_line(500), goods(1000))
    card = issue(club, sold)
    buy(club, goods(200), cards=pay(card), name="Ali")

    first = club.refund(sold, lines=[ReturnedLine(1, 1000)])
    rest = club.refund(sold)

    assert (first.cash_rials, rest.cash_rials) == (300, 1000)
    assert holds_true(club)


def test_a_refund_of_what_a_card_paid_gives_it_back_to_the_card() -> None:
    club = card_club()
    card = a_card(club, 500)
    done = buy(club, goods(1000), cards=pay(card))

    half = club.refund(done, amount_rials=500)
    before = held(club, card).balance_rials
    rest = club.refund(done)

    assert (half.cash_rials, before) == (250, 250)
    assert (rest.cash_rials, held(club, card).balance_rials) == (250, 500)
    assert credit(club) == 0 if club.wallet().balances else True
    assert holds_true(club)


def test_a_void_closes_and_restores_too() -> None:
    club = card_club()
    sold = buy(club, card_line(500), name="Ali")
    card = issue(club, sold)
    bought = buy(club, goods(200), cards=pay(card))

    club.void(bought)
    done = club.void(sold)

    assert done.cash_rials == 500
    assert holds_true(club)


def test_part_of_a_card_is_not_returned() -> None:
    club = card_club()
    sold = buy(club, card_line(500), goods(500))
    issue(club, sold)

    with pytest.raises(GiftCardReturnsWhole):
        club.refund(sold, amount_rials=100)

    assert holds_true(club)


def test_what_cards_touch_is_not_edited() -> None:
    club = card_club()
    sold = buy(club, card_line(500))

    with pytest.raises(SaleHasGiftCards):
        club.edit(sold, lines=(goods(100),), revision=1)


def test_a_bound_card_is_for_its_member_only() -> None:
    club = card_club()
    card = issue(club, buy(club, card_line(500)), member_id=club.join("Sara"))

    with pytest.raises(NoSuchGiftCard):
        buy(club, goods(100), cards=pay(card), name="Ali")
    done = buy(club, goods(100), cards=[CardPayment(card_id=card.card_id, rials=40)])

    assert (done.to_pay_rials, held(club, card).balance_rials) == (60, 460)


def test_a_bound_card_is_shown_to_an_id_that_was_merged_away() -> None:
    club = card_club()
    card = issue(club, buy(club, card_line(500)), member_id=club.join("Sara"))
    club.join("Ali")
    merge(club, "Sara", "Ali")

    assert held(club, card, name="Ali").balance_rials == 500


def test_a_bound_card_pays_for_its_member_also_out_of_a_household() -> None:
    club = card_club()
    sale = buy(club, card_line(500_000), name="Ali")
    card = issue(club, sale, member_id=club.join())
    house = Household(club)
    house.open()
    house.add("Mina")

    paid = buy(club, goods(200_000), cards=[CardPayment(card_id=card.card_id)])
    with pytest.raises(NoSuchGiftCard):
        buy(club, goods(200_000), name="Mina", cards=pay(card))

    assert (paid.member_id, paid.to_pay_rials) == (house.account_id, 0)
    assert holds_true(club)


def test_cards_pay_for_goods_only() -> None:
    """A card funds no other card, and no top-up."""
    club = card_club()
    card = a_card(club, 500)

    done = buy(club, goods(100), card_line(300), cards=pay(card))

    assert (done.to_pay_rials, held(club, card).balance_rials) == (300, 400)


def test_several_cards_pay_in_the_order_named() -> None:
    club = card_club()
    first, second = a_card(club, 300), a_card(club, 300)

    done = buy(club, goods(500), cards=pay(first, second))

    assert [one.rials for one in done.gift_cards] == [300, 200]
    with pytest.raises(TooManyGiftCards):
        buy(club, goods(500), cards=pay(second, second))
    assert holds_true(club)


def test_a_repeat_of_the_purchase_spends_no_second_time() -> None:
    club = card_club()
    card = a_card(club, 500)

    first, again = (buy(club, goods(200), cards=pay(card), document="R-1") for _ in range(2))

    assert (first.event_id, again.replayed) == (again.event_id, True)
    assert held(club, card).balance_rials == 300


def test_a_repeat_gets_its_answer_also_after_the_card_was_closed() -> None:
    club = card_club()
    sold = buy(club, card_line(500), name="Ali")
    card = issue(club, sold)
    first = buy(club, goods(200), cards=pay(card), document="R-1")
    club.refund(sold)

    again = buy(club, goods(200), cards=pay(card), document="R-1")

    assert (again.event_id, again.replayed) == (first.event_id, True)
    assert [one.rials for one in again.gift_cards] == [200]


def test_a_top_up_and_a_spend_processed_twice_happen_once() -> None:
    """O47: 50 once, in one entry; then 40 once, in two. O20: it funds not its own order."""
    club = card_club()
    top_up = PurchaseLine(50, kind="top_up")
    first, again = (buy(club, top_up, asked=claim("top-up"), document="T-1") for _ in range(2))
    after_one = (credit(club), entries(club))
    for _ in range(2):
        club.buy(10, spend=[spend()], document="R-1")

    assert (first.to_pay_rials, again.replayed) == (50, True)
    assert after_one == (50, 1)
    assert (credit(club), entries(club)) == (40, 2)
    assert holds_true(club)


def test_a_refund_of_a_top_up_gives_back_what_is_left() -> None:
    club = card_club()
    sold = buy(club, PurchaseLine(50, kind="top_up"))
    club.buy(10, spend=[spend()])

    done = club.refund(sold)

    assert (done.cash_rials, credit(club)) == (40, 0)
    assert holds_true(club)


def test_a_top_up_is_of_a_member_and_by_itself() -> None:
    club = card_club()
    sale = club.buy(1000)

    with pytest.raises(NeedsPlainPurchase):
        sell(club, lines=(PurchaseLine(50, kind="top_up"),))
    with pytest.raises(NeedsPlainPurchase):
        club.edit(sale, lines=(PurchaseLine(50, kind="top_up"),), revision=1)


def test_what_sold_no_card_issues_none() -> None:
    club = card_club()
    sold = buy(club, goods(100), PurchaseLine(500, kind="gift_card", quantity_milli=2000))
    returned = buy(club, card_line(500))
    club.refund(returned)
    other = a_club()
    theirs = buy(other, card_line(500))

    for line in (1, 2, 3):
        with pytest.raises(NotAGiftCardLine):
            issue(club, sold, line)
    with pytest.raises(NotAGiftCardLine):
        issue(club, returned)
    with pytest.raises(NoGiftCards):
        issue(other, theirs)


def spend() -> SpendWish:
    return SpendWish("credit")


def entries(club: Club) -> int:
    """Count the entries of credit in the member's statement."""
    with clock(club.at):
        shown = show_statement(principal=club.principal, vault=VAULT, member=ref(club.join()))
    return sum(entry.unit == "credit" for entry in shown.entries)
