"""The tier ladder inside the machine: the window of what counts, steps up, grace, steps down (E11, E60-E66).

`s[S_VALUE]` is the sum of the buckets kept in the window; `S_DAY` the day up to which time has passed.
A grace period lasts until the first midnight of `S_GRACE`.
"""

from __future__ import annotations

from vafa.programme.layout import (
    BUCKET_SIZE, DOWN, GRACE_ENDED, GRACE_STARTED, LIFETIME, NEVER, NO_LADDER, O_REASON, O_TIER,
    P_BASIS, P_FULL, P_GRACE, P_LEVEL_AT, P_LEVELS, P_WARNING, P_WINDOW, P_WINDOW_SIZE, ROLLING,
    S_COUNT, S_DAY, S_GRACE, S_HEAD, S_MANUAL, S_SINCE, S_TIER, S_VALUE, UP, WARNING, WHY_BELOW,
    WHY_GRACE, WHY_MANUAL_ENDED, WHY_REACHED, WHY_REGAINED, WHY_WILL_FALL, Machine,
)  # fmt: skip
from vafa.programme.step_basics import month_index, month_start, write


def level_of(m: Machine, value: int) -> int:
    """Give the highest level whose threshold a value reaches."""
    level = 0
    for i in range(1, m.p[P_LEVELS]):
        if value >= m.p[m.p[P_LEVEL_AT] + i]:
            level = i
    return level


def period_start(m: Machine, day: int, later: int) -> int:
    """Give the first day of the calendar period (year or season) `later` periods after that of a day."""
    size = m.p[P_WINDOW_SIZE]
    index = month_index(m, day)
    return month_start(m, index - index % size + later * size)


def value_on(m: Machine, day: int) -> int:
    """Give what counts on a day, from the buckets kept."""
    if m.p[P_WINDOW] in (ROLLING, LIFETIME):
        return m.s[S_VALUE]
    this, before = period_start(m, day, 0), period_start(m, day, -1)
    current, last = 0, 0
    for i in range(m.s[S_HEAD], m.s[S_HEAD] + m.s[S_COUNT]):
        bucket = m.window[i * BUCKET_SIZE]
        if bucket == this:
            current += m.window[i * BUCKET_SIZE + 1]
        elif bucket == before:
            last += m.window[i * BUCKET_SIZE + 1]
    return max(current, last)


def _leave(m: Machine, day: int) -> None:
    """Drop the buckets that no longer count on a day."""
    s = m.s
    kind = m.p[P_WINDOW]
    if kind == LIFETIME:
        return
    first = day - m.p[P_WINDOW_SIZE] + 1 if kind == ROLLING else period_start(m, day, -1)
    while s[S_COUNT] > 0 and m.window[s[S_HEAD] * BUCKET_SIZE] < first:
        s[S_VALUE] -= m.window[s[S_HEAD] * BUCKET_SIZE + 1]
        s[S_HEAD] += 1
        s[S_COUNT] -= 1


def count(m: Machine, day: int, amount: int) -> None:
    """Add to what counts, on the bucket of a day; what is too old to count is dropped."""
    if m.p[P_BASIS] == NO_LADDER or amount == 0:
        return
    key = day
    if m.p[P_WINDOW] == LIFETIME:
        key = 0
    elif m.p[P_WINDOW] != ROLLING:
        key = period_start(m, day, 0)
    s = m.s
    if s[S_COUNT] == 0:
        s[S_HEAD] = 0
    _make_room(m)
    place = s[S_HEAD] + s[S_COUNT]
    while place > s[S_HEAD] and m.window[(place - 1) * BUCKET_SIZE] > key:
        place -= 1
    if place > s[S_HEAD] and m.window[(place - 1) * BUCKET_SIZE] == key:
        m.window[(place - 1) * BUCKET_SIZE + 1] += amount
    else:
        for i in range(s[S_HEAD] + s[S_COUNT], place, -1):
            m.window[i * BUCKET_SIZE] = m.window[(i - 1) * BUCKET_SIZE]
            m.window[i * BUCKET_SIZE + 1] = m.window[(i - 1) * BUCKET_SIZE + 1]
        m.window[place * BUCKET_SIZE] = key
        m.window[place * BUCKET_SIZE + 1] = amount
        s[S_COUNT] += 1
    s[S_VALUE] += amount
    _leave(m, s[S_DAY])


def _make_room(m: Machine) -> None:
    """Move the buckets to the front when the window's memory ends behind them."""
    s = m.s
    if (s[S_HEAD] + s[S_COUNT] + 1) * BUCKET_SIZE <= len(m.window):
        return
    start = s[S_HEAD] * BUCKET_SIZE
    for i in range(s[S_COUNT] * BUCKET_SIZE):
        m.window[i] = m.window[start + i]
    s[S_HEAD] = 0


def _change(m: Machine, kind: int, day: int, before: int, why: int, against: int) -> None:
    """Write a step with its reason: the value on that day against a level's threshold."""
    write(m, O_TIER, kind, day, before, m.s[S_TIER], 0)
    value = value_on(m, day)
    write(m, O_REASON, why, value, m.p[m.p[P_LEVEL_AT] + against], m.p[P_BASIS], 0)


