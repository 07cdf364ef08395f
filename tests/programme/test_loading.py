"""What is laid out for the steps, and what is refused before."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from tests.programme.shop import patched
from vafa.programme.compile import compile_programme
from vafa.programme.loading import Columns, UnsortedHistory, load, numbers_of


def _simple() -> Columns:
    ints = np.array
    return Columns(
        member=ints([1, 1, 2]), day=ints([20_000, 20_001, 19_999]), minute=ints([5, 5, 5]),
        first_line=ints([0, 1, 2]), line_end=ints([1, 2, 3]),
        wants_credit=ints([False, False, False]), group=ints([0, 0, 0]),
        net_rials=ints([100, 100, 100]), gross_rials=ints([100, 100, 100]),
        quantity_milli=ints([1000, 1000, 1000]), groups=("food",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": np.array([2, 2, 1])},
        {"day": np.array([20_001, 20_000, 19_999])},
        {"minute": np.array([5, 5, 5]), "day": np.array([20_000, 20_001, 30_000])},
        {"first_line": np.array([0, 2, 2])},
        {"net_rials": np.array([100, -1, 100])},
        {"net_rials": np.array([100, 10**13 + 1, 100])},
    ],
)
def test_load_refuses_what_is_out_of_order(wrong: dict[str, np.ndarray]) -> None:
    columns = replace(_simple(), **cast("dict[str, Any]", wrong))

    with pytest.raises(UnsortedHistory):
        load(columns=columns, until_day=20_500)


def test_load_lays_out_rows_for_any_programme() -> None:
    channels = {"channel": np.array([0, 1, 0]), "channels": ("till", "web")}
    loaded = load(columns=replace(_simple(), **cast("dict[str, Any]", channels)), until_day=20_500)

    assert loaded.members.tolist() == [1, 2]
    assert (loaded.most_lines, loaded.most_orders) == (1, 2)
    assert loaded.orders.reshape(-1, 8).tolist() == [
        [1, 20_000, 5, 1, 0, 0, 1, 0],
        [1, 20_001, 5, 2, 0, 1, 2, 0],
        [2, 19_999, 5, 1, 0, 2, 3, 0],
    ]
    assert loaded.lines.reshape(-1, 5).tolist() == [[0, 100, 100, 0, 1000]] * 3


def test_numbers_are_those_of_the_programme() -> None:
    condition = {"kind": "channel", "channels": ["web"]}
    programme = compile_programme(patched({"/rules/0/condition": condition}))
    channels = {"channel": np.array([0, 1, 0]), "channels": ("till", "web")}
    loaded = load(columns=replace(_simple(), **cast("dict[str, Any]", channels)), until_day=20_500)

    numbers = numbers_of(programme, loaded).tolist()

    assert numbers[:2] == [6, 9]  # after four kinds of one group: none and two channels
    assert numbers[6:9] == [0, 0, programme.channels["web"]]
    assert numbers[9:] == [0]
