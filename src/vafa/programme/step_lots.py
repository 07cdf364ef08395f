"""Lots inside the machine: issue, activation, burning, expiry, and the movements they make.

Used when the machine keeps the member's lots (`S_TRACK`, replay of history). Live, the ledger
keeps them and only the balances matter here. Dates are days; what ends on day X is gone at its
first midnight.

A unit's lots that wait for their day, and those that may be spent, each stand in a ring in the
order in which they are due, equal ones as they were issued. So what comes next is at its head,
and no step looks at every lot. The two ends of rings come first among the lots (`layout`); a lot
of a member keeps its place until the member is done.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_basics import write


def open_rings(m: Machine) -> None:
    """Begin a member without a lot: each ring holds its end only."""
    ends = m.p[at.P_UNITS] * at.RINGS
    for end in range(ends):
        m.lots[end * at.LOT_SIZE + at.L_NEXT] = end
        m.lots[end * at.LOT_SIZE + at.L_BEFORE] = end
        m.lots[end * at.LOT_SIZE + at.L_DUE] = at.NEVER
    m.s[at.S_LOT_END] = ends


def balance(unit: int, part: int) -> int:
    """Give the place in `s` of a part of a unit's balance."""
    return at.S_UNITS + unit * at.BALANCE_SIZE + part


def move(m: Machine, kind: int, unit: int, accounts: int, amount: int, day: int) -> int:
    """Write a movement under the member's next number; `accounts` is from x 100 + to."""
    m.s[at.S_SEQ] += 1
    if kind != at.EXPIRE and m.e[at.E_SUMS]:
        return m.out[0]  # not kept, as in `write`
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
    account = at.WAITING if starts > 0 else at.SPENDABLE
    row = move(m, at.EARN, unit, at.ISSUER * 100 + account, units, day)
    m.out[row + 9] = s[at.S_SEQ]
    m.out[row + 10] = award
    number = s[at.S_LOT_END]
    s[at.S_LOT_END] += 1
    s[at.S_LOTS] += 1
    lot = number * at.LOT_SIZE
    m.lots[lot + at.L_SEQ] = s[at.S_SEQ]
    m.lots[lot + at.L_UNIT] = unit
    m.lots[lot + at.L_ISSUED] = units
    m.lots[lot + at.L_LEFT] = units
    m.lots[lot + at.L_FROM] = starts
    m.lots[lot + at.L_UNTIL] = ends
    m.lots[lot + at.L_AWARD] = award
    if starts > 0:
        _join(m, unit * at.RINGS + at.RING_WAITING, number, starts)
    else:
        _join_open(m, number)


def _join(m: Machine, ring: int, number: int, due: int) -> None:
    """Put a lot into a ring: behind those due before it, or as early and issued before it."""
    lot = number * at.LOT_SIZE
    before = m.lots[ring * at.LOT_SIZE + at.L_BEFORE]
    while before != ring:
        other = m.lots[before * at.LOT_SIZE + at.L_DUE]
        if other < due or (other == due and before < number):
            break
        before = m.lots[before * at.LOT_SIZE + at.L_BEFORE]
    behind = m.lots[before * at.LOT_SIZE + at.L_NEXT]
    m.lots[lot + at.L_DUE] = due
    m.lots[lot + at.L_BEFORE] = before
    m.lots[lot + at.L_NEXT] = behind
    m.lots[before * at.LOT_SIZE + at.L_NEXT] = number
    m.lots[behind * at.LOT_SIZE + at.L_BEFORE] = number


def _join_open(m: Machine, number: int) -> None:
    """Let a lot be spent: until the day it ends, far away when it never does."""
    lot = number * at.LOT_SIZE
    until = m.lots[lot + at.L_UNTIL]
    ring = m.lots[lot + at.L_UNIT] * at.RINGS + at.RING_OPEN
    _join(m, ring, number, at.NEVER if until == 0 else until)


def _leave_ring(m: Machine, number: int) -> None:
    lot = number * at.LOT_SIZE
    before, behind = m.lots[lot + at.L_BEFORE], m.lots[lot + at.L_NEXT]
    m.lots[before * at.LOT_SIZE + at.L_NEXT] = behind
    m.lots[behind * at.LOT_SIZE + at.L_BEFORE] = before


def _close(m: Machine, number: int) -> None:
    """Drop a lot with nothing left, after writing it out."""
    _leave_ring(m, number)
    m.s[at.S_LOTS] -= 1
    _write_lot(m, number, 0)


def burn(m: Machine, unit: int, units: int, day: int) -> None:
    """Take units from the lots: soonest expiry first, never-expiring last, then oldest first."""
    m.s[balance(unit, at.AVAILABLE)] -= units
    if m.s[at.S_TRACK] == 0:
        return
    move(m, at.BURN, unit, at.SPENDABLE * 100 + at.REDEMPTION, units, day)
    ring = unit * at.RINGS + at.RING_OPEN
    left = units
    while left > 0:
        first = m.lots[ring * at.LOT_SIZE + at.L_NEXT]
        assert first != ring
        left -= _use(m, first, left)
        if m.lots[first * at.LOT_SIZE + at.L_LEFT] == 0:
            _close(m, first)


def _use(m: Machine, lot: int, units: int) -> int:
    row = lot * at.LOT_SIZE
    used = min(units, m.lots[row + at.L_LEFT])
    m.lots[row + at.L_LEFT] -= used
    write(m, at.O_LOT_USE, m.s[at.S_SEQ], m.lots[row + at.L_SEQ], used, 0, 0)
    return used


