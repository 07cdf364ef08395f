"""Runs the code of a condition (`bytecode`) against the member and the event of a machine."""

from __future__ import annotations

from vafa.programme import bytecode as ops
from vafa.programme import layout as at
from vafa.programme.layout import Machine


def holds(m: Machine, start: int, end: int) -> int:
    """Tell (1 or 0) whether the condition whose code lies in [start, end) holds."""
    stack = m.e[at.E_WORK_STACK]
    depth = stack
    code = m.p[at.P_CODE_AT]
    for i in range(code + start, code + end, ops.INSTRUCTION):
        op = m.p[i]
        if op == ops.OP_NOT:
            m.work[depth - 1] = 1 - m.work[depth - 1]
        elif op == ops.OP_AND:
            depth -= 1
            m.work[depth - 1] &= m.work[depth]
        elif op == ops.OP_OR:
            depth -= 1
            m.work[depth - 1] |= m.work[depth]
        else:
            m.work[depth] = _leaf(m, op, i)
            depth += 1
    return m.work[stack]


def _leaf(m: Machine, op: int, i: int) -> int:
    if op == ops.OP_TRUE:
        return 1
    if op <= ops.OP_PARTNER:
        return _about_order(m, op, m.p[i + 1], m.p[i + 2])
    if op <= ops.OP_DATE:
        return _about_member_and_time(m, op, m.p[i + 1], m.p[i + 2])
    return _about_history(m, op, i)


def _within(value: int, low: int, below: int) -> int:
    return 1 if low <= value < below else 0


def _in_set(m: Machine, number: int, start: int, size: int) -> int:
    return m.p[start + number] if number < size else 0


def _about_order(m: Machine, op: int, a: int, b: int) -> int:
    if op == ops.OP_NET:
        return _within(m.e[at.E_NET], a, b)
    if op == ops.OP_ELIGIBLE:
        return _within(m.e[at.E_ELIGIBLE], a, b)
    if op == ops.OP_CHANNEL:
        return _in_set(m, m.e[at.E_CHANNEL], a, b)
    if op == ops.OP_BRANCH:
        return _in_set(m, m.e[at.E_BRANCH], a, b)
    if op == ops.OP_PARTNER:
        return _in_set(m, m.e[at.E_PARTNER], a, b)
    assert op == ops.OP_GROUP
    quantity = 0
    mask = m.p[at.P_MASK_AT] + a * m.p[at.P_CELLS]
    for line in range(m.e[at.E_LINES]):
        if m.p[mask + m.lines[line * at.LINE_SIZE + at.N_CELL]]:
            quantity += m.lines[line * at.LINE_SIZE + at.N_QUANTITY]
    return 1 if quantity >= b else 0


def _about_member_and_time(m: Machine, op: int, a: int, b: int) -> int:
    if op == ops.OP_TIER:
        return _in_set(m, m.s[at.S_TIER], a, b)
    if op == ops.OP_WEEKDAY:
        return _in_set(m, (m.e[at.E_DAY] + 5) % 7, a, b)  # day 0 was a Thursday, Saturday is 0
    if op == ops.OP_DATE:
        return _within(m.e[at.E_DAY], a, b)
    assert op == ops.OP_HOURS
    minute = m.e[at.E_MINUTE]
    if a <= b:
        return _within(minute, a, b)
    return 1 if minute >= a or minute < b else 0


def _about_history(m: Machine, op: int, i: int) -> int:
    a, b = m.p[i + 1], m.p[i + 2]
    bought = m.s[at.S_PURCHASES]
    buying = 1 if m.e[at.E_TRIGGER] == at.PURCHASE else 0
    if op == ops.OP_NUMBER:
        return _is_numbered(m, bought + buying, i)
    if op == ops.OP_FIRST:
        return 1 if bought + buying == 1 and buying == 1 else 0
    if op == ops.OP_SINCE:
        return 1 if bought > 0 and a <= m.e[at.E_DAY] - m.s[at.S_LAST] <= b else 0
    if op == ops.OP_BIRTHDAY:
        return 1 if m.e[at.E_AHEAD] <= a or m.e[at.E_BEHIND] <= b else 0
    assert op == ops.OP_FACT
    return m.e[m.e[at.E_FACT_AT] + a]


def _is_numbered(m: Machine, number: int, i: int) -> int:
    start, count, every = m.p[i + 1], m.p[i + 2], m.p[i + 3]
    if every > 0 and number > 0 and number % every == 0:
        return 1
    for j in range(start, start + count):
        if m.p[j] == number:
            return 1
    return 0
