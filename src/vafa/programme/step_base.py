"""The earning base of each line, and its sums over the lines that a rule selects."""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine


def open_bases(m: Machine) -> None:
    """Work out what of each line counts, by the programme's base switches (E3, E5, E85).

    Lines of one cell are selected together: their base is kept by cell too, with a list of cells.
    """
    cells, bases = m.e[at.E_WORK_CELLS], m.e[at.E_WORK_BASES]
    for i in range(m.e[at.E_CELLS]):
        m.work[bases + m.work[cells + i]] = 0
    count = 0
    for line in range(m.e[at.E_LINES]):
        source, row = line * at.LINE_SIZE, line * at.LINE_WORK
        amount = m.lines[source + (at.N_NET if m.p[at.P_AFTER_DISCOUNTS] else at.N_GROSS)]
        if m.p[at.P_PAID_WITH_CREDIT] == 0:
            amount -= m.work[row + at.K_CREDIT]
        if m.p[at.P_WITH_VAT]:
            amount += m.work[row + at.K_VAT]
        # An order of nothing earns nothing, whatever it was before its discounts (E22).
        base = max(0, amount) if m.e[at.E_NET] > 0 else 0
        m.work[row + at.K_BASE] = base
        cell = m.lines[source + at.N_CELL]
        m.work[cells + count] = cell
        before = m.work[bases + cell]
        m.work[bases + cell] = before + base
        # Counted without a branch: which line is the first of its cell is not to be foretold.
        count += (1 if before == 0 else 0) & (1 if base > 0 else 0)
    m.e[at.E_CELLS] = count
    m.e[at.E_STAMP] += 1


def selects(m: Machine, mask: int, line: int) -> int:
    """Tell (1 or 0) whether a mask selects a line."""
    cell = m.lines[line * at.LINE_SIZE + at.N_CELL]
    return m.p[m.p[at.P_MASK_AT] + mask * m.p[at.P_CELLS] + cell]


def mask_sum(m: Machine, mask: int) -> int:
    """Give the base of the lines a mask selects."""
    bases = m.e[at.E_WORK_BASES]
    only = m.p[m.p[at.P_ONLY_AT] + mask]
    if only >= 0:
        return m.work[bases + only]
    known = m.e[at.E_WORK_MASKS] + mask * at.MASK_WORK
    if m.work[known + at.MW_STAMP] == m.e[at.E_STAMP]:
        return m.work[known + at.MW_BASE]
    base = 0
    cells = m.p[at.P_MASK_AT] + mask * m.p[at.P_CELLS]
    for i in range(m.e[at.E_CELLS]):
        cell = m.work[m.e[at.E_WORK_CELLS] + i]
        # Multiplied by 1 or 0: which lines a mask selects is not to be foretold by the processor.
        base += m.work[bases + cell] * m.p[cells + cell]
    m.work[known + at.MW_STAMP] = m.e[at.E_STAMP]
    m.work[known + at.MW_BASE] = base
    return base


def mask_quantity(m: Machine, mask: int) -> int:
    """Give the quantity of the lines a mask selects; those without a base do not count."""
    quantity = 0
    for line in range(m.e[at.E_LINES]):
        if m.work[line * at.LINE_WORK + at.K_BASE] > 0 and selects(m, mask, line):
            quantity += m.lines[line * at.LINE_SIZE + at.N_QUANTITY]
    return quantity
