"""Work done ahead comes back in order, ends with the first failure, and leaves no connection."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier

import pytest
from django.db import connection

from vafa.domain.clubs.threads import done_ahead

pytestmark = pytest.mark.django_db(transaction=True)


def server_process(_: int) -> int:
    """Give the server's process that this thread talks to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_done_ahead_gives_what_came_of_each_part_in_order() -> None:
    """Two at a time; each waits for the other, so they do work together."""
    both = Barrier(2, timeout=30)

    def work(part: int) -> int:
        both.wait()
        return part * part

    done = done_ahead(work=work, parts=iter(range(6)), threads=2)

    assert list(done) == [0, 1, 4, 9, 16, 25]


def test_done_ahead_makes_only_a_few_parts_before_they_are_asked_for() -> None:
    """A file of any length needs little memory."""
    made: list[int] = []

    def parts() -> Iterator[int]:
        for part in range(100):
            made.append(part)
            yield part

    done = done_ahead(work=lambda part: part, parts=parts(), threads=2)

    assert next(done) == 0
    assert len(made) == 3
    done.close()  # type: ignore[attr-defined] # stub is wrong
    assert len(made) == 3


def test_done_ahead_raises_what_the_first_failed_part_raised() -> None:
    """What came before it was given; nothing new is begun after it."""
    begun: list[int] = []

    def work(part: int) -> int:
        begun.append(part)
        if part == 1:
            raise LookupError(part)
        return part

    done = done_ahead(work=work, parts=range(100), threads=2)

    assert next(done) == 0
    with pytest.raises(LookupError):
        list(done)
    assert len(begun) < 6


def test_done_ahead_leaves_no_connection_behind() -> None:
    """Its threads talk to processes of their own, which are gone afterwards."""
    mine = server_process(0)

    theirs = set(done_ahead(work=server_process, parts=range(20), threads=2))

    assert mine not in theirs
    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.01)")
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s)", [list(theirs)])
            if not cursor.fetchall():
                return
    pytest.fail("the connections stay")
