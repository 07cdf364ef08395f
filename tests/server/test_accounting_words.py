"""A club's books from the command line."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.clubs import a_club
from vafa.domain.accounting.months import month_at, name_of, starts_at
from vafa.domain.accounting.operations import NothingToClose
from vafa.domain.clubs.queries import NoSuchClub, all_clubs
from vafa.interfaces.web import sources
from vafa.journeys.check_accounting import check_accounting
from vafa.server import accounting_words, config
from vafa.server.operators import operator

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = "Asia/Tehran"


def run(*words: str) -> int:
    """Type words after `vafa`."""
    parser = argparse.ArgumentParser()
    accounting_words.add_words(parser.add_subparsers())
    asked = parser.parse_args(["accounting", *words])
    return int(asked.work(config.current(), asked))


def test_months_are_closed_shown_checked_and_written(tmp_path: Path, capsys: Any) -> None:
    month = month_at(sources.now(), ZONE)
    club = a_club(at=starts_at(month - 2, ZONE) + timedelta(days=1))
    club.buy(10_000_000)
    code = next(one.code for one in all_clubs() if one.club_id == club.club_id)
    last = name_of(month - 1)

    assert run("close", "--club", code, "--through", last) == 0
    closed = capsys.readouterr().out
    assert run("show", "--club", code) == 0
    shown = capsys.readouterr().out.splitlines()
    assert run("check", "--club", code) == 0
    checked = capsys.readouterr().out
    assert run("journal", "--club", code, str(tmp_path / "journal.csv")) == 0
    written = capsys.readouterr().out

    assert closed == f"closed {name_of(month - 2)}\nclosed {last}\n"
    assert len(shown) == 1 + 3 * 2
    assert shown[1].split("\t")[:5] == [name_of(month - 2), "closed", "points", "0", "100"]
    assert checked == "3 months computed anew, 0 differ\n"
    assert "2 lines: debit 291,262 Rial, credit 291,262 Rial" in written
    assert (tmp_path / "journal.csv").read_text("utf-8-sig").count("\n") == 3
    assert check_accounting(principal=operator(code), at=sources.now()).differences == ()


def test_club_without_movements_has_nothing_to_close() -> None:
    club = a_club()
    code = next(one.code for one in all_clubs() if one.club_id == club.club_id)

    with pytest.raises(NothingToClose):
        run("close", "--club", code, "--through", "1405-01")
    with pytest.raises(NoSuchClub):
        operator("no-such-club")
    assert run("check", "--club", code) == 0
