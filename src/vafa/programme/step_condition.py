"""Runs the code of a condition (`bytecode`) against the member and the event of a machine."""

from __future__ import annotations

from vafa.programme.bytecode import (
    INSTRUCTION, OP_AND, OP_BIRTHDAY, OP_BRANCH, OP_CHANNEL, OP_DATE, OP_ELIGIBLE, OP_FACT,
    OP_FIRST, OP_GROUP, OP_HOURS, OP_NET, OP_NOT, OP_NUMBER, OP_OR, OP_PARTNER, OP_SINCE, OP_TIER,
    OP_TRUE, OP_WEEKDAY,
)  # fmt: skip
from vafa.programme.layout import (
    E_AHEAD, E_BEHIND, E_BRANCH, E_CHANNEL, E_DAY, E_ELIGIBLE, E_FACT_AT, E_LINES, E_MINUTE, E_NET,
    E_PARTNER, E_TRIGGER, E_WORK_STACK, LINE_SIZE, N_CELL, N_QUANTITY, P_CELLS, P_CODE_AT,
    P_MASK_AT, PURCHASE, S_LAST, S_PURCHASES, S_TIER, Machine,
)  # fmt: skip


def holds(m: Machine, start: int, end: int) -> int:
    """Tell (1 or 0) whether the condition whose code lies in [start, end) holds."""
    stack = m.e[E_WORK_STACK]
    depth = stack
    code = m.p[P_CODE_AT]
    for i in range(code + start, code + end, INSTRUCTION):
        op = m.p[i]
        if op == OP_NOT:
            m.work[depth - 1] = 1 - m.work[depth - 1]
        elif op == OP_AND:
            depth -= 1
            m.work[depth - 1] &= m.work[depth]
        elif op == OP_OR:
            depth -= 1
            m.work[depth - 1] |= m.work[depth]
        else:
            m.work[depth] = _leaf(m, op, i)
            depth += 1
    return m.work[stack]


def _leaf(m: Machine, op: int, i: int) -> int:
    if op == OP_TRUE:
        return 1
    if op <= OP_PARTNER:
        return _about_order(m, op, m.p[i + 1], m.p[i + 2])
    if op <= OP_DATE:
        return _about_member_and_time(m, op, m.p[i + 1], m.p[i + 2])
    return _about_history(m, op, i)


def _within(value: int, low: int, below: int) -> int:
    return 1 if low <= value < below else 0


def _in_set(m: Machine, number: int, start: int, size: int) -> int:
    return m.p[start + number] if number < size else 0


def _about_order(m: Machine, op: int, a: int, b: int) -> int:
    if op == OP_NET:
        return _within(m.e[E_NET], a, b)
    if op == OP_ELIGIBLE:
        return _within(m.e[E_ELIGIBLE], a, b)
    if op == OP_CHANNEL:
        return _in_set(m, m.e[E_CHANNEL], a, b)
    if op == OP_BRANCH:
        return _in_set(m, m.e[E_BRANCH], a, b)
    if op == OP_PARTNER:
        return _in_set(m, m.e[E_PARTNER], a, b)
    assert op == OP_GROUP
    quantity = 0
    mask = m.p[P_MASK_AT] + a * m.p[P_CELLS]
    for line in range(m.e[E_LINES]):
        if m.p[mask + m.lines[line * LINE_SIZE + N_CELL]]:
            quantity += m.lines[line * LINE_SIZE + N_QUANTITY]
    return 1 if quantity >= b else 0


def _about_member_and_time(m: Machine, op: int, a: int, b: int) -> int:
    if op == OP_TIER:
        return _in_set(m, m.s[S_TIER], a, b)
    if op == OP_WEEKDAY:
        return _in_set(m, (m.e[E_DAY] + 5) % 7, a, b)  # day 0 was a Thursday, Saturday is 0
    if op == OP_DATE:
        return _within(m.e[E_DAY], a, b)
    assert op == OP_HOURS
    minute = m.e[E_MINUTE]
    if a <= b:
        return _within(minute, a, b)
    return 1 if minute >= a or minute < b else 0


def _about_history(m: Machine, op: int, i: int) -> int:
    a, b, c = m.p[i + 1], m.p[i + 2], m.p[i + 3]
    bought = m.s[S_PURCHASES]
    buying = 1 if m.e[E_TRIGGER] == PURCHASE else 0
    if op == OP_NUMBER:
        number = bought + buying
        if c > 0 and number > 0 and number % c == 0:
            return 1
        for j in range(a, a + b):
            if m.p[j] == number:
                return 1
        return 0
    if op == OP_FIRST:
        return 1 if bought + buying == 1 and buying == 1 else 0
    if op == OP_SINCE:
        return 1 if bought > 0 and a <= m.e[E_DAY] - m.s[S_LAST] <= b else 0
    if op == OP_BIRTHDAY:
        return 1 if m.e[E_AHEAD] <= a or m.e[E_BEHIND] <= b else 0
    assert op == OP_FACT
    return m.e[m.e[E_FACT_AT] + a]
