"""The journal for accounting software: balanced lines by day or month, with the club's own codes.

Pure. Every entry is one debit and one credit of the same Rial, so each group sums to zero. What
happened before the month it is booked in stands in lines of its own, with its day.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from vafa.domain.accounting.months import days_of, name_of
from vafa.domain.accounting.records import ACCOUNTS, CAUSES, MonthRolled
from vafa.kit.calendar import date_of, jalali_of
from vafa.kit.persian import Language

Step = Literal["day", "month"]

TITLES: Final[Mapping[Language, Mapping[str, str]]] = {
    "fa": {
        "liability": "درآمد انتقالی باشگاه مشتریان",
        "revenue": "درآمد فروش",
        "breakage": "درآمد واحدهای استفاده‌نشده",
        "promotion": "هزینهٔ ترویج فروش",
        "receivable": "طلب از اعضا",
        "opening": "مانده‌های افتتاحیهٔ باشگاه",
        "revaluation": "تجدید ارزیابی بدهی باشگاه",
        "settlement": "تسویهٔ مرجوعی با اعتبار فروشگاه",
    },
    "en": {
        "liability": "Deferred revenue of the customer club",
        "revenue": "Sales revenue",
        "breakage": "Income from units never used",
        "promotion": "Promotion cost",
        "receivable": "Receivable from members",
        "opening": "Opening balances of the club",
        "revaluation": "Revaluation of the club's liability",
        "settlement": "Refunds settled in store credit",
    },
}
HEADERS: Final[Mapping[Language, Sequence[str]]] = {
    "fa": (
        "ماه", "تاریخ", "تاریخ میلادی", "کد حساب", "نام حساب", "بدهکار (ریال)", "بستانکار (ریال)",
        "تاریخ رویداد",
    ),
    "en": (
        "month", "date", "date (Gregorian)", "account code", "account", "debit (IRR)",
        "credit (IRR)", "effective date",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One side of one account on one day (or month). `effective_day` is set for late effects."""

    month: str
    day: int
    effective_day: int | None
    account: str
    code: str
    title: str
    debit_rials: int
    credit_rials: int

    @property
    def date(self) -> str:
        """Give the Jalali date that the line is booked on."""
        return jalali_text(self.day)

    @property
    def gregorian_date(self) -> str:
        """Give the same day in the Gregorian calendar."""
        return date_of(self.day).isoformat()

    @property
    def effective_date(self) -> str:
        """Give the Jalali date on which a late effect happened, else nothing."""
        return "" if self.effective_day is None else jalali_text(self.effective_day)


def lines(
    *,
    months: Iterable[MonthRolled],
    step: Step,
    codes: Mapping[str, str],
    language: Language,
) -> tuple[JournalLine, ...]:
    """Give the journal of some months; by month, a line is booked on the month's last day."""
    sums: dict[tuple[int, int, int, int, bool], int] = defaultdict(int)
    for month in months:
        days = days_of(month.month)
        for entry in month.entries:
            day = entry.day if step == "day" else days.last
            late = entry.effective_day if entry.effective_day < days.first else 0
            raised, lowered = (ACCOUNTS.index(account) for account in CAUSES[entry.cause])
            credited, debited = (raised, lowered) if entry.amount > 0 else (lowered, raised)
            sums[month.month, day, late, debited, False] += abs(entry.amount)
            sums[month.month, day, late, credited, True] += abs(entry.amount)
    return tuple(
        JournalLine(
            month=name_of(month),
            day=day,
            effective_day=late or None,
            account=ACCOUNTS[account],
            code=codes.get(ACCOUNTS[account], ACCOUNTS[account]),
            title=TITLES[language][ACCOUNTS[account]],
            debit_rials=0 if is_credit else amount,
            credit_rials=amount if is_credit else 0,
        )
        for (month, day, late, account, is_credit), amount in sorted(
            sums.items(), key=lambda item: (*item[0][:3], item[0][4], item[0][3])
        )
    )


def csv_text(*, journal: Iterable[JournalLine], language: Language) -> str:
    """Give the journal as CSV, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS[language])
    for line in journal:
        writer.writerow(
            (
                line.month, line.date, line.gregorian_date, line.code, line.title,
                line.debit_rials, line.credit_rials, line.effective_date,
            )
        )  # fmt: skip
    return "\ufeff" + text.getvalue()


def jalali_text(day: int) -> str:
    """Give the Jalali date of a day: 1405/07/30."""
    year, month, of_month = jalali_of(day)
    return f"{year}/{month:02}/{of_month:02}"
