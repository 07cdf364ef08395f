"""A recorded purchase with what has come back of it."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.rewards.records import Purchase, PurchaseLine, ReturnedLine
from vafa.domain.sales.queries import NoSuchSale
from vafa.journeys.show_purchase import LineReturned, show_purchase
from vafa.journeys.show_wallet import show_wallet_of

pytestmark = pytest.mark.django_db


def test_a_purchase_is_shown_with_its_first_answer_and_its_returns() -> None:
    club = a_club()
    lines = [PurchaseLine(500_000, vat_rials=0, product="tea"), PurchaseLine(500_000, vat_rials=0)]
    sale = club.buy(lines=lines)
    club.refund(sale, lines=[ReturnedLine(2, 1000)])

    shown = show_purchase(principal=club.principal, event_id=sale.event_id)

    assert shown.purchase.awards == sale.awards
    assert shown.purchase.balances == sale.balances
    assert [(line.number, line.product, line.net_rials) for line in shown.lines] == [
        (1, "tea", 500_000), (2, "", 500_000),
    ]  # fmt: skip
    assert shown.returned == (LineReturned(2, 1000, 500_000),)
    assert shown.refunded_cash_rials == 500_000
    assert shown.by_id == club.principal.credential_id


def test_a_purchase_without_a_member_is_a_guests_who_holds_nothing() -> None:
    club = a_club()
    unnamed = Purchase(None, "till-1", "R-UNNAMED", amount_rials=1_000_000)
    sales = [club.record(unnamed), club.buy(1_000_000)]

    shown = [show_purchase(principal=club.principal, event_id=one.event_id) for one in sales]
    wallets = [show_wallet_of(principal=club.principal, purchase=one.purchase) for one in shown]

    assert [one.is_guest for one in shown] == [True, False]
    assert [one.balances[0].spendable for one in wallets] == [0, 10]
    assert wallets[1].balances == club.wallet().balances


def test_another_clubs_purchase_and_a_refund_are_no_purchase() -> None:
    club, other = a_club(), a_club()
    sale = other.buy(1_000_000)
    refund = other.refund(sale)

    with pytest.raises(NoSuchSale):
        show_purchase(principal=club.principal, event_id=sale.event_id)
    with pytest.raises(NoSuchSale):
        show_purchase(principal=other.principal, event_id=refund.event_id)
