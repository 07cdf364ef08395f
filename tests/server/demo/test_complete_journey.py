"""The Complete Journey receipts: the published counts, local times, exact totals, faulty rows."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pytest

from vafa.kit.calendar import day_of
from vafa.server.demo import complete_journey
from vafa.server.demo.groups import CATEGORIES, DEPARTMENTS, group_of
from vafa.server.demo.history import History, SampleDataMissing

UNTIL: Final = date(2026, 11, 21)
SHOP_ZONE: Final = ZoneInfo("America/New_York")


def _account(history: History, kind: str) -> dict[str, int]:
    return {row.reason.code: row.count for row in history.account if row.kind == kind}


def test_counts_are_the_published_ones(journey: History) -> None:
    assert len(journey.members) == 2_469
    assert journey.count("lines") == 1_469_307
    assert journey.count("orders") == 155_848
    assert _account(journey, "orders") == {
        "paid_below_zero": 19,
        "nothing_sold": 320,
        "paid_nothing": 188,
        "as_read": 155_321,
    }
    assert _account(journey, "lines") == {
        "order_refused": 435,
        "nothing_sold": 5_457,
        "coupon_line": 2_959,
        "coupon_above_price": 529,
        "no_quantity": 32,
        "unknown_product": 32,
        "thousandths": 13_509,
        "paid_nothing": 3_548,
        "as_read": 1_442_806,
    }


def test_totals_are_the_source_s_to_the_cent(journey: History) -> None:
    path = str(complete_journey.data_folder() / "transactions.parquet")
    query = """
        SELECT CAST(sum(round(100 * sales_value) - round(100 * coupon_disc)) AS BIGINT)
        FROM read_parquet($path)
    """
    with duckdb.connect() as database:
        ((cents,),) = database.execute(query, {"path": path}).fetchall()

    assert journey.amount_rials("orders") == cents * 1_000 == 456_967_968_000
    assert journey.amount_rials("orders", "refused") == -2_658_000


def test_times_are_the_wall_times_of_the_shops_on_the_same_weekday(journey: History) -> None:
    path = str(complete_journey.data_folder() / "transactions.parquet")
    query = "SELECT DISTINCT basket_id, epoch(transaction_timestamp) FROM read_parquet($path)"
    with duckdb.connect() as database:
        rows = database.execute(query, {"path": path}).fetchall()
    local = {
        str(basket): datetime.fromtimestamp(seconds, UTC).astimezone(SHOP_ZONE)
        for basket, seconds in rows
    }

    shown = zip(journey.orders.document, journey.orders.day, journey.orders.minute, strict=True)

    for document, day, minute in shown:
        moment = local[str(document)]
        assert minute == moment.hour * 60 + moment.minute
        assert day - 7 * journey.shifted_weeks == day_of(moment.date())


def test_reading_twice_gives_the_same_columns(journey: History) -> None:
    again = complete_journey.read(until=UNTIL)

    assert again.members == journey.members
    assert again.account == journey.account
    for first, second in ((journey.orders, again.orders), (journey.lines, again.lines)):
        for name, column in vars(first).items():
            assert np.array_equal(column, vars(second)[name]), name


def test_every_department_s_lines_are_in_its_group(journey: History) -> None:
    folder = complete_journey.data_folder()
    query = """
        WITH line AS (
            SELECT * FROM read_parquet($lines) AS sold
            LEFT JOIN read_parquet($products) AS product USING (product_id)
        )
        SELECT department, count(*)
        FROM line
        WHERE (quantity > 0 OR sales_value + retail_disc + coupon_match_disc > 0.005)
          AND basket_id NOT IN (SELECT basket_id FROM line GROUP BY basket_id
                                HAVING sum(sales_value - coupon_disc) < -0.005)
        GROUP BY department
    """
    paths = {
        "lines": str(folder / "transactions.parquet"),
        "products": str(folder / "products.parquet"),
    }
    with duckdb.connect() as database:
        expected = dict(database.execute(query, paths).fetchall())

    counts = np.bincount(journey.lines.group, minlength=len(journey.groups))

    undivided = [name for name in expected if name not in CATEGORIES]
    assert len(undivided) == 29
    assert {name: counts[group_of(name, None)] for name in undivided} == {
        name: expected[name] for name in undivided
    }
    assert counts.sum() == sum(expected.values())


def test_every_name_in_the_list_of_groups_is_one_of_the_source() -> None:
    path = str(complete_journey.data_folder() / "products.parquet")
    query = "SELECT DISTINCT department, product_category FROM read_parquet($path)"
    with duckdb.connect() as database:
        known = set(database.execute(query, {"path": path}).fetchall())

    listed = {
        (department, category)
        for department, codes in CATEGORIES.items()
        for categories in codes.values()
        for category in categories
    }

    assert listed - known == set()
    assert set(DEPARTMENTS) == {department for department, _ in known} - {None}


# Household, store, basket, product, quantity; sales, shop, coupon and match discounts; UTC time.
Row = tuple[int | None, int, int, int, int, str, str, str, str, str | None]

NOON: Final = "2017-03-05 17:00:00"
FAULTS: Final[tuple[Row, ...]] = (
    (7, 300, 1, 10, 2, "5.00", "1.00", "0", "0", NOON),
    (7, 300, 1, 11, 1, "2.00", "0", "3.00", "0", NOON),
    (7, 300, 1, 12, 0, "0", "0", "0.50", "0", NOON),
    (7, 300, 1, 13, 0, "0", "0", "0", "0", NOON),
    (None, 300, 2, 10, 1, "1.00", "0", "0", "0", NOON),
    (7, 300, 3, 10, 1, "1.00", "0", "0", "0", None),
    (7, 300, 4, 10, 1, "1.00", "0", "0", "0", "2018-01-01 05:00:00"),
    (7, 300, 5, 10, 1, "1.00", "0", "0", "0", NOON),
    (8, 300, 5, 10, 1, "1.00", "0", "0", "0", NOON),
    (7, 300, 6, 10, 1, "-1.00", "0", "0", "0", NOON),
    (7, 300, 7, 10, 1, "1.00", "0", "1.50", "0", NOON),
    (7, 300, 8, 10, 0, "0", "0", "0", "0", NOON),
    (6, 301, 9, 20, 10_500, "25.00", "0", "0", "0", "2018-01-01 04:59:59"),
    (6, 301, 9, 99, 0, "1.00", "0", "0", "0.25", "2018-01-01 04:59:59"),
    (6, 301, 9, 10, 1, "0", "2.00", "0", "0", "2018-01-01 04:59:59"),
)


@pytest.fixture
def faulty(tmp_path: Path) -> History:
    """Give a small history with every fault that is known."""
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE line (household_id BIGINT, store_id BIGINT, basket_id BIGINT,"
            " product_id BIGINT, quantity BIGINT, sales_value DOUBLE, retail_disc DOUBLE,"
            " coupon_disc DOUBLE, coupon_match_disc DOUBLE, transaction_timestamp TIMESTAMP)"
        )
        database.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", FAULTS)
        database.execute(f"COPY line TO '{tmp_path / 'transactions.parquet'}'")
        database.execute(
            "CREATE TABLE product AS SELECT * FROM (VALUES (10, 'GROCERY', 'CHEESE'),"
            " (11, 'DELI', 'SALADS/DIPS'), (12, NULL, NULL), (20, 'FUEL', 'FUEL'))"
            " AS product (product_id, department, product_category)"
        )
        database.execute(f"COPY product TO '{tmp_path / 'products.parquet'}'")
    return complete_journey.read(until=date(2017, 12, 31), rials_per_cent=10, folder=tmp_path)


def test_faulty_orders_are_refused_with_their_reason(faulty: History) -> None:
    assert _account(faulty, "orders") == {
        "no_member": 1,
        "no_time": 1,
        "outside_period": 1,
        "contradictory": 2,
        "negative_line": 1,
        "paid_below_zero": 1,
        "nothing_sold": 1,
        "as_read": 2,
    }
    assert faulty.orders.document.tolist() == ["9", "1"]
    assert [member.reference for member in faulty.members] == ["6", "7"]
    assert faulty.count("orders") == 10


def test_faulty_lines_are_mended_or_refused_with_their_reason(faulty: History) -> None:
    assert _account(faulty, "lines") == {
        "order_refused": 8,
        "nothing_sold": 1,
        "coupon_line": 1,
        "coupon_above_price": 1,
        "no_quantity": 1,
        "thousandths": 1,
        "paid_nothing": 1,
        "as_read": 1,
    }
    codes = [faulty.groups[number].code for number in faulty.lines.group]
    assert codes == ["food.dairy", "fuel", "unspecified", "food.dairy", "fresh.deli"]
    assert faulty.lines.quantity_milli.tolist() == [1_000, 10_500, 1_000, 2_000, 1_000]


def test_coupons_above_the_price_are_taken_from_the_other_lines(faulty: History) -> None:
    """Paid 5.00 - 1.00 - 0.50: the line under the coupon is free, its neighbour pays the rest."""
    assert faulty.lines.gross_rials.tolist() == [2_000, 25_000, 1_250, 6_000, 2_000]
    assert faulty.lines.discount_rials.tolist() == [2_000, 0, 250, 2_500, 2_000]
    assert faulty.lines.net_rials.tolist() == [0, 25_000, 1_000, 3_500, 0]


def test_the_last_second_of_the_year_belongs_to_it(faulty: History) -> None:
    assert faulty.orders.day[0] == day_of(date(2017, 12, 31))
    assert faulty.orders.minute.tolist() == [1_439, 720]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complete_journey, "PACKAGE", "no_such_package")

    with pytest.raises(SampleDataMissing) as caught:
        complete_journey.data_folder()

    assert caught.value.details == {"package": "no_such_package"}
