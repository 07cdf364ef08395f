"""An upgrade while tills work and somebody has a long report open, and how long a till waits.

The upgrade is the real `vafa db migrate`: it puts every function in anew and runs one migration
(`drill/probe`) that adds a column to the table that every posting writes.
"""

from __future__ import annotations

import itertools
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.report import Measure
from drill.servers import Vafa
from drill.skewing import CREATED, earn
from vafa.server import database
from vafa.server.supervisor import VAFA

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

ROW, CONTROL = "upgrade under load", "control: no lock_timeout"
TILLS = 4
QUIET_SECONDS = 5
REPORT_SECONDS = 3
LOOK_EVERY_SECONDS = 0.02
LONGEST_WAIT_MS = 300
_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' LIMIT 1"


@dataclass
class Waits:
    """When each answer came, how long it was waited for, and what was not answered well."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    failed: int = 0

    def worst_ms(self, since: float, until: float) -> float:
        """Give the longest wait that ended between two moments."""
        return max((1000 * wait for at, wait in self.answers if since <= at <= until), default=0)


def upgraded(vafa: Vafa, club: Club) -> Iterator[Measure]:
    """Upgrade under load and give the figures; then change a table as nobody should."""
    waits = Waits()
    with _tills(vafa, club, waits):
        begun = time.monotonic()
        time.sleep(QUIET_SECONDS)
        asked = time.monotonic()
        status = _upgrade(vafa)
        took = time.monotonic() - asked
        time.sleep(1)
        ended = time.monotonic()
        _change_impatiently(vafa)
        time.sleep(1)
        ended_badly = time.monotonic()
    yield Measure(ROW, "purchases", len(waits.answers), "")
    yield Measure(ROW, "not recorded", waits.failed, "", at_most=0)
    yield Measure(ROW, "the upgrade took", took, "s")
    yield Measure(ROW, "the upgrade failed (status)", status, "", at_most=0)
    yield Measure(ROW, "longest wait before it", waits.worst_ms(begun, asked), "ms")
    worst = waits.worst_ms(asked, ended)
    yield Measure(ROW, "longest wait during it", worst, "ms", at_most=LONGEST_WAIT_MS)
    worst = waits.worst_ms(ended, ended_badly)
    yield Measure(CONTROL, "longest wait (must be long)", worst, "ms", at_least=1000)


def _upgrade(vafa: Vafa) -> int:
    """Run the upgrade; the report is open until some seconds after the upgrade waited for it."""
    with database.connect(vafa.config, "admin") as admin:
        admin.execute("UPDATE vafa_functions SET digest = 'older'")
        with _report(vafa):
            upgrade = subprocess.Popen(
                [*VAFA, "db", "migrate", "--no-dump"],
                stdout=subprocess.DEVNULL,
                env={**vafa.environment, "DJANGO_SETTINGS_MODULE": "drill.probe.settings"},
            )
            while upgrade.poll() is None and not admin.execute(_WAITING).fetchone():
                time.sleep(LOOK_EVERY_SECONDS)
            time.sleep(REPORT_SECONDS)
    return upgrade.wait()


def _change_impatiently(vafa: Vafa) -> None:
    """Change the same table without a bound on the wait: whoever posts waits behind it."""
    with database.connect(vafa.config, "admin") as admin:
        admin.execute("SET lock_timeout = 0")
        change = "ALTER TABLE ledger_wallet ADD COLUMN drill_control integer"
        with ThreadPoolExecutor(1) as other, _report(vafa):
            changed = other.submit(admin.execute, change)
            time.sleep(REPORT_SECONDS)
        changed.result()


@contextmanager
def _report(vafa: Vafa) -> Iterator[None]:
    """Have a report open that reads the wallets, for the time of the block."""
    with database.connect(vafa.config, "admin") as report, report.transaction():
        report.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        report.execute("SELECT count(*) FROM ledger_wallet")
        yield


@contextmanager
def _tills(vafa: Vafa, club: Club, waits: Waits) -> Iterator[None]:
    """Have tills record purchases for the time of the block."""
    is_over = threading.Event()

    def work(till: int) -> None:
        for number in itertools.count():
            if is_over.is_set():
                return
            member = club.members[number * TILLS % len(club.members) + till]
            begun = time.monotonic()
            status = earn(vafa, club, member, document=f"{till}-{number}")
            ended = time.monotonic()
            waits.answers.append((ended, ended - begun))
            waits.failed += status != CREATED

    threads = [threading.Thread(target=work, args=[till]) for till in range(TILLS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
