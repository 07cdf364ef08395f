"""What every history keeps, whatever it was read from: sorted, whole and accounted for."""

import datetime as dt
from dataclasses import asdict, fields

import numpy as np
import pytest

from vafa.kit.calendar import day_of
from vafa.server.demo.history import (
    History,
    Kind,
    Reason,
    first_reason,
    refused,
    tally,
    weeks_to,
)

REASONS = (
    Reason("torn", "refused", "is torn", "پاره است"),
    Reason("late", "accepted", "is late", "دیر است"),
    Reason("as_read", "accepted", "taken as read", "پذیرفته شد"),
)


@pytest.fixture(params=["journey", "discs"])
def history(request: pytest.FixtureRequest) -> History:
    """Give each of the two histories in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, History)
    return found


def test_what_was_read_is_what_was_accepted_and_refused(history: History) -> None:
    """Nothing is dropped in silence: rows and Rials read = accepted + refused."""
    taken: dict[Kind, int] = {
        "orders": len(history.orders.day),
        "lines": len(history.lines.group),
    }

    for kind, accepted in taken.items():
        assert history.count(kind, "accepted") == accepted
        assert history.count(kind) == accepted + history.count(kind, "refused")
        assert history.amount_rials(kind, "accepted") == history.lines.net_rials.sum()
    assert history.amount_rials("orders") == history.amount_rials("lines")


def test_orders_are_sorted_by_member_then_time(history: History) -> None:
    """The evaluator refuses unsorted input: (member, day, minute) never goes down."""
    orders = history.orders
    key = (orders.member * 1_000_000 + orders.day) * 1_440 + orders.minute

    assert (np.diff(key) >= 0).all()
    assert set(np.unique(orders.member)) == set(range(len(history.members)))
    assert orders.minute.min() >= 0
    assert orders.minute.max() < 1_440


def test_lines_are_shared_out_among_the_orders_without_gap(history: History) -> None:
    orders = history.orders

    assert orders.first_line[0] == 0
    assert (orders.first_line[1:] == orders.line_end[:-1]).all()
    assert orders.line_end[-1] == len(history.lines.group)
    assert (orders.first_line < orders.line_end).all()


def test_every_column_has_one_whole_number_per_row(history: History) -> None:
    for record in (history.orders, history.lines):
        columns = {field.name: getattr(record, field.name) for field in fields(record)}
        kinds = {name: column.dtype for name, column in columns.items()}
        assert len({len(column) for column in columns.values()}) == 1
        assert kinds.pop("document", np.dtype("<U1")).kind == "U"
        assert kinds.pop("wants_credit", np.dtype(np.bool_)) == np.bool_
        assert set(kinds.values()) == {np.dtype(np.int64)}


def test_amounts_are_never_negative_and_add_up(history: History) -> None:
    lines = history.lines

    assert (lines.gross_rials - lines.discount_rials == lines.net_rials).all()
    assert min(lines.net_rials.min(), lines.discount_rials.min()) == 0
    assert lines.quantity_milli.min() > 0


def test_numbers_point_into_their_lists(history: History) -> None:
    assert 0 <= history.lines.group.min() <= history.lines.group.max() < len(history.groups)
    assert set(np.unique(history.orders.branch)) == set(range(len(history.branches)))
    assert len(np.unique(history.orders.document)) == len(history.orders.document)


def test_no_two_members_share_a_mobile(history: History) -> None:
    assert len({member.mobile for member in history.members}) == len(history.members)


def test_a_member_asks_for_credit_at_every_visit_or_never(history: History) -> None:
    wanting = np.array([member.wants_credit for member in history.members])

    assert (history.orders.wants_credit == wanting[history.orders.member]).all()
    assert 0.38 < wanting.mean() < 0.42


def test_history_ends_within_a_week_of_the_day_asked_for(history: History) -> None:
    assert dt.date(2026, 11, 14) < history.last_date <= dt.date(2026, 11, 21)
    assert history.orders.day.min() == day_of(history.first_date)
    assert history.orders.day.max() == day_of(history.last_date)


@pytest.mark.parametrize(
    ("until", "weeks"),
    [("2017-12-31", 0), ("2018-01-06", 0), ("2018-01-07", 1), ("2017-12-30", -1)],
)
def test_weeks_to_never_passes_the_day(until: str, weeks: int) -> None:
    assert weeks_to(dt.date(2017, 12, 31), until=dt.date.fromisoformat(until)) == weeks


def test_the_first_reason_that_holds_is_the_one_given() -> None:
    holds = {"torn": np.array([True, False, False]), "late": np.array([True, True, False])}

    found = first_reason(REASONS, holds)
    rows = tally("orders", REASONS, found, np.array([5, 6, 7]))

    assert found.tolist() == [0, 1, 2]
    assert refused(REASONS, found).tolist() == [True, False, False]
    assert [asdict(row) for row in rows] == [
        {"kind": "orders", "reason": asdict(reason), "count": 1, "amount_rials": amount}
        for reason, amount in zip(REASONS, (5, 6, 7), strict=True)
    ]
