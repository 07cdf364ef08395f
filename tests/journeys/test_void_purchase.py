"""Voiding a purchase through the real database."""

from dataclasses import replace

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.clubs.principal import OtherBranch, Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.domain.rewards.operations.purchase import EarlierRevisionStands
from vafa.domain.rewards.posting import NothingLeft
from vafa.domain.rewards.records import SpendWish
from vafa.domain.sales.queries import NoSuchSale
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def held(club: Club) -> dict[str, tuple[int, int]]:
    """Give spendable and owed by unit."""
    return {one.unit: (one.spendable, one.owed) for one in club.wallet().balances}


def test_void_reverses_every_award_and_gives_every_spent_unit_back() -> None:
    club = a_club()
    club.buy(10_000_000)
    before = held(club)
    sale = club.buy(1_000_000, spend=[SpendWish("credit", 200_000)])

    done = club.void(sale)

    assert held(club) == before
    assert done.cash_rials == sale.to_pay_rials == 800_000
    assert [(one.unit, one.units) for one in done.restored] == [("credit", 200_000)]
    assert verify(club_id=club.club_id).differences == 0


def test_void_after_a_part_came_back_takes_the_rest() -> None:
    club = a_club()
    sale = club.buy(1_000_000)
    club.refund(sale, amount_rials=300_000)

    done = club.void(sale)

    assert done.cash_rials == 700_000
    assert held(club) == {"points": (0, 0), "credit": (0, 0)}


def test_void_happens_once_whatever_the_key() -> None:
    """E26: the natural key wins over a new idempotency key."""
    club = a_club()
    sale = club.buy(1_000_000)

    first, second = club.void(sale), club.void(sale)

    assert (first.replayed, second.replayed) == (False, True)
    assert second.event_id == first.event_id


def test_completed_voided_and_completed_again_nets_one_award() -> None:
    """E54: any number of times, and nothing is lost."""
    club = a_club()
    for revision in range(3):
        sale = club.buy(1_000_000, document="ORDER", revision=revision)
        with pytest.raises(EarlierRevisionStands):
            club.buy(1_000_000, document="ORDER", revision=revision + 1)
        club.void(sale)

    club.buy(1_000_000, document="ORDER", revision=3)

    assert held(club) == {"points": (10, 0), "credit": (20_000, 0)}


def test_void_is_refused_and_writes_nothing() -> None:
    """What came back whole, what is not the member's, and who may not."""
    club = a_club()
    sale = club.buy(1_000_000)
    club.refund(sale)
    after = held(club)
    other = a_club()
    theirs = other.buy(1_000_000)

    with pytest.raises(NothingLeft):
        club.void(sale)
    with pytest.raises(NoSuchSale):
        club.void(theirs)
    other.principal = Principal(other.club_id, 1, rights_of({"purchases"}))
    with pytest.raises(RightMissing):
        other.void(theirs)

    assert held(club) == after


def test_a_sale_is_corrected_at_its_own_branch_and_returned_at_any() -> None:
    club = a_club(branches=["north", "south"])
    sale = club.buy(1_000_000, branch="north")
    owner = club.principal
    club.principal = replace(owner, branch="south")

    with pytest.raises(OtherBranch):
        club.void(sale)
    with pytest.raises(OtherBranch):
        club.edit(sale, 900_000)
    club.refund(sale, amount_rials=100_000)
    club.principal = replace(owner, branch="north")
    assert club.void(sale).declined is None
