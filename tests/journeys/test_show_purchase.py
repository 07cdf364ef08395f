"""A recorded purchase with what has come back of it."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine
from vafa.domain.sales.queries import NoSuchSale
from vafa.journeys.show_purchase import LineReturned, show_purchase

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


def test_another_clubs_purchase_and_a_refund_are_no_purchase() -> None:
    club, other = a_club(), a_club()
    sale = other.buy(1_000_000)
    refund = other.refund(sale)

    with pytest.raises(NoSuchSale):
        show_purchase(principal=club.principal, event_id=sale.event_id)
    with pytest.raises(NoSuchSale):
        show_purchase(principal=other.principal, event_id=refund.event_id)
