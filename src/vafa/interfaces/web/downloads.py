"""A list as a file, sent while it is read: CSV for programs, XLSX for Excel."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from vafa.interfaces.web import formats
from vafa.interfaces.web.cells import exported
from vafa.interfaces.web.lists import Asked, Column, Listing, columns_of, title_of

_BOM: Final = "\ufeff"  # Excel reads a CSV as UTF-8 only with it
_ROWS_A_CHUNK: Final = 200
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def reply(listing: Listing, asked: Asked, rows: Iterable[Any]) -> StreamingHttpResponse:
    """Send the rows with the columns that are shown, as the file that was asked for."""
    columns = columns_of(listing, asked)
    lines = lines_of(columns, rows)
    chunks = csv_chunks(lines) if asked.file == "csv" else xlsx_chunks(lines)
    response = StreamingHttpResponse(chunks, content_type=_TYPES[asked.file])
    response["Content-Disposition"] = f'attachment; filename="{listing.code}.{asked.file}"'
    response["Cache-Control"] = "no-store"
    return response


def attachment(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """Give a file as it was kept, under its own name: to be saved, never shown."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


def lines_of(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[str | int]]:
    """Give the head, then each row, as values of a spreadsheet.

    How values are shown is taken now: the rows are read after the view has returned.
    """
    display, language = formats.current(), formats.language()
    head: list[str | int] = [title_of(column) for column in columns]

    def lines() -> Iterator[list[str | int]]:
        yield head
        for row in rows:
            with formats.shown(display), translation.override(language):
                line = [exported(column.kind, column.value(row)) for column in columns]
            yield line

    return lines()


def csv_chunks(lines: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    """Write lines as CSV, UTF-8 with the mark that Excel looks for."""
    buffer = io.StringIO()
    buffer.write(_BOM)
    writer = csv.writer(buffer)
    for count, line in enumerate(lines, 1):
        writer.writerow(line)
        if count % _ROWS_A_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def xlsx_chunks(lines: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    """Write lines as an Excel workbook of one sheet, from right to left in Persian."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _frame().items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_sheet_start().encode())
            for count, line in enumerate(lines, 1):
                sheet.write(_row(count, line).encode())
                if count % _ROWS_A_CHUNK == 0:
                    yield pipe.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """What a ZIP is written to: it is handed on as it grows and cannot be gone back in."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        """Hand on what has been written since the last time."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _row(number: int, line: Sequence[str | int]) -> str:
    style = ' s="1"' if number == 1 else ""
    cells = "".join(
        f'<c{style} t="n"><v>{value}</v></c>'
        if isinstance(value, int)
        else f'<c{style} t="inlineStr"><is><t xml:space="preserve">{_clean(value)}</t></is></c>'
        for value in line
    )
    return f'<row r="{number}">{cells}</row>'


def _clean(text: str) -> str:
    return escape("".join(char for char in text if char >= " " or char in "\n\t"))


def _sheet_start() -> str:
    direction = ' rightToLeft="1"' if formats.language() == "fa" else ""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0"{direction}>{pane}</sheetView></sheetViews>'
    return f'{_HEAD}<worksheet xmlns="{_SHEET}">{view}<sheetData>'


def _frame() -> dict[str, str]:
    part = f"{_KIND}.{{}}+xml"
    types = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{part.format(kind)}"/>'
        for name, kind in (
            ("workbook.xml", "sheet.main"),
            ("worksheets/sheet1.xml", "worksheet"),
            ("styles.xml", "styles"),
        )
    )
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("sheet", "worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles", "styles.xml"),
        )
    )
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}'
            "</Types>"
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="book" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Vafa" sheetId="1" r:id="sheet"/></sheets></workbook>'
        ),
        "xl/styles.xml": (
            f'{_HEAD}<styleSheet xmlns="{_SHEET}"><fonts count="2"><font/><font><b/></font>'
            '</fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
            '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
        ),
    }
