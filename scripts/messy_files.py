"""Files as shops really send them, made of the demo's data with every fault that exports show.

`_styled` writes what is right in the many ways that tills do; `write` adds a title, blank and
total rows, headers that come again, an encoding and a separator. `_spoiled` makes one in nine
orders wrong: `Line.reason` says for what it is refused, `is_mendable` if the shop can mend it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vafa.kit.calendar import date_of, jalali_of
from vafa.kit.persian import persian_digits
from vafa.server.demo.history import History

EVERY = 9  # one order in so many is wrong
_BOMS = {"utf-16": codecs.BOM_UTF16_LE, "utf-8-sig": codecs.BOM_UTF8}
_SERIAL = 25_569
_SHARED = 50
_NAMES = ("سارا كريمي", "علی رضایی ", "مينا\u200c", "Reza Ahmadi", "زهرا مرادي")
_HEADERS = {
    "number": "ردیف", "name": "نام مشتري", "mobile": "شماره موبایل", "document": "شمارۀ فاکتور",
    "date": "تاریخ فاکتور", "product": "کد کالا", "amount": "مبلغ (ریال)", "note": "توضیحات",
    "note2": "توضیحات",
}  # fmt: skip
_ORDERS = {
    "utf-8-sig": tuple(_HEADERS),
    "cp1256": ("amount", "note", "document", "number", "date", "name", "note2", "mobile"),
    "utf-16": ("number", "document", "mobile", "date", "amount", "name", "note", "note2"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of data as it should be, and as it is written; `reason` is why it is refused."""

    number: int
    member: int
    document: str
    day: int
    product: int
    rials: int
    is_head: bool
    written: dict[str, str]
    reason: str = ""
    is_mendable: bool = True


def lines_of(history: History, *, members: int, is_lines: bool) -> list[Line]:
    """Give the orders (or their lines) of the first members, with what is wrong with them."""
    orders = history.orders
    count = sum(1 for member in orders.member.tolist() if member < members)
    found: list[Line] = []
    for order in range(count):
        first, end = int(orders.first_line[order]), int(orders.line_end[order])
        amounts = history.lines.net_rials[first:end].tolist()
        products = history.lines.product[first:end].tolist()
        parts = [
            (product, rials) for product, rials in zip(products, amounts, strict=True) if rials
        ]
        if not parts:
            continue
        if not is_lines:
            parts = [(0, sum(rials for _, rials in parts))]
        member, day = int(orders.member[order]), int(orders.day[order])
        mine = [
            Line(len(found) + place + 1, member, f"F-{order}", day, product, rials, place == 0, {})
            for place, (product, rials) in enumerate(parts)
        ]
        found += _spoiled(
            [replace(one, written=_styled(one, order)) for one in mine], order, is_lines=is_lines
        )
    last = found[-1]
    if last.reason:
        return found
    cut = {**last.written, "amount": ""}  # the export broke off within its last line
    rest = [one for one in found if one.document != last.document]
    tail = [one for one in found if one.document == last.document]
    tail = [replace(one, reason="line_of_refused_order") for one in tail if not one.reason]
    return [*rest, *tail[:-1], replace(last, written=cut, reason="amount_missing")]


def _styled(line: Line, order: int) -> dict[str, str]:
    """Write a line as one of many tills does; all of these are right.

    Persian and Arabic digits and letters; mobiles with +98, 0098, without their zero, as a number
    with a fraction; Jalali and Gregorian days, a spreadsheet's serial; `,` and `٬`; spaces, ZWNJ;
    cells merged over the lines of an order; two columns of one name; formulas in notes.
    """
    shared = line.member % _SHARED == 1  # two people with one mobile are one member
    mobile = f"935{line.member - shared:07}"
    mobiles = (
        f"0{mobile}", persian_digits(f"0{mobile}"), f"+98{mobile}",
        f"0098 {mobile[:3]} {mobile[3:]}",
        f"{mobile}.0", f" 0{mobile}\u200c",
    )  # fmt: skip
    jalali = "{}/{:02}/{:02}".format(*jalali_of(line.day))
    dates = (
        jalali, persian_digits(jalali), date_of(line.day).isoformat(), str(_SERIAL + line.day),
        jalali.replace("/", ""), jalali.replace("/", "-"), f"{jalali} 10:30",
    )  # fmt: skip
    grouped = f"{line.rials:,}"
    amounts = (
        grouped, str(line.rials), persian_digits(grouped.replace(",", "٬")), f"{grouped} ریال",
        f"{line.rials}.00", f" {grouped} ",
    )  # fmt: skip
    head = {
        "name": _NAMES[line.member % len(_NAMES)], "mobile": mobiles[order % len(mobiles)],
        "document": line.document, "date": dates[order % len(dates)],
    }  # fmt: skip
    return {
        **(head if line.is_head else dict.fromkeys(head, "")),
        "number": str(line.number), "product": str(line.product),
        "amount": amounts[line.number % len(amounts)],
        "note": "=A1+1" if line.number % 50 == 0 else "", "note2": "",
    }  # fmt: skip


