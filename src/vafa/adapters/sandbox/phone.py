"""The sandbox phone: behaves like a gateway, and keeps what it gets where everybody may read it.

Messages lie in one SQLite file, so that the process that sends, `vafa sandbox messages` and tests
see the same. Five numbers misbehave as real ones do: see `ODD_NUMBERS`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vafa.domain.messaging.records import Outgoing, Report, Sent
from vafa.kit.identity import spaced_mobile

ODD_NUMBERS: Final = {
    "+989990000001": "the gateway refuses it",
    "+989990000002": "it is taken, but the answer is lost",
    "+989990000003": "it never reaches the gateway",
    "+989990000004": "it is delivered an hour later",
    "+989990000005": "the phone never gets it",
}
_REFUSED, _ANSWER_LOST, _NEVER_CAME, _LATE, _UNDELIVERED = ODD_NUMBERS
_DELIVERED_AFTER_SECONDS: Final = 2
_LATE_SECONDS: Final = 3600
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS message (
    reference INTEGER PRIMARY KEY, mobile TEXT NOT NULL, text TEXT NOT NULL, taken_at REAL NOT NULL
)"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the phone shows it."""

    reference: int
    mobile: str
    text: str
    taken_at: datetime

    def __str__(self) -> str:
        """Give the message on one line."""
        when = self.taken_at.isoformat(timespec="seconds")
        to = self.mobile if "@" in self.mobile else spaced_mobile(self.mobile)
        return f"{when}  {to}  {self.text}"


class SandboxPhone:
    """Every phone of the sandbox; the file is readable by its owner only."""

    def __init__(self, *, file: Path, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def send(self, message: Outgoing, /) -> Sent:
        """Take a message, once for each reference."""
        if message.mobile == _REFUSED:
            return Sent("refused", reason="bad_recipient")
        if message.mobile == _NEVER_CAME:
            return Sent("unknown")
        with self._table() as table:
            table.execute(
                "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?)",
                (message.reference, message.mobile, message.text, self._clock().timestamp()),
            )
        if message.mobile == _ANSWER_LOST:
            return Sent("unknown")
        return Sent("accepted", gateway_id=f"sandbox-{message.reference}")

    def inquire(self, reference: int, /) -> Report:
        """Tell what became of a reference."""
        with self._table() as table:
            row = table.execute(
                "SELECT mobile, taken_at FROM message WHERE reference = ?", (reference,)
            ).fetchone()
        if row is None:
            return Report("absent")
        mobile, taken_at = row
        wait = _LATE_SECONDS if mobile == _LATE else _DELIVERED_AFTER_SECONDS
        if self._clock().timestamp() < taken_at + wait:
            return Report("accepted", f"sandbox-{reference}")
        return Report("failed" if mobile == _UNDELIVERED else "delivered", f"sandbox-{reference}")

    def messages(self, *, mobile: str = "") -> tuple[Shown, ...]:
        """List what phones got, oldest first: all of it, or of one number."""
        with self._table() as table:
            rows = table.execute(
                "SELECT reference, mobile, text, taken_at FROM message"
                " WHERE ? IN ('', mobile) ORDER BY taken_at, reference",
                (mobile,),
            ).fetchall()
        return tuple(
            Shown(reference, to, text, datetime.fromtimestamp(taken_at, tz=UTC))
            for reference, to, text, taken_at in rows
        )

    @contextmanager
    def _table(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._file, timeout=10)) as table, table:
            table.execute(_TABLE)
            yield table
