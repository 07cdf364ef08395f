"""A file is brought in and taken back from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from tests.factories.clubs import Club, a_club
from tests.factories.messy_files import messy_orders, write_csv
from vafa.domain.clubs.queries import NoSuchClub, all_clubs
from vafa.interfaces.web import sources
from vafa.kit.calendar import local_day
from vafa.ledger.totals import totals
from vafa.server import config, importing

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words: str) -> int:
    """Type words after `vafa`."""
    parser = argparse.ArgumentParser()
    importing.add_words(parser.add_subparsers())
    asked = parser.parse_args(words)
    return int(asked.work(config.current(), asked))


def code_of(club: Club) -> str:
    """Give a club's code."""
    return next(one.code for one in all_clubs() if one.club_id == club.club_id)


def test_import_and_undo(tmp_path: Path, capsys: Any) -> None:
    club = a_club(at=sources.now())
    rows = messy_orders(today=local_day(club.at, "Asia/Tehran"))
    path = str(write_csv(tmp_path / "orders.csv", rows, separator=";"))
    words = ("import", path, "--club", code_of(club), "--kind", "orders", "--unit", "rial")

    assert run(*words, "--dry-run") == 0
    dry = capsys.readouterr().out
    assert totals(club_id=club.club_id).sales == 0
    assert run(*words) == 0
    told = capsys.readouterr().out
    run_id = told.partition("import ")[2].partition(":")[0]
    assert run("undo-import", run_id, "--club", code_of(club)) == 0

    assert "39 rows: 24 accepted, 147,600,000 Rial" in dry
    assert "nothing was written" in dry
    assert "24 orders of 4 members posted, 0 were there before" in told
    assert "taken back: 24 sales of 4 members; 4 are no longer registered" in (
        capsys.readouterr().out
    )


def test_import_into_no_club(tmp_path: Path) -> None:
    path = str(write_csv(tmp_path / "orders.csv", []))

    with pytest.raises(NoSuchClub):
        run("import", path, "--club", "none", "--kind", "orders", "--unit", "rial")
