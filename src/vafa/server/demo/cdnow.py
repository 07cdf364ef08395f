"""Reads the CDNOW data: 18 months of orders of 23,570 people who first bought in one quarter.

`lifetimes` is used as a folder with a text file; it is never imported (it would want pandas). The
file knows a buyer, a day, a number of discs and an amount: each order becomes one line of no
stated group, at noon and the minutes after it, so that several orders of a day keep their order.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np

from vafa.kit.calendar import day_of
from vafa.server.demo import history, people, places
from vafa.server.demo.groups import GROUPS, UNSPECIFIED, number_of
from vafa.server.demo.history import (
    LINE_REASONS,
    MILLI,
    ORDER_REASONS,
    History,
    Ints,
    Lines,
    Orders,
    SampleDataMissing,
)

SOURCE: Final = "cdnow"
PACKAGE: Final = "lifetimes"
FIRST_DATE: Final = dt.date(1997, 1, 1)
LAST_DATE: Final = dt.date(1998, 6, 30)

RIALS_PER_CENT: Final = 5_000  # a disc of 12 dollars becomes 6 M Rial

NOON: Final = 720


def data_file() -> Path:
    """Find the text file inside the installed package, without importing it.

    :raises SampleDataMissing: when the package is not installed.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SampleDataMissing(package=PACKAGE)
    return Path(found.origin).parent / "datasets" / "CDNOW_master.txt"


def read(
    *, until: dt.date, rials_per_cent: int = RIALS_PER_CENT, file: Path | None = None
) -> History:
    """Read the orders, moved by whole weeks so that the last day is `until` or shortly before it.

    Every row read is in the account, once as accepted or refused; orders are by member, then time.

    :raises SampleDataMissing: when the package is not installed.
    """
    rows = _read_rows(file or data_file())
    buyer, day, discs, cents, row, minute = (rows[:, column] for column in range(6))
    found = _judge(rows)
    left = history.refused(ORDER_REASONS, found)
    buyers, member = np.unique(buyer[~left], return_inverse=True)
    members = tuple(people.person(source=SOURCE, buyer=int(number)) for number in buyers)
    amount_rials = cents * rials_per_cent
    shifted_weeks = history.weeks_to(LAST_DATE, until=until)
    size = len(member)
    return History(
        source=SOURCE,
        first_date=FIRST_DATE + dt.timedelta(weeks=shifted_weeks),
        last_date=LAST_DATE + dt.timedelta(weeks=shifted_weeks),
        shifted_weeks=shifted_weeks,
        rials_per_cent=rials_per_cent,
        amount_only=True,
        members=members,
        branches=places.ONLINE,
        groups=GROUPS,
        orders=Orders(
            member=member,
            day=day[~left] + 7 * shifted_weeks,
            minute=minute[~left],
            document=np.char.add("cdnow-", row[~left].astype(np.str_)),
            branch=np.zeros(size, dtype=np.int64),
            first_line=np.arange(size),
            line_end=np.arange(1, size + 1),
            wants_credit=np.array([one.wants_credit for one in members], dtype=np.bool_)[member],
        ),
        lines=Lines(
            group=np.full(size, number_of(UNSPECIFIED), dtype=np.int64),
            product=np.zeros(size, dtype=np.int64),
            quantity_milli=discs[~left] * MILLI,
            gross_rials=amount_rials[~left],
            discount_rials=np.zeros(size, dtype=np.int64),
            net_rials=amount_rials[~left],
        ),
        account=(
            *history.tally("orders", ORDER_REASONS, found, amount_rials),
            *history.tally("lines", LINE_REASONS, _judge_lines(found, cents), amount_rials),
        ),
    )


def _read_rows(file: Path) -> Ints:
    """Give buyer, day, discs, cents, row of the file and minute of each, by buyer, day and row."""
    rows = []
    text = file.read_text(encoding="ascii").splitlines()[1:]
    for number, (buyer, day, discs, dollars) in enumerate(map(str.split, text), start=1):
        days = day_of(dt.date(int(day[:4]), int(day[4:6]), int(day[6:])))
        rows.append((int(buyer), days, int(discs), int(dollars.replace(".", "")), number))
    rows.sort(key=lambda row: (row[0], row[1], row[4]))
    seen: Counter[tuple[int, int]] = Counter()
    timed = []
    for row in rows:
        timed.append((*row, NOON + seen[row[:2]]))
        seen[row[:2]] += 1
    return np.array(timed, dtype=np.int64)


def _judge(rows: Ints) -> Ints:
    buyer, day, discs, cents = (rows[:, column] for column in range(4))
    _, first = np.unique(rows[:, :4], axis=0, return_index=True)
    again = np.ones(len(rows), dtype=np.bool_)
    again[first] = False
    return history.first_reason(
        ORDER_REASONS,
        {
            "no_member": buyer <= 0,
            "outside_period": (day < day_of(FIRST_DATE)) | (day > day_of(LAST_DATE)),
            "negative_line": (cents < 0) | (discs < 0),
            "repeated": again,
            "paid_nothing": cents == 0,
        },
    )


def _judge_lines(order_found: Ints, cents: Ints) -> Ints:
    return history.first_reason(
        LINE_REASONS,
        {
            "order_refused": history.refused(ORDER_REASONS, order_found),
            "paid_nothing": cents == 0,
        },
    )
