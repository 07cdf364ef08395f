"""The earning base of each line, and its sums over the lines that a rule selects."""

from __future__ import annotations

from vafa.programme.layout import (
    E_LINES, E_WORK_MASKS, K_BASE, K_CREDIT, K_VAT, LINE_SIZE, LINE_WORK, MASK_WORK, MW_BASE,
    MW_KNOWN, MW_QUANTITY, N_CELL, N_GROSS, N_NET, N_QUANTITY, P_AFTER_DISCOUNTS, P_CELLS,
    P_MASK_AT, P_MASKS, P_PAID_WITH_CREDIT, P_WITH_VAT, Machine,
)  # fmt: skip


def open_bases(m: Machine) -> None:
    """Work out what of each line counts, by the programme's base switches (E3, E5, E85)."""
    for line in range(m.e[E_LINES]):
        source, row = line * LINE_SIZE, line * LINE_WORK
        amount = m.lines[source + (N_NET if m.p[P_AFTER_DISCOUNTS] else N_GROSS)]
        if m.p[P_PAID_WITH_CREDIT] == 0:
            amount -= m.work[row + K_CREDIT]
        if m.p[P_WITH_VAT]:
            amount += m.work[row + K_VAT]
        m.work[row + K_BASE] = max(0, amount)
    for mask in range(m.p[P_MASKS]):
        m.work[m.e[E_WORK_MASKS] + mask * MASK_WORK + MW_KNOWN] = 0


def selects(m: Machine, mask: int, line: int) -> int:
    """Tell (1 or 0) whether a mask selects a line."""
    cell = m.lines[line * LINE_SIZE + N_CELL]
    return m.p[m.p[P_MASK_AT] + mask * m.p[P_CELLS] + cell]


def mask_sum(m: Machine, mask: int) -> tuple[int, int]:
    """Give the base and the quantity of the lines a mask selects; lines without a base do not count."""
    known = m.e[E_WORK_MASKS] + mask * MASK_WORK
    if m.work[known + MW_KNOWN]:
        return m.work[known + MW_BASE], m.work[known + MW_QUANTITY]
    base = 0
    quantity = 0
    cells = m.p[P_MASK_AT] + mask * m.p[P_CELLS]
    for line in range(m.e[E_LINES]):
        amount = m.work[line * LINE_WORK + K_BASE]
        if amount > 0 and m.p[cells + m.lines[line * LINE_SIZE + N_CELL]]:
            base += amount
            quantity += m.lines[line * LINE_SIZE + N_QUANTITY]
    m.work[known + MW_KNOWN] = 1
    m.work[known + MW_BASE] = base
    m.work[known + MW_QUANTITY] = quantity
    return base, quantity
