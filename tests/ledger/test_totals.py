"""The whole book of a club in figures."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club
from vafa.ledger.totals import (
    MemberBook,
    UnitTotals,
    member_books,
    posted_documents,
    state_versions,
    totals,
)

pytestmark = pytest.mark.django_db

POINTS, CREDIT = 1, 2


def test_totals_tell_what_was_issued_used_and_is_outstanding() -> None:
    """10 M earn 100 points and 200,000 of credit; 50,000 are used, half of the sale comes back."""
    club = a_club()
    sale = club.buy(10_000_000, document="R-1")
    club.redeem(50_000)
    club.refund(sale, amount_rials=5_000_000)

    found = totals(club_id=club.club_id)

    assert (found.members, found.sales, found.tiers) == (1, 1, {"regular": 1})
    assert found.units == {
        POINTS: UnitTotals(100, 0, 0, 50, 50, 0),
        CREDIT: UnitTotals(200_000, 50_000, 0, 100_000, 50_000, 0),
    }


def test_member_books_sum_up_each_member() -> None:
    """One lot of each unit, two movements, the second state version: joined, then bought."""
    club = a_club()
    club.buy(1_000_000, document="R-1")
    sara = club.members["Sara"]

    books = member_books(club_id=club.club_id)

    version = state_versions(club_id=club.club_id)[sara]
    balances = {POINTS: (10, 0, 0), CREDIT: (20_000, 0, 0)}
    lots = {POINTS: (1, 10), CREDIT: (1, 20_000)}
    assert books == {sara: MemberBook("regular", version, 2, balances, lots)}


def test_posted_documents_are_those_of_the_source() -> None:
    """Another club's, another source's and unknown documents are not among them."""
    club, other = a_club(), a_club()
    club.buy(1_000_000, document="R-1")
    other.buy(1_000_000, document="R-2")
    asked = ["R-1", "R-2", "R-3"]

    found = posted_documents(club_id=club.club_id, source="till-1", documents=asked)

    assert found == {"R-1"}
    assert posted_documents(club_id=club.club_id, source="web", documents=asked) == frozenset()
