"""A messy file goes in, is mended, undone, and goes in again; the book is verified each time.

Usage: `make messy`, which is `python -m scripts.messy_import` (`--members N` takes fewer). A Vafa
of its own is started in a temporary home. The files are made of The Complete Journey (receipt
lines) and CDNOW (orders), as `scripts.messy_files` says.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.club import Club
    from vafa.domain.imports.records import Kind
    from vafa.journeys.import_file import Imported
    from vafa.server.demo.history import History

UNTIL = date(2026, 11, 1)
_FAR = "amount_far_above_usual"  # what the shop's own history has, a person looks at


@dataclass(frozen=True, slots=True)
class Messy:
    """A file to be made: of which data, of what kind, in which form."""

    name: str
    kind: Kind
    encoding: str
    separator: str
    members: int


FILES = (
    Messy("complete-journey", "lines", "utf-8-sig", ";", 2_469),
    Messy("cdnow", "orders", "utf-16", "\t", 23_570),
    Messy("cdnow-1256", "orders", "cp1256", ",", 23_570),
)


class DiffersError(Exception):
    """Something came out otherwise than it should have."""


def main() -> None:
    """Make the files and put each through its paces in a club of its own."""
    parser = argparse.ArgumentParser(prog="messy_import", description=__doc__)
    parser.add_argument("--members", type=int, default=10**9, help="take no more of each")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vafa-messy-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("VAFA_")]:
            del os.environ[name]
        os.environ |= {
            "VAFA_HOME": str(home / "home"), "DJANGO_SETTINGS_MODULE": "vafa.server.settings"
        }  # fmt: skip
        from bench.servers import migrate
        from vafa.server import config as configuration
        from vafa.server import database

        config = configuration.current()
        with database.running(config, say=_say):
            import django

            migrate(config)
            django.setup()
            from django.db import connections

            from bench.club import ready_club

            try:
                for messy in FILES:
                    club = ready_club(config, members=0)
                    for told in put_through(club, messy, home, members=asked.members):
                        _say(told)
            finally:
                connections.close_all()


def put_through(club: Club, messy: Messy, folder: Path, *, members: int) -> Iterator[str]:
    """Put a file in, mend it, undo it, put it in again; say what came of each step.

    :raises DiffersError: when a count is not what the file was made with, or the book is broken.
    """
    from scripts.messy_files import lines_of, mended, write
    from vafa.interfaces.web import sources
    from vafa.journeys.undo_import import undo_import
    from vafa.ledger.totals import totals

    lines = lines_of(
        history_of(messy), members=min(members, messy.members), is_lines=messy.kind == "lines"
    )
    form = {"encoding": messy.encoding, "separator": messy.separator}
    path = write(folder / f"{messy.name}.csv", lines, **form)
    yield f"{messy.name}: {len(lines):,} rows, {path.stat().st_size:,} bytes"

    done, seconds = _brought(club, messy, path, is_sure=False)
    expected = Counter(line.reason for line in lines if line.reason)
    yield _told("in", done, seconds)
    _check(_without(done.refused, expected) == dict(expected), f"{done.refused} {expected}")
    back = Counter(row[-1] for row in _refused(folder))
    _check(back.total() == sum(done.refused.values()), "the refused file lacks rows")
    yield f"  refused: {dict(sorted(done.refused.items()))}"
    yield f"  {_verified(club)}"

    fixed = mended(lines)
    path = write(folder / f"{messy.name}-mended.csv", fixed, **form)
    left_out = sum(not line.is_mendable for line in lines)
    yield f"  mended: {len(fixed):,} rows, {left_out:,} left out"

    began = time.perf_counter()
    undone = undo_import(
        principal=club.principal, ids=sources.ids(), at=sources.now(),
        run_id=done.run_id or 0, progress=lambda _members, _sales: None,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    held = totals(club_id=club.principal.club_id).units.values()
    _check(undone.sales == done.orders, "not every order came back")
    _check(sum(unit.outstanding + unit.owed for unit in held) == 0, "something is left")
    yield (
        f"  undone: {undone.sales:,} orders of {undone.members:,} members in {seconds:.1f} s,"
        f" {undone.sales / seconds:,.0f} a second; {_verified(club)}"
    )

    again, seconds = _brought(club, messy, path, is_sure=True)
    yield _told("in again, mended", again, seconds)
    _check(again.refused == {}, f"the mended file has {again.refused}")
    _check(again.amount_rials == sum(line.rials for line in fixed), "the sums differ")
    yield f"  {_verified(club)}"


def history_of(messy: Messy) -> History:
    """Read the data that a file is made of."""
    from vafa.server.demo import cdnow, complete_journey

    if messy.name.startswith("cdnow"):
        return cdnow.read(until=UNTIL)
    return complete_journey.read(until=UNTIL)


def _brought(club: Club, messy: Messy, path: Path, *, is_sure: bool) -> tuple[Imported, float]:
    from vafa.adapters.tables.reading import open_table
    from vafa.interfaces.web import sources
    from vafa.journeys.import_file import ImportPlan, import_file

    began = time.perf_counter()
    done = import_file(
        principal=club.principal,
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        table=open_table(path=path),
        plan=ImportPlan(
            messy.kind, "rial", messy.name, path.name, gives_value=True, is_sure=is_sure
        ),
        folder=path.parent,
        progress=lambda _done: None,
    )
    return done, time.perf_counter() - began


def _without(refused: object, expected: Counter[str]) -> dict[str, int]:
    """Leave out what the data itself has far above the usual, and the lines that go with it."""
    assert isinstance(refused, dict)
    found = {reason: rows for reason, rows in refused.items() if reason != _FAR}
    if _FAR in refused and "line_of_refused_order" in found:
        found["line_of_refused_order"] = expected["line_of_refused_order"]
    return found


def _refused(folder: Path) -> Sequence[list[str]]:
    with (folder / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def _told(what: str, done: Imported, seconds: float) -> str:
    return (
        f"  {what}: {done.rows:,} rows, {done.accepted:,} accepted; {done.orders:,} orders of"
        f" {done.members:,} members, {done.amount_rials:,} Rial, in {seconds:.1f} s:"
        f" {done.rows / seconds:,.0f} rows, {done.orders / seconds:,.0f} orders a second"
    )


def _verified(club: Club) -> str:
    from vafa.ledger.verify import verify

    began = time.perf_counter()
    report = verify(club_id=club.principal.club_id)
    _check(report.differences == 0, str(report))
    return f"the book holds ({time.perf_counter() - began:.1f} s)"


def _check(is_right: bool, what: str) -> None:  # noqa: FBT001 - framework
    if not is_right:
        raise DiffersError(what)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
