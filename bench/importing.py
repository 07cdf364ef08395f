"""Row 5: a shop's file of receipts goes in, comes out and goes in again; beside COPY of its lines.

What COPY writes are the rows that the import wrote into the book, into tables of the same
columns, keys and checks. Reading alone is measured in a process of its own, for its memory.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import django
from django.db import connections

from bench.club import Club
from bench.machine import peak_mib
from bench.report import Measure
from bench.servers import admin
from vafa.adapters.tables.reading import open_table
from vafa.domain.imports.columns import columns_of
from vafa.domain.imports.records import Reading
from vafa.domain.imports.staging import Staging
from vafa.interfaces.web import sources
from vafa.journeys.import_file import Imported, ImportPlan, import_file
from vafa.journeys.import_file_reading import stage
from vafa.journeys.undo_import import undo_import
from vafa.kit.calendar import jalali_of, local_day
from vafa.ledger.verify import verify
from vafa.server.config import Config

ROW = "import of a file"
LINES = 3
# Whatever a sale of the past writes.
WRITTEN = (
    "member_state", "wallet", "movement", "lot", "lot_use", "event", "award", "sale", "sale_line",
    "source_ref",
)  # fmt: skip
_HEADER = "موبایل,نام,شماره فاکتور,تاریخ,کد کالا,گروه,تعداد,مبلغ (ریال)\n"


@dataclass(frozen=True, slots=True)
class Size:
    """How many members with how many orders come in, and how many lines are only read."""

    members: int = 2_000
    orders: int = 10
    read_lines: int = 1_000_000


def imported(config: Config, club: Club, folder: Path, size: Size) -> Iterator[Measure]:
    """Bring a file in, undo it, bring it in again; each time the book must hold."""
    path = written(folder / "lines.csv", members=size.members, orders=size.orders)
    lines = size.members * size.orders * LINES
    done, first = _timed_import(club, path, folder)
    copied = _copied(config, club)
    began = time.perf_counter()
    undone = undo_import(
        principal=club.principal, ids=sources.ids(), at=sources.now(),
        run_id=done.run_id or 0, progress=lambda _members, _sales: None,
    )  # fmt: skip
    undoing = time.perf_counter() - began
    assert verify(club_id=club.principal.club_id).differences == 0
    again, second = _timed_import(club, path, folder)
    assert verify(club_id=club.principal.club_id).differences == 0
    assert done.orders == undone.sales == again.orders == size.members * size.orders
    yield Measure(ROW, "lines", lines, "lines")
    yield Measure(ROW, "in", lines / first, "lines/s")
    yield Measure(ROW, "in, sales", done.orders / first, "sales/s")
    yield Measure(ROW, "COPY of the rows it wrote", lines / copied, "lines/s")
    yield Measure(ROW, "in / COPY", copied / first, "x", at_least=0.1)
    yield Measure(ROW, "undone", undone.sales / undoing, "sales/s", at_least=5_000)
    yield Measure(ROW, "in again", again.orders / second, "sales/s")
    yield Measure(ROW, "in again / in", first / second, "x", at_least=0.8)
    yield from _read_only(folder, size)


def written(path: Path, *, members: int, orders: int) -> Path:
    """Write a file of receipts of three lines each, by day, as a till exports them."""
    today = local_day(sources.now(), "Asia/Tehran")
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER)
        for order in range(orders):
            year, month, day = jalali_of(today - 2 - (orders - order) * 350 // orders)
            for member in range(members):
                number = order * members + member
                start = f"0935{member:07},سارا,F-{number},{year}/{month:02}/{day:02}"
                rials = (number % 50 + 1) * 25_000
                file.writelines(
                    f'{start},P-{(number + line) % 997},dairy,1,"{rials:,}"\n'
                    for line in range(LINES)
                )
    return path


def _timed_import(club: Club, path: Path, folder: Path) -> tuple[Imported, float]:
    began = time.perf_counter()
    done = import_file(
        principal=club.principal,
        ids=sources.ids(),
        vault=sources.vault(),
        at=sources.now(),
        table=open_table(path=path),
        plan=ImportPlan("lines", "rial", "bench", path.name, gives_value=True),
        folder=folder,
        progress=lambda _done: None,
    )
    return done, time.perf_counter() - began


def _copied(config: Config, club: Club) -> float:
    """Copy what the book holds of the club into tables of the same shape; give the seconds."""
    took = 0.0
    with admin(config) as connection, connection.cursor() as cursor:
        for name in WRITTEN:
            cursor.execute(f"CREATE TABLE bench_{name} (LIKE ledger_{name} INCLUDING ALL)")
            data = io.BytesIO()
            rows = f"TABLE ledger_{name}"  # the club is alone in it
            with cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
                for piece in out:
                    data.write(piece)
            began = time.perf_counter()
            with cursor.copy(f"COPY bench_{name} FROM STDIN") as into:
                into.write(data.getvalue())
            connection.commit()
            took += time.perf_counter() - began
            cursor.execute(f"DROP TABLE bench_{name}")
    return took


def _read_only(folder: Path, size: Size) -> Iterator[Measure]:
    """Read and stage many lines in a new process, which posts nothing."""
    members = max(size.read_lines // (LINES * size.orders), 1)
    path = written(folder / "many.csv", members=members, orders=size.orders)
    connections.close_all()
    with ProcessPoolExecutor(1, get_context("spawn"), django.setup) as pool:
        today = local_day(sources.now(), "Asia/Tehran")
        rows, seconds, peak = pool.submit(_read, path, folder, today).result()
    path.unlink()
    yield Measure(ROW, "rows only read and sorted", rows, "rows")
    yield Measure(ROW, "read and sorted", rows / seconds, "rows/s")
    yield Measure(ROW, "most memory while reading", peak, "MiB", at_most=500)


def _nobody(_rows: int, _bytes: int) -> None:
    """Tell nobody."""


def _read(path: Path, folder: Path, today: int) -> tuple[int, float, float]:
    began = time.perf_counter()
    table = open_table(path=path)
    first = [cells for _, cells in islice(table.rows(), 1)]
    columns = columns_of(kind="lines", first_rows=first, asked={})
    reading = Reading("lines", "rial", today, columns)
    with closing(Staging(path=folder / "rows.sqlite", kind="lines")) as staging:
        rows = stage(table=table, reading=reading, staging=staging, told=_nobody).rows
        staging.sort()
        staging.settle(may_be_unusual=False)
        for _ in staging.by_member():
            pass
    peak = peak_mib()
    (folder / "rows.sqlite").unlink()
    return rows, time.perf_counter() - began, peak
