"""The memory of a machine: lists for the plain steps, arrays for the compiled ones."""

import numpy as np
import pytest

from tests.programme.shop import patched
from vafa.programme import layout as at
from vafa.programme.compile import compile_programme
from vafa.programme.loading import Columns, load
from vafa.programme.machines import empty_machine

LOADED = load(
    columns=Columns(
        member=np.array([1, 1]), day=np.array([20_000, 20_001]), minute=np.array([5, 5]),
        first_line=np.array([0, 2]), line_end=np.array([2, 3]),
        wants_credit=np.array([False, True]), group=np.array([0, 0, 0]),
        net_rials=np.array([1, 2, 3]), gross_rials=np.array([1, 2, 3]),
        quantity_milli=np.array([1000, 1000, 1000]), groups=("food",),
    ),
    until_day=20_500,
)  # fmt: skip


@pytest.mark.parametrize("use_numba", [False, True])
def test_empty_machine_has_room_for_the_largest(use_numba: bool) -> None:  # noqa: FBT001  framework
    programme = compile_programme(patched({}))

    m = empty_machine(programme, LOADED, out=64, use_numba=use_numba)

    assert {type(part) for part in m} == {np.ndarray if use_numba else list}
    assert (len(m.lines), len(m.out)) == (2 * at.LINE_SIZE, 64)
    assert len(m.window) == 4 * at.BUCKET_SIZE
    rings = at.RINGS * len(programme.units)
    assert len(m.lots) == (2 * len(programme.effects) + rings) * at.LOT_SIZE
    assert (m.s[at.S_LOT_END], m.s[at.S_TRACK]) == (rings, 1)
    assert m.e[at.E_OFFERED] == sum(
        unit.redemption is not None for unit in programme.document.units
    )
