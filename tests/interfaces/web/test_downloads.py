"""A list as a file: what Excel opens, nothing that runs, chunk by chunk."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.utils import translation

from vafa.adapters.tables.reading import read_file
from vafa.interfaces.web import downloads, formats
from vafa.interfaces.web.formats import Display
from vafa.interfaces.web.lists import Asked, Column, Empty, Listing

COLUMNS = (
    Column("name", "نام", lambda row: row["name"]),
    Column("total", "جمع", lambda row: row["total"], "money"),
    Column("day", "روز", lambda row: row["day"], "day"),
    Column("at", "زمان", lambda row: row["at"], "moment"),
    Column("mobile", "موبایل", lambda row: row["mobile"], "mobile"),
    Column("share", "سهم", lambda row: row["share"], "percent"),
)
LISTING = Listing(
    code="members", title="m", columns=COLUMNS, key=lambda row: row["name"], sort="name",
    empty=Empty("-"), can_export=True,
)  # fmt: skip
SARA = {
    "name": "=cmd|' /C calc'!A0",
    "total": 1_255,
    "day": date(2026, 11, 22),
    "at": datetime(2026, 3, 20, 21, 0, tzinfo=UTC),
    "mobile": "+989123456789",
    "share": 725,
}
ALI = {
    "name": "علی <&>",
    "total": -1_250_000,
    "day": None,
    "at": None,
    "mobile": "",
    "share": None,
}


def test_a_csv_opens_in_excel_and_runs_nothing() -> None:
    rows = csv_rows(sent("csv", [SARA, ALI]))

    assert rows == [
        ["نام", "جمع (تومان)", "روز", "زمان", "موبایل", "سهم"],
        ["'=cmd|' /C calc'!A0", "125.5", "1405/09/01", "1405/01/01 00:30", "09123456789", "7.25"],
        ["علی <&>", "-125000", "", "", "", ""],
    ]


def test_a_workbook_is_read_back_as_it_was(tmp_path: Any) -> None:
    path = tmp_path / "members.xlsx"
    path.write_bytes(sent("xlsx", [SARA, ALI]))

    rows = [list(cells) for _, cells in read_file(path).rows()]

    assert rows[1][:2] == ["'=cmd|' /C calc'!A0", "125.5"]
    assert rows[2][0] == "علی <&>"


def test_a_persian_workbook_runs_from_right_to_left() -> None:
    assert 'rightToLeft="1"' in sheet(sent("xlsx", []))

    with translation.override("en"):
        assert "rightToLeft" not in sheet(sent("xlsx", []))


def test_what_a_club_decided_holds_while_the_file_is_sent() -> None:
    with formats.shown(Display(unit="rial")):
        response = downloads.reply(LISTING, Asked(file="csv", columns=("total",)), [SARA])
    with translation.override("en"):
        content = b"".join(response)

    assert csv_rows(content) == [["جمع (ریال)"], ["1255"]]


def test_a_file_is_sent_while_its_rows_are_read() -> None:
    read = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal read
        for _ in range(10_000):
            read += 1
            yield SARA

    for kind in ("csv", "xlsx"):
        read = 0
        next(iter(downloads.reply(LISTING, Asked(file=kind), rows())))
        assert read < 1_000


def test_a_download_has_a_name_and_is_kept_nowhere() -> None:
    response = downloads.reply(LISTING, Asked(file="xlsx"), [])

    assert response["Content-Disposition"] == 'attachment; filename="members.xlsx"'
    assert response["Cache-Control"] == "no-store"


def sent(kind: str, rows: list[dict[str, Any]]) -> bytes:
    """Give the whole of a file."""
    response = downloads.reply(LISTING, Asked(file=kind), rows)
    return b"".join(response)


def csv_rows(content: bytes) -> list[list[str]]:
    """Read a CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet(content: bytes) -> str:
    """Read the sheet of a workbook; every part is well-formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314  framework
        return archive.read("xl/worksheets/sheet1.xml").decode()
