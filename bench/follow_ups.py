"""Row 7: the relay takes follow-ups out of the outbox: in batches, against one by one.

The relay itself feeds the club's changes and brings the lists up to the book too; a club at work
has reports that count on beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.club import Club
from bench.machine import tree_seconds
from bench.report import Measure
from bench.servers import admin, server_pid
from vafa.interfaces.web import sources
from vafa.journeys.count_reports import count_reports
from vafa.journeys.relay_changes import relay_changes
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
    """Empty the outbox over and over; each row is handed on once."""
    _all(_bare(size.batch))
    bare = _timed(config, club, size.batched, _bare(size.batch))
    single = _timed(config, club, size.single, _bare(1))
    yield Measure(ROW, f"a row, in batches of {size.batch}", bare[0], "us")
    yield Measure(ROW, "a row, one by one", single[0], "us")
    yield Measure(ROW, "one by one / batches", single[0] / bare[0], "x")
    whole = _timed(config, club, size.batched, lambda: relay_changes(batch=size.batch))
    yield Measure(ROW, "a row, fed and listed", whole[0], "us")
    yield Measure(ROW, "a row, fed and listed: CPU, relay", whole[1], "us")
    yield Measure(ROW, "a row, fed and listed: CPU, PostgreSQL", whole[2], "us")
    yield Measure(ROW, "rows a second, by CPU", 1e6 / (whole[1] + whole[2]), "/s")
    count_reports(club_id=club.principal.club_id, at=sources.now())
    begun, of_server = time.process_time(), tree_seconds(server_pid(config))
    count_reports(club_id=club.principal.club_id, at=sources.now())
    counting = time.process_time() - begun + tree_seconds(server_pid(config)) - of_server
    yield Measure(ROW, "counting on, nothing new: CPU", counting * 1000, "ms")


def _timed(
    config: Config, club: Club, count: int, once: Callable[[], int]
) -> tuple[float, float, float]:
    """Give microseconds a row: how long, processor time here, and in PostgreSQL."""
    _put(config, club, count)
    server = server_pid(config)
    begun, here, there = time.monotonic(), time.process_time(), tree_seconds(server)
    done = _all(once)
    spent = (
        time.monotonic() - begun, time.process_time() - here, tree_seconds(server) - there
    )  # fmt: skip
    assert done == count, f"{done} of {count} were handed on"
    taken, of_relay, of_server = (one / done * 1e6 for one in spent)
    return taken, of_relay, of_server


def _bare(batch: int) -> Callable[[], int]:
    return lambda: drain(handler=lambda _rows: None, batch=batch)


def _all(once: Callable[[], int]) -> int:
    done = 0
    while handed := once():
        done += handed
    return done


def _put(config: Config, club: Club, count: int) -> None:
    """Let members of the club have bought something: their states moved on, follow-ups wait."""
    members = list(club.members)
    with admin(config) as connection:
        connection.execute("CREATE SEQUENCE IF NOT EXISTS bench_event")
        connection.execute(
            "UPDATE ledger_member_state SET state_version = state_version + 1"
            " WHERE member_id = ANY(%s)",
            [members],
        )
        connection.execute(
            "INSERT INTO ledger_outbox (member_id, event_id, number, club_id, topic, payload)"
            " SELECT (%s::bigint[])[1 + n %% cardinality(%s::bigint[])],"
            " nextval('bench_event'), 1, %s, 'purchase.recorded',"
            " jsonb_build_object('event_id', n::text, 'net_rials', 2250000)"
            " FROM generate_series(1, %s) AS n",
            [members, members, club.principal.club_id, count],
        )
        connection.execute("ANALYZE ledger_outbox")