def judge(m: Machine, day: int) -> None:
    """Compare the tier with what counts now: step up at once, start or end a grace period (E11, E61)."""
    s = m.s
    if m.p[P_BASIS] == NO_LADDER or s[S_MANUAL] > 0:
        return
    target = level_of(m, value_on(m, day))
    before = s[S_TIER]
    if target > before:
        s[S_TIER], s[S_SINCE], s[S_GRACE] = target, day, 0
        _change(m, UP, day, before, WHY_REACHED, target)
    elif target == before and s[S_GRACE] > 0:
        s[S_GRACE] = 0
        _change(m, GRACE_ENDED, day, before, WHY_REGAINED, target)
    elif target < before and s[S_GRACE] == 0:
        if m.p[P_GRACE] == 0:
            s[S_GRACE] = day
            _step_down(m, day)
        else:
            _start_grace(m, day, day + m.p[P_GRACE] + 1)


def _start_grace(m: Machine, day: int, until: int) -> None:
    m.s[S_GRACE] = until
    _change(m, GRACE_STARTED, day, m.s[S_TIER], WHY_BELOW, m.s[S_TIER])
    write(m, O_REASON, WHY_GRACE, until, 0, 0, 0)


def _step_down(m: Machine, day: int) -> None:
    """The end of a grace period: one step down, or all the way; then another grace if still below."""
    s = m.s
    while s[S_GRACE] == day:
        target = level_of(m, value_on(m, day))
        before = s[S_TIER]
        s[S_GRACE] = 0
        if target >= before:
            _change(m, GRACE_ENDED, day, before, WHY_REGAINED, before)
            return
        s[S_TIER] = target if m.p[P_FULL] else before - 1
        s[S_SINCE] = day
        _change(m, DOWN, day, before, WHY_BELOW, before)
        if s[S_TIER] > target:
            s[S_GRACE] = day + m.p[P_GRACE]
            if m.p[P_GRACE] > 0:
                write(m, O_REASON, WHY_GRACE, s[S_GRACE], 0, 0, 0)


def next_fall(m: Machine) -> int:
    """Give the first day on which what counts falls below the tier, if nothing is bought until then."""
    s = m.s
    tier = s[S_TIER]
    if tier == 0 or m.p[P_WINDOW] == LIFETIME:
        return NEVER
    if m.p[P_WINDOW] == ROLLING:
        value = s[S_VALUE]
        threshold = m.p[m.p[P_LEVEL_AT] + tier]
        for i in range(s[S_HEAD], s[S_HEAD] + s[S_COUNT]):
            value -= m.window[i * BUCKET_SIZE + 1]
            if value < threshold:
                return m.window[i * BUCKET_SIZE] + m.p[P_WINDOW_SIZE]
        return NEVER
    for later in (1, 2):
        start = period_start(m, s[S_DAY], later)
        if level_of(m, value_on(m, start)) < tier:
            return start
    return NEVER


def next_review(m: Machine) -> int:
    """Give the first day on which the passing of time changes the tier or calls for a warning."""
    s = m.s
    if m.p[P_BASIS] == NO_LADDER:
        return NEVER
    if s[S_MANUAL] > 0:
        return s[S_MANUAL]
    if s[S_GRACE] > 0:
        return s[S_GRACE]
    fall = next_fall(m)
    warn = fall - m.p[P_WARNING]
    return warn if fall < NEVER and warn > s[S_DAY] else fall


def advance_ladder(m: Machine, day: int) -> None:
    """Let days pass up to `day`: warnings, what leaves the window, grace, steps down, end of a manual tier."""
    s = m.s
    if m.p[P_BASIS] != NO_LADDER:
        at = _next_change(m, day)
        while at <= day:
            _leave(m, at)
            s[S_DAY] = max(s[S_DAY], at)
            if s[S_MANUAL] > 0:
                _end_manual(m, at)
            elif s[S_GRACE] > 0:
                _step_down(m, at)
            elif m.p[P_GRACE] > 0:
                # What leaves at midnight counts as lost on the day before.
                _start_grace(m, at, at + m.p[P_GRACE])
            else:
                s[S_GRACE] = at
                _step_down(m, at)
            at = _next_change(m, day)
        _leave(m, day)
    s[S_DAY] = day


def _next_change(m: Machine, day: int) -> int:
    """The next day something happens; a warning due up to `day` is written on the way."""
    s = m.s
    if s[S_MANUAL] > 0:
        return s[S_MANUAL]
    if s[S_GRACE] > 0:
        return s[S_GRACE]
    if s[S_TIER] == 0:
        return NEVER
    if m.p[P_WINDOW] == ROLLING and s[S_COUNT] > 0:
        soonest = m.window[s[S_HEAD] * BUCKET_SIZE] + m.p[P_WINDOW_SIZE]
        if soonest - m.p[P_WARNING] > day:  # nothing leaves soon: do not look at every bucket
            return NEVER
    fall = next_fall(m)
    warn = fall - m.p[P_WARNING]
    if fall < NEVER and s[S_DAY] < warn <= day and m.p[P_WARNING] > 0:
        write(m, O_TIER, WARNING, warn, s[S_TIER], s[S_TIER], 0)
        threshold = m.p[m.p[P_LEVEL_AT] + s[S_TIER]]
        write(m, O_REASON, WHY_WILL_FALL, fall, threshold, m.p[P_BASIS], 0)
        s[S_DAY] = warn
    return fall


def _end_manual(m: Machine, day: int) -> None:
    s = m.s
    before = s[S_TIER]
    target = level_of(m, value_on(m, day))
    s[S_MANUAL], s[S_GRACE], s[S_TIER], s[S_SINCE] = 0, 0, target, day
    if target != before:
        write(m, O_TIER, UP if target > before else DOWN, day, before, target, 0)
        write(m, O_REASON, WHY_MANUAL_ENDED, value_on(m, day), m.p[P_BASIS], 0, 0)
