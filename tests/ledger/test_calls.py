"""One SQL function a call; what it refuses comes up as the book's own error."""

import pytest
from django.db.utils import DataError

from tests.factories.book import POINTS, open_till, refused
from vafa.kit.errors import VafaError
from vafa.ledger import calls
from vafa.ledger.errors import BY_SQLSTATE, StillRunning
from vafa.ledger.records import Earn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("sqlstate", "error"), BY_SQLSTATE.items())
def test_call_raises_the_books_error_for_its_code(sqlstate: str, error: type[VafaError]) -> None:
    with refused(error):
        calls.call(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")


def test_call_lets_other_errors_through() -> None:
    with refused(DataError):
        calls.call("SELECT 1 / 0")


def test_a_lock_not_got_in_time_is_still_running() -> None:
    """55P03 is what a lock time-out gives: the same request may be sent again."""
    assert BY_SQLSTATE["55P03"] is StillRunning
    assert StillRunning.code == "still_running"


def test_call_json_passes_and_gives_json() -> None:
    assert calls.call_json("SELECT %s::jsonb || %s::jsonb", {"a": "سلام"}, {"b": [1]}) == {
        "a": "سلام",
        "b": [1],
    }


def test_reading_club_shows_one_clubs_rows() -> None:
    till = open_till()
    till.post(Earn(POINTS, 5))

    with calls.reading_club(till.club_id):
        found = calls.rows("SELECT unit, spendable FROM ledger_wallet")

    assert found == [{"unit": 1, "spendable": 5}]
