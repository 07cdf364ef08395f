"""Clubs that share a few database sessions, transaction by transaction, as behind a pooler."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from vafa.server import config, database

SESSIONS = 2
THREADS = 8
IN_ONE_TRANSACTION = 10
_TABLES = """
    SELECT c.relname, has_table_privilege(c.oid, 'UPDATE')
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'club_id'
    WHERE c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1
"""


class Pooler:
    """Lends a session for one transaction and takes it back, whoever comes next."""

    def __init__(self, sessions: Sequence[psycopg.Connection]) -> None:
        self._free: queue.SimpleQueue[psycopg.Connection] = queue.SimpleQueue()
        for session in sessions:
            self._free.put(session)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        """Run one transaction on whichever session is free."""
        session = self._free.get()
        try:
            with session.transaction():
                yield session
        finally:
            self._free.put(session)


def crossings(*, clubs: Sequence[int], queries: int, is_local: bool) -> Counter[str]:
    """Ask every table for rows of other clubs, as the application's role, from many threads.

    `is_local` sets the club within each transaction, as Vafa does; otherwise once for a session,
    as careless code does. Counts queries, rows of the own club, and rows that crossed.
    """
    counted: Counter[str] = Counter()
    lock = threading.Lock()
    with ExitStack() as stack:
        name = str(connection.settings_dict["NAME"])
        sessions = [
            stack.enter_context(database.connect(config.current(), "app", name=name))
            for _ in range(SESSIONS)
        ]
        tables = sessions[0].execute(_TABLES).fetchall()
        pooler = Pooler(sessions)

        everybody_set = threading.Barrier(THREADS)

        def till(number: int) -> None:
            club = clubs[number % len(clubs)]
            if not is_local:
                with pooler.transaction() as session:
                    session.execute("SELECT set_config('app.club', %s, false)", [str(club)])
            everybody_set.wait()
            mine = Counter(_client(pooler, club, tables, queries // THREADS, is_local, number))
            with lock:
                counted.update(mine)

        threads = [threading.Thread(target=till, args=[number]) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return counted


def _client(
    pooler: Pooler,
    club: int,
    tables: Sequence[tuple[str, bool]],
    queries: int,
    is_local: bool,  # noqa: FBT001 - framework
    number: int,
) -> dict[str, int]:
    own = crossed = done = 0
    while done < queries:
        with pooler.transaction() as session:
            if is_local:
                session.execute("SELECT set_config('app.club', %s, true)", [str(club)])
            for _ in range(IN_ONE_TRANSACTION):
                table, may_write = tables[(done * THREADS + number) % len(tables)]
                crossed += _others(session, table, club, may_write=may_write and done % 2 == 1)
                own += _own(session, club) if done % IN_ONE_TRANSACTION == 0 else 0
                done += 1
    return {"queries": done, "own": own, "crossed": crossed}


def _others(session: psycopg.Connection, table: str, club: int, *, may_write: bool) -> int:
    """Read or write rows of other clubs; give how many were reached."""
    if may_write:
        text = "UPDATE {} SET club_id = club_id WHERE club_id <> %s"
        return session.execute(sql.SQL(text).format(sql.Identifier(table)), [club]).rowcount
    text = "SELECT count(*) FROM (SELECT FROM {} WHERE club_id <> %s LIMIT 5) AS others"
    found = session.execute(sql.SQL(text).format(sql.Identifier(table)), [club]).fetchone()
    return int(found[0]) if found else 0


def _own(session: psycopg.Connection, club: int) -> int:
    found = session.execute(
        "SELECT count(*) FROM ledger_movement WHERE club_id = %s", [club]
    ).fetchone()
    return int(found[0]) if found else 0
