"""One SQL function a call; what it refuses comes up as the book's own error."""

import os
import socket
import threading

import pytest
from django.db import connection
from django.db.utils import DataError, OperationalError

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


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_in_the_middle_is_the_database_being_away() -> None:
    """It is no fault of ours: the doors answer 503, and the same request may be sent again."""
    connection.ensure_connection()
    cutter = threading.Timer(0.3, cut, [connection.connection.pgconn.socket])
    cutter.start()

    with pytest.raises(OperationalError):
        calls.call_json("SELECT to_jsonb(1) FROM pg_sleep(10)")

    cutter.join()
    connection.close()
    assert calls.call_json("SELECT to_jsonb(2)") == 2


@pytest.mark.django_db(transaction=True)
def test_a_server_that_goes_in_the_middle_is_the_database_being_away() -> None:
    with pytest.raises(OperationalError):
        calls.call_json("SELECT to_jsonb(1) FROM pg_terminate_backend(pg_backend_pid())")

    connection.close()
    assert calls.call_json("SELECT to_jsonb(2)") == 2


def cut(number: int) -> None:
    """Shut a socket of this process under whoever waits for an answer from it."""
    with socket.socket(fileno=os.dup(number)) as other:
        other.shutdown(socket.SHUT_RDWR)
