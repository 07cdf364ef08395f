"""The short form of `make messy`: every file goes in, is mended, undone, and goes in again."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from bench.club import Club
from scripts.messy_files import lines_of
from scripts.messy_import import FILES, Messy, history_of, put_through
from tests.factories.clubs import a_club
from vafa.domain.imports.reasons import PERSIAN
from vafa.interfaces.web import sources

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("messy", FILES, ids=lambda messy: messy.name)
def test_a_messy_file_goes_in_is_mended_undone_and_goes_in_again(
    messy: Messy, tmp_path: Path
) -> None:
    club = a_club(at=sources.now() - timedelta(seconds=1))
    open_club = Club(club.principal, secrets.token_hex(4), ())

    told = list(put_through(open_club, messy, tmp_path, members=6))

    assert sum("the book holds" in one for one in told) == 3


def test_every_fault_is_in_the_files() -> None:
    """What is wrong has a reason that the shop can read."""
    found = {
        line.reason
        for messy in FILES[:2]
        for line in lines_of(history_of(messy), members=60, is_lines=messy.kind == "lines")
    }

    assert found - {""} <= set(PERSIAN)
    assert len(found) == 11
