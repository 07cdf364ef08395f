"""An hour at 200 postings a second: nothing may grow but the book.

`vafa start` runs with all that belongs to it: web server, relay, checkpoints, autovacuum. pgbench
asks for postings at set moments, so that one slow answer does not hide the next. Beside it beats a
probe, a trivial commit every 100 ms: what slows the probe down is the machine, not the book.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.machine import busy_seconds, process_seconds, tree_seconds
from bench.report import Measure
from drill.servers import Vafa
from vafa.ledger.verify import verify
from vafa.server import database

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from bench.postings import Postings

ROW = "soak"
WINDOWS = 6
CLIENTS = 4
PROBE_EVERY_SECONDS = 0.1
LOOK_EVERY_SECONDS = 1
PERCENT = 100
MOST_GROWTH, MOST_LAG_SECONDS, MOST_DEAD_GROWTH = 1.2, 1.0, 1.2
LEAST_TOLD_US = 10
# Connections go by the name they gave; the server's own processes by what they do.
_WORKING = """
    SELECT pid, coalesce(nullif(application_name, ''), backend_type) FROM pg_stat_activity"""
_DEAD = """
    SELECT coalesce(sum(n_dead_tup), 0), coalesce(sum(autovacuum_count), 0)
    FROM pg_stat_user_tables WHERE relname LIKE 'ledger%'"""
_LAG = """
    SELECT count(*), extract(epoch FROM clock_timestamp() - min(e.recorded_at))
    FROM ledger_outbox AS o
    JOIN ledger_event AS e ON e.member_id = o.member_id AND e.id = o.event_id"""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at one moment; all but the first two since the start."""

    at: float
    lag_seconds: float
    dead_rows: int
    vacuums: int
    server_seconds: float
    machine_seconds: float
    seconds_of: Mapping[str, float] = field(default_factory=dict)  # by whom the server works for


@dataclass
class Used:
    """CPU seconds of the server's processes by their name; of ended ones what was seen last."""

    _last: dict[int, float] = field(default_factory=dict)
    _by_name: dict[str, float] = field(default_factory=dict)

    def told(self, working: Mapping[int, str]) -> dict[str, float]:
        """Add what each process used since it was seen before; give the sums by name."""
        now = {pid: process_seconds(pid) for pid in working}
        for pid, seconds in now.items():
            before = self._last.get(pid, 0.0)
            grown = seconds - before if seconds >= before else seconds  # a new one of that number
            self._by_name[working[pid]] = self._by_name.get(working[pid], 0.0) + grown
        self._last = now
        return dict(self._by_name)


