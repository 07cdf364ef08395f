"""A shop's export with every fault that real ones show, and what is right in it."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from vafa.kit.calendar import date_of, jalali_of
from vafa.kit.persian import persian_digits

HEADERS = (
    "ردیف", "نام مشتري", "شماره موبایل", "شمارۀ فاکتور", "تاریخ فاکتور", "ساعت", "مبلغ کل (ریال)",
    "توضیحات", "توضیحات",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row as typed, and the reason for which it has to be refused ("" when it is right)."""

    cells: tuple[str, ...]
    reason: str = ""


def jalali(day: int, *, between: str = "/") -> str:
    """Write a day as a shop does."""
    year, month, day_of_month = jalali_of(day)
    return f"{year}{between}{month:02}{between}{day_of_month:02}"


def messy_orders(*, today: int, first: int = 1, good: int = 24) -> list[Row]:
    """Give orders of four people, each written in another way, then one row for every fault."""
    people = (
        ("سارا كريمي", "۰۹۱۲۵۵۵{:04}"), ("علی رضایی", "+98912444{:04}"),
        ("مينا", "0098 912 333 {:04}"), ("Reza Ahmadi", "912222{:04}.0"),
    )  # fmt: skip
    rows = []
    for number in range(good):
        name, mobile = people[number % len(people)]
        day = today - 300 + number * 10
        dates = (
            persian_digits(jalali(day)), jalali(day, between="-"), date_of(day).isoformat(),
            str(25_569 + day), jalali(day)[2:], jalali(day, between=""),
        )  # fmt: skip
        amount = 5_000_000 + number * 100_000
        amounts = (
            f"{amount:,}", persian_digits(f"{amount:,}".replace(",", "٬")), str(amount),
            f"{amount} ریال", f"{amount:,}".replace(",", "."), f"{amount}.00",
        )  # fmt: skip
        rows.append(
            Row(
                (
                    str(number + 1), name, mobile.format(first), f"F-{first}-{number}",
                    dates[number % len(dates)], "۱۰:۳۰" if number % 2 else "",
                    amounts[number % len(amounts)], "", "",
                )
            )
        )  # fmt: skip
    return rows + faults(today=today, first=first, mobile=people[0][1].format(first))


def faults(*, today: int, first: int, mobile: str) -> list[Row]:
    """Give one row for every fault."""
    day = jalali(today - 5)
    next_week = jalali(today + 7)

    def row(reason: str, **more: str) -> Row:
        cells = {
            "mobile": mobile, "document": f"X-{first}-{reason}", "date": day,
            "amount": "6,000,000", **more,
        }  # fmt: skip
        return Row(
            (
                "", "سارا کریمی", cells["mobile"], cells["document"], cells["date"], "",
                cells["amount"], "", "",
            ),
            reason,
        )  # fmt: skip

    return [
        row("mobile_missing", mobile=""),
        row("mobile_broken", mobile="9.12E+09"),
        row("document_missing", document=""),
        row("document_twice", document=f"F-{first}-0"),
        row("date_missing", date=""),
        row("date_impossible", date="1403/13/01"),
        row("date_impossible", document="X-2", date="2024-02-30"),
        row("date_in_future", date=next_week),
        row("amount_missing", amount=""),
        row("amount_unreadable", amount="شش میلیون"),
        row("amount_unreadable", document="X-3", amount="12.500"),
        row("amount_negative", amount="(6,000,000)"),
        row("amount_zero", amount="۰"),
        row("amount_of_other_unit", amount="600,000 تومان"),
        row("amount_far_above_usual", amount="600,000,000"),
        Row(("",) * len(HEADERS), "-"),
        Row(HEADERS, "-"),
        Row(("", "جمع کل", "", "", "", "", "987,654,321", "", ""), "-"),
    ]


def as_csv(rows: list[Row], *, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    """Write the rows below two lines of titles, as exports do."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["گزارش فروش"])
    writer.writerow([])
    writer.writerow(HEADERS)
    writer.writerows(row.cells for row in rows)
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.getvalue().encode("utf-16-le")
    return text.getvalue().encode(encoding, "replace")


def write_csv(path: Path, rows: list[Row], **more: str) -> Path:
    """Write a file and give its path."""
    path.write_bytes(as_csv(rows, **more))
    return path
