"""The proof of a whole book: sealed, checked in the background, and not for everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, connections

from tests.factories.clubs import IDS, Club, a_club, clock
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.rights import rights_of
from vafa.insight import book_checks
from vafa.journeys import prove_book
from vafa.journeys.close_checkpoint import close_checkpoint
from vafa.journeys.prove_book import ask_check, show_proof, work_checks
from vafa.ledger.verify import Check
from vafa.ledger.verify import verify as verify_club

pytestmark = pytest.mark.django_db(transaction=True)


def ask(club: Club) -> book_checks.CheckCard:
    return ask_check(principal=club.principal, at=club.at, ids=IDS)


def work(club: Club) -> int:
    return work_checks(club_id=club.club_id, clock=lambda: club.at)


def test_the_newest_seal_comes_first_and_the_book_holds() -> None:
    club = a_club()
    for rials in (1_000_000, 2_000_000):
        club.buy(rials)
        with clock(club.at):
            close_checkpoint(club_id=club.club_id, is_whole=True)

    asked = ask(club)
    assert work(club) == 1
    shown = show_proof(principal=club.principal)

    assert [one.number for one in shown.checkpoints] == [2, 1]
    assert shown.running is None
    assert shown.last is not None
    assert (shown.last.id, shown.last.differences, shown.last.fault) == (asked.id, 0, "")
    assert [one.name for one in shown.last.checks] == list(book_checks.NAMES)
    assert sum(one.checked for one in shown.last.checks) > 0
    assert work(club) == 0


def test_while_a_check_waits_asking_again_gives_the_same() -> None:
    club = a_club()

    assert ask(club).id == ask(club).id
    running = show_proof(principal=club.principal).running
    assert running is not None
    assert (running.steps, running.steps_done) == (len(book_checks.NAMES), 0)


def test_how_far_it_is_is_seen_meanwhile_and_nobody_else_does_the_same() -> None:
    club = a_club()
    club.buy(1_000_000)
    ask(club)
    halfway, seen = Event(), Event()

    def one() -> int:
        try:
            return work(club)
        finally:
            halfway.set()
            connections.close_all()

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:

        def verify(**more: object) -> object:
            told = more["told"]
            assert callable(told)

            def heard(check: Check) -> None:
                told(check)
                if check.name == book_checks.NAMES[3]:
                    halfway.set()
                    assert seen.wait(20)

            return verify_club(club_id=club.club_id, told=heard)

        patch.setattr(prove_book, "verify", verify)
        worker = pool.submit(one)
        assert halfway.wait(20)
        running = show_proof(principal=club.principal).running
        other = work(club)
        seen.set()
        assert worker.result() == 1

    assert running is not None
    assert running.steps_done == 4
    assert other == 0


def test_a_check_that_breaks_says_so_and_may_be_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    club = a_club()
    ask(club)

    def broken(**_more: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(prove_book, "verify", broken)
        assert work(club) == 1
    last = show_proof(principal=club.principal).last
    assert last is not None
    assert last.fault == book_checks.BROKEN

    ask(club)
    assert work(club) == 1
    last = show_proof(principal=club.principal).last
    assert last is not None
    assert last.fault == ""


def test_whoever_may_not_see_the_trail_may_not_ask() -> None:
    club = a_club()
    nobody = Principal(club_id=club.club_id, credential_id=9, rights=rights_of({"reports.read"}))

    with pytest.raises(RightMissing):
        ask_check(principal=nobody, at=club.at, ids=IDS)
    with pytest.raises(RightMissing):
        show_proof(principal=nobody)
