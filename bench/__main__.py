"""`make bench`: measure every row in a home of its own, print the table, keep the figures."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.machine import this_machine
from bench.report import Measure, keep, table

ROWS = (
    "posting", "http", "replay", "back-test", "import", "hot", "relay", "peer", "checkpoints",
    "growth",
)  # fmt: skip
SETTINGS = {"DJANGO_SETTINGS_MODULE": "vafa.server.settings"}


def main() -> None:
    """Measure what was asked for."""
    asked = _arguments()
    begun = time.monotonic()
    machine = this_machine()
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="vafa-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("VAFA_")]:
            del os.environ[name]
        os.environ |= {"VAFA_HOME": str(home / "home"), **SETTINGS}
        if "replay" in asked.rows:
            from bench import replaying

            measures += _told("replay", lambda: replaying.replayed(replaying.Size()))
        if "back-test" in asked.rows:
            from bench import backtesting

            measures += _told("back-test", lambda: backtesting.back_tested(backtesting.Size()))
        if set(asked.rows) - {"replay", "back-test"}:
            measures += _with_database(home, asked.rows)
    _say(f"\n{table(machine, measures)}\n\n{time.monotonic() - begun:.0f} s in all")
    if not asked.keep_nothing:
        keep(machine, measures)


def _with_database(folder: Path, rows: list[str]) -> Iterator[Measure]:
    """Measure the rows that need a database, with fsync on, in a home that is thrown away."""
    from vafa.server import config as configuration
    from vafa.server import database

    config = configuration.current()
    with database.running(config, say=_say):
        import django

        from bench.servers import migrate

        migrate(config)
        django.setup()
        from django.db import connections

        from bench import follow_ups, hot_wallet, importing, peer, postings, purchases, sealing
        from bench.club import ready_club

        try:
            club = ready_club(config, members=500)
            if "import" in rows:
                yield from _told(
                    "import", lambda: importing.imported(config, club, folder, importing.Size())
                )
            if rows == ["import"]:
                return
            size = postings.Size()
            posting = postings.prepare(config, club, folder, size)
            if "posting" in rows:
                yield from _told("posting", lambda: postings.against_tpcb(posting, size))
            if "http" in rows:
                measured = purchases.Size()
                yield from _told(
                    "http", lambda: purchases.over_http(config, club, folder, measured)
                )
            if "hot" in rows:
                wallets = hot_wallet.Size()
                yield from _told(
                    "hot",
                    lambda: hot_wallet.spent_from_one_wallet(config, club, folder, wallets),
                )
            if "relay" in rows:
                yield from _told(
                    "relay", lambda: follow_ups.relayed(config, club, follow_ups.Size())
                )
            if "peer" in rows:
                yield from _told(
                    "peer", lambda: peer.side_by_side(config, club, folder, peer.Size())
                )
            if "checkpoints" in rows:
                yield from _told(
                    "checkpoints", lambda: sealing.beside_postings(posting, sealing.Size())
                )
            if "growth" in rows:
                yield from _told(
                    "growth",
                    lambda: purchases.in_a_grown_book(
                        config, club, folder, purchases.Size(),
                        lambda: postings.in_a_grown_book(posting, size),
                    ),
                )  # fmt: skip
        finally:
            connections.close_all()


def _told(name: str, row: Callable[[], Iterator[Measure]]) -> Iterator[Measure]:
    begun = time.monotonic()
    yield from row()
    _say(f"{name}: {time.monotonic() - begun:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("rows", nargs="*", default=ROWS, help=f"some of {', '.join(ROWS)}")
    parser.add_argument("--keep-nothing", action="store_true", help="do not keep the figures")
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
