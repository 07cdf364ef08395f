"""Row 3: eight tills spend from one wallet, against the same from many; nothing is overspent.

Each posting locks its member first and spends one unit: the way of a till that met others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.club import Club
from bench.messages import event, message_sql
from bench.report import Measure
from bench.servers import admin, pgbench
from vafa.interfaces.web import sources
from vafa.server.config import Config

ROW = "one hot wallet"
FIRST_MEMBER = 5_000_000_000
PLENTY = 10**9


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    members: int = 1000
    clients: int = 8
    seconds: int = 4
    scarce: int = 300


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run did: postings in all, refused ones, seconds, waits in ms in order."""

    postings: int
    refused: int
    seconds: int
    waits: list[float]

    @property
    def p99(self) -> float:
        """The wait that one posting of a hundred exceeds, in ms."""
        return self.waits[len(self.waits) * 99 // 100]


def spent_from_one_wallet(
    config: Config, club: Club, folder: Path, size: Size
) -> Iterator[Measure]:
    """Spend from many wallets, from one, and from one that does not hold enough."""
    scarce = FIRST_MEMBER + size.members
    _fill(config, club, FIRST_MEMBER, size.members, PLENTY)
    _fill(config, club, scarce, 1, size.scarce)
    many = _spend(config, club, folder, size, (FIRST_MEMBER, size.members))
    hot = _spend(config, club, folder, size, (FIRST_MEMBER, 1))
    short = _spend(config, club, folder, size, (scarce, 1))
    held = _held(config, FIRST_MEMBER, size.members) + _held(config, scarce, 1)
    spent = sum(run.postings - run.refused for run in (many, hot, short))
    lost = size.members * PLENTY + size.scarce - held - spent
    yield Measure(ROW, "many wallets: postings", many.postings / many.seconds, "/s")
    yield Measure(ROW, "many wallets: p99", many.p99, "ms")
    yield Measure(ROW, "one wallet: postings", hot.postings / hot.seconds, "/s")
    yield Measure(ROW, "one wallet: p99", hot.p99, "ms")
    yield Measure(ROW, "one wallet / many", hot.postings / many.postings, "x")
    yield Measure(ROW, "refused where too little was left", short.refused, "postings")
    yield Measure(
        ROW, "overspent", short.postings - short.refused - size.scarce, "units", at_most=0
    )
    yield Measure(ROW, "units spent and held differ by", abs(lost), "units", at_most=0)


def _fill(config: Config, club: Club, first: int, members: int, units: int) -> None:
    """Open members with so many units that never expire."""
    leg = {"leg": "earn", "unit": 1, "units": units, "kind": 9, "from": 16, "class": 0}
    club_id = club.principal.club_id
    posted = message_sql(
        event(club_id, sources.now().isoformat(), [leg]),
        {"member": "id", "event": "id", "version": "0"},
    )
    with admin(config) as connection:
        connection.execute(
            f"SELECT ledger_open_member_v1({club_id}, id, 1), ledger_post_v1({posted})"  # noqa: S608  framework
            f" FROM generate_series({first}::bigint, {first + members - 1}) AS id"
        )


def _spend(
    config: Config, club: Club, folder: Path, size: Size, members: tuple[int, int]
) -> Spent:
    """Let all clients spend for some seconds from so many members."""
    first, count = members
    club_id = club.principal.club_id
    leg = {"leg": "burn", "unit": 1, "units": 1, "kind": 2, "to": 11}
    posted = message_sql(
        event(club_id, sources.now().isoformat(), [leg]),
        {"member": ":member", "event": ":event", "version": ":version"},
    )
    script = folder / "spending.sql"
    script.write_text(
        f"\\set member random({first}, {first + count - 1})\n"
        "\\set event random(1000000000000, 9000000000000000000)\nBEGIN;\n"
        f"SELECT ledger_peek_v1({club_id}, :member, true) ->> 'version' AS version \\gset\n"
        f"SELECT ledger_post_v1({posted}) ->> 'status' AS status;\nCOMMIT;\n",
        encoding="utf-8",
    )
    before = _events(config, club_id)
    log = folder / f"spending-{first}-{count}"
    how = ["-n", "-M", "simple", "-c", str(size.clients), "-j", "2", "-T", str(size.seconds)]
    logged = ["-l", "--log-prefix", str(log)]
    pgbench(config, "app", [*how, *logged, "-f", str(script)], f"-c app.club={club_id}")
    after = _events(config, club_id)
    waits = sorted(
        int(line.split()[2]) / 1000
        for part in folder.glob(f"{log.name}.*")
        for line in part.read_text().splitlines()
    )
    assert len(waits) == sum(after.values()) - sum(before.values()), "some were not posted"
    return Spent(
        len(waits), after.get(402, 0) - before.get(402, 0), size.seconds, waits or [math.inf]
    )


def _events(config: Config, club_id: int) -> dict[int, int]:
    with admin(config) as connection:
        found = connection.execute(
            "SELECT status, count(*) FROM ledger_event WHERE club_id = %s AND kind = 'bench'"
            " GROUP BY status",
            [club_id],
        ).fetchall()
    return {int(status): int(count) for status, count in found}


def _held(config: Config, first: int, members: int) -> int:
    with admin(config) as connection:
        found = connection.execute(
            "SELECT sum(spendable) FROM ledger_wallet WHERE member_id BETWEEN %s AND %s",
            [first, first + members - 1],
        ).fetchone()
    assert found is not None
    return int(found[0])
