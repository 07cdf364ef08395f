"""What every step needs: exact arithmetic, rows written out, Jalali months by table.

Like all `step_*` modules, this is the subset of Python that numba compiles unchanged: whole
numbers, loops, flat sequences. Divisors are positive and products go through `muldiv` and
`mulmod`.
"""

from __future__ import annotations

from vafa.kit.amounts import muldiv
from vafa.programme import layout as at
from vafa.programme.layout import Machine

_MAX_INT64 = 9_223_372_036_854_775_807
_SMALL = 2_147_483_647  # the product of two such numbers stays within 64 bits


def mulmod(a: int, b: int, c: int) -> int:
    """Give a x b mod c for a, b >= 0 and 0 < c <= 2**61, without leaving 64 bits."""
    if a <= _SMALL and b <= _SMALL:
        return a * b % c
    if b == 0 or a <= _MAX_INT64 // b:
        return a * b % c
    a %= c
    b %= c
    rest = 0
    while b > 0:
        if b & 1:
            rest = (rest + a) % c
        a = (a + a) % c
        b >>= 1
    return rest


def write(m: Machine, kind: int, a: int, b: int, c: int, d: int, f: int) -> int:
    """Write a row that begins with these figures and give its place.

    A row that nobody asked for is not kept: the next one is written over it.
    """
    place = m.out[0]
    if kind > at.O_SUMMED and m.e[at.E_SUMS]:
        return place
    m.out[place] = kind
    m.out[place + 1] = a
    m.out[place + 2] = b
    m.out[place + 3] = c
    m.out[place + 4] = d
    m.out[place + 5] = f
    for i in range(6, at.ROW):
        m.out[place + i] = 0
    m.out[0] = place + at.ROW
    return place


def share_out(m: Machine, total: int, column: int, lines: int) -> None:
    """Split a total over the weights in a column, by largest remainder, into the part column.

    Equal to `kit.amounts.allocate`; the weights are used up while the remainders are dealt out.
    """
    work = m.work
    whole = 0
    for line in range(lines):
        work[line * at.LINE_WORK + at.K_PART] = 0
        whole += work[line * at.LINE_WORK + column]
    if total == 0 or whole == 0:
        return
    left = total
    for line in range(lines):
        row = line * at.LINE_WORK
        part = muldiv(total, work[row + column], whole)
        work[row + at.K_PART] = part
        left -= part
        work[row + column] = mulmod(total, work[row + column], whole)
    while left > 0:
        best = 0
        for line in range(1, lines):
            if work[line * at.LINE_WORK + column] > work[best * at.LINE_WORK + column]:
                best = line
        work[best * at.LINE_WORK + at.K_PART] += 1
        work[best * at.LINE_WORK + column] = -1
        left -= 1


def month_index(m: Machine, day: int) -> int:
    """Give the place of a day's Jalali month in the table of months."""
    low = 0
    high = m.p[at.P_MONTHS] - 1
    start = m.p[at.P_MONTH_AT]
    while low < high:
        middle = (low + high + 1) // 2
        if m.p[start + middle] <= day:
            low = middle
        else:
            high = middle - 1
    return low


def month_start(m: Machine, index: int) -> int:
    """Give the first day of a month of the table; a day that does not come after its end."""
    if index >= m.p[at.P_MONTHS]:
        return at.NEVER
    return m.p[m.p[at.P_MONTH_AT] + index]


def period_key(m: Machine, per: int, day: int) -> int:
    """Give the number of the period of a cap that a day belongs to."""
    if per == at.PER_DAY:
        return day
    if per == at.PER_MONTH:
        return m.p[at.P_MONTH_KEY] + month_index(m, day)
    if per == at.PER_YEAR:
        return (m.p[at.P_MONTH_KEY] + month_index(m, day) - 1) // 12
    return 0
