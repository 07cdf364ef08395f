"""Runs whole members through the steps: one source for plain and compiled replays.

Orders lie in `orders` (one row of `H_*` figures each), sorted by member; lines in `lines` as the
steps read them, but that a line names its kind and group, and an order its channel and branch, by
their places in `numbers`, which gives the programme's. Stops before an order for which `out` might
be too short, and says where it stopped.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine, type_cells
from vafa.programme.step import advance, apply
from vafa.programme.step_basics import write
from vafa.programme.step_ladder import next_review
from vafa.programme.step_lots import idle_until, open_rings, write_lots

H_MEMBER, H_DAY, H_MINUTE, H_CHANNEL, H_BRANCH, H_FIRST, H_END, H_WANTS = range(8)
HISTORY_ROW = 8
NUMBERS_HEAD = 2  # offsets of the channels and of the branches


def run(
    m: Machine, orders: type_cells, lines: type_cells, numbers: type_cells, first: int, until: int
) -> int:
    """Play orders from `first` on until `out` is nearly full; give the next order to play.

    The first order of a member finds the machine empty; after the last one time passes up to
    `until`, and what the member has is written.
    """
    count = len(orders) // HISTORY_ROW
    i = first
    while i < count:
        order = i * HISTORY_ROW
        if m.out[0] + room(m, orders, order) > len(m.out):
            return i
        play(m, orders, lines, numbers, i)
        _write_sale(m, i)
        if is_last(orders, i):
            _finish(m, until)
        i += 1
    return i


def is_last(orders: type_cells, number: int) -> int:
    """Tell (1 or 0) whether an order is its member's last."""
    order = number * HISTORY_ROW
    if order + HISTORY_ROW == len(orders):
        return 1
    return 1 if orders[order + HISTORY_ROW + H_MEMBER] != orders[order + H_MEMBER] else 0


def room(m: Machine, orders: type_cells, order: int) -> int:
    """Give the most that one order, with the end of its member, can write."""
    lines = orders[order + H_END] - orders[order + H_FIRST]
    effects = m.p[at.P_EFFECTS] * (4 + lines)
    lots = (m.s[at.S_LOTS] + m.p[at.P_EFFECTS]) * 6
    state = len(m.s) + m.s[at.S_COUNT] + m.p[at.P_LEVELS] * 20
    return at.ROW * (effects + lots + state + m.p[at.P_UNITS] * (2 + lines) + 20)


def play(
    m: Machine, orders: type_cells, lines: type_cells, numbers: type_cells, number: int
) -> None:
    """Let one order of a history happen."""
    order = number * HISTORY_ROW
    e = m.e
    e[at.E_DAY] = orders[order + H_DAY]
    e[at.E_MINUTE] = orders[order + H_MINUTE]
    e[at.E_CHANNEL] = numbers[numbers[0] + orders[order + H_CHANNEL]]
    e[at.E_BRANCH] = numbers[numbers[1] + orders[order + H_BRANCH]]
    e[at.E_ORDER] = number
    start, end = orders[order + H_FIRST], orders[order + H_END]
    e[at.E_LINES] = end - start
    source = start * at.LINE_SIZE
    for i in range((end - start) * at.LINE_SIZE):
        m.lines[i] = lines[source + i]
    for i in range(end - start):
        cell = i * at.LINE_SIZE + at.N_CELL
        m.lines[cell] = numbers[NUMBERS_HEAD + m.lines[cell]]
    e[at.E_WISHES] = e[at.E_OFFERED] if orders[order + H_WANTS] else 0
    apply(m)


def _write_sale(m: Machine, number: int) -> None:
    vat = 0
    for line in range(m.e[at.E_LINES]):
        vat += m.work[line * at.LINE_WORK + at.K_VAT]
    net = m.e[at.E_NET]
    qualifying = 0 if m.p[at.P_BASIS] == at.BY_POINTS else m.e[at.E_QUALIFYING]
    write(m, at.O_SALE, number, net, vat, net + vat - m.e[at.E_CREDIT], qualifying)


def _finish(m: Machine, until: int) -> None:
    """Let time pass, write what the member has, and empty the machine for the next one."""
    s = m.s
    advance(m, until)
    write_lots(m)
    for unit in range(m.p[at.P_UNITS]):
        place = at.S_UNITS + unit * at.BALANCE_SIZE
        idle = idle_until(m, unit)
        write(m, at.O_BALANCE, unit, s[place], s[place + 1], s[place + 2], idle)
    for i in range(len(s)):
        if s[i] != 0:
            write(m, at.O_STATE, i, s[i], 0, 0, 0)
    for i in range(s[at.S_HEAD], s[at.S_HEAD] + s[at.S_COUNT]):
        place = i * at.BUCKET_SIZE
        write(m, at.O_BUCKET, m.window[place], m.window[place + 1], 0, 0, 0)
    write(m, at.O_MEMBER, next_review(m), 0, 0, 0, 0)
    empty(m)


def empty(m: Machine) -> None:
    """Forget the member."""
    for i in range(len(m.s)):
        m.s[i] = 0
    m.s[at.S_TRACK] = 1
    open_rings(m)
