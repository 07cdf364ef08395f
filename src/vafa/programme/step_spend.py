"""Paying with units: what policy allows, how it lies on the lines (E5, E31-E37, E85)."""

from __future__ import annotations

from vafa.kit.amounts import muldiv
from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_basics import share_out, write
from vafa.programme.step_lots import balance, burn

_ALL = 10_000  # basis points


def open_lines(m: Machine) -> None:
    """Set every line's workings to its own net and VAT, nothing paid with units yet."""
    net = 0
    for line in range(m.e[at.E_LINES]):
        source, row = line * at.LINE_SIZE, line * at.LINE_WORK
        m.work[row + at.K_BASE] = 0
        m.work[row + at.K_CREDIT] = 0
        m.work[row + at.K_NET] = m.lines[source + at.N_NET]
        m.work[row + at.K_VAT] = m.lines[source + at.N_VAT]
        net += m.lines[source + at.N_NET]
    m.e[at.E_NET] = net
    m.e[at.E_TENDERED] = 0
    m.e[at.E_CREDIT] = 0


def spend(m: Machine) -> None:
    """Fulfil the wishes of the event; the packer puts discounts before tenders."""
    for wish in range(m.e[at.E_WISHES]):
        _spend_one(m, at.E_WISH_AT + wish * at.WISH_SIZE, wish)


def _spend_one(m: Machine, wish: int, number: int) -> None:
    unit = m.e[wish + at.W_UNIT]
    row = m.p[at.P_UNIT_AT] + unit * at.UNIT_SIZE
    eligible, left = _eligible(m, row)
    place = write(m, at.O_BURN, unit, 0, 0, m.p[row + at.U_TENDER], number)
    units = _allowed(m, row, wish, place, eligible, left)
    value, per = m.e[wish + at.W_VALUE], m.e[wish + at.W_PER]
    rials = muldiv(units, value, per) if units > 0 else 0
    # Units that buy nothing are not taken: the fewest whole steps with the same worth.
    if rials > 0:
        step = m.p[row + at.U_SPEND_STEP]
        fewest = -(-muldiv_up(rials, per, value) // step) * step
        units = min(units, fewest)
    else:
        units = 0
    m.out[place + 2] = units
    m.out[place + 3] = rials
    m.out[place + 8] = m.e[at.E_ORDER]
    if units == 0:
        return
    if m.e[wish + at.W_HELD] < 0:
        burn(m, unit, units, m.e[at.E_DAY])
    m.e[at.E_CREDIT] += rials
    _lay_on_lines(m, row, rials, number)


def muldiv_up(a: int, b: int, c: int) -> int:
    """Give a x b / c rounded up, for b > 0."""
    down = muldiv(a, b, c)
    return down if muldiv(down, c, b) == a else down + 1


def _eligible(m: Machine, row: int) -> tuple[int, int]:
    """Give what the share is taken of, and what is left to pay, on the lines it may pay.

    Tender stands for money and looks at VAT-inclusive amounts; a discount looks at nets.
    """
    tender = m.p[row + at.U_TENDER]
    mask = m.p[at.P_MASK_AT] + m.p[row + at.U_SPEND_MASK] * m.p[at.P_CELLS]
    eligible = 0
    left = 0
    whole = 0
    for line in range(m.e[at.E_LINES]):
        work = line * at.LINE_WORK
        m.work[work + at.K_LEFT] = 0
        whole += m.work[work + at.K_NET] + m.work[work + at.K_VAT]
        if m.p[mask + m.lines[line * at.LINE_SIZE + at.N_CELL]] == 0:
            continue
        m.work[work + at.K_LEFT] = m.work[work + at.K_NET]
        left += m.work[work + at.K_NET]
        eligible += m.lines[line * at.LINE_SIZE + at.N_NET]
        if tender:
            left += m.work[work + at.K_VAT]
            eligible += m.lines[line * at.LINE_SIZE + at.N_VAT]
    return eligible, min(left, whole - m.e[at.E_TENDERED])


def _allowed(m: Machine, row: int, wish: int, place: int, eligible: int, left: int) -> int:
    """Give the units that may be spent; write the tightest limit and its figure."""
    held = m.e[wish + at.W_HELD]
    units = m.s[balance(m.e[wish + at.W_UNIT], at.AVAILABLE)] if held < 0 else held
    tightest = at.BY_AVAILABLE if held < 0 else at.BY_HOLD
    figure = units
    if 0 <= m.e[wish + at.W_UNITS] <= units:
        units = m.e[wish + at.W_UNITS]
        tightest = at.BY_WISH
    share = muldiv(eligible, m.p[row + at.U_SHARE], _ALL)
    most = _units_for(m, wish, share)
    if m.p[row + at.U_SHARE] < _ALL and units > most:
        units, tightest, figure = most, at.BY_SHARE, share
    most = _units_for(m, wish, left)
    if units > most:
        units, tightest, figure = most, at.BY_TO_PAY, left
    if eligible == 0 or m.p[row + at.U_SPENDABLE] == 0:
        units, tightest, figure = 0, at.BY_NO_ELIGIBLE, 0
    if m.e[at.E_NET] < m.p[row + at.U_MINIMUM_ORDER]:
        units, tightest, figure = 0, at.BY_MINIMUM_ORDER, m.p[row + at.U_MINIMUM_ORDER]
    step = m.p[row + at.U_SPEND_STEP]
    if step > 1 and units % step:
        units -= units % step
        tightest, figure = at.BY_STEP, step
    if 0 < units < m.p[row + at.U_MINIMUM]:
        units, tightest, figure = 0, at.BY_MINIMUM, m.p[row + at.U_MINIMUM]
    m.out[place + 6] = tightest
    m.out[place + 7] = figure
    return units


def _units_for(m: Machine, wish: int, rials: int) -> int:
    """Give the most units that are not worth more than `rials`."""
    value, per = m.e[wish + at.W_VALUE], m.e[wish + at.W_PER]
    if value == 0 or (rials > 0 and per >= value and per // value > at.LIMIT // rials):
        return at.LIMIT
    return muldiv(rials, per, value)


def _lay_on_lines(m: Machine, row: int, rials: int, number: int) -> None:
    """Divide the worth over the nets; a discount lowers net and VAT, a tender neither."""
    tender = m.p[row + at.U_TENDER]
    share_out(m, rials, at.K_LEFT, m.e[at.E_LINES])
    if tender:
        m.e[at.E_TENDERED] += rials
    for line in range(m.e[at.E_LINES]):
        work, source = line * at.LINE_WORK, line * at.LINE_SIZE
        part = m.work[work + at.K_PART]
        if part == 0:
            continue
        write(m, at.O_BURN_LINE, number, line, part, m.e[at.E_ORDER], 0)
        m.work[work + at.K_CREDIT] += part
        if tender == 0:
            m.work[work + at.K_NET] -= part
            m.work[work + at.K_VAT] = muldiv(
                m.lines[source + at.N_VAT], m.work[work + at.K_NET], m.lines[source + at.N_NET]
            )
