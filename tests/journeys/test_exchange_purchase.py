"""Exchanging on one ticket through the real database."""

import pytest

from tests.factories.clubs import Club, a_club, claim
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.posting import SecondDeclined
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.ledger.errors import ReferencesDiffer
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def held(club: Club) -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {one.unit: (one.spendable, one.owed) for one in club.wallet().balances}


def test_exchange_returns_first_and_judges_the_tier_once() -> None:
    """E52: by itself the return would begin a grace."""
    club = a_club()
    club.buy(148_000_000)
    sale = club.buy(3_000_000)

    done = club.exchange(sale, 2_500_000)

    assert done.returned.tier_changes == done.purchase.tier_changes == ()
    assert (done.returned.cash_rials, done.to_pay_rials) == (3_000_000, -500_000)
    assert verify(club_id=club.club_id).differences == 0


def test_exchange_of_one_line_leaves_the_other() -> None:
    club = a_club()
    lines = [PurchaseLine(100_000, vat_rials=0), PurchaseLine(200_000, vat_rials=0)]
    sale = club.buy(lines=lines)

    done = club.exchange(sale, 400_000, lines=[ReturnedLine(1, 1000)])

    assert done.to_pay_rials == 300_000
    assert held(club)["points"] == (6, 0)


def test_credit_that_came_back_pays_what_is_bought() -> None:
    club = a_club()
    club.buy(10_000_000)
    sale = club.buy(1_000_000, spend=[SpendWish("credit", 200_000)])

    done = club.exchange(sale, 1_000_000, spend=(SpendWish("credit", 200_000),))

    assert done.to_pay_rials == 0
    assert {one.unit: one.units for one in done.earned} == {"points": 0, "credit": 0}


def test_exchange_that_spends_too_much_writes_neither() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    before = held(club)

    with pytest.raises(SecondDeclined):
        club.exchange(sale, 1_000_000, spend=(SpendWish("credit", 50_000),))
    club.exchange(sale, 1_000_000)

    assert held(club) == before


def test_exchange_happens_once() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    key = claim()

    first = club.exchange(sale, 2_000_000, document="T-1", asked=key)
    again = club.exchange(sale, 2_000_000, document="T-1", asked=key)

    assert (first.replayed, again.replayed) == (False, True)
    assert again.purchase.event_id == first.purchase.event_id
    assert held(club)["points"] == (20, 0)


def test_half_of_a_ticket_that_is_known_refuses_the_whole() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.buy(500_000, document="T-9")
    before = held(club)

    with pytest.raises(ReferencesDiffer):
        club.exchange(sale, 2_000_000, document="T-9")

    assert held(club) == before


def test_exchange_needs_both_rights() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.principal = Principal(club.club_id, 1, rights_of({"purchases", "read"}))

    with pytest.raises(RightMissing):
        club.exchange(sale, 2_000_000)