def write_lots(m: Machine) -> None:
    """Write the lots that the member still has, as they are now."""
    for ring in range(m.p[at.P_UNITS] * at.RINGS):
        lot = m.lots[ring * at.LOT_SIZE + at.L_NEXT]
        while lot != ring:
            _write_lot(m, lot, 1 if ring % at.RINGS == at.RING_WAITING else 0)
            lot = m.lots[lot * at.LOT_SIZE + at.L_NEXT]


def _write_lot(m: Machine, lot: int, waits: int) -> None:
    row = lot * at.LOT_SIZE
    place = write(
        m, at.O_LOT, m.lots[row + at.L_SEQ], m.lots[row + at.L_UNIT], m.lots[row + at.L_ISSUED],
        m.lots[row + at.L_LEFT], waits,
    )  # fmt: skip
    m.out[place + 6] = m.lots[row + at.L_FROM]
    m.out[place + 7] = m.lots[row + at.L_UNTIL]
    m.out[place + 8] = m.lots[row + at.L_AWARD]


def advance_lots(m: Machine, day: int) -> None:
    """Let days pass: activate, expire and end idle lots, in order of time."""
    if m.s[at.S_TRACK] == 0:
        return
    now = _next_day(m)
    while now <= day:
        lot = _first_due(m, at.RING_WAITING, now)
        while lot > 0:
            _activate(m, lot, now)
            lot = _first_due(m, at.RING_WAITING, now)
        lot = _first_due(m, at.RING_OPEN, now)
        while lot > 0:
            _expire(m, lot, now)
            lot = _first_due(m, at.RING_OPEN, now)
        now = _next_day(m)


def _next_day(m: Machine) -> int:
    """Give the next day on which a lot may be spent from, or ends."""
    next_day = at.NEVER
    for unit in range(m.p[at.P_UNITS]):
        waiting = m.lots[(unit * at.RINGS + at.RING_WAITING) * at.LOT_SIZE + at.L_NEXT]
        next_day = min(next_day, m.lots[waiting * at.LOT_SIZE + at.L_DUE])
        ring = unit * at.RINGS + at.RING_OPEN
        lot = m.lots[ring * at.LOT_SIZE + at.L_NEXT]
        if lot != ring:
            next_day = min(next_day, m.lots[lot * at.LOT_SIZE + at.L_DUE], idle_until(m, unit))
    return next_day


def _first_due(m: Machine, part: int, now: int) -> int:
    """Give, of the lots that are due, the one issued first; 0: none."""
    first = 0
    for unit in range(m.p[at.P_UNITS]):
        ring = unit * at.RINGS + part
        lot = m.lots[ring * at.LOT_SIZE + at.L_NEXT]
        due = m.lots[lot * at.LOT_SIZE + at.L_DUE]
        if part == at.RING_OPEN and idle_until(m, unit) <= now:
            lot, due = _first_issued(m, ring), now
        if lot != ring and due <= now and (first == 0 or lot < first):
            first = lot
    return first


def _first_issued(m: Machine, ring: int) -> int:
    """Give the lot of a ring that was issued first: inactivity ends all, whenever they are due."""
    first = m.lots[ring * at.LOT_SIZE + at.L_NEXT]
    lot = first
    while lot != ring:
        first = min(first, lot)
        lot = m.lots[lot * at.LOT_SIZE + at.L_NEXT]
    return first


def _activate(m: Machine, lot: int, day: int) -> None:
    row = lot * at.LOT_SIZE
    unit, units = m.lots[row + at.L_UNIT], m.lots[row + at.L_LEFT]
    m.s[balance(unit, at.PENDING)] -= units
    netted = min(units, m.s[balance(unit, at.OWED)])
    if netted > 0:
        m.s[balance(unit, at.OWED)] -= netted
        movement = move(m, at.NET_OWED, unit, at.WAITING * 100 + at.OWING, netted, day)
        m.out[movement + 8] = -1
        m.out[movement + 9] = m.lots[row + at.L_SEQ]
        _use(m, lot, netted)
    if units == netted:
        _close(m, lot)
        return
    m.s[balance(unit, at.AVAILABLE)] += units - netted
    movement = move(m, at.ACTIVATE, unit, at.WAITING * 100 + at.SPENDABLE, units - netted, day)
    m.out[movement + 9] = m.lots[row + at.L_SEQ]
    _leave_ring(m, lot)
    _join_open(m, lot)


def _expire(m: Machine, lot: int, day: int) -> None:
    row = lot * at.LOT_SIZE
    unit, units = m.lots[row + at.L_UNIT], m.lots[row + at.L_LEFT]
    m.s[balance(unit, at.AVAILABLE)] -= units
    movement = move(m, at.EXPIRE, unit, at.SPENDABLE * 100 + at.BREAKAGE, units, day)
    m.out[movement + 9] = m.lots[row + at.L_SEQ]
    _use(m, lot, units)
    _close(m, lot)


def idle_until(m: Machine, unit: int) -> int:
    """Give the day a unit ends for want of purchases, far away when it never does."""
    idle = m.p[m.p[at.P_UNIT_AT] + unit * at.UNIT_SIZE + at.U_IDLE]
    return at.NEVER if idle == 0 or m.s[at.S_LAST] == 0 else m.s[at.S_LAST] + idle + 1