@dataclass
class Seen:
    """Everything that was measured: when each thing ended (epoch), and its milliseconds."""

    postings: list[tuple[float, float]] = field(default_factory=list)
    beats: list[tuple[float, float]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


def soaked(vafa: Vafa, posting: Postings, *, seconds: int, rate: int) -> Iterator[Measure]:
    """Post at a rate for so long, and give the figures."""
    from bench.servers import pgbench

    seen = Seen()
    begun = time.time()
    with _watched(vafa, seen):
        how = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1", "-R", str(rate)]
        log = ["-l", f"--log-prefix={vafa.folder / 'soak'}", "-T", str(seconds)]
        club = f"-c app.club={posting.club.principal.club_id}"
        pgbench(vafa.config, "app", [*how, *log, "-f", str(posting.script)], club)
    for path in vafa.folder.glob("soak.*"):
        seen.postings += logged(path)
    yield from measures(seen, begun=begun, seconds=seconds, rate=rate)
    what = "rows that `ledger verify` finds wrong"
    differences = verify(club_id=posting.club.principal.club_id).differences
    yield Measure(ROW, what, differences, "", at_most=0)


def measures(seen: Seen, *, begun: float, seconds: float, rate: int) -> Iterator[Measure]:
    """Give the figures of each part of the time, and what grew from the first to the last."""
    length = seconds / WINDOWS
    parts = [(begun + length * n, begun + length * (n + 1)) for n in range(WINDOWS)]
    for number, part in enumerate(parts, 1):
        yield from _of_part(seen, part, f"part {number}")
    first, last = parts[0], parts[-1]
    yield Measure(
        ROW, "postings a second", len(seen.postings) / seconds, "/s", at_least=0.95 * rate
    )
    grown = p99(seen.postings, last) / p99(seen.postings, first)
    yield Measure(ROW, "p99 of the last part / of the first", grown, "x", at_most=MOST_GROWTH)
    yield Measure(
        ROW, "the same of the probe", p99(seen.beats, last) / p99(seen.beats, first), "x"
    )
    cost = _each_us(seen, last) / _each_us(seen, first)
    yield Measure(ROW, "CPU a posting, last part / first", cost, "x")
    half = begun + seconds / 2
    early = max((look.dead_rows for look in seen.looks if look.at <= half), default=0)
    late = max((look.dead_rows for look in seen.looks if look.at > half), default=0)
    yield Measure(ROW, "most dead rows, first half", early, "")
    yield Measure(ROW, "most dead rows, second half", late, "", at_most=MOST_DEAD_GROWTH * early)
    yield Measure(ROW, "autovacuums", seen.looks[-1].vacuums, "times")
    lags = sorted(look.lag_seconds for look in seen.looks)
    yield Measure(ROW, "outbox lag, 99 of 100 looks", lags[len(lags) * 99 // PERCENT], "s")
    yield Measure(ROW, "outbox lag, longest", lags[-1], "s", at_most=MOST_LAG_SECONDS)


def logged(path: Path) -> Iterator[tuple[float, float]]:
    """Read pgbench's log of transactions: when each ended, and its ms since it was due."""
    for line in path.read_text("ascii").splitlines():
        _client, _number, micros, _script, epoch, epoch_micros, _lag = line.split()
        yield int(epoch) + int(epoch_micros) / 1e6, int(micros) / 1000


def p99(timed: Sequence[tuple[float, float]], part: tuple[float, float], share: int = 99) -> float:
    """Give what 99 (`share`) of 100 stayed under, of those that ended within a part; or 0."""
    took = sorted(ms for at, ms in timed if part[0] <= at < part[1])
    return took[len(took) * share // PERCENT] if took else 0.0


def _of_part(seen: Seen, part: tuple[float, float], name: str) -> Iterator[Measure]:
    yield Measure(ROW, f"{name}: p50", p99(seen.postings, part, 50), "ms")
    yield Measure(ROW, f"{name}: p99", p99(seen.postings, part), "ms")
    yield Measure(ROW, f"{name}: p50 of the probe", p99(seen.beats, part, 50), "ms")
    yield Measure(ROW, f"{name}: p99 of the probe", p99(seen.beats, part), "ms")
    yield Measure(ROW, f"{name}: server CPU a posting", _each_us(seen, part), "us")
    yield from _of_everybody(seen, part, name)
    first, last = _ends(seen, part)
    cores = (last.machine_seconds - first.machine_seconds) / (last.at - first.at)
    yield Measure(ROW, f"{name}: cores busy on the machine", cores, "")


def _of_everybody(seen: Seen, part: tuple[float, float], name: str) -> Iterator[Measure]:
    """Say for whom the server worked: postings, the relay, vacuuming and so on."""
    first, last = _ends(seen, part)
    count = max(sum(first.at <= at < last.at for at, _ms in seen.postings), 1)
    used = {who: all_of - first.seconds_of.get(who, 0) for who, all_of in last.seconds_of.items()}
    for who, seconds in sorted(used.items(), key=lambda one: -one[1]):
        if seconds * 1e6 / count >= LEAST_TOLD_US:
            yield Measure(ROW, f"{name}: of it {who}", seconds * 1e6 / count, "us")


def _each_us(seen: Seen, part: tuple[float, float]) -> float:
    """Give the time of PostgreSQL's processes for each posting: relay and checkpoints, too."""
    first, last = _ends(seen, part)
    count = sum(first.at <= at < last.at for at, _ms in seen.postings)
    return 1e6 * (last.server_seconds - first.server_seconds) / max(count, 1)


def _ends(seen: Seen, part: tuple[float, float]) -> tuple[Look, Look]:
    within = [look for look in seen.looks if part[0] <= look.at < part[1]]
    return within[0], within[-1]


@contextmanager
def _watched(vafa: Vafa, seen: Seen) -> Iterator[None]:
    """Look, and let the probe beat, for the time of the block."""
    is_over = threading.Event()
    threads = [
        threading.Thread(target=work, args=[vafa, seen, is_over]) for work in (_beat, _look)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _beat(vafa: Vafa, seen: Seen, is_over: threading.Event) -> None:
    with database.connect(vafa.config, "admin") as connection:
        connection.execute("CREATE TABLE drill_beats (beats bigint) WITH (fillfactor = 10)")
        connection.execute("INSERT INTO drill_beats VALUES (0)")
        while not is_over.wait(PROBE_EVERY_SECONDS):
            begun = time.monotonic()
            connection.execute("UPDATE drill_beats SET beats = beats + 1")
            seen.beats.append((time.time(), 1000 * (time.monotonic() - begun)))


def _look(vafa: Vafa, seen: Seen, is_over: threading.Event) -> None:
    from bench.servers import server_pid

    server, used = server_pid(vafa.config), Used()
    with database.connect(vafa.config, "admin") as connection:
        while not is_over.wait(LOOK_EVERY_SECONDS):
            lag = connection.execute(_LAG).fetchone()
            dead = connection.execute(_DEAD).fetchone()
            assert lag is not None
            assert dead is not None
            look = Look(
                at=time.time(),
                lag_seconds=float(lag[1] or 0),
                dead_rows=int(dead[0]),
                vacuums=int(dead[1]),
                server_seconds=tree_seconds(server),
                machine_seconds=busy_seconds(),
                seconds_of=used.told(dict(connection.execute(_WORKING).fetchall())),
            )
            seen.looks.append(look)
