"""Row 1: one posting inside PostgreSQL against TPC-B. Row 4: the same posting in a grown book.

The posting is the one that a real purchase sends (three lines, two awards, two lots, one outbox
row, its explanation), caught on its way and repeated by pgbench for many members.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from bench.basket import basket
from bench.club import Club, claim, weekly_shopper
from bench.messages import message_sql
from bench.report import Measure
from bench.servers import Run, admin, pgbench, timed
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.interfaces.web import sources
from vafa.journeys.record_purchase import record_purchase
from vafa.kit.ids import ids_of
from vafa.ledger import operations
from vafa.ledger.calls import call_json
from vafa.server.config import Config

POSTING = "one posting / TPC-B"
GROWTH = "growth of the book"
FIRST_MEMBER = 1_000_000_000
IDS_OF = timedelta(hours=2)
# Two clients that choose one member at once: the later one is told that it is stale.
LEAST_POSTED = 0.97
# Whatever a posting writes member-led; the copies have the same shape as what was posted.
COPIED = (
    "member_state", "wallet", "movement", "lot", "event", "award", "sale", "sale_line",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    members: int = 10_000
    scale: int = 20
    rounds: int = 3
    seconds: int = 3
    clients: Sequence[int] = (1, 8)
    movements: Sequence[int] = (1_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class Postings:
    """A pgbench script that posts purchases, and the club it posts for."""

    config: Config
    club: Club
    script: Path
    members: int

    def run(self, *, clients: int, seconds: int) -> Run:
        """Post for some seconds; what was stale does not count."""
        before = self._events()
        options = f"-c app.club={self.club.principal.club_id}"
        script = ["-f", str(self.script)]
        run = timed(self.config, "app", script, clients=clients, seconds=seconds, options=options)
        share = (self._events() - before) / run.transactions
        assert share >= LEAST_POSTED, f"only {share:.1%} were posted"
        posted = round(run.transactions * share)
        return replace(run, transactions=posted, per_second=run.per_second * share)

    def _events(self) -> int:
        with admin(self.config) as connection:
            found = connection.execute("SELECT count(*) FROM ledger_event").fetchone()
        assert found is not None
        return int(found[0])


def prepare(config: Config, club: Club, folder: Path, size: Size) -> Postings:
    """Open the books of members, and write what posts a purchase of each."""
    with admin(config) as connection:
        connection.execute(
            "SELECT ledger_open_member_v1(%s, id, 1) FROM generate_series(%s::bigint, %s) AS id",
            [club.principal.club_id, FIRST_MEMBER, FIRST_MEMBER + size.members - 1],
        )
    script = folder / "posting.sql"
    script.write_text(_script(caught_posting(club, "R-caught"), size.members), encoding="utf-8")
    script.chmod(0o644)
    return Postings(config, club, script, size.members)


def against_tpcb(postings: Postings, size: Size) -> Iterator[Measure]:
    """Measure both in turn, for each number of clients."""
    with _tpcb(postings.config, size.scale) as peer:
        for clients in size.clients:
            ours: list[Run] = []
            theirs: list[Run] = []
            for _ in range(size.rounds):
                builtin = ["-b", "tpcb-like"]
                theirs.append(timed(peer, "admin", builtin, clients=clients, seconds=size.seconds))
                ours.append(postings.run(clients=clients, seconds=size.seconds))
            yield from _compared(clients, ours, theirs)


def in_a_grown_book(postings: Postings, size: Size) -> Iterator[Measure]:
    """Measure one client, make the book larger and larger, and measure each time."""
    small = postings.run(clients=1, seconds=2 * size.seconds)
    with admin(postings.config) as connection:
        before = _count(connection, f">= {FIRST_MEMBER}")
    yield Measure(GROWTH, f"{before:,} movements: server CPU per posting", _each_us(small), "us")
    for movements in size.movements:
        after = _grow(postings, movements)
        large = postings.run(clients=1, seconds=2 * size.seconds)
        named = f"{after:,} movements: "
        yield Measure(GROWTH, f"{named}server CPU per posting", _each_us(large), "us")
        ratio = _each_us(large) / _each_us(small)
        yield Measure(GROWTH, f"{named}ratio of CPU", ratio, "x", at_most=1.3)


def _compared(clients: int, ours: list[Run], theirs: list[Run]) -> Iterator[Measure]:
    ratios = sorted(
        mine.per_second / other.per_second for mine, other in zip(ours, theirs, strict=True)
    )
    named = f"{clients} client" + "s" * (clients > 1)
    best, best_peer = (max(run.per_second for run in runs) for runs in (ours, theirs))
    cpu, cpu_peer = _each_us(*ours), _each_us(*theirs)
    latency = min(run.latency_ms for run in ours)
    yield Measure(POSTING, f"{named}: postings", best, "/s")
    yield Measure(POSTING, f"{named}: TPC-B", best_peer, "/s")
    median = ratios[len(ratios) // 2]
    yield Measure(POSTING, f"{named}: ratio, median of turns", median, "x", at_least=1.5)
    yield Measure(POSTING, f"{named}: server CPU per posting", cpu, "us")
    yield Measure(POSTING, f"{named}: server CPU per TPC-B", cpu_peer, "us")
    yield Measure(POSTING, f"{named}: mean latency", latency, "ms")


def _each_us(*runs: Run) -> float:
    seconds = sum(run.server_seconds for run in runs)
    return seconds / sum(run.transactions for run in runs) * 1e6


@contextmanager
def _tpcb(config: Config, scale: int) -> Iterator[Config]:
    """Have a database beside ours with pgbench's own tables."""
    name = f"{config.database_name}_tpcb"
    peer = replace(config, database_name=name)
    with admin(config) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        pgbench(peer, "admin", ["-i", "-q", "-s", str(scale), "-I", "dtgp"])
        with admin(config) as connection:
            connection.execute("CHECKPOINT")
        yield peer
    finally:
        with admin(config) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def caught_posting(club: Club, document: str) -> dict[str, Any]:
    """Record one purchase and catch what it asks the book to post."""
    caught: list[Any] = []

    def catch(statement: str, *parameters: Any) -> Any:
        if "ledger_post_v1" in statement:
            caught.append(parameters[0])
        return call_json(statement, *parameters)

    asked = basket(document)
    member = MemberRef("id", str(club.members[0]))
    lines = tuple(PurchaseLine(**line) for line in asked.pop("lines"))
    with patch.object(operations, "call_json", catch):
        done = record_purchase(
            principal=club.principal,
            claim=claim(),
            event_at=sources.now(),
            ids=sources.ids(),
            vault=sources.vault(),
            purchase=Purchase(member=member, lines=lines, **asked),
        )
    assert len(done.awards) == 2, done  # noqa: PLR2004  framework
    event: dict[str, Any] = json.loads(json.dumps(caught[0]))
    event["state"] = {**event["state"], "window": weekly_shopper().as_json()["window"]}
    return event


