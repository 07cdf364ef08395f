"""The reading half of `import_file`: which column is what, every row judged and put on disk."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import checks, queries
from vafa.domain.imports.columns import (
    HEADER_WITHIN,
    columns_of,
    fields_of,
    guessed_columns,
    shape_of,
)
from vafa.domain.imports.ports import Table
from vafa.domain.imports.reasons import PERSIAN, REFUSED_HEADER, ROW_HEADER
from vafa.domain.imports.records import Columns, Field, Kind, Reading, Refusal, Taken
from vafa.domain.imports.staging import Staging
from vafa.domain.members import fields, named_in_files
from vafa.domain.members.fields import FieldDefinition
from vafa.domain.members.vault import Vault

_ROWS_BETWEEN_WORDS = 20_000

type_told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: rows of data, and bytes of the file."""

    rows: int
    bytes_read: int


def find_columns(*, club_id: int, table: Table, kind: Kind, asked: dict[Field, str]) -> Columns:
    """Tell what the columns mean: as asked, else as remembered of such a file, else as guessed.

    :raises ColumnsUnknown: when a column that is needed could not be told.
    """
    own = own_fields(club_id=club_id)
    first_rows, asked = _remembered(club_id, table, kind, asked, own)
    return columns_of(kind=kind, first_rows=first_rows, asked=asked, own=own)


def guess_columns(
    *, club_id: int, table: Table, kind: Kind
) -> tuple[Columns, tuple[Field, ...], bool]:
    """Tell what the columns would mean if the file were of this kind, and what is missing.

    The third says whether such a file was brought in as this kind before.

    :raises ColumnsUnknown: when the file is empty.
    """
    own = own_fields(club_id=club_id)
    first_rows, asked = _remembered(club_id, table, kind, {}, own)
    guess = guessed_columns(kind=kind, first_rows=first_rows, asked=asked, own=own)
    return *guess, bool(asked)


def own_fields(*, club_id: int) -> tuple[FieldDefinition, ...]:
    """Give the club's own fields of its members."""
    with club_scope(club_id):
        return fields.fields_of(club_id=club_id)


def _remembered(
    club_id: int,
    table: Table,
    kind: Kind,
    asked: dict[Field, str],
    own: Sequence[FieldDefinition],
) -> tuple[list[tuple[str, ...]], dict[Field, str]]:
    """Give the first rows, and the columns as asked or as they were when such a file came in."""
    known = fields_of(kind=kind, own=own)
    first_rows = [cells for _, cells in islice(table.rows(), HEADER_WITHIN)]
    with club_scope(club_id):
        for cells in first_rows:
            shape = shape_of(kind=kind, headers=cells)
            kept = queries.remembered_columns(club_id=club_id, shape=shape)
            asked = {name: header for name, header in kept.items() if name in known} | asked
    return first_rows, asked


def stage(*, table: Table, reading: Reading, staging: Staging, told: type_told) -> Read:
    """Judge every row and put it down; `told` hears of rows and bytes now and then."""
    rows, bytes_read = 0, 0
    for number, bytes_read, cells in _data(table, reading):
        outcome = checks.read_row(row=cells, reading=reading)
        if isinstance(outcome, Taken):
            staging.take(row=number, taken=outcome)
        elif isinstance(outcome, Refusal):
            staging.refuse(row=number, refusal=outcome)
        rows += outcome is not None
        if number % _ROWS_BETWEEN_WORDS == 0:
            told(rows, bytes_read)
    told(rows, table.size_bytes)
    return Read(rows, bytes_read)


def name_people(*, club_id: int, vault: Vault, staging: Staging) -> None:
    """Take rows of who was merged for those of who they are now; refuse those of who is gone."""
    with club_scope(club_id):
        merged = named_in_files.merged_mobiles(club_id=club_id, vault=vault)
        staging.rename(mobiles=merged)
        if named_in_files.has_gone(club_id=club_id):
            for some in staging.mobiles():
                gone = named_in_files.gone(club_id=club_id, mobiles=some, vault=vault)
                staging.refuse_of(mobiles=gone)


def write_refused(*, path: Path, table: Table, reading: Reading, staging: Staging) -> None:
    """Write the refused rows as they came, with the reason; the mark in front is for Excel."""
    reasons = staging.reasons()
    wanted = next(reasons, None)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*reading.columns.headers, ROW_HEADER, REFUSED_HEADER])
        for number, _, cells in _data(table, reading):
            if wanted is None:
                return
            if number == wanted[0]:
                width = len(reading.columns.headers)
                padded = [*cells, *[""] * (width - len(cells))][:width]
                writer.writerow([*map(_harmless, padded), number, PERSIAN[wanted[1]]])
                wanted = next(reasons, None)


def _data(table: Table, reading: Reading) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give the rows below the header: number in the file, bytes read, cells (merged ones full)."""
    before: tuple[str, ...] = ()
    for number, (read, cells) in enumerate(table.rows(), 1):
        if number > reading.columns.header_row:
            before = checks.filled(row=cells, before=before, reading=reading)
            yield number, read, before


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "@"} else cell
