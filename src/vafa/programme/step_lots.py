"""Lots inside the machine: issue, activation, burning, expiry, and the movements they make.

Used when the machine keeps the member's lots (`S_TRACK`, replay of history). Live, the ledger keeps them and
only the balances matter here. Dates are days; what ends on day X is gone at its first midnight.
"""

from __future__ import annotations

from vafa.programme.layout import (
    ACTIVATE, AVAILABLE, BALANCE_SIZE, BREAKAGE, BURN, E_ORDER, EARN, EXPIRE, ISSUER, L_AWARD,
    L_FROM, L_ISSUED, L_LEFT, L_PENDING, L_SEQ, L_UNIT, L_UNTIL, LOT_SIZE, NET_OWED, NEVER, O_LOT,
    O_LOT_USE, O_MOVEMENT, OWED, OWING, P_INACTIVE, P_UNIT_AT, PENDING, REDEMPTION, S_LAST,
    S_LOT_DAY, S_LOTS, S_SEQ, S_TRACK, S_UNITS, SPENDABLE, U_IDLE, UNIT_SIZE, WAITING, Machine,
)  # fmt: skip
from vafa.programme.step_basics import lot_until, write


def balance(unit: int, part: int) -> int:
    """Give the place in `s` of a part of a unit's balance."""
    return S_UNITS + unit * BALANCE_SIZE + part


