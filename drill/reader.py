"""The bank reader: one consistent view after another, in which every wallet must add up.

Run as `python -m drill.reader CLUB`; tells what it saw, as JSON, when it is stopped. A view is one
REPEATABLE READ transaction with three queries: wallets, their movements, their lots.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import time
from collections import Counter
from threading import Event

import psycopg

from vafa.server import database
from vafa.server.config import current

MEMBERS_A_VIEW = 12
WHOLE_CLUB_EVERY = 200
PAUSE_SECONDS = 0.005
_OF_MOVEMENTS = """
    SELECT member_id, unit,
        sum(CASE 1 WHEN to_account THEN amount WHEN from_account THEN -amount ELSE 0 END),
        sum(CASE 2 WHEN to_account THEN amount WHEN from_account THEN -amount ELSE 0 END),
        sum(CASE 3 WHEN from_account THEN amount WHEN to_account THEN -amount ELSE 0 END)
    FROM ledger_movement WHERE member_id = ANY(%s) GROUP BY member_id, unit"""
_OF_LOTS = """
    SELECT member_id, unit, sum(CASE state WHEN 2 THEN remaining ELSE 0 END), sum(held)
    FROM ledger_lot WHERE member_id = ANY(%s) GROUP BY member_id, unit"""
_OF_WALLETS = """
    SELECT member_id, unit, spendable, pending, owed, held
    FROM ledger_wallet WHERE member_id = ANY(%s)"""


def read_on(club_id: int, seen: Counter[str], stopped: Event) -> None:
    """Read until stopped, also when the database goes away and comes back."""
    members: list[int] = []
    chance = random.Random(club_id)  # noqa: S311  framework
    while not stopped.is_set():
        try:
            with database.connect(current(), "admin") as connection:
                members = members or _members(connection, club_id)
                while not stopped.is_set():
                    is_whole = seen["reads"] % WHOLE_CLUB_EVERY == 0
                    some = members if is_whole else chance.sample(members, MEMBERS_A_VIEW)
                    look(connection, some, seen)
                    time.sleep(PAUSE_SECONDS)
        except psycopg.Error:
            seen["reads cut off"] += 1
            time.sleep(PAUSE_SECONDS * 20)


def look(connection: psycopg.Connection, members: list[int], seen: Counter[str]) -> None:
    """Take one view and judge every wallet in it."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        wallets = connection.execute(_OF_WALLETS, [members]).fetchall()
        moved = _by_wallet(connection.execute(_OF_MOVEMENTS, [members]).fetchall())
        lots = _by_wallet(connection.execute(_OF_LOTS, [members]).fetchall())
    for member, unit, spendable, pending, owed, held in wallets:
        of_movements = moved.pop((member, unit), (0, 0, 0))
        of_lots = lots.get((member, unit), (0, 0))
        seen["wrong"] += of_movements != (spendable, pending, owed) or of_lots != (spendable, held)
        seen["negative"] += min(pending, owed, held, spendable - held) < 0
    seen["wrong"] += len(moved)
    seen["reads"] += 1
    seen["wallets"] += len(wallets)


def _by_wallet(rows: list[tuple[int, ...]]) -> dict[tuple[int, int], tuple[int, ...]]:
    return {(row[0], row[1]): tuple(int(one) for one in row[2:]) for row in rows}


def _members(connection: psycopg.Connection, club_id: int) -> list[int]:
    rows = connection.execute(
        "SELECT member_id FROM ledger_member_state WHERE club_id = %s", [club_id]
    )
    return [member for (member,) in rows]


if __name__ == "__main__":
    over = Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    counted: Counter[str] = Counter()
    read_on(int(sys.argv[1]), counted, over)
    sys.stdout.write(json.dumps(counted))
