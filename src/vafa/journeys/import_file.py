"""Bringing in a shop's own file: members, or what they bought, with an account of every row.

The file is read once, its rows put down on disk and sorted by member; then some members at a time
are posted in one transaction, together with the note that they are done. An import that broke off
goes on where it was. No message goes out (E15).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import checks, operations, queries
from vafa.domain.imports.columns import HEADER_WITHIN, columns_of, shape_of
from vafa.domain.imports.ports import Table
from vafa.domain.imports.reasons import PERSIAN, REFUSED_HEADER
from vafa.domain.imports.records import Columns, Field, Kind, MoneyUnit, Reading, Refusal, Taken
from vafa.domain.imports.staging import Staged, Staging
from vafa.domain.members.vault import Vault
from vafa.journeys import import_file_posting as posting
from vafa.kit.calendar import local_day
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.totals import median_sale

PREVIEWED = 5
_FIVE = 5
_ROWS_BETWEEN_WORDS = 20_000


class UnitSuspected(Refused):
    """The amounts are far from what the shop sells for, as if Toman had been given as Rial."""


class ImportFinished(Refused):
    """The file has been brought in already: undo that import first."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is to be brought in. `source` and a document name an order for ever.

    Without `gives_value` history counts for tiers only. `columns` names columns by hand, by
    header or number; `is_sure` takes amounts that look wrong.
    """

    kind: Kind
    unit: MoneyUnit
    source: str
    file_name: str
    columns: Mapping[Field, str] = field(default_factory=dict)
    gives_value: bool = False
    is_sure: bool = False
    is_dry: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows. `rows` is all of them but empty ones, headers and sums.

    `members` had something posted; `posted_before` counts orders that were in the book already.
    """

    run_id: int | None
    rows: int
    accepted: int
    refused: Mapping[str, int]
    amount_rials: int
    members: int
    orders: int
    posted_before: int
    is_unit_suspected: bool
    columns: Columns
    preview: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: first rows and bytes of the file are read, then members posted."""

    rows: int
    bytes_read: int
    members: int = 0
    orders: int = 0


type_progress = Callable[[Progress], None]


def import_file(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    table: Table,
    plan: ImportPlan,
    folder: Path,
    progress: type_progress,
) -> Imported:
    """Bring a file in, or only say what would become of it; refused rows go to `refused.csv`.

    `folder` is for the sorted rows, which go again, and for the refused ones, which stay.

    :raises ColumnsUnknown: when a column that is needed could not be told.
    :raises UnitContradicts: when the file names another unit of money.
    :raises UnitSuspected: when the amounts look ten times too small or large, and not `is_sure`.
    :raises ImportFinished: when the file has been brought in already.
    :raises NoProgramme: when the club has no programme in force.
    """
    principal.require("members")
    principal.require("purchases")
    columns = _columns(principal.club_id, table, plan)
    checks.check_unit(unit=plan.unit, columns=columns)
    with club_scope(principal.club_id):
        today = local_day(at, club_facts(club_id=principal.club_id).zone)
    reading = Reading(plan.kind, plan.unit, today, columns)
    path = folder / f"rows-{table.digest[:16]}.sqlite"
    try:
        with closing(Staging(path=path, kind=plan.kind)) as staging:
            read = _stage(table, reading, staging, progress)
            staging.settle(may_be_unusual=plan.is_sure)
            _write_refused(folder / "refused.csv", table, reading, staging)
            done = _Work(principal, ids, vault, at, table, plan, staging, columns, read)
            return _checked(done) if plan.is_dry else _brought_in(done, progress)
    finally:
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: int
    bytes_read: int
    preview: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    principal: Principal
    ids: Ids
    vault: Vault
    at: datetime
    table: Table
    plan: ImportPlan
    staging: Staging
    columns: Columns
    read: _Read


def _columns(club_id: int, table: Table, plan: ImportPlan) -> Columns:
    first_rows = [cells for _, cells in islice(table.rows(), HEADER_WITHIN)]
    asked = dict(plan.columns)
    with club_scope(club_id):
        for cells in first_rows:
            shape = shape_of(kind=plan.kind, headers=cells)
            asked = queries.remembered_columns(club_id=club_id, shape=shape) | asked
    return columns_of(kind=plan.kind, first_rows=first_rows, asked=asked)


def _data(table: Table, reading: Reading) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give the rows below the header: number in the file, bytes read, cells (merged ones full)."""
    before: tuple[str, ...] = ()
    for number, (read, cells) in enumerate(table.rows(), 1):
        if number > reading.columns.header_row:
            before = checks.filled(row=cells, before=before, reading=reading)
            yield number, read, before