def move(m: Machine, kind: int, unit: int, accounts: int, amount: int, day: int) -> int:
    """Write a movement under the next number of the member's book; `accounts` is from x 100 + to."""
    m.s[S_SEQ] += 1
    row = write(m, O_MOVEMENT, m.s[S_SEQ], kind, unit, accounts // 100, accounts % 100)
    m.out[row + 6] = amount
    m.out[row + 7] = day
    m.out[row + 8] = m.e[E_ORDER] if kind != EXPIRE and kind != ACTIVATE else -1
    return row


def issue(m: Machine, unit: int, units: int, starts: int, ends: int, award: int, day: int) -> None:
    """Give units to the member: what is owed is netted first, the rest opens a lot (pending until `starts`)."""
    s = m.s
    if starts > 0:
        s[balance(unit, PENDING)] += units
    else:
        netted = min(units, s[balance(unit, OWED)])
        s[balance(unit, OWED)] -= netted
        s[balance(unit, AVAILABLE)] += units - netted
        if s[S_TRACK] and netted > 0:
            row = move(m, NET_OWED, unit, ISSUER * 100 + OWING, netted, day)
            m.out[row + 10] = award
        units -= netted
    if s[S_TRACK] == 0 or units == 0:
        return
    row = move(m, EARN, unit, ISSUER * 100 + (WAITING if starts > 0 else SPENDABLE), units, day)
    m.out[row + 9] = s[S_SEQ]
    m.out[row + 10] = award
    lot = s[S_LOTS] * LOT_SIZE
    s[S_LOTS] += 1
    m.lots[lot + L_SEQ] = s[S_SEQ]
    m.lots[lot + L_UNIT] = unit
    m.lots[lot + L_ISSUED] = units
    m.lots[lot + L_LEFT] = units
    m.lots[lot + L_FROM] = starts
    m.lots[lot + L_UNTIL] = ends
    m.lots[lot + L_AWARD] = award
    m.lots[lot + L_PENDING] = 1 if starts > 0 else 0
    due = starts if starts > 0 else lot_until(m, s[S_LOTS] - 1)
    s[S_LOT_DAY] = min(s[S_LOT_DAY], due)


def burn(m: Machine, unit: int, units: int, day: int) -> None:
    """Take units from the lots: soonest expiry first, never-expiring last, then oldest first."""
    m.s[balance(unit, AVAILABLE)] -= units
    if m.s[S_TRACK] == 0:
        return
    move(m, BURN, unit, SPENDABLE * 100 + REDEMPTION, units, day)
    left = units
    while left > 0:
        best = -1
        for lot in range(m.s[S_LOTS]):
            if _can_burn(m, lot, unit) and (best < 0 or _before(m, lot, best)):
                best = lot
        assert best >= 0
        left -= _use(m, best, left)
    _sweep(m)


def _can_burn(m: Machine, lot: int, unit: int) -> bool:
    row = lot * LOT_SIZE
    return m.lots[row + L_UNIT] == unit and m.lots[row + L_PENDING] == 0 and m.lots[row + L_LEFT] > 0


def _before(m: Machine, lot: int, other: int) -> bool:
    mine, others = lot_until(m, lot), lot_until(m, other)
    if mine != others:
        return mine < others
    return m.lots[lot * LOT_SIZE + L_SEQ] < m.lots[other * LOT_SIZE + L_SEQ]


def _use(m: Machine, lot: int, units: int) -> int:
    row = lot * LOT_SIZE
    used = min(units, m.lots[row + L_LEFT])
    m.lots[row + L_LEFT] -= used
    write(m, O_LOT_USE, m.s[S_SEQ], m.lots[row + L_SEQ], used, 0, 0)
    return used


def _sweep(m: Machine) -> None:
    """Drop the lots with nothing left, after writing them out closed."""
    kept = 0
    for lot in range(m.s[S_LOTS]):
        row = lot * LOT_SIZE
        if m.lots[row + L_LEFT] == 0:
            write_lot(m, lot)
            continue
        if kept != lot:
            for i in range(LOT_SIZE):
                m.lots[kept * LOT_SIZE + i] = m.lots[row + i]
        kept += 1
    m.s[S_LOTS] = kept


def write_lot(m: Machine, lot: int) -> None:
    """Write a lot as it is now."""
    row = lot * LOT_SIZE
    place = write(
        m, O_LOT, m.lots[row + L_SEQ], m.lots[row + L_UNIT], m.lots[row + L_ISSUED],
        m.lots[row + L_LEFT], m.lots[row + L_PENDING],
    )  # fmt: skip
    m.out[place + 6] = m.lots[row + L_FROM]
    m.out[place + 7] = m.lots[row + L_UNTIL]
    m.out[place + 8] = m.lots[row + L_AWARD]


def advance_lots(m: Machine, day: int) -> None:
    """Let days pass up to `day`: activate pending lots, expire due ones, end idle ones, in order of time."""
    if m.s[S_TRACK] == 0:
        return
    while m.s[S_LOT_DAY] <= day or (m.p[P_INACTIVE] and _idle_day(m, day) <= day):
        now = m.s[S_LOT_DAY]
        if m.p[P_INACTIVE]:
            now = min(now, _idle_day(m, day))
        for lot in range(m.s[S_LOTS]):
            row = lot * LOT_SIZE
            if m.lots[row + L_PENDING] and m.lots[row + L_FROM] <= now:
                _activate(m, lot, now)
        for lot in range(m.s[S_LOTS]):
            if m.lots[lot * LOT_SIZE + L_PENDING] == 0 and _ends(m, lot) <= now:
                _expire(m, lot, now)
        _sweep(m)
        _find_next(m)


def _activate(m: Machine, lot: int, day: int) -> None:
    row = lot * LOT_SIZE
    unit, units = m.lots[row + L_UNIT], m.lots[row + L_LEFT]
    m.s[balance(unit, PENDING)] -= units
    m.lots[row + L_PENDING] = 0
    netted = min(units, m.s[balance(unit, OWED)])
    if netted > 0:
        m.s[balance(unit, OWED)] -= netted
        movement = move(m, NET_OWED, unit, WAITING * 100 + OWING, netted, day)
        m.out[movement + 8] = -1
        m.out[movement + 9] = m.lots[row + L_SEQ]
        _use(m, lot, netted)
    if units > netted:
        m.s[balance(unit, AVAILABLE)] += units - netted
        movement = move(m, ACTIVATE, unit, WAITING * 100 + SPENDABLE, units - netted, day)
        m.out[movement + 9] = m.lots[row + L_SEQ]


def _expire(m: Machine, lot: int, day: int) -> None:
    row = lot * LOT_SIZE
    unit, units = m.lots[row + L_UNIT], m.lots[row + L_LEFT]
    if units == 0:
        return
    m.s[balance(unit, AVAILABLE)] -= units
    movement = move(m, EXPIRE, unit, SPENDABLE * 100 + BREAKAGE, units, day)
    m.out[movement + 9] = m.lots[row + L_SEQ]
    _use(m, lot, units)


def idle_until(m: Machine, unit: int) -> int:
    """Give the day a unit ends for want of purchases, far away when it never does."""
    idle = m.p[m.p[P_UNIT_AT] + unit * UNIT_SIZE + U_IDLE]
    return NEVER if idle == 0 or m.s[S_LAST] == 0 else m.s[S_LAST] + idle + 1


def _ends(m: Machine, lot: int) -> int:
    return min(lot_until(m, lot), idle_until(m, m.lots[lot * LOT_SIZE + L_UNIT]))


def _idle_day(m: Machine, day: int) -> int:
    """The first day up to `day` on which inactivity ends an open lot."""
    first = NEVER
    for lot in range(m.s[S_LOTS]):
        if m.lots[lot * LOT_SIZE + L_PENDING] == 0:
            first = min(first, idle_until(m, m.lots[lot * LOT_SIZE + L_UNIT]))
    return first if first <= day else NEVER


def _find_next(m: Machine) -> None:
    first = NEVER
    for lot in range(m.s[S_LOTS]):
        row = lot * LOT_SIZE
        due = m.lots[row + L_FROM] if m.lots[row + L_PENDING] else lot_until(m, lot)
        first = min(first, due)
    m.s[S_LOT_DAY] = first