def _spoiled(mine: list[Line], order: int, *, is_lines: bool) -> list[Line]:
    """Let one order in so many be wrong, each in another way.

    Mobiles that a spreadsheet cut (9.12E+09), days that no calendar has or that are to come, Toman
    among Rial, returns below zero, formulas for amounts, nothing at all, documents twice.
    """
    if order % EVERY:
        return mine
    if order % (EVERY * 16) == 0 and not is_lines:
        return _twice(mine)
    faults = (_bad_mobile, _bad_day, _in_toman, _below_zero, _formula, _nameless, _future)
    return faults[order // EVERY % len(faults)](mine)


def _whole(mine: list[Line], reason: str, **cells: str) -> list[Line]:
    """Spoil the head of an order: cells merged over its lines spoil them all."""
    head = replace(mine[0], written={**mine[0].written, **cells})
    return [replace(one, reason=reason) for one in (head, *mine[1:])]


def _one(mine: list[Line], reason: str, amount: str, *, is_mendable: bool = True) -> list[Line]:
    """Spoil the last line of an order: the others are refused with it."""
    rest = [replace(one, reason="line_of_refused_order") for one in mine[:-1]]
    last = replace(mine[-1], written={**mine[-1].written, "amount": amount}, reason=reason)
    return [replace(one, is_mendable=is_mendable) for one in (*rest, last)]


def _bad_mobile(mine: list[Line]) -> list[Line]:
    bad = ("9.12E+09", "0935123", "021-88776655")
    return _whole(mine, "mobile_broken", mobile=bad[mine[0].number % len(bad)])


def _bad_day(mine: list[Line]) -> list[Line]:
    bad = ("1403/13/01", "۱۴۰۲/۱۲/۳۱", "2024-02-30", "31/31/1403")
    return _whole(mine, "date_impossible", date=bad[mine[0].number % len(bad)])


def _in_toman(mine: list[Line]) -> list[Line]:
    return _one(mine, "amount_of_other_unit", f"{mine[-1].rials // 10:,} تومان")


def _below_zero(mine: list[Line]) -> list[Line]:
    bad = (f"-{mine[-1].rials}", f"({mine[-1].rials:,})", f"{mine[-1].rials}-")
    return _one(mine, "amount_negative", bad[mine[0].number % len(bad)], is_mendable=False)


def _formula(mine: list[Line]) -> list[Line]:
    bad = ("=SUM(G2:G9)", "#REF!", "شش میلیون")
    return _one(mine, "amount_unreadable", bad[mine[0].number % len(bad)])


def _nameless(mine: list[Line]) -> list[Line]:
    return _whole(mine, "mobile_missing", mobile="")


def _twice(mine: list[Line]) -> list[Line]:
    """Add the order once more, typed at another till under another mobile."""
    other = {**mine[0].written, "mobile": "09129999999", "number": f"{mine[0].number}-2"}
    again = replace(mine[0], written=other, reason="document_twice", is_mendable=False)
    return [*mine, again]


def _future(mine: list[Line]) -> list[Line]:
    return _whole(mine, "date_in_future", date="1499/01/01")


def mended(lines: Sequence[Line]) -> list[Line]:
    """Give the file as the shop mends it: what is right for what was refused, or nothing."""
    return [
        replace(one, reason="", written=_styled(one, 0)) if one.reason else one
        for one in lines
        if one.is_mendable
    ]


def write(path: Path, lines: Sequence[Line], *, encoding: str, separator: str) -> Path:
    """Write a file: a title, a blank line, the header in row 3, and sums between the rows."""
    columns = _ORDERS[encoding]
    header = [_HEADERS[name] for name in columns]
    with path.open("wb") as file:
        file.write(_BOMS.get(encoding, b""))
        for cells in _rows(lines, columns, header):
            text = io.StringIO()
            csv.writer(text, delimiter=separator).writerow(cells)
            kept = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
            file.write(_storable(text.getvalue(), encoding).encode(kept))
    return path


def _storable(text: str, encoding: str) -> str:
    """Windows-1256 has no Persian digits, no Persian Yeh and no thousands mark."""
    if encoding != "cp1256":
        return text
    plain = text.maketrans("۰۱۲۳۴۵۶۷۸۹ی٬ۀ", "0123456789ي\u2019ه")
    return text.translate(plain).encode("cp1256", "ignore").decode("cp1256")


def _rows(lines: Sequence[Line], columns: Sequence[str], header: list[str]) -> Iterator[list[str]]:
    yield ["گزارش فروش"]
    yield []
    yield header
    for place, line in enumerate(lines, 1):
        yield [line.written[name] for name in columns]
        if place % 1000 == 0 and (place == len(lines) or lines[place].is_head):
            yield [""] * len(columns)
            yield ["جمع کل" if name == "name" else "" for name in columns]
            yield header
