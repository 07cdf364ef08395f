"""Reading a table file row by row: its encoding, its separator, its sheet.

Rows are given as text, with how many bytes of the file had been read by then (of a workbook,
which is unpacked as a whole: the share of its rows).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from vafa.kit.errors import Refused

type_row = tuple[int, tuple[str, ...]]

_PIECE: Final = 1 << 20
_SAMPLE_LINES: Final = 30
_SEPARATORS: Final = (",", ";", "\t", "|")
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TableUnreadable(Refused):
    """The file is no table that can be read: CSV or Excel."""


class NoSuchFile(Refused):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A CSV file. Opening again gives the rows from the start."""

    path: Path
    size_bytes: int
    digest: str
    encoding: str
    separator: str

    def rows(self) -> Iterator[type_row]:
        """Give the rows, none longer than the file's lines are.

        :raises TableUnreadable: when a field has no end.
        """
        with self.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=self.encoding, newline="")
            try:
                for cells in csv.reader(text, delimiter=self.separator):
                    yield raw.tell(), tuple(cells)
            except csv.Error as error:
                raise TableUnreadable from error


@dataclass(frozen=True, slots=True)
class Workbook:
    """The first sheet of an Excel file that has rows."""

    path: Path
    size_bytes: int
    digest: str

    def rows(self) -> Iterator[type_row]:
        """Give the rows of the first sheet that has any.

        :raises TableUnreadable: when it is no workbook, or needs a password.
        """
        try:
            with CalamineWorkbook.from_path(str(self.path)) as book:
                for name in book.sheet_names:
                    sheet = book.get_sheet_by_name(name)
                    if sheet.end is not None:
                        yield from self._rows(sheet.end[0] + 1, sheet.iter_rows())
                        return
        except CalamineError as error:
            raise TableUnreadable from error

    def _rows(self, height: int, rows: Iterator[Sequence[object]]) -> Iterator[type_row]:
        for number, cells in enumerate(rows, 1):
            yield self.size_bytes * number // height, tuple(map(_text, cells))


def open_table(*, path: Path) -> TextTable | Workbook:
    """Open a file by its name's ending; anything that is no workbook is read as text.

    :raises NoSuchFile: when there is none.
    :raises TableUnreadable: when it is empty.
    """
    if not path.is_file():
        raise NoSuchFile
    digest, is_utf8 = _survey(path)
    size = path.stat().st_size
    if path.suffix.lower() in _WORKBOOKS:
        return Workbook(path, size, digest)
    with path.open("rb") as raw:
        start = raw.read(_PIECE)
    if not start:
        raise TableUnreadable
    bom = next((name for mark, name in _BOMS if start.startswith(mark)), "")
    encoding = bom or ("utf-8" if is_utf8 else "cp1256")
    sample = start.decode(encoding, "ignore")
    return TextTable(path, size, digest, encoding, _separator(sample))


def read_file(path: Path) -> TextTable | Workbook:
    """Open a file as `open_table` does: the port of the imports has no keywords.

    :raises NoSuchFile: when there is none.
    :raises TableUnreadable: when it is empty.
    """
    return open_table(path=path)


def _survey(path: Path) -> tuple[str, bool]:
    """Give the file's hash, and whether all of it is UTF-8."""
    digest, decoder, is_utf8 = sha256(), codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as raw:
        while piece := raw.read(_PIECE):
            digest.update(piece)
            is_utf8 = is_utf8 and _decodes(decoder, piece)
    return digest.hexdigest(), is_utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: str) -> str:
    """Choose what splits most lines into equally many cells, and into most."""
    lines = [line for line in sample.splitlines() if line.strip()][:_SAMPLE_LINES]

    def fitness(separator: str) -> int:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (width - 1) * count

    return max(_SEPARATORS, key=fitness)


def _text(cell: object) -> str:
    """Give a cell as its reader would type it: whole numbers without a point, ISO dates."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
