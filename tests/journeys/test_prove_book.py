"""The proof of a whole book: sealed, checked, and not for everybody."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club, clock
from vafa.journeys import prove_book
from vafa.journeys.close_checkpoint import close_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_newest_seal_comes_first_and_the_book_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    club = a_club()
    for rials in (1_000_000, 2_000_000):
        club.buy(rials)
        with clock(club.at):
            close_checkpoint(club_id=club.club_id, is_whole=True)

    shown = prove_book.show_proof(principal=club.principal)
    report = prove_book.check_book(principal=club.principal)
    monkeypatch.setattr(prove_book, "MOST_MOVEMENTS", 1)

    assert [one.number for one in shown.checkpoints] == [2, 1]
    assert shown.can_check
    assert report is not None
    assert report.differences == 0
    assert prove_book.check_book(principal=club.principal) is None
