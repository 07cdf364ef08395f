"""An empty machine for replays, with the memory that the largest member of a history needs."""

from __future__ import annotations

from typing import cast

import numpy as np

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.loading import Loaded
from vafa.programme.packing import (
    ordered_wishes,
    point_at_work,
    state_size,
    wish_cells,
    work_size,
)
from vafa.programme.records import Spend
from vafa.programme.step_replay import empty


def empty_machine(
    programme: CompiledProgramme, loaded: Loaded, *, out: int, use_numba: bool
) -> at.Machine:
    """Make a machine that keeps lots, with so many cells for results."""
    s = memory(state_size(programme), use_numba=use_numba)
    lots = loaded.most_orders * len(programme.effects) + at.RINGS * len(programme.units)
    m = at.Machine(
        p=cells(list(programme.cells), use_numba=use_numba),
        s=s,
        window=memory(at.BUCKET_SIZE * (loaded.most_orders + 2), use_numba=use_numba),
        lots=memory(at.LOT_SIZE * lots, use_numba=use_numba),
        e=cells(_event(programme, loaded), use_numba=use_numba),
        lines=memory(at.LINE_SIZE * loaded.most_lines, use_numba=use_numba),
        work=memory(work_size(programme, loaded.most_lines), use_numba=use_numba),
        out=memory(out, use_numba=use_numba),
    )
    empty(m)
    return m


def _event(programme: CompiledProgramme, loaded: Loaded) -> list[int]:
    """Give an event that every order fills; it offers the wishes of those who want credit."""
    e = [0] * at.E_WISH_AT
    e[at.E_AHEAD] = e[at.E_BEHIND] = at.NEVER
    wishes = _wishes(programme, loaded)
    for wish in wishes:
        e += wish_cells(programme, wish)
    e[at.E_OFFERED] = len(wishes)
    e[at.E_BUDGET_AT] = len(e)
    e += [-1] * len(programme.budgets)
    e[at.E_FACT_AT] = len(e)
    e += [0] * len(programme.facts)
    point_at_work(programme, e, loaded.most_lines)
    return e


def _wishes(programme: CompiledProgramme, loaded: Loaded) -> tuple[Spend, ...]:
    payable = [unit.code for unit in programme.document.units if unit.redemption]
    chosen = payable if loaded.spend_units is None else loaded.spend_units
    return ordered_wishes(programme, tuple(Spend(code, None) for code in chosen))


def memory(length: int, *, use_numba: bool) -> at.type_cells:
    """Give so many cells of nothing, as the plain or the compiled steps take them."""
    return cast("at.type_cells", np.zeros(length, np.int64)) if use_numba else [0] * length


def cells(figures: list[int], *, use_numba: bool) -> at.type_cells:
    """Give figures as the plain or the compiled steps take them."""
    return cast("at.type_cells", np.array(figures, np.int64)) if use_numba else figures
