"""The rows of a file, put down on disk and sorted there: a file of any length needs little memory.

One SQLite file per reading, thrown away after it. It also sees what single rows cannot: documents
that come twice, and amounts far above what their member pays.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from vafa.domain.imports.records import Kind, Refusal, Taken

FAR_ABOVE: Final = 10
_ENOUGH_ORDERS: Final = 5
_MOST_LINES: Final = 1_000
_SAMPLE: Final = 100_000
_AT_ONCE: Final = 1_000
_MOBILES: Final = 5_000
_TABLES: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -65536;
    CREATE TABLE taken (
        row INTEGER PRIMARY KEY, mobile TEXT, first_name TEXT, last_name TEXT, month INTEGER,
        dom INTEGER, document TEXT, day INTEGER, minute INTEGER, amount INTEGER, grp TEXT,
        product TEXT, quantity INTEGER, balances TEXT, expires INTEGER, profile TEXT
    );
    CREATE TABLE email (address TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE key (name TEXT PRIMARY KEY, mobile TEXT, day INTEGER, row INTEGER) WITHOUT ROWID;
    CREATE TABLE refused (row INTEGER PRIMARY KEY, reason TEXT, document TEXT);
    CREATE VIEW bought AS
    SELECT mobile, document, sum(amount) AS amount FROM taken GROUP BY mobile, document;
"""


