"""Runs whole members through the steps and keeps sums only: what a back-test needs.

The moves are those of a replay; what they wrote is added up after each order and forgotten, so
memory is as large as the buckets (`totals`, by month) whatever the history's length.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine, type_cells
from vafa.programme.step import advance
from vafa.programme.step_basics import month_index, month_start
from vafa.programme.step_replay import H_DAY, HISTORY_ROW, empty, is_last, play, room

_MAX_INT64 = 9_223_372_036_854_775_807

# --- totals: which month was looked up last, then the end of all members, then months
T_FIRST, T_MONTHS, T_FROM, T_TO, T_ROW, T_MEMBERS, T_TIER_AT, T_MONTH_AT, T_MONTH_SIZE = range(9)
T_UNITS = 9  # per unit: spendable, pending, owed; then per tier: members; then months
# --- a month; then per unit what is spent, its worth, and expired; then per effect its awards
(M_ORDERS, M_NET, M_TO_PAY, M_UP, M_DOWN) = range(5)
M_UNITS = 5
SPENT, SPENT_RIALS, EXPIRED = range(3)
UNIT_MONTH = 3
AWARDS, AWARDED = range(2)
EFFECT_MONTH = 2


def run_totals(
    m: Machine, orders: type_cells, lines: type_cells, numbers: type_cells, totals: type_cells,
    first: int, until: int,
) -> int:  # fmt: skip
    """Play orders from `first` on, adding up; give the next order to play.

    Stops only before an order for which `out` is too short.
    """
    count = len(orders) // HISTORY_ROW
    i = first
    while i < count:
        if at.OUT_ROWS + room(m, orders, i * HISTORY_ROW) > len(m.out):
            return i
        m.out[0] = at.OUT_ROWS
        m.e[at.E_AWARDS] = 0
        play(m, orders, lines, numbers, i)
        _add_order(m, totals, orders[i * HISTORY_ROW + H_DAY])
        if is_last(orders, i):
            m.out[0] = at.OUT_ROWS
            advance(m, until)
            _add_rows(m, totals)
            _add_member(m, totals)
            empty(m)
        i += 1
    return i


def _add_order(m: Machine, totals: type_cells, day: int) -> None:
    month = _month(m, totals, day)
    paid = m.e[at.E_NET] - m.e[at.E_CREDIT]
    for line in range(m.e[at.E_LINES]):
        paid += m.work[line * at.LINE_WORK + at.K_VAT]
    _plus(totals, month + M_ORDERS, 1)
    _plus(totals, month + M_NET, m.e[at.E_NET])
    _plus(totals, month + M_TO_PAY, paid)
    _add_rows(m, totals)


def _add_rows(m: Machine, totals: type_cells) -> None:
    """Add up what the steps wrote, each row in the month in which it happened."""
    for row in range(at.OUT_ROWS, m.out[0], at.ROW):
        kind = m.out[row]
        if kind == at.O_AWARD:
            month = _month(m, totals, m.out[row + 8])
            effect = month + M_UNITS + m.p[at.P_UNITS] * UNIT_MONTH + m.out[row + 1] * EFFECT_MONTH
            _plus(totals, effect + AWARDS, 1)
            _plus(totals, effect + AWARDED, m.out[row + 4])
        elif kind == at.O_BURN and m.out[row + 2] > 0:
            month = _month(m, totals, m.e[at.E_DAY])
            unit = month + M_UNITS + m.out[row + 1] * UNIT_MONTH
            _plus(totals, unit + SPENT, m.out[row + 2])
            _plus(totals, unit + SPENT_RIALS, m.out[row + 3])
        elif kind == at.O_MOVEMENT and m.out[row + 2] == at.EXPIRE:
            month = _month(m, totals, m.out[row + 7])
            _plus(totals, month + M_UNITS + m.out[row + 3] * UNIT_MONTH + EXPIRED, m.out[row + 6])
        elif kind == at.O_TIER and m.out[row + 1] <= at.DOWN:
            month = _month(m, totals, m.out[row + 2])
            _plus(totals, month + (M_UP if m.out[row + 1] == at.UP else M_DOWN), 1)


def _add_member(m: Machine, totals: type_cells) -> None:
    _plus(totals, T_MEMBERS, 1)
    for i in range(m.p[at.P_UNITS] * at.BALANCE_SIZE):
        _plus(totals, T_UNITS + i, m.s[at.S_UNITS + i])
    if m.p[at.P_LEVELS] > 0:
        _plus(totals, totals[T_TIER_AT] + m.s[at.S_TIER], 1)


def _plus(totals: type_cells, place: int, amount: int) -> None:
    if totals[place] > _MAX_INT64 - amount:
        raise OverflowError("a sum does not fit 64 bits")
    totals[place] += amount


def _month(m: Machine, totals: type_cells, day: int) -> int:
    """Give the place of a day's month; what lies before the first month counts there."""
    if totals[T_FROM] <= day < totals[T_TO]:
        return totals[T_ROW]
    index = month_index(m, day)
    totals[T_FROM], totals[T_TO] = month_start(m, index), month_start(m, index + 1)
    place = min(max(index - totals[T_FIRST], 0), totals[T_MONTHS] - 1)
    totals[T_ROW] = totals[T_MONTH_AT] + place * totals[T_MONTH_SIZE]
    return totals[T_ROW]
