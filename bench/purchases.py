"""Row 2: purchases over HTTP, through the web server of `vafa start` and the real evaluator."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.club import Club
from bench.machine import busy_seconds, tree_seconds
from bench.report import Measure
from bench.servers import server_pid, web_server
from vafa.server.config import Config

ROW = "purchases over HTTP"
PROJECT = Path(__file__).parents[1]
DONE = "201"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    clients: int = 8
    warm_up_seconds: float = 3.0
    seconds: float = 12.0


def over_http(config: Config, club: Club, folder: Path, size: Size) -> Iterator[Measure]:
    """Ask for purchases as fast as they are answered; tell the rate, the wait and who worked."""
    with web_server(config, log=folder / "web.log") as web:
        order = {
            "port": web.port,
            "secret": club.secret,
            "members": club.members,
            "clients": size.clients,
        }
        shopped({**order, "first": 0, "seconds": size.warm_up_seconds})
        postgres = server_pid(config)
        before = (busy_seconds(), tree_seconds(web.pid), tree_seconds(postgres))
        done = shopped({**order, "first": 1_000_000, "seconds": size.seconds})
        after = (busy_seconds(), tree_seconds(web.pid), tree_seconds(postgres))
    busy, in_web, in_postgres = (late - early for early, late in zip(before, after, strict=True))
    yield from _measures(done, in_web, in_postgres, busy)


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


def _measures(
    done: dict[str, Any], in_web: float, in_postgres: float, busy: float
) -> Iterator[Measure]:
    latencies = done["latencies_ms"]
    count = len(latencies)
    in_client = done["client_seconds"]
    others = max(0.0, busy - in_web - in_postgres - in_client)
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
