"""The faults that were measured with other starters of an embedded PostgreSQL, one test each."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.server.embedded.held import (
    ask,
    eventually,
    holder,
    said_until_holding,
    server_pid,
    tell,
)
from vafa.server.embedded import joining, locks, places, postmaster


def quiet(_text: str) -> None:
    """Say nothing."""


def test_serving_runs_in_a_folder_with_a_space_and_persian_letters(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        answer = ask(place, "SELECT current_setting('data_directory')")

    assert answer == str(home / "postgres" / "data")
    assert postmaster.workers_in(place.data) == []


def test_serving_finds_persian_text_by_trigrams(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        tell(place, "CREATE EXTENSION pg_trgm")
        found = ask(place, "SELECT similarity('باشگاه', 'باشگاه‌ها') > 0.4")

    assert found is True


def test_serving_listens_on_a_socket_that_only_its_account_can_reach(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        listens = ask(place, "SHOW listen_addresses")
        mode = place.socket.stat().st_mode & 0o777

    assert listens == ""
    assert mode == 0o700


def test_serving_a_second_time_keeps_the_data(home: Path) -> None:
    said: list[str] = []
    with joining.serving(home, durable=False, say=said.append) as place:
        tell(place, "CREATE TABLE kept AS SELECT 7 AS number")
    with joining.serving(home, durable=False, say=said.append) as place:
        kept = ask(place, "SELECT number FROM kept")

    assert kept == 7
    assert said == [f"made a new PostgreSQL cluster in {place.data}"]


def test_two_starts_at_once_share_one_server_that_outlives_the_first(home: Path) -> None:
    with holder(home) as first, holder(home) as second:
        said = [said_until_holding(process) for process in (first, second)]
        place = places.place_at(home)
        pid = server_pid(place)
        first.communicate()
        still_the_same = server_pid(place) == pid and ask(place) == 1
        second.communicate()

    assert sorted(len(lines) for lines in said) == [0, 1]
    assert still_the_same
    assert postmaster.workers_in(place.data) == []


def test_a_killed_parent_takes_the_server_with_it(home: Path) -> None:
    with holder(home) as process:
        said_until_holding(process)
        place = places.place_at(home)
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert eventually(lambda: postmaster.workers_in(place.data) == [])
    assert eventually(lambda: not locks.is_held(place.keeper_lock))


def test_a_killed_keeper_takes_the_server_with_it_and_is_replaced(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        pid = server_pid(place)
        keeper = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(keeper, signal.SIGKILL)
        gone = eventually(lambda: postmaster.workers_in(place.data) == [])
        joining.ensure_running(place, durable=False, say=quiet)
        answer = ask(place)

    assert gone
    assert answer == 1


def test_a_killed_server_is_started_again(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        pid = server_pid(place)
        os.kill(pid, signal.SIGKILL)

        assert eventually(lambda: answers(place) and server_pid(place) != pid)


def test_a_server_killed_with_its_keeper_leaves_nothing_that_stops_the_next(home: Path) -> None:
    """The pid file stays, the old pid may be a zombie, its workers may still be leaving."""
    with joining.serving(home, durable=False, say=quiet) as place:
        pid = server_pid(place)
        keeper = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(keeper, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not locks.is_held(place.keeper_lock))
        said: list[str] = []
        joining.ensure_running(place, durable=False, say=said.append)
        answer = ask(place)

    assert answer == 1
    assert said == ["removed the pid files that an earlier server left when it was killed"]


def test_the_pid_of_another_program_in_the_pid_file_does_not_stop_the_start(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        ask(place)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (place.data / "postmaster.pid").write_text(
            f"{other.pid}\n{place.data}\n1\n5432\n\n\n\nready\n"
        )
        with joining.serving(home, durable=False, say=quiet):
            answer = ask(place)
        unharmed = other.poll() is None
        other.communicate()

    assert answer == 1
    assert unharmed


def test_a_folder_too_deep_for_a_socket_gets_its_socket_elsewhere(home: Path) -> None:
    deep = home.joinpath(*["پوشه"] * 15)

    with joining.serving(deep, durable=False, say=quiet) as place:
        answer = ask(place)

    assert answer == 1
    assert place.data.is_relative_to(deep)
    assert not place.socket.is_relative_to(deep)
    place.socket.rmdir()


def test_a_start_that_cannot_work_says_why(home: Path) -> None:
    with joining.serving(home, durable=False, say=quiet) as place:
        ask(place)
    (place.data / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(joining.EmbeddedError, match=r"9\.6"), joining.serving(home, say=quiet):
        pass


def answers(place: places.Place) -> bool:
    """Tell whether the server takes a connection."""
    try:
        return ask(place) == 1
    except (psycopg.OperationalError, OSError):
        return False
