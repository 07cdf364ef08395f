"""`make bench`: measure every row in a home of its own, print the table, keep the figures."""

from __future__ import annotations

import argparse
import functools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.machine import this_machine
from bench.report import Measure, keep, table

if TYPE_CHECKING:
    from vafa.server.config import Config

Row = Callable[[], Iterator[Measure]]

ROWS = (
    "posting", "http", "replay", "back-test", "import", "day", "hot", "relay", "peer",
    "checkpoints", "growth", "pages", "till",
)  # fmt: skip
SETTINGS = {"DJANGO_SETTINGS_MODULE": "vafa.server.settings"}


def main() -> None:
    """Measure what was asked for."""
    asked = _arguments()
    begun = time.monotonic()
    machine = this_machine()
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("VAFA_")]:
            del os.environ[name]
        home = asked.home.resolve() if asked.home else place / "home"
        os.environ |= {"VAFA_HOME": str(home), **SETTINGS}
        try:
            measures.extend(_measured(place, asked))
        finally:  # a row that fails loses nothing of the rows before it
            _say(f"\n{table(machine, measures)}\n\n{time.monotonic() - begun:.0f} s in all")
            if not asked.keep_nothing:
                keep(machine, measures)


def _measured(folder: Path, asked: argparse.Namespace) -> Iterator[Measure]:
    rows = asked.rows
    if "replay" in rows:
        from bench import replaying

        yield from _told("replay", lambda: replaying.replayed(replaying.Size()))
    if "back-test" in rows:
        from bench import backtesting

        yield from _told("back-test", lambda: backtesting.back_tested(backtesting.Size()))
    if set(rows) - {"replay", "back-test"}:
        yield from _with_database(folder, asked)


def _with_database(folder: Path, asked: argparse.Namespace) -> Iterator[Measure]:
    """Measure the rows that need a database, with fsync on."""
    from vafa.server import config as configuration
    from vafa.server import database

    config = configuration.current()
    with database.running(config, say=_say):
        import django

        from bench.servers import migrate

        migrate(config)
        django.setup()
        from django.db import connections

        try:
            for name, row in _database_rows(config, folder, asked):
                if name in asked.rows:
                    yield from _told(name, row)
        finally:
            connections.close_all()


def _database_rows(
    config: Config, folder: Path, asked: argparse.Namespace
) -> Iterator[tuple[str, Row]]:
    """List the rows that need a database, in the order in which they fill it."""
    from bench import (
        days,
        follow_ups,
        hot_wallet,
        importing,
        large_club,
        pages,
        peer,
        postings,
        purchases,
        sealing,
        tills,
    )  # fmt: skip
    from bench.club import ready_club

    club = ready_club(config, members=0 if asked.rows == ["pages"] else 500)
    size, served = postings.Size(), purchases.Size()
    whole = large_club.Size(asked.members)
    posting = functools.cache(lambda: postings.prepare(config, club, folder, size))

    def grown() -> Iterator[Measure]:
        return purchases.in_a_grown_book(
            config, club, folder, served, lambda: postings.in_a_grown_book(posting(), size)
        )

    yield "import", lambda: importing.imported(config, club, folder, importing.Size())
    yield "day", lambda: days.batched(config, ready_club(config, members=500), days.Size())
    yield "posting", lambda: postings.against_tpcb(posting(), size)
    yield "http", lambda: purchases.over_http(config, club, folder, served)
    yield "hot", lambda: hot_wallet.spent_from_one_wallet(config, club, folder, hot_wallet.Size())
    yield "relay", lambda: follow_ups.relayed(config, club, follow_ups.Size())
    yield "peer", lambda: peer.side_by_side(posting(), folder, peer.Size())
    yield "checkpoints", lambda: sealing.beside_postings(posting(), sealing.Size())
    yield "growth", grown
    yield "pages", lambda: pages.shown(config, whole, asked.home or folder)
    yield "till", lambda: tills.in_chromium(config, club, folder, tills.Size())


def _told(name: str, row: Callable[[], Iterator[Measure]]) -> Iterator[Measure]:
    begun = time.monotonic()
    yield from row()
    _say(f"{name}: {time.monotonic() - begun:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("rows", nargs="*", default=ROWS, help=f"some of {', '.join(ROWS)}")
    parser.add_argument("--keep-nothing", action="store_true", help="do not keep the figures")
    parser.add_argument(
        "--members", type=int, default=100_000, help="of the club whose pages are measured"
    )
    parser.add_argument(
        "--home", type=Path, help="measure here and keep it: a large club is loaded once"
    )
    asked = parser.parse_args()
    unknown = set(asked.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return asked


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
