"""A receipt in the hands of whoever has it: what was sold, and whether its points still wait."""

from datetime import timedelta

import pytest

from tests.factories.clubs import VAULT, Club, a_club, clock
from tests.factories.receipts import claim_receipt, sell
from vafa.domain.rewards.operations.claiming import NoSuchReceipt
from vafa.domain.rewards.receipts import token_of
from vafa.journeys.show_receipt import ReceiptShown, show_receipt
from vafa.kit.calendar import date_of, local_day

pytestmark = pytest.mark.django_db


def shown(club: Club, named: str) -> ReceiptShown:
    """Look at a receipt."""
    with clock(club.at):
        return show_receipt(principal=club.principal, vault=VAULT, at=club.at, named=named)


def token(club: Club, sale_id: int) -> str:
    """Give what stands in the link of a sale's receipt."""
    return token_of(vault=VAULT, club_id=club.club_id, sale_id=sale_id)


def test_a_guests_receipt_waits_seven_days() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)

    by_code, by_link = (
        shown(club, sale.receipt_code.lower()),
        shown(club, token(club, sale.event_id)),
    )
    last = date_of(local_day(club.at, "Asia/Tehran") + 7)
    club.at += timedelta(days=8)

    assert by_code.state == by_link.state == "open"
    assert by_link.code == sale.receipt_code
    assert by_code.last_day == last
    assert [line.net_rials for line in by_code.lines] == [1_000_000]
    assert shown(club, sale.receipt_code).state == "over"
    assert shown(club, sale.receipt_code).code == ""


def test_a_claimed_receipt_says_so_and_nothing_of_the_member() -> None:
    club = a_club()
    sale = sell(club, 1_000_000)
    claim_receipt(club, sale.receipt_code)

    after = shown(club, token(club, sale.event_id))

    assert (after.state, after.code, after.last_day) == ("claimed", "", None)
    assert after.purchase.to_pay_rials == 1_000_000


def test_a_members_receipt_tells_what_it_earned() -> None:
    club = a_club()
    sale = club.buy(1_000_000)

    seen = shown(club, token(club, sale.event_id))

    assert seen.state == "named"
    assert [one.units for one in seen.purchase.awards] == [10, 20_000]


def test_what_all_came_back_is_said() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.refund(sale)

    seen = shown(club, token(club, sale.event_id))

    assert seen.state == "returned"
    assert seen.refunded_cash_rials > 0


def test_nobody_makes_a_link_of_another_sale_or_club() -> None:
    club, other = a_club(), a_club()
    sale = sell(club, 1_000_000)
    good = token(club, sale.event_id)
    forged = good[:-1] + ("A" if good[-1] != "A" else "Q")

    for named in (forged, "", "AAAAA-AAAAA-AAAA", token(club, sale.event_id + 1)):
        with pytest.raises(NoSuchReceipt):
            shown(club, named)
    for named in (good, sale.receipt_code):
        with pytest.raises(NoSuchReceipt):
            shown(other, named)
