"""A back-test is a replay, added up: plain and compiled, in one part or in several."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.programme.random_clubs import histories, programmes
from vafa.programme import layout as at
from vafa.programme.backtest import Totals, back_test
from vafa.programme.compile import compile_programme
from vafa.programme.compiled import can_compile
from vafa.programme.document import Programme
from vafa.programme.loading import Columns, load
from vafa.programme.replay import replay

FROM, UNTIL = 19_990, 21_000
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _month_of(totals: Totals, days: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.array(totals.months), days, side="right") - 1


def _by_month(
    totals: Totals, days: np.ndarray, columns: np.ndarray, amounts: np.ndarray, width: int
) -> list[list[int]]:
    table = np.zeros((len(totals.months), width), np.int64)
    np.add.at(table, (_month_of(totals, days), columns), amounts)
    return table.tolist()


@slow
@given(document=programmes(), columns=histories())
def test_back_test_adds_up_what_a_replay_gives(document: Programme, columns: Columns) -> None:
    """Every sum is that of the rows of the replay, in the month in which they happened."""
    programme = compile_programme(document)

    totals = back_test(
        programme=programme, parts=[load(columns=columns, until_day=UNTIL)], from_day=FROM,
        until_day=UNTIL, compiled=False,
    )  # fmt: skip

    rows = replay(programme=programme, columns=columns, until_day=UNTIL, compiled=False)
    months = _by_month(totals, columns.day, np.zeros_like(columns.day), rows.sales.net_rials, 1)
    assert totals.net_rials.tolist() == [net for (net,) in months]
    paid = _by_month(totals, columns.day, np.zeros_like(columns.day), rows.sales.to_pay_rials, 1)
    assert totals.to_pay_rials.tolist() == [rials for (rials,) in paid]
    assert totals.orders.sum() == len(columns.member)
    assert totals.members == len(rows.members)
    awards, effects, units = rows.awards, len(programme.effects), len(programme.units)
    given = _by_month(totals, awards.day, awards.effect, awards.units, effects)
    assert totals.awarded.tolist() == given
    assert totals.awards.sum() == len(awards.member)
    burns, moves = rows.burns, rows.movements
    spent = _by_month(totals, columns.day[burns.order], burns.unit - 1, burns.units, units)
    assert totals.spent.tolist() == spent
    assert totals.spent_rials.sum() == burns.rials.sum()
    ended = moves.kind == at.EXPIRE
    expired = _by_month(
        totals, moves.day[ended], moves.unit[ended] - 1, moves.amount[ended], units
    )
    assert totals.expired.tolist() == expired
    assert totals.balances.tolist() == rows.balances.sum(axis=0).tolist()
    steps = rows.tier_changes.kind
    assert totals.steps_up.sum() == (steps == at.UP).sum()
    assert totals.steps_down.sum() == (steps == at.DOWN).sum()
    tiers = [state.tier for state in rows.states]
    assert totals.tiers.tolist() == [tiers.count(tier) for tier in programme.tiers]


def _part(columns: Columns, first: int, last: int) -> Columns:
    start = int(columns.first_line[first]) if first < last else 0
    end = int(columns.line_end[last - 1]) if first < last else 0
    of_orders = ("member", "day", "minute", "wants_credit", "channel", "branch")
    of_lines = ("group", "net_rials", "gross_rials", "quantity_milli", "vat_rials", "kind")
    return replace(
        columns,
        first_line=columns.first_line[first:last] - start,
        line_end=columns.line_end[first:last] - start,
        **{name: getattr(columns, name)[first:last] for name in of_orders},
        **{name: getattr(columns, name)[start:end] for name in of_lines},
    )


def _assert_same(one: Totals, other: Totals) -> None:
    for column in fields(Totals):
        assert np.array_equal(getattr(one, column.name), getattr(other, column.name)), column.name


@slow
@given(document=programmes(), columns=histories())
def test_back_test_is_the_same_in_parts(document: Programme, columns: Columns) -> None:
    """A history may come in parts of whole members."""
    programme = compile_programme(document)
    ends = [*(np.flatnonzero(np.diff(columns.member)) + 1), len(columns.member)]
    parts = [
        load(columns=_part(columns, first, last), until_day=UNTIL)
        for first, last in zip([0, *ends], ends, strict=False)
    ]
    days = {"from_day": FROM, "until_day": UNTIL}

    whole = back_test(
        programme=programme, parts=[load(columns=columns, until_day=UNTIL)], compiled=False, **days
    )
    in_parts = back_test(programme=programme, parts=parts, compiled=False, **days)

    _assert_same(in_parts, whole)


@pytest.mark.skipif(not can_compile(), reason="numba is an optional extra")
@pytest.mark.xdist_group("compiled")
@slow
@given(document=programmes(), columns=histories())
def test_back_test_is_the_same_compiled(document: Programme, columns: Columns) -> None:
    """Plain and compiled sums are equal to the last unit."""
    programme = compile_programme(document)
    loaded = [load(columns=columns, until_day=UNTIL)]
    days = {"from_day": FROM, "until_day": UNTIL}

    plain = back_test(programme=programme, parts=loaded, compiled=False, **days)
    fast = back_test(programme=programme, parts=loaded, compiled=True, **days)

    _assert_same(fast, plain)