def _stage(table: Table, reading: Reading, staging: Staging, progress: type_progress) -> _Read:
    rows, bytes_read = 0, 0
    preview: list[Taken] = []
    for number, bytes_read, cells in _data(table, reading):
        outcome = checks.read_row(row=cells, reading=reading)
        if isinstance(outcome, Taken):
            staging.take(row=number, taken=outcome)
            if len(preview) < PREVIEWED:
                preview.append(outcome)
        elif isinstance(outcome, Refusal):
            staging.refuse(row=number, refusal=outcome)
        rows += outcome is not None
        if number % _ROWS_BETWEEN_WORDS == 0:
            progress(Progress(rows, bytes_read))
    progress(Progress(rows, table.size_bytes))
    return _Read(rows, bytes_read, tuple(preview))


def _write_refused(path: Path, table: Table, reading: Reading, staging: Staging) -> None:
    """Write the refused rows as they came, with the reason; the mark in front is for Excel."""
    reasons = staging.reasons()
    wanted = next(reasons, None)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*reading.columns.headers, REFUSED_HEADER])
        for number, _, cells in _data(table, reading):
            if wanted is None:
                return
            if number == wanted[0]:
                width = len(reading.columns.headers)
                padded = [*cells, *[""] * (width - len(cells))][:width]
                writer.writerow([*map(_harmless, padded), PERSIAN[wanted[1]]])
                wanted = next(reasons, None)


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "@"} else cell


def _checked(work: _Work) -> Imported:
    return _account(work, None, posting.Posted())


def _brought_in(work: _Work, progress: type_progress) -> Imported:
    plan, club_id = work.plan, work.principal.club_id
    if _is_suspected(work) and not plan.is_sure:
        raise UnitSuspected
    new_run = operations.NewRun(
        work.table.digest, plan.file_name, plan.kind, plan.source, plan.gives_value
    )
    with club_scope(club_id):
        run = operations.begin_run(club_id=club_id, ids=work.ids, at=work.at, run=new_run)
    if run.is_finished:
        raise ImportFinished(run_id=run.run_id)
    bringer = posting.Bringer(
        work.principal, work.ids, work.vault, run, plan.source, has_orders=plan.kind != "members"
    )
    posted = posting.Posted()
    for batch in _batches(work.staging):
        posted += bringer.bring(batch)
        progress(Progress(work.read.rows, work.read.bytes_read, posted.members, posted.orders))
    done = _account(work, run.run_id, posted)
    _finish(work, run.run_id, done)
    return done


def _finish(work: _Work, run_id: int, done: Imported) -> None:
    columns, club_id = work.columns, work.principal.club_id
    with club_scope(club_id):
        operations.remember_columns(
            club_id=club_id,
            shape=shape_of(kind=work.plan.kind, headers=columns.headers),
            columns={name: str(place + 1) for name, place in columns.places.items()},
        )
        operations.finish_run(
            run_id=run_id,
            at=work.at,
            account={
                "rows": done.rows, "accepted": done.accepted, "refused": dict(done.refused),
                "members": done.members, "orders": done.orders,
            },
        )  # fmt: skip


def _batches(staging: Staging) -> Iterator[list[tuple[str, list[Staged]]]]:
    batch: list[tuple[str, list[Staged]]] = []
    rows = 0
    for mobile, mine in staging.by_member():
        batch.append((mobile, mine))
        rows += len(mine)
        if rows >= posting.ROWS_AT_ONCE:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _is_suspected(work: _Work) -> bool:
    """Compare the middle order with the shop's middle sale: Toman for Rial is a tenth of it."""
    usual = median_sale(club_id=work.principal.club_id)
    median = work.staging.median_order() if work.plan.kind != "members" else 0
    return bool(usual and median) and not usual < median * _FIVE < usual * _FIVE * _FIVE


def _account(work: _Work, run_id: int | None, posted: posting.Posted) -> Imported:
    return Imported(
        run_id=run_id,
        rows=work.read.rows,
        accepted=work.staging.count(),
        refused=dict(work.staging.refused()),
        amount_rials=work.staging.total(),
        members=posted.members,
        orders=posted.orders,
        posted_before=posted.posted_before,
        is_unit_suspected=_is_suspected(work),
        columns=work.columns,
        preview=work.read.preview,
    )
