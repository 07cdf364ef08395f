"""Tables are read as the spreadsheet that wrote them meant them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from vafa.adapters.tables.reading import NoSuchFile, TableUnreadable, open_table

ROWS = [("نام", "مبلغ"), ("سارا", "۱٬۰۰۰"), ("علی, رضا", "2000")]
_SHEET = (
    '<worksheet xmlns="http:'
    '//schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_RELATED = "http:" + "//schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http:" + "//schemas.openxmlformats.org/package/2006/relationships"


def written(separator: str) -> str:
    """Write the rows with a separator, quoting where it stands in a cell."""
    lines = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in ROWS]
    return "".join(separator.join(cells) + "\r\n" for cells in lines)


def workbook(path: Path, cells: str) -> Path:
    """Write the least that is a workbook: one sheet with one row of these cells."""
    sheet = _SHEET.format(f'<row r="1">{cells}</row>')
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATED}/'
            'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SHEET.split(chr(34))[1]}" xmlns:r="{_RELATED}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATED}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        file.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_its_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(written(separator).encode(encoding))

    rows = [cells for _, cells in open_table(path=path).rows()]

    assert rows == ROWS


def test_text_that_is_no_utf_8_is_read_as_windows_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("نام;مبلغ\r\nرضا;5\r\n".replace("ی", "ي").encode("cp1256"))

    table = open_table(path=path)

    assert [cells for _, cells in table.rows()] == [("نام", "مبلغ"), ("رضا", "5")]
    assert [read for read, _ in table.rows()][-1] == table.size_bytes


def test_workbook_gives_whole_numbers_and_dates_as_text(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="inlineStr"><is><t>سارا</t></is></c><c r="B1"><v>9121234567</v></c>'
        '<c r="C1"><v>12.5</v></c><c r="D1"/>'
    )
    table = open_table(path=workbook(tmp_path / "a.xlsx", cells))

    rows = list(table.rows())

    assert rows == [(table.size_bytes, ("سارا", "9121234567", "12.5"))]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    empty, broken = tmp_path / "a.csv", tmp_path / "a.xlsx"
    empty.write_bytes(b"")
    broken.write_bytes(b"no workbook")

    with pytest.raises(TableUnreadable):
        open_table(path=empty)
    with pytest.raises(TableUnreadable):
        list(open_table(path=broken).rows())
    with pytest.raises(NoSuchFile):
        open_table(path=tmp_path / "none.csv")