def _script(event: dict[str, Any], members: int) -> str:
    """Write the script: whose purchase, its ids (of the next hours) and its version come in."""
    first = sources.ids().next()
    event |= {"member": "@member@", "event": "@event@", "version": "@version@"}
    places = {"member": "m.member_id", "event": ":event::bigint", "version": "m.state_version"}
    for number, award in enumerate(event["awards"]):
        award["id"] = f"@award{number}@"
        places[f"award{number}"] = f":event::bigint + {number}"
    return (
        f"\\set member random({FIRST_MEMBER}, {FIRST_MEMBER + members - 1})\n"
        f"\\set event random({first}, {first + ids_of(IDS_OF)})\n"
        f"SELECT ledger_post_v1({message_sql(event, places)})"
        " FROM ledger_member_state AS m WHERE m.member_id = :member::bigint;\n"
    )


def _grow(postings: Postings, movements: int) -> int:
    """Copy the members and all they have under other ids until there are so many movements."""
    mine = f"BETWEEN {FIRST_MEMBER} AND {FIRST_MEMBER + postings.members - 1}"
    with admin(postings.config) as connection:
        connection.execute("SET session_replication_role = replica")
        # Ids of copies: the number of the copy is the member's first digits.
        made = _last_member(connection) // FIRST_MEMBER
        missing = movements - _count(connection, f">= {FIRST_MEMBER}")
        copies = max(1, round(missing / _count(connection, mine)))
        for table in COPIED:
            columns = connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND attname <> 'member_id' AND NOT attisdropped",
                [f"ledger_{table}"],
            )
            others = ", ".join(f'"{name}"' for (name,) in columns)
            connection.execute(
                f"INSERT INTO ledger_{table} (member_id, {others})"  # noqa: S608  framework
                f" SELECT member_id + copy::bigint * {FIRST_MEMBER}, {others} FROM ledger_{table}"
                f" CROSS JOIN generate_series({made}, {made + copies - 1}) AS copy"
                f" WHERE member_id {mine}"
            )
        connection.commit()
        connection.autocommit = True
        # As a book is that grew by day: what is left to do after copying is not its growth.
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
        return _count(connection, f">= {FIRST_MEMBER}")


def _last_member(connection: psycopg.Connection) -> int:
    """Give the last of the members made here; those of clubs have far longer ids."""
    found = connection.execute(
        "SELECT max(member_id) FROM ledger_movement WHERE member_id < %s", [10**15]
    ).fetchone()
    assert found is not None
    return int(found[0])


def _count(connection: psycopg.Connection, members: str) -> int:
    found = connection.execute(
        f"SELECT count(*) FROM ledger_movement WHERE member_id {members}"  # noqa: S608  framework
    ).fetchone()
    assert found is not None
    return int(found[0])
