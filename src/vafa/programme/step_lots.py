"""Lots inside the machine: issue, activation, burning, expiry, and the movements they make.

Used when the machine keeps the member's lots (`S_TRACK`, replay of history). Live, the ledger
keeps them and only the balances matter here. Dates are days; what ends on day X is gone at its
first midnight.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_basics import lot_until, write


def balance(unit: int, part: int) -> int:
    """Give the place in `s` of a part of a unit's balance."""
    return at.S_UNITS + unit * at.BALANCE_SIZE + part


def move(m: Machine, kind: int, unit: int, accounts: int, amount: int, day: int) -> int:
    """Write a movement under the member's next number; `accounts` is from x 100 + to."""
    m.s[at.S_SEQ] += 1
    row = write(m, at.O_MOVEMENT, m.s[at.S_SEQ], kind, unit, accounts // 100, accounts % 100)
    m.out[row + 6] = amount
    m.out[row + 7] = day
    m.out[row + 8] = m.e[at.E_ORDER] if kind not in (at.EXPIRE, at.ACTIVATE) else -1
    m.out[row + 10] = -1
    return row


def issue(m: Machine, unit: int, units: int, starts: int, ends: int, award: int, day: int) -> None:
    """Give units: what is owed is netted first, the rest opens a lot (pending till `starts`)."""
    s = m.s
    if starts > 0:
        s[balance(unit, at.PENDING)] += units
    else:
        netted = min(units, s[balance(unit, at.OWED)])
        s[balance(unit, at.OWED)] -= netted
        s[balance(unit, at.AVAILABLE)] += units - netted
        if s[at.S_TRACK] and netted > 0:
            row = move(m, at.NET_OWED, unit, at.ISSUER * 100 + at.OWING, netted, day)
            m.out[row + 10] = award
        units -= netted
    if s[at.S_TRACK] == 0 or units == 0:
        return
    row = move(
        m,
        at.EARN,
        unit,
        at.ISSUER * 100 + (at.WAITING if starts > 0 else at.SPENDABLE),
        units,
        day,
    )
    m.out[row + 9] = s[at.S_SEQ]
    m.out[row + 10] = award
    lot = s[at.S_LOTS] * at.LOT_SIZE
    s[at.S_LOTS] += 1
    m.lots[lot + at.L_SEQ] = s[at.S_SEQ]
    m.lots[lot + at.L_UNIT] = unit
    m.lots[lot + at.L_ISSUED] = units
    m.lots[lot + at.L_LEFT] = units
    m.lots[lot + at.L_FROM] = starts
    m.lots[lot + at.L_UNTIL] = ends
    m.lots[lot + at.L_AWARD] = award
    m.lots[lot + at.L_PENDING] = 1 if starts > 0 else 0
    due = starts if starts > 0 else lot_until(m, s[at.S_LOTS] - 1)
    s[at.S_LOT_DAY] = min(s[at.S_LOT_DAY], due)


def burn(m: Machine, unit: int, units: int, day: int) -> None:
    """Take units from the lots: soonest expiry first, never-expiring last, then oldest first."""
    m.s[balance(unit, at.AVAILABLE)] -= units
    if m.s[at.S_TRACK] == 0:
        return
    move(m, at.BURN, unit, at.SPENDABLE * 100 + at.REDEMPTION, units, day)
    left = units
    while left > 0:
        best = -1
        for lot in range(m.s[at.S_LOTS]):
            if _can_burn(m, lot, unit) and (best < 0 or _before(m, lot, best)):
                best = lot
        assert best >= 0
        left -= _use(m, best, left)
    _sweep(m)


def _can_burn(m: Machine, lot: int, unit: int) -> bool:
    row = lot * at.LOT_SIZE
    return (
        m.lots[row + at.L_UNIT] == unit
        and m.lots[row + at.L_PENDING] == 0
        and m.lots[row + at.L_LEFT] > 0
    )


def _before(m: Machine, lot: int, other: int) -> bool:
    mine, others = lot_until(m, lot), lot_until(m, other)
    if mine != others:
        return mine < others
    return m.lots[lot * at.LOT_SIZE + at.L_SEQ] < m.lots[other * at.LOT_SIZE + at.L_SEQ]


def _use(m: Machine, lot: int, units: int) -> int:
    row = lot * at.LOT_SIZE
    used = min(units, m.lots[row + at.L_LEFT])
    m.lots[row + at.L_LEFT] -= used
    write(m, at.O_LOT_USE, m.s[at.S_SEQ], m.lots[row + at.L_SEQ], used, 0, 0)
    return used


def _sweep(m: Machine) -> None:
    """Drop the lots with nothing left, after writing them out closed."""
    kept = 0
    for lot in range(m.s[at.S_LOTS]):
        row = lot * at.LOT_SIZE
        if m.lots[row + at.L_LEFT] == 0:
            write_lot(m, lot)
            continue
        if kept != lot:
            for i in range(at.LOT_SIZE):
                m.lots[kept * at.LOT_SIZE + i] = m.lots[row + i]
        kept += 1
    m.s[at.S_LOTS] = kept


def write_lot(m: Machine, lot: int) -> None:
    """Write a lot as it is now."""
    row = lot * at.LOT_SIZE
    place = write(
        m, at.O_LOT, m.lots[row + at.L_SEQ], m.lots[row + at.L_UNIT], m.lots[row + at.L_ISSUED],
        m.lots[row + at.L_LEFT], m.lots[row + at.L_PENDING],
    )  # fmt: skip
    m.out[place + 6] = m.lots[row + at.L_FROM]
    m.out[place + 7] = m.lots[row + at.L_UNTIL]
    m.out[place + 8] = m.lots[row + at.L_AWARD]


def advance_lots(m: Machine, day: int) -> None:
    """Let days pass: activate, expire and end idle lots, in order of time."""
    if m.s[at.S_TRACK] == 0:
        return
    while m.s[at.S_LOT_DAY] <= day or (m.p[at.P_INACTIVE] and _idle_day(m, day) <= day):
        now = m.s[at.S_LOT_DAY]
        if m.p[at.P_INACTIVE]:
            now = min(now, _idle_day(m, day))
        for lot in range(m.s[at.S_LOTS]):
            row = lot * at.LOT_SIZE
            if m.lots[row + at.L_PENDING] and m.lots[row + at.L_FROM] <= now:
                _activate(m, lot, now)
        for lot in range(m.s[at.S_LOTS]):
            if m.lots[lot * at.LOT_SIZE + at.L_PENDING] == 0 and _ends(m, lot) <= now:
                _expire(m, lot, now)
        _sweep(m)
        _find_next(m)


def _activate(m: Machine, lot: int, day: int) -> None:
    row = lot * at.LOT_SIZE
    unit, units = m.lots[row + at.L_UNIT], m.lots[row + at.L_LEFT]
    m.s[balance(unit, at.PENDING)] -= units
    m.lots[row + at.L_PENDING] = 0
    netted = min(units, m.s[balance(unit, at.OWED)])
    if netted > 0:
        m.s[balance(unit, at.OWED)] -= netted
        movement = move(m, at.NET_OWED, unit, at.WAITING * 100 + at.OWING, netted, day)
        m.out[movement + 8] = -1
        m.out[movement + 9] = m.lots[row + at.L_SEQ]
        _use(m, lot, netted)
    if units > netted:
        m.s[balance(unit, at.AVAILABLE)] += units - netted
        movement = move(m, at.ACTIVATE, unit, at.WAITING * 100 + at.SPENDABLE, units - netted, day)
        m.out[movement + 9] = m.lots[row + at.L_SEQ]


def _expire(m: Machine, lot: int, day: int) -> None:
    row = lot * at.LOT_SIZE
    unit, units = m.lots[row + at.L_UNIT], m.lots[row + at.L_LEFT]
    if units == 0:
        return
    m.s[balance(unit, at.AVAILABLE)] -= units
    movement = move(m, at.EXPIRE, unit, at.SPENDABLE * 100 + at.BREAKAGE, units, day)
    m.out[movement + 9] = m.lots[row + at.L_SEQ]
    _use(m, lot, units)


def idle_until(m: Machine, unit: int) -> int:
    """Give the day a unit ends for want of purchases, far away when it never does."""
    idle = m.p[m.p[at.P_UNIT_AT] + unit * at.UNIT_SIZE + at.U_IDLE]
    return at.NEVER if idle == 0 or m.s[at.S_LAST] == 0 else m.s[at.S_LAST] + idle + 1


def _ends(m: Machine, lot: int) -> int:
    return min(lot_until(m, lot), idle_until(m, m.lots[lot * at.LOT_SIZE + at.L_UNIT]))


def _idle_day(m: Machine, day: int) -> int:
    """Give the first day up to `day` on which inactivity ends an open lot."""
    first = at.NEVER
    for lot in range(m.s[at.S_LOTS]):
        if m.lots[lot * at.LOT_SIZE + at.L_PENDING] == 0:
            first = min(first, idle_until(m, m.lots[lot * at.LOT_SIZE + at.L_UNIT]))
    return first if first <= day else at.NEVER


def _find_next(m: Machine) -> None:
    first = at.NEVER
    for lot in range(m.s[at.S_LOTS]):
        row = lot * at.LOT_SIZE
        due = m.lots[row + at.L_FROM] if m.lots[row + at.L_PENDING] else lot_until(m, lot)
        first = min(first, due)
    m.s[at.S_LOT_DAY] = first
