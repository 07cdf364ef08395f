"""The day's batch: members whose lots ran out and whose tier is looked at, beside many at rest.

The book of everybody who is due is made so by the superuser; what the day does to them is real,
and the book must hold afterwards.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.basket import basket
from bench.club import Club, claim
from bench.machine import forget_peak, peak_mib, tree_seconds
from bench.report import Measure
from bench.servers import admin, server_pid
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import DayRun
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.interfaces.web import sources
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.run_day import run_day
from vafa.kit.calendar import local_day
from vafa.ledger.verify import verify
from vafa.server.config import Config

ROW = "day's batch"
_AS_OF = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many members are at rest beside those of the club, all of whom are due."""

    at_rest: int = 100_000


def batched(config: Config, club: Club, size: Size) -> Iterator[Measure]:
    """Run a day on which everybody of the club is due, and one on which nobody is."""
    for member in club.members:
        _buy(club, member)
    _make_due(config, club)
    at = sources.now()
    due, python, server, _ = _timed(config, club, at)
    assert due.settled >= len(club.members), due
    _add_at_rest(config, club, size.at_rest)
    forget_peak()
    before = peak_mib()
    rest, resting, resting_server, _ = _timed(config, club, at + timedelta(days=1))
    grown = peak_mib() - before
    assert verify(club_id=club.principal.club_id).differences == 0
    share = _AS_OF / len(club.members)
    yield Measure(ROW, "members due", len(club.members), "members")
    yield Measure(ROW, "CPU per 100,000 due, Python", python * share, "s")
    yield Measure(ROW, "CPU per 100,000 due, PostgreSQL", server * share, "s")
    yield Measure(ROW, "members at rest", size.at_rest, "members")
    yield Measure(ROW, "CPU of a day on which nobody is due", resting + resting_server, "s")
    yield Measure(ROW, "settled on it", rest.settled, "members")
    yield Measure(ROW, "memory that it added", grown, "MiB", at_most=32)


def _timed(config: Config, club: Club, at: datetime) -> tuple[DayRun, float, float, float]:
    server = server_pid(config)
    began, python, theirs = time.monotonic(), time.process_time(), tree_seconds(server)
    done = run_day(
        club_id=club.principal.club_id, day_at=at, ids=sources.ids(),
        progress=lambda _step, _count: None,
    )  # fmt: skip
    return (
        done, time.process_time() - python, tree_seconds(server) - theirs,
        time.monotonic() - began,
    )  # fmt: skip


def _buy(club: Club, member: int) -> None:
    asked = basket(f"day-{os.getpid()}-{member}")
    lines = tuple(PurchaseLine(**line) for line in asked.pop("lines"))
    record_purchase(
        principal=club.principal, claim=claim(), event_at=sources.now(), ids=sources.ids(),
        vault=sources.vault(),
        purchase=Purchase(member=MemberRef("id", str(member)), lines=lines, **asked),
    )  # fmt: skip


def _make_due(config: Config, club: Club) -> None:
    """Let every lot end a minute ago, and every member's tier be looked at today."""
    today = local_day(sources.now(), "Asia/Tehran")
    with admin(config) as connection:
        connection.execute(
            "UPDATE ledger_lot SET expires_at = now() - interval '1 minute'"
            " WHERE club_id = %s AND state < 3",
            [club.principal.club_id],
        )
        connection.execute(
            "UPDATE ledger_member_state SET next_due_at = now(), next_review_day = %s"
            " WHERE club_id = %s",
            [today, club.principal.club_id],
        )


def _add_at_rest(config: Config, club: Club, count: int) -> None:
    """Add members who have nothing due for years."""
    with admin(config) as connection:
        connection.execute(
            "INSERT INTO ledger_member_state (member_id, club_id, kind, next_due_at)"
            " SELECT (SELECT max(member_id) FROM ledger_member_state) + n, %s, 1,"
            " now() + interval '3 years' FROM generate_series(1, %s) AS n",
            [club.principal.club_id, count],
        )
        connection.execute("ANALYZE ledger_member_state")
