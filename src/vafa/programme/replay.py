"""A history of purchases through the evaluator: what the ledger shall post, member by member.

Takes member-sorted columns and gives tables (`replay_tables`). The plain and the compiled way run
the same source and give the same arrays. Budgets, facts of the person and rules of other triggers
have no part here.
"""

from __future__ import annotations

from collections.abc import Callable

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.compiled import can_compile, compiled_step
from vafa.programme.loading import Columns, Loaded, load, numbers_of
from vafa.programme.machines import empty_machine, memory
from vafa.programme.replay_tables import Replay, Rows, Source, read_rows
from vafa.programme.step_replay import H_END, H_FIRST, HISTORY_ROW, NUMBERS_HEAD, run

_OUT_CELLS = at.ROW * 50_000


def replay(
    *, programme: CompiledProgramme, columns: Columns, until_day: int, compiled: bool | None = None
) -> Replay:
    """Play a history and let time pass up to the first moment of `until_day`.

    Guarantees the same result plain and compiled (None: compiled when numba is installed).

    :raises UnsortedHistory: when orders or lines are out of order, or an amount is out of bounds.
    """
    loaded = load(columns=columns, until_day=until_day)
    use_numba = can_compile() if compiled is None else compiled
    rows = _run(programme, loaded, until_day, use_numba=use_numba)
    orders = loaded.orders.reshape(-1, HISTORY_ROW)
    lines = loaded.lines.reshape(-1, at.LINE_SIZE)
    source = Source(
        members=loaded.members,
        first_line=orders[:, H_FIRST],
        line_end=orders[:, H_END],
        lines=lines,
        cells=numbers_of(programme, loaded)[NUMBERS_HEAD + lines[:, at.N_CELL]],
    )
    return read_rows(programme, source, rows)


def _run(programme: CompiledProgramme, loaded: Loaded, until_day: int, *, use_numba: bool) -> Rows:
    """Run in stretches as long as the memory for results, and sort the rows of each by kind."""
    m = empty_machine(programme, loaded, out=_OUT_CELLS, use_numba=use_numba)
    step: Callable[..., int] = compiled_step("run") if use_numba else run
    given = (loaded.orders, loaded.lines, numbers_of(programme, loaded))
    orders, lines, numbers = given if use_numba else tuple(part.tolist() for part in given)
    rows = Rows()
    done, count = 0, len(orders) // HISTORY_ROW
    while done < count:
        m.out[0] = at.OUT_ROWS
        after = step(m, orders, lines, numbers, done, until_day)
        if after == done:  # one order that writes more than all the memory holds
            m = m._replace(out=memory(2 * len(m.out), use_numba=use_numba))
            continue
        rows.add(m.out[at.OUT_ROWS : m.out[0]])
        done = after
    return rows
