"""Beside the relay reports are counted and books are checked; the command line checks both."""

from __future__ import annotations

import argparse
import time

import pytest

from tests.factories.clubs import IDS, a_club
from vafa.insight.marks import mark_of
from vafa.journeys.prove_book import ask_check, show_proof
from vafa.ledger.calls import reading_club
from vafa.server import config, report_words
from vafa.server.counting import check_all, count_all, counting
from vafa.server.rounds import AGAIN

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_club_is_counted_and_every_asked_check_is_done() -> None:
    club = a_club()
    club.buy(1_000_000)
    ask_check(principal=club.principal, at=club.at, ids=IDS)

    assert count_all() not in {0, AGAIN}
    assert check_all() >= 1

    assert show_proof(principal=club.principal).last is not None
    with reading_club(club.club_id):
        assert mark_of(club_id=club.club_id, zone="Asia/Tehran") is not None


def test_rounds_begin_by_themselves() -> None:
    club = a_club()
    ask_check(principal=club.principal, at=club.at, ids=IDS)

    with counting() as look:
        until = time.monotonic() + 30
        while show_proof(principal=club.principal).last is None and time.monotonic() < until:
            look()
            time.sleep(0.05)

    assert show_proof(principal=club.principal).last is not None


def test_the_command_line_recounts_and_checks(capsys: pytest.CaptureFixture[str]) -> None:
    club = a_club()
    club.buy(1_000_000)
    with reading_club(club.club_id):
        code = _code(club.club_id)
    asked = argparse.Namespace(club=code)

    assert report_words.recount_all(config.current(), asked) == 0
    assert report_words.check_counts(config.current(), asked) == 0

    assert f"{code}: counted" in capsys.readouterr().out
    assert capsys.readouterr().err == ""


def _code(club_id: int) -> str:
    from vafa.domain.clubs.queries import all_clubs

    return next(club.code for club in all_clubs() if club.club_id == club_id)
