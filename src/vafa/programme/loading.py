"""A history of purchases as the evaluator reads it: columns, checked and laid out once.

What is loaded knows no programme: the same may be replayed under many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vafa.kit.errors import Refused
from vafa.programme import layout as at
from vafa.programme.compile import LINE_KINDS, CompiledProgramme
from vafa.programme.packing import cell_of
from vafa.programme.step_replay import (
    H_BRANCH,
    H_CHANNEL,
    H_DAY,
    H_END,
    H_FIRST,
    H_MEMBER,
    H_MINUTE,
    H_WANTS,
    HISTORY_ROW,
    NUMBERS_HEAD,
)

type_ints = npt.NDArray[np.int64]

_MOST_DAYS = 100_000


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


@dataclass(frozen=True, eq=False)
class Loaded:
    """Orders and lines row by row; each names kind and group, channel and branch by its place.

    `orders` holds `H_*` figures, `lines` those of the step functions, both flat. `most_lines` and
    `most_orders` are those of the longest order and of the busiest member.
    """

    members: type_ints
    orders: type_ints
    lines: type_ints
    groups: Sequence[str]
    channels: Sequence[str]
    branches: Sequence[str]
    spend_units: Sequence[str] | None
    most_lines: int
    most_orders: int


def load(*, columns: Columns, until_day: int) -> Loaded:
    """Check a history and lay it out.

    :raises UnsortedHistory: when orders or lines are out of order, or an amount is out of bounds.
    """
    _check(columns, until_day)
    firsts = np.flatnonzero(np.diff(columns.member, prepend=-1))
    sizes = np.diff(firsts, append=len(columns.member))
    return Loaded(
        members=columns.member[firsts], orders=_order_rows(columns), lines=_line_rows(columns),
        groups=columns.groups, channels=columns.channels, branches=columns.branches,
        spend_units=columns.spend_units,
        most_lines=int((columns.line_end - columns.first_line).max(initial=0)),
        most_orders=int(sizes.max(initial=0)),
    )  # fmt: skip


def numbers_of(programme: CompiledProgramme, loaded: Loaded) -> type_ints:
    """Give the numbers that a programme has for the kinds and groups, channels and branches.

    Two offsets come first, of the channels and of the branches; place 0 of both is none.
    """
    cells = [cell_of(programme, kind, group) for kind in LINE_KINDS for group in loaded.groups]
    channels = [0, *(programme.channels.get(name, 0) for name in loaded.channels)]
    branches = [0, *(programme.branches.get(name, 0) for name in loaded.branches)]
    first = NUMBERS_HEAD + len(cells)
    return np.array([first, first + len(channels), *cells, *channels, *branches], np.int64)


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


def _order_rows(columns: Columns) -> type_ints:
    rows = np.zeros((len(columns.member), HISTORY_ROW), np.int64)
    rows[:, H_MEMBER], rows[:, H_DAY] = columns.member, columns.day
    rows[:, H_MINUTE], rows[:, H_WANTS] = columns.minute, columns.wants_credit
    if columns.channel is not None:
        rows[:, H_CHANNEL] = columns.channel + 1
    if columns.branch is not None:
        rows[:, H_BRANCH] = columns.branch + 1
    rows[:, H_FIRST], rows[:, H_END] = columns.first_line, columns.line_end
    return rows.reshape(-1)


def _line_rows(columns: Columns) -> type_ints:
    rows = np.zeros((len(columns.net_rials), at.LINE_SIZE), np.int64)
    rows[:, at.N_CELL] = columns.group
    if columns.kind is not None:
        rows[:, at.N_CELL] += columns.kind * len(columns.groups)
    rows[:, at.N_NET], rows[:, at.N_GROSS] = columns.net_rials, columns.gross_rials
    rows[:, at.N_QUANTITY] = columns.quantity_milli
    if columns.vat_rials is not None:
        rows[:, at.N_VAT] = columns.vat_rials
    return rows.reshape(-1)
