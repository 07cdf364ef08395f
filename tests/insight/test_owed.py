"""Accounts that are read from the counts say what the book itself says."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import close, proof
from tests.factories.clubs import Club, a_club
from tests.insight.test_counting import ZONE, count, live_a_little
from vafa.domain.accounting.months import month_at, starts_at
from vafa.domain.rewards.answers import PurchaseDone
from vafa.insight.counting import forget_counts
from vafa.insight.marks import club_view
from vafa.insight.owed import kept_book
from vafa.journeys.export_journal import export_journal
from vafa.journeys.show_liability import show_liability, show_terms

pytestmark = pytest.mark.django_db(transaction=True)


def accounts(club: Club) -> list[Any]:
    """Give all that is told from the accounts."""
    who, at = club.principal, club.at
    return [
        show_liability(principal=who, at=at),
        show_terms(principal=who, at=at),
        export_journal(principal=who, at=at, first="", last="", step="day", language="fa"),
    ]


def open_months(club: Club) -> list[str]:
    """Give the months that are over and not closed."""
    months = show_liability(principal=club.principal, at=club.at)
    return [one.month for one in months[:-1] if not one.is_closed]


@pytest.mark.parametrize("seed", range(2))
def test_accounts_are_those_of_the_book_whatever_is_closed_and_comes_late(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  framework
    club = a_club(branches=("north", "south"))
    sales: list[PurchaseDone] = []
    for step in range(30):
        live_a_little(club, dice, sales)
        if dice.random() < 0.3 or step == 3:
            count(club)
        if len(open_months(club)) > 2:
            close(club, open_months(club)[0])
    club.at = starts_at(month_at(club.at, ZONE) + 1, ZONE) + timedelta(hours=2)
    for month in open_months(club):
        close(club, month)
    club.placed_at = club.at - timedelta(hours=5)
    club.buy(30_000_000, name="Sara", branch="north")
    club.placed_at = None

    counted = accounts(club)
    count(club)
    assert accounts(club) == counted
    assert proof(club) == ()
    forget_counts(club_id=club.club_id, zone=ZONE)
    assert accounts(club) == counted
    assert counted[0][-1].late


def test_a_club_that_is_not_counted_yet_has_no_book_of_its_own() -> None:
    club = a_club()
    club.buy(1_000_000)
    with club_view(club_id=club.club_id, zone=ZONE) as view:
        assert kept_book(view=view) is None
    count(club)
    with club_view(club_id=club.club_id, zone=ZONE) as view:
        book = kept_book(view=view)
        assert book is not None
        assert book.first_month() is not None