class Staging:
    """The rows of one file, by what became of them."""

    def __init__(self, *, path: Path, kind: Kind) -> None:
        """Begin anew in a file of its own."""
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._kind = kind
        self._waiting: list[tuple[Any, ...]] = []
        self._latest: tuple[str, str, int] | None = None  # document, mobile and day of a line

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def refuse(self, *, row: int, refusal: Refusal) -> None:
        """Put down a row that cannot be taken."""
        self._db.execute(
            "INSERT OR IGNORE INTO refused VALUES (?, ?, ?)",
            (row, refusal.reason, refusal.document),
        )

    def take(self, *, row: int, taken: Taken) -> None:
        """Put down a row that can be taken, unless an earlier one speaks against it."""
        order = (taken.document, taken.mobile, taken.day)
        if self._kind != "lines" or order != self._latest:
            if not self._is_agreed(row, taken):
                return
            self._latest = order
        self._waiting.append(_row(row, taken))
        if len(self._waiting) == _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._db.executemany(
            "INSERT INTO taken VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._waiting,
        )
        self._waiting.clear()

    def _is_agreed(self, row: int, taken: Taken) -> bool:
        """Refuse a row that an earlier one speaks against."""
        if self._kind == "balances":
            name = f"{taken.mobile} {_text_of(taken.balances)} {taken.expires}"
        else:
            name = taken.mobile if self._kind == "members" else taken.document
        first = self._db.execute(
            "INSERT INTO key VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING row",
            (name, taken.mobile, taken.day, row),
        ).fetchall()
        reason = ""
        if not first:
            reason = self._contradiction(name, taken)
        elif not self._is_first_of_email(taken):
            reason = "email_twice"
        if reason:
            self.refuse(row=row, refusal=Refusal(reason, taken.document))
        return not reason

    def _is_first_of_email(self, taken: Taken) -> bool:
        address = taken.profile.get("email")
        if not address:
            return True
        statement = "INSERT INTO email VALUES (?) ON CONFLICT DO NOTHING RETURNING address"
        return bool(self._db.execute(statement, (address,)).fetchall())

    def _contradiction(self, name: str, taken: Taken) -> str:
        if self._kind == "orders":
            return "document_twice"
        if self._kind != "lines":
            return "member_twice" if self._kind == "members" else "balance_twice"
        found = self._db.execute("SELECT mobile, day FROM key WHERE name = ?", (name,)).fetchone()
        return "" if found == (taken.mobile, taken.day) else "document_of_another"

    def sort(self) -> None:
        """Sort what was put down, by member; nothing is taken after it."""
        self._flush()
        self._db.executescript(
            "CREATE INDEX taken_mobile ON taken (mobile, day, minute, document, row);"
        )

    def mobiles(self) -> Iterator[list[str]]:
        """Give the mobiles that are taken, each once, some thousand at a time."""
        last = ""
        statement = "SELECT DISTINCT mobile FROM taken WHERE mobile > ? ORDER BY mobile LIMIT ?"
        while some := [one for (one,) in self._db.execute(statement, (last, _MOBILES))]:
            yield some
            last = some[-1]

    def rename(self, *, mobiles: Mapping[str, str]) -> None:
        """Take rows of one mobile for rows of another, whose owner is the same person."""
        self._db.executemany(
            "UPDATE taken SET mobile = ? WHERE mobile = ?",
            ((now, mobile) for mobile, now in mobiles.items()),
        )

    def refuse_of(self, *, mobiles: Mapping[str, str]) -> None:
        """Refuse every row of some mobiles, each for its reason."""
        self._db.executemany(
            "INSERT OR IGNORE INTO refused SELECT row, ?, document FROM taken WHERE mobile = ?",
            ((reason, mobile) for mobile, reason in mobiles.items()),
        )

    def settle(self, *, may_be_unusual: bool) -> None:
        """Refuse what only the whole file shows; an order with a refused line is refused whole.

        What was taken is sorted before.
        """
        if self._kind in {"orders", "lines"} and not may_be_unusual:
            self._db.execute(_UNUSUAL, {"enough": _ENOUGH_ORDERS, "far": FAR_ABOVE})
        if self._kind == "lines":
            self._db.execute(_TOO_MANY, (_MOST_LINES,))
            self._db.execute(_WHOLE_ORDERS)
        self._db.execute("DELETE FROM taken WHERE row IN (SELECT row FROM refused)")

    def count(self) -> int:
        """Count the rows that are taken."""
        return int(self._db.execute("SELECT count(*) FROM taken").fetchone()[0])

    def first(self, *, count: int) -> tuple[Taken, ...]:
        """Give the first rows of the file that are taken, in its order."""
        rows = self._db.execute("SELECT * FROM taken ORDER BY row LIMIT ?", (count,))
        return tuple(map(_taken, rows))

    def total(self) -> int:
        """Add up the amounts that are taken."""
        return int(self._db.execute("SELECT coalesce(sum(amount), 0) FROM taken").fetchone()[0])

    def refused(self) -> Counter[str]:
        """Count the refused rows by reason."""
        rows = self._db.execute("SELECT reason, count(*) FROM refused GROUP BY reason")
        return Counter(dict(rows.fetchall()))

    def reasons(self) -> Iterator[tuple[int, str]]:
        """Give the refused rows in order."""
        yield from self._db.execute("SELECT row, reason FROM refused ORDER BY row")

    def documents(self) -> Iterator[str]:
        """Give the documents that are taken, each once."""
        for (document,) in self._db.execute("SELECT DISTINCT document FROM taken"):
            yield document

    def members(self) -> int:
        """Count the members whose rows are taken."""
        return int(self._db.execute("SELECT count(DISTINCT mobile) FROM taken").fetchone()[0])

    def group_names(self) -> dict[str, int]:
        """Count the rows of each group that is named by no code."""
        rows = self._db.execute(
            "SELECT substr(grp, 2), count(*) FROM taken WHERE grp LIKE '?%' GROUP BY grp"
        )
        return dict(rows.fetchall())

    def median_order(self) -> int:
        """Give the middle one of the orders' amounts, 0 when there is none (of a large sample)."""
        amounts = [
            row[0] for row in self._db.execute("SELECT amount FROM bought LIMIT ?", (_SAMPLE,))
        ]
        return sorted(amounts)[len(amounts) // 2] if amounts else 0

    def by_member(self) -> Iterator[tuple[str, list[Taken]]]:
        """Give each member's rows in order of time, member by member."""
        rows = self._db.execute("SELECT * FROM taken ORDER BY mobile, day, minute, document, row")
        for mobile, mine in groupby(map(_taken, rows), key=itemgetter(0)):
            yield mobile, _whole_orders(list(mine))


def _row(number: int, taken: Taken) -> tuple[Any, ...]:
    month, day_of_month = taken.birthday or (None, None)
    return (
        number, taken.mobile, taken.first_name, taken.last_name, month, day_of_month,
        taken.document, taken.day, taken.minute, taken.amount, taken.group, taken.product,
        taken.quantity_milli, _text_of(taken.balances), taken.expires,
        json.dumps(taken.profile) if taken.profile else "",
    )  # fmt: skip


def _text_of(balances: tuple[tuple[str, int], ...]) -> str:
    return " ".join(f"{code}={units}" for code, units in balances) if balances else ""


def _balances_of(text: str) -> Iterator[tuple[str, int]]:
    for one in text.split():
        code, _, units = one.partition("=")
        yield code, int(units)


def _taken(row: tuple[Any, ...]) -> Taken:
    _, mobile, first_name, last_name, month, day_of_month, document, day, minute, *rest = row
    amount, group, product, quantity_milli, balances, expires, said = rest
    return Taken(
        mobile, first_name, last_name, (month, day_of_month) if month else None, document, day,
        minute, amount, group, product, quantity_milli,
        tuple(_balances_of(balances)) if balances else (), expires,
        json.loads(said) if said else {},
    )  # fmt: skip


def _whole_orders(rows: list[Taken]) -> list[Taken]:
    """Bring the lines of an order together at the minute of its first one."""
    first: dict[str, int] = {}
    for one in rows:
        first.setdefault(one.document, len(first))
    rows.sort(key=lambda one: first[one.document])
    return rows


# An order is far above when it is more than ten times the largest of the member's others (E18).
_UNUSUAL: Final = """
    INSERT OR IGNORE INTO refused
    SELECT t.row, 'amount_far_above_usual', t.document
    FROM (
        SELECT mobile, document, amount, count(*) OVER (PARTITION BY mobile) AS orders,
            row_number() OVER (PARTITION BY mobile ORDER BY amount DESC, document) AS place,
            lead(amount) OVER (PARTITION BY mobile ORDER BY amount DESC, document) AS next
        FROM bought
    ) AS o
    JOIN taken AS t ON t.mobile = o.mobile AND t.document = o.document
    WHERE o.place = 1 AND o.orders >= :enough AND o.amount > :far * o.next
"""
_TOO_MANY: Final = """
    INSERT OR IGNORE INTO refused
    SELECT row, 'too_many_lines', document FROM taken
    WHERE document IN (SELECT document FROM taken GROUP BY document HAVING count(*) > ?)
"""
_WHOLE_ORDERS: Final = """
    INSERT OR IGNORE INTO refused
    SELECT row, 'line_of_refused_order', document FROM taken
    WHERE document IN (SELECT document FROM refused WHERE document <> '')
"""
