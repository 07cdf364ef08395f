"""A programme over a history, as sums by month: what it would have given, cost and lost.

The same steps as a live purchase and as `replay`; only what comes out is added up at once. A
history may come in parts of whole members, so that memory does not grow with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vafa.kit.calendar import jalali_of
from vafa.programme import layout as at
from vafa.programme import step_totals as to
from vafa.programme.compile import CompiledProgramme
from vafa.programme.compile_parts import FIRST_YEAR, months
from vafa.programme.compiled import can_compile, compiled_step
from vafa.programme.loading import Loaded, numbers_of
from vafa.programme.machines import empty_machine, memory
from vafa.programme.step_replay import HISTORY_ROW

Ints = npt.NDArray[np.int64]

_OUT_CELLS = at.ROW * 1_000


@dataclass(frozen=True, eq=False)
class Totals:
    """What a history comes to. Rows are Jalali months from the first asked for to the last.

    Columns of `spent`, `spent_rials` and `expired` are units, of `awards` (how many) and `awarded`
    (units) effects, as the programme numbers them. `balances` is [unit, (spendable, pending,
    owed)] and `tiers` the members on each level, both on the day up to which time passed.
    """

    months: tuple[int, ...]
    orders: Ints
    net_rials: Ints
    to_pay_rials: Ints
    steps_up: Ints
    steps_down: Ints
    spent: Ints
    spent_rials: Ints
    expired: Ints
    awards: Ints
    awarded: Ints
    members: int
    balances: Ints
    tiers: Ints


def back_test(
    *,
    programme: CompiledProgramme,
    parts: Iterable[Loaded],
    from_day: int,
    until_day: int,
    compiled: bool | None = None,
) -> Totals:
    """Play a history and let time pass up to `until_day`; sum up by month from `from_day`'s on.

    Each part holds members whole. What happened before the first month counts in it. Guarantees
    the same result plain and compiled (None: compiled when numba is installed).
    """
    use_numba = can_compile() if compiled is None else compiled
    totals = _empty(programme, from_day, until_day, use_numba=use_numba)
    for part in parts:
        _add(programme, part, totals, until_day, use_numba=use_numba)
        del part  # before the next one comes: of a long history only one is held
    return _read(programme, totals)


def _add(
    programme: CompiledProgramme, part: Loaded, totals: at.type_cells, until_day: int, *,
    use_numba: bool,
) -> None:  # fmt: skip
    m = empty_machine(programme, part, out=_OUT_CELLS, use_numba=use_numba)
    m.e[at.E_SUMS] = 1
    step: Callable[..., int] = compiled_step("run_totals") if use_numba else to.run_totals
    given = (part.orders, part.lines, numbers_of(programme, part))
    orders, lines, numbers = given if use_numba else tuple(cells.tolist() for cells in given)
    done, count = 0, len(orders) // HISTORY_ROW
    while done < count:
        done = step(m, orders, lines, numbers, totals, done, until_day)
        if done < count:
            m = m._replace(out=memory(2 * len(m.out), use_numba=use_numba))


def _month_number(day: int) -> int:
    date = jalali_of(day)
    return (date.year - FIRST_YEAR) * 12 + date.month - 1


def _empty(
    programme: CompiledProgramme, from_day: int, until_day: int, *, use_numba: bool
) -> at.type_cells:
    units, effects = len(programme.units), len(programme.effects)
    first = _month_number(from_day)
    count = _month_number(until_day) - first + 1
    tiers = to.T_UNITS + units * at.BALANCE_SIZE
    start = tiers + len(programme.tiers)
    size = to.M_UNITS + units * to.UNIT_MONTH + effects * to.EFFECT_MONTH
    totals = memory(start + count * size, use_numba=use_numba)
    totals[to.T_FIRST], totals[to.T_MONTHS] = first, count
    totals[to.T_TIER_AT], totals[to.T_MONTH_AT], totals[to.T_MONTH_SIZE] = tiers, start, size
    return totals


def _read(programme: CompiledProgramme, cells: at.type_cells) -> Totals:
    totals = np.array(cells, np.int64)
    tiers, start, size = (
        int(totals[key]) for key in (to.T_TIER_AT, to.T_MONTH_AT, to.T_MONTH_SIZE)
    )
    table = totals[start:].reshape(-1, size)
    first = int(totals[to.T_FIRST])
    end = to.M_UNITS + len(programme.units) * to.UNIT_MONTH
    units, effects = table[:, to.M_UNITS : end], table[:, end:]
    return Totals(
        months=months()[first : first + len(table)],
        orders=table[:, to.M_ORDERS],
        net_rials=table[:, to.M_NET],
        to_pay_rials=table[:, to.M_TO_PAY],
        steps_up=table[:, to.M_UP],
        steps_down=table[:, to.M_DOWN],
        spent=units[:, to.SPENT :: to.UNIT_MONTH],
        spent_rials=units[:, to.SPENT_RIALS :: to.UNIT_MONTH],
        expired=units[:, to.EXPIRED :: to.UNIT_MONTH],
        awards=effects[:, to.AWARDS :: to.EFFECT_MONTH],
        awarded=effects[:, to.AWARDED :: to.EFFECT_MONTH],
        members=int(totals[to.T_MEMBERS]),
        balances=totals[to.T_UNITS : tiers].reshape(-1, at.BALANCE_SIZE),
        tiers=totals[tiers:start],
    )
