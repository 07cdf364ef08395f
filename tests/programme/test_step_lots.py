"""Lots are spent and end in the order in which they are due, however they were issued."""

from tests.programme.shop import patched
from tests.programme.test_machines import LOADED
from vafa.programme import layout as at
from vafa.programme.compile import compile_programme
from vafa.programme.machines import empty_machine
from vafa.programme.step_lots import advance_lots, burn, issue, write_lots


def _machine() -> at.Machine:
    """Give a member with room for some lots."""
    programme = compile_programme(patched({}))
    m = empty_machine(programme, LOADED, out=at.ROW * 100, use_numba=False)
    m.lots.extend([0] * (at.LOT_SIZE * 10))
    m.out[0] = at.OUT_ROWS
    return m


def _rows(m: at.Machine, kind: int) -> list[list[int]]:
    """Give the rows of a kind, without it."""
    rows = [m.out[place : place + at.ROW] for place in range(at.OUT_ROWS, m.out[0], at.ROW)]
    return [list(row[1:]) for row in rows if row[0] == kind]


def test_what_ends_first_is_spent_first_and_equal_lots_as_they_were_issued() -> None:
    m = _machine()
    for starts, ends in ((0, 50), (0, 30), (0, 0), (20, 30), (0, 30), (0, 40)):
        issue(m, 0, 10, starts, ends, 0, 1)

    burn(m, 0, 5, 2)
    advance_lots(m, 20)
    burn(m, 0, 50, 21)

    used = [(lot, units) for _, lot, units, *_ in _rows(m, at.O_LOT_USE)]
    assert used == [(2, 5), (2, 5), (4, 10), (5, 10), (6, 10), (1, 10), (3, 5)]
    assert [lot for lot, *_ in _rows(m, at.O_LOT)] == [2, 4, 5, 6, 1]


def test_lots_end_day_by_day_and_as_they_were_issued() -> None:
    m = _machine()
    for unit, starts, ends in ((1, 0, 30), (0, 0, 40), (0, 0, 30), (1, 20, 30), (0, 25, 60)):
        issue(m, unit, 10, starts, ends, 0, 1)

    advance_lots(m, 29)
    advance_lots(m, 45)

    moved = [
        (kind, lot, day)
        for _, kind, _, _, _, _, day, _, lot, *_ in _rows(m, at.O_MOVEMENT)
        if kind != at.EARN
    ]
    assert moved == [
        (at.ACTIVATE, 4, 20), (at.ACTIVATE, 5, 25),
        (at.EXPIRE, 1, 30), (at.EXPIRE, 3, 30), (at.EXPIRE, 4, 30), (at.EXPIRE, 2, 40),
    ]  # fmt: skip
    write_lots(m)
    assert [(lot, left) for lot, _, _, left, *_ in _rows(m, at.O_LOT)][4:] == [(5, 10)]
