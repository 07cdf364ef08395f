"""A history of purchases through the evaluator: what the ledger shall post, member by member.

Takes member-sorted columns and gives tables (`replay_tables`). The plain and the compiled way run
the same source and give the same arrays. Budgets, facts of the person and rules of other triggers
have no part here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from vafa.kit.errors import Refused
from vafa.programme import layout as at
from vafa.programme.compile import LINE_KINDS, CompiledProgramme
from vafa.programme.compiled import can_compile, compiled_run
from vafa.programme.packing import (
    cell_of,
    ordered_wishes,
    point_at_work,
    state_size,
    wish_cells,
    work_size,
)
from vafa.programme.records import Spend
from vafa.programme.replay_tables import Replay, Rows, Source, read_rows
from vafa.programme.step_replay import HISTORY_ROW, run

type_ints = npt.NDArray[np.int64]

_MOST_DAYS = 100_000
_OUT_CELLS = at.ROW * 50_000


class UnsortedHistory(Refused):
    """Orders must be sorted by member, day and minute, and their lines must follow each other."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Purchases as columns: one entry per order, and one per line, whose groups index `groups`.

    `kind` is 0 product, 1 gift card, 2 shipping, 3 top-up. Without `channel`, `branch`, `kind` or
    `vat_rials` there is none, none, product and 0. Who wants credit pays with `spend_units` as far
    as policy allows, with every unit that can pay when it is None.
    """

    member: type_ints
    day: type_ints
    minute: type_ints
    first_line: type_ints
    line_end: type_ints
    wants_credit: npt.NDArray[np.bool_]
    group: type_ints
    net_rials: type_ints
    gross_rials: type_ints
    quantity_milli: type_ints
    groups: Sequence[str]
    vat_rials: type_ints | None = None
    kind: type_ints | None = None
    channel: type_ints | None = None
    channels: Sequence[str] = ()
    branch: type_ints | None = None
    branches: Sequence[str] = ()
    spend_units: Sequence[str] | None = None


def replay(
    *, programme: CompiledProgramme, columns: Columns, until_day: int, compiled: bool | None = None
) -> Replay:
    """Play a history and let time pass up to the first moment of `until_day`.

    Guarantees the same result plain and compiled (None: compiled when numba is installed).

    :raises UnsortedHistory: when orders or lines are out of order, or an amount is out of bounds.
    """
    _check(columns, until_day)
    orders = _order_rows(programme, columns)
    lines = _line_rows(programme, columns)
    use_numba = can_compile() if compiled is None else compiled
    sizes = np.diff(np.flatnonzero(np.diff(columns.member, prepend=-1, append=-1)))
    most_lines = int((columns.line_end - columns.first_line).max(initial=0))
    wishes = _wishes(programme, columns)
    m = _machine(programme, wishes, most_lines, int(sizes.max(initial=0)), use_numba=use_numba)
    rows = _run(m, orders, lines, until_day, use_numba=use_numba)
    source = Source(
        members=columns.member[np.flatnonzero(np.diff(columns.member, prepend=-1))],
        first_line=columns.first_line,
        line_end=columns.line_end,
        lines=lines.reshape(-1, at.LINE_SIZE),
    )
    return read_rows(programme, source, rows)


def _check(columns: Columns, until_day: int) -> None:
    """Refuse what would silently give other totals: disorder, gaps, wild amounts."""
    order = (columns.member * _MOST_DAYS + columns.day) * 1440 + columns.minute
    if np.any(np.diff(order) < 0) or np.any(columns.day > until_day):
        raise UnsortedHistory
    if np.any(columns.day < 0) or np.any(columns.day >= _MOST_DAYS):
        raise UnsortedHistory
    lines = len(columns.net_rials)
    ends = np.concatenate([[0], columns.line_end])
    starts = np.concatenate([columns.first_line, [lines]])
    if np.any(ends != starts) or np.any(columns.line_end < columns.first_line):
        raise UnsortedHistory
    vat = columns.vat_rials if columns.vat_rials is not None else np.zeros(lines, np.int64)
    for amounts in (columns.net_rials, columns.gross_rials, vat, columns.quantity_milli):
        if np.any(amounts < 0) or np.any(amounts > at.LIMIT):
            raise UnsortedHistory
    totals = np.maximum(columns.net_rials, columns.gross_rials) + vat
    # An order has at most so many lines that its total stays within 64 bits.
    sums = np.concatenate([[0], np.cumsum(totals.astype(np.uint64))])
    if np.any(sums[columns.line_end] - sums[columns.first_line] > at.LIMIT):
        raise UnsortedHistory


def _order_rows(programme: CompiledProgramme, columns: Columns) -> type_ints:
    rows = np.zeros((len(columns.member), HISTORY_ROW), np.int64)
    rows[:, 0], rows[:, 1], rows[:, 2] = columns.member, columns.day, columns.minute
    if columns.channel is not None:
        rows[:, 3] = _numbers(programme.channels, columns.channels)[columns.channel]
    if columns.branch is not None:
        rows[:, 4] = _numbers(programme.branches, columns.branches)[columns.branch]
    rows[:, 5], rows[:, 6] = columns.first_line, columns.line_end
    rows[:, 7] = columns.wants_credit
    return rows.reshape(-1)


def _numbers(known: Mapping[str, int], names: Sequence[str]) -> type_ints:
    return np.array([known.get(name, 0) for name in names], np.int64)


def line_cells(programme: CompiledProgramme, columns: Columns) -> type_ints:
    """Give the cell (kind and group) of every line."""
    table = np.array(
        [[cell_of(programme, kind, group) for group in columns.groups] for kind in LINE_KINDS],
        np.int64,
    )
    kind = 0 if columns.kind is None else columns.kind
    return np.asarray(table[kind, columns.group], np.int64)


def _line_rows(programme: CompiledProgramme, columns: Columns) -> type_ints:
    rows = np.zeros((len(columns.net_rials), at.LINE_SIZE), np.int64)
    rows[:, at.N_CELL] = line_cells(programme, columns)
    rows[:, at.N_NET], rows[:, at.N_GROSS] = columns.net_rials, columns.gross_rials
    rows[:, at.N_QUANTITY] = columns.quantity_milli
    if columns.vat_rials is not None:
        rows[:, at.N_VAT] = columns.vat_rials
    return rows.reshape(-1)


def _wishes(programme: CompiledProgramme, columns: Columns) -> tuple[Spend, ...]:
    payable = [unit.code for unit in programme.document.units if unit.redemption]
    chosen = payable if columns.spend_units is None else columns.spend_units
    return ordered_wishes(programme, tuple(Spend(code, None) for code in chosen))


def _machine(
    programme: CompiledProgramme,
    wishes: tuple[Spend, ...],
    lines: int,
    orders: int,
    *,
    use_numba: bool,
) -> at.Machine:
    """Make an empty machine with lots, for the longest order and the busiest member."""
    p = programme.cells
    s = [0] * state_size(programme)
    s[at.S_LOT_DAY], s[at.S_TRACK] = at.NEVER, 1
    e = [0] * at.E_WISH_AT
    e[at.E_AHEAD] = e[at.E_BEHIND] = at.NEVER
    for wish in wishes:
        e += wish_cells(programme, wish)
    e[at.E_OFFERED] = len(wishes)
    e[at.E_BUDGET_AT] = len(e)
    e += [-1] * len(programme.budgets)
    e[at.E_FACT_AT] = len(e)
    e += [0] * len(programme.facts)
    point_at_work(programme, e, lines)
    parts: tuple[list[int], ...] = (
        list(p),
        s,
        [0] * (at.BUCKET_SIZE * (orders + 2)),
        [0] * (at.LOT_SIZE * (orders * len(programme.effects) + 1)),
        e,
        [0] * (at.LINE_SIZE * lines),
        [0] * work_size(programme, lines),
        [0] * _OUT_CELLS,
    )
    return at.Machine(*(_memory(part, use_numba=use_numba) for part in parts))


def _memory(cells: list[int], *, use_numba: bool) -> at.type_cells:
    return cast("at.type_cells", np.array(cells, np.int64)) if use_numba else cells


def _run(
    m: at.Machine, orders: type_ints, lines: type_ints, until_day: int, *, use_numba: bool
) -> Rows:
    """Run in stretches as long as the memory for results, and sort the rows of each by kind."""
    rows = Rows()
    step: Callable[..., int] = compiled_run() if use_numba else run
    order_cells = orders if use_numba else orders.tolist()
    line_cells_ = lines if use_numba else lines.tolist()
    done, count = 0, len(orders) // HISTORY_ROW
    while done < count:
        m.out[0] = at.OUT_ROWS
        after = step(m, order_cells, line_cells_, done, until_day)
        if after == done:  # one order that writes more than all the memory holds
            m = m._replace(out=_memory([0] * (2 * len(m.out)), use_numba=use_numba))
            continue
        rows.add(m.out[at.OUT_ROWS : m.out[0]])
        done = after
    return rows
