"""Row 7: the relay takes follow-ups out of the outbox: in batches, against one by one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.club import Club
from bench.report import Measure
from bench.servers import admin
from vafa.ledger.relay import drain
from vafa.server.config import Config

ROW = "relay of follow-ups"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    batch: int = 500
    batched: int = 20_000
    single: int = 1000


def relayed(config: Config, club: Club, size: Size) -> Iterator[Measure]:
    """Empty the outbox twice; each row is handed on once."""
    _drain(batch=size.batch)
    each: dict[int, float] = {}
    for batch, count in ((size.batch, size.batched), (1, size.single)):
        _put(config, club.principal.club_id, count)
        begun = time.monotonic()
        done = _drain(batch=batch)
        each[batch] = (time.monotonic() - begun) / done * 1e6
        assert done == count, f"{done} of {count} were handed on"
    batched, single = each[size.batch], each[1]
    yield Measure(ROW, f"a row, in batches of {size.batch}", batched, "us")
    yield Measure(ROW, "a row, one by one", single, "us")
    yield Measure(ROW, "one by one / batches", single / batched, "x")


def _drain(*, batch: int) -> int:
    done = 0
    while handed := drain(handler=lambda _rows: None, batch=batch):
        done += handed
    return done


def _put(config: Config, club_id: int, count: int) -> None:
    with admin(config) as connection:
        connection.execute(
            "INSERT INTO ledger_outbox (member_id, event_id, number, club_id, topic, payload)"
            " SELECT n, n, 1, %s, 'purchase.recorded',"
            " jsonb_build_object('event_id', n::text, 'net_rials', 2250000)"
            " FROM generate_series(1, %s) AS n",
            [club_id, count],
        )
        connection.execute("ANALYZE ledger_outbox")
