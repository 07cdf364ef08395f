"""What the page of components shows: made up, nobody's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from vafa.interfaces.web.charts import Series
from vafa.interfaces.web.lists import Column, Empty, Filter, Listing, View
from vafa.interfaces.web.parts import (
    Cohort,
    Happening,
    LedgerRow,
    Party,
    Receipt,
    ReceiptLine,
    Total,
)
from vafa.interfaces.web.templatetags.ui import tier

MEMBERS: Final[list[dict[str, Any]]] = [
    {
        "id": number,
        "name": name,
        "mobile": mobile,
        "tier": level,
        "orders": orders,
        "total": total,
        "credit": credit,
        "last": day,
    }
    for number, (name, mobile, level, orders, total, credit, day) in enumerate(
        [
            ("مریم رضایی", "+989123456789", 2, 21, 31_353_000, 1_200_000, 20_685),
            ("نگار حسینی", "+989120130331", 0, 1, 1_604_000, 0, 20_760),
            ("سینا صادقی", "+989131734710", 1, 6, 11_484_000, -50_000, 20_762),
            ("الهام قاسمی", "+989340966023", 3, 57, 185_706_005, 875_000, 20_747),
        ]
    )
]
_TIERS: Final = ("عادی", "برنزی", "نقره‌ای", "طلایی")
LISTING: Final = Listing(
    code="gallery-members",
    title="مشتریان",
    key=lambda row: row["id"],
    sort="-last",
    columns=(
        Column("name", "مشتری", lambda row: row["name"], href=lambda row: "#file", can_sort=True),
        Column("mobile", "موبایل", lambda row: row["mobile"], "mobile"),
        Column(
            "tier",
            "سطح",
            lambda row: _TIERS[row["tier"]],
            draw=lambda row: tier(_TIERS[row["tier"]], level=row["tier"]),
        ),
        Column("orders", "سفارش", lambda row: row["orders"], "number", can_sort=True),
        Column("total", "جمع خرید", lambda row: row["total"], "money", can_sort=True),
        Column("credit", "اعتبار", lambda row: row["credit"], "money"),
        Column("last", "آخرین خرید", lambda row: row["last"], "day", can_sort=True),
        Column("note", "یادداشت", lambda row: "", is_shown=False),
    ),
    filters=(
        Filter("tier", "همهٔ سطح‌ها", choices=tuple(enumerate(_TIERS))),  # type: ignore[arg-type]  # framework
        Filter("since", "خرید از روز", kind="day"),
        Filter("credit", "اعتباردارها", kind="flag"),
    ),
    views=(View("همه", {}), View("وفادار", {"tier": "3"}), View("اعتباردار", {"credit": "1"})),
    search_hint="موبایل یا نام",
    can_choose=True,
    can_export=True,
    empty=Empty("هنوز مشتری ندارید"),
)
MONTHS: Final = (
    "آذر", "دی", "بهمن", "اسفند", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر",
    "آبان",
)  # fmt: skip
_MILLION: Final = 10_000_000  # Toman, in Rials
FIRST: Final = Series(
    "خرید نخست",
    tuple(value * _MILLION for value in (48, 48, 52, 62, 55, 51, 63, 47, 63, 52, 44, 61)),
)
AGAIN: Final = Series(
    "خرید تکراری",
    tuple(value * _MILLION for value in (53, 57, 67, 83, 81, 79, 101, 80, 112, 99, 85, 128)),
)
PROFIT: Final = (
    Series("با باشگاه", tuple(value * _MILLION for value in (12, 18, -6, 24, 30, 28))),
    Series("بی باشگاه", tuple(value * _MILLION for value in (10, 11, -9, 12, 14, 12))),
)
MIDDLE: Final = Series("میانه", tuple(value * _MILLION for value in (10, 14, 15, 22, 24, 31)))
BANDS: Final = (
    (
        Series("بازهٔ ۹۵٪", tuple(value * _MILLION for value in (8, 9, 8, 12, 11, 14))),
        Series("تا", tuple(value * _MILLION for value in (12, 19, 22, 32, 37, 48))),
    ),
    (
        Series("بازهٔ ۸۰٪", tuple(value * _MILLION for value in (9, 12, 12, 17, 18, 23))),
        Series("تا", tuple(value * _MILLION for value in (11, 16, 18, 27, 30, 39))),
    ),
)
COHORTS: Final = (
    Cohort("آذر", 212, (4600, 4400, 3600, 3200, 2500, 1700, 1000)),
    Cohort("دی", 188, (4600, 4600, 4200, 3400, 3000, 1600)),
    Cohort("بهمن", 240, (5400, 4600, 3700, 3000, 2400)),
    Cohort("اسفند", 301, (6200, 5000, 3700, 400)),
)


def empty_list(code: str, title: str) -> Listing:
    """Give a list of which nothing is there."""
    return Listing(
        code=code,
        title=title,
        key=lambda row: row["id"],
        sort="name",
        columns=LISTING.columns,
        search_hint="موبایل یا نام",
        empty=Empty(
            "هنوز مشتری ندارید",
            "فهرست مشتریان را از اکسل بیاورید یا نخستین عضو را پای صندوق ثبت کنید.",
            icon="users",
            href="#import",
            action="ورود از اکسل",
        ),
    )


def happenings(at: datetime) -> list[Happening]:
    """Give a timeline."""
    return [
        Happening(
            "خرید در شعبهٔ ولیعصر",
            at - timedelta(minutes=2),
            "فاکتور ۱۲۰۴",
            "receipt-text",
            money_rials=4_350_000,
            href="#purchase",
        ),
        Happening(
            "استفاده از اعتبار", at - timedelta(hours=3), icon="wallet", money_rials=-1_200_000
        ),
        Happening("به سطح نقره‌ای رسید", at - timedelta(days=1), icon="award", tone="accent"),
        Happening(
            "پیامک نرسید",
            at - timedelta(days=40),
            "شماره خاموش بود",
            icon="circle-alert",
            tone="error",
        ),
    ]


def book(at: datetime) -> list[LedgerRow]:
    """Give a member's book."""
    return [
        LedgerRow(at, "بازگشت خرید", 217_000, 1_417_000, "INV-1204", "#purchase", is_proved=True),
        LedgerRow(at - timedelta(days=9), "استفاده از اعتبار", -1_000_000, 1_200_000),
        LedgerRow(at - timedelta(days=12), "هدیهٔ تولد", 2_200_000, 2_200_000, is_proved=True),
    ]


def receipt(at: datetime) -> Receipt:
    """Give a receipt."""
    return Receipt(
        shop="کافه‌کتاب سپید",
        number="A-10245",
        at=at,
        lines=(
            ReceiptLine("قهوهٔ لاته", "2", 950_000, 1_900_000),
            ReceiptLine("کتاب «بوف کور»", "1", 2_450_000, 2_450_000),
        ),
        totals=(
            Total("جمع", 4_350_000),
            Total("اعتبار", -1_200_000),
            Total("پرداختی", 3_150_000, is_due=True),
        ),
        facts=(("صندوق", "صندوق ۲"), ("عضو", "مریم ر.")),
        news=("۱۵٬۰۰۰ تومان اعتبار تازه گرفتید",),
        qr="https://example.com/r/7G4K21Q9",
        qr_note="خرید را به نام خود کنید",
        parties=(
            Party("فروشنده", "کافه‌کتاب سپید", (("شناسهٔ ملی", "۱۱۰۰۱۱۵۵۱۰۰"),)),
            Party("خریدار", "شرکت آبان", (("کد اقتصادی", "۱۱۰۰۵۱۱۵۵۰۰"),)),
        ),
        foot=("سپاس از خرید شما",),
    )
