"""Purchases over HTTP, through the web server of `vafa start` and the real evaluator."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.club import Club
from bench.machine import busy_seconds, tree_seconds
from bench.report import Measure
from bench.servers import admin, server_pid, web_server
from vafa.server.config import Config

ROW = "purchases over HTTP"
GROWTH = "growth, purchases over HTTP"
PROJECT = Path(__file__).parents[1]
DONE = "201"
_RECEIPTS = """
    INSERT INTO ledger_source_ref (
        club_id, source, document, effect, revision, member_id, event_id, created_at
    )
    SELECT %s, 'till-1', md5(n::text), 'purchase', 0, 1, n, now() FROM generate_series(1, %s) AS n
"""
_REQUESTS = """
    INSERT INTO ledger_request_key (
        club_id, credential_id, key, member_id, event_id, created_at, body_hash
    )
    SELECT %s, %s, md5(n::text), 1, n, now(), sha256(n::text::bytea)
    FROM generate_series(1, %s) AS n
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    clients: int = 8
    warm_up_seconds: float = 3.0
    seconds: float = 12.0
    receipts: int = 1_000_000  # in the grown book


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run did, and the processor seconds that everybody spent meanwhile."""

    done: dict[str, Any]
    in_web: float
    in_postgres: float
    busy: float

    @property
    def each_us(self) -> float:
        """Give the microseconds of web server and PostgreSQL for one purchase."""
        return (self.in_web + self.in_postgres) / len(self.done["latencies_ms"]) * 1e6


def over_http(config: Config, club: Club, folder: Path, size: Size) -> Iterator[Measure]:
    """Ask for purchases as fast as they are answered; tell the rate, the wait and who worked."""
    yield from _measures(_spent(config, club, folder, size))


def in_a_grown_book(
    config: Config, club: Club, folder: Path, size: Size,
    grow: Callable[[], Iterator[Measure]],
) -> Iterator[Measure]:  # fmt: skip
    """Measure purchases before and after `grow`, and as many receipts and requests, came in."""
    small = _spent(config, club, folder, size)
    yield from grow()
    with admin(config) as connection:
        connection.execute("SET session_replication_role = replica")
        asked = club.principal
        connection.execute(_RECEIPTS, [asked.club_id, size.receipts])
        connection.execute(_REQUESTS, [asked.club_id, asked.credential_id, size.receipts])
    with admin(config) as connection:
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE) ledger_source_ref, ledger_request_key")
        connection.execute("CHECKPOINT")
    large = _spent(config, club, folder, size)
    yield Measure(GROWTH, "receipts and requests of the club", size.receipts, "rows")
    yield Measure(GROWTH, "CPU per purchase before", small.each_us, "us")
    yield Measure(GROWTH, "CPU per purchase after", large.each_us, "us")
    yield Measure(GROWTH, "ratio of CPU", large.each_us / small.each_us, "x", at_most=1.3)


def _spent(config: Config, club: Club, folder: Path, size: Size) -> Spent:
    with web_server(config, log=folder / "web.log") as web:
        order = {
            "port": web.port,
            "secret": club.secret,
            "members": club.members,
            "clients": size.clients,
        }
        shopped({**order, "first": 0, "seconds": size.warm_up_seconds})
        postgres = server_pid(config)
        before = (tree_seconds(web.pid), tree_seconds(postgres), busy_seconds())
        done = shopped({**order, "first": 1_000_000, "seconds": size.seconds})
        after = (tree_seconds(web.pid), tree_seconds(postgres), busy_seconds())
    return Spent(done, *(late - early for early, late in zip(before, after, strict=True)))


def shopped(order: dict[str, Any]) -> dict[str, Any]:
    """Have the client process carry out an order; every purchase must have been recorded."""
    ended = subprocess.run(
        [sys.executable, "-m", "bench.shopper"],
        check=True,
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    done: dict[str, Any] = json.loads(ended.stdout)
    assert set(done["statuses"]) == {DONE}, done["statuses"]
    return done


def _measures(spent: Spent) -> Iterator[Measure]:
    done, in_web, in_postgres = spent.done, spent.in_web, spent.in_postgres
    latencies = done["latencies_ms"]
    count = len(latencies)
    in_client = done["client_seconds"]
    others = max(0.0, spent.busy - in_web - in_postgres - in_client)
    yield Measure(ROW, "rate", count / done["seconds"], "/s", at_least=1200)
    yield Measure(ROW, "p50", latencies[count // 2], "ms")
    yield Measure(ROW, "p99", latencies[count * 99 // 100], "ms", at_most=50)
    yield Measure(ROW, "slowest", latencies[-1], "ms")
    for name, used in (("web server", in_web), ("PostgreSQL", in_postgres), ("client", in_client)):
        yield Measure(ROW, f"CPU per purchase: {name}", used / count * 1e6, "us")
    for name, used in (
        ("web server", in_web), ("PostgreSQL", in_postgres), ("client", in_client),
        ("everybody else", others),
    ):  # fmt: skip
        yield Measure(ROW, f"cores used: {name}", used / done["seconds"], "cores")
