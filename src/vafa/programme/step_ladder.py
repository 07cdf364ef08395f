"""The tier ladder: what counts, steps up, grace, steps down (E11, E60-E66).

`s[S_VALUE]` is the sum of the buckets kept in the window; `S_DAY` the day up to which time has
passed. A grace period lasts until the first midnight of `S_GRACE`.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_basics import month_index, month_start, write


def level_of(m: Machine, value: int) -> int:
    """Give the highest level whose threshold a value reaches."""
    level = 0
    for i in range(1, m.p[at.P_LEVELS]):
        if value >= m.p[m.p[at.P_LEVEL_AT] + i]:
            level = i
    return level


def period_start(m: Machine, day: int, later: int) -> int:
    """Give the first day of the year or season that is `later` periods after a day's own."""
    size = m.p[at.P_WINDOW_SIZE]
    index = month_index(m, day)
    return month_start(m, index - index % size + later * size)


def value_on(m: Machine, day: int) -> int:
    """Give what counts on a day, from the buckets kept."""
    if m.p[at.P_WINDOW] in (at.ROLLING, at.LIFETIME):
        return m.s[at.S_VALUE]
    this, before = period_start(m, day, 0), period_start(m, day, -1)
    current, last = 0, 0
    for i in range(m.s[at.S_HEAD], m.s[at.S_HEAD] + m.s[at.S_COUNT]):
        bucket = m.window[i * at.BUCKET_SIZE]
        if bucket == this:
            current += m.window[i * at.BUCKET_SIZE + 1]
        elif bucket == before:
            last += m.window[i * at.BUCKET_SIZE + 1]
    return max(current, last)


def _leave(m: Machine, day: int) -> None:
    """Drop the buckets that no longer count on a day."""
    s = m.s
    kind = m.p[at.P_WINDOW]
    if kind == at.LIFETIME:
        return
    first = day - m.p[at.P_WINDOW_SIZE] + 1 if kind == at.ROLLING else period_start(m, day, -1)
    while s[at.S_COUNT] > 0 and m.window[s[at.S_HEAD] * at.BUCKET_SIZE] < first:
        s[at.S_VALUE] -= m.window[s[at.S_HEAD] * at.BUCKET_SIZE + 1]
        s[at.S_HEAD] += 1
        s[at.S_COUNT] -= 1


def count(m: Machine, day: int, amount: int) -> None:
    """Add to what counts, on the bucket of a day; what is too old to count is dropped."""
    if m.p[at.P_BASIS] == at.NO_LADDER or amount == 0:
        return
    key = bucket_of(m, day)
    s = m.s
    if s[at.S_COUNT] == 0:
        s[at.S_HEAD] = 0
    _make_room(m)
    place = s[at.S_HEAD] + s[at.S_COUNT]
    while place > s[at.S_HEAD] and m.window[(place - 1) * at.BUCKET_SIZE] > key:
        place -= 1
    if place > s[at.S_HEAD] and m.window[(place - 1) * at.BUCKET_SIZE] == key:
        m.window[(place - 1) * at.BUCKET_SIZE + 1] += amount
    else:
        for i in range(s[at.S_HEAD] + s[at.S_COUNT], place, -1):
            m.window[i * at.BUCKET_SIZE] = m.window[(i - 1) * at.BUCKET_SIZE]
            m.window[i * at.BUCKET_SIZE + 1] = m.window[(i - 1) * at.BUCKET_SIZE + 1]
        m.window[place * at.BUCKET_SIZE] = key
        m.window[place * at.BUCKET_SIZE + 1] = amount
        s[at.S_COUNT] += 1
    s[at.S_VALUE] += amount
    _leave(m, s[at.S_DAY])


def uncount(m: Machine, day: int, amount: int) -> int:
    """Take what no longer counts from the bucket of its day; give how much was still there."""
    if m.p[at.P_BASIS] == at.NO_LADDER:
        return 0
    key = bucket_of(m, day)
    for i in range(m.s[at.S_HEAD], m.s[at.S_HEAD] + m.s[at.S_COUNT]):
        place = i * at.BUCKET_SIZE
        if m.window[place] == key:
            taken = min(amount, m.window[place + 1])
            m.window[place + 1] -= taken
            m.s[at.S_VALUE] -= taken
            return taken
    return 0


def bucket_of(m: Machine, day: int) -> int:
    """Give the key of the bucket in which a day counts."""
    if m.p[at.P_WINDOW] == at.LIFETIME:
        return 0
    return day if m.p[at.P_WINDOW] == at.ROLLING else period_start(m, day, 0)


def _make_room(m: Machine) -> None:
    """Move the buckets to the front when the window's memory ends behind them."""
    s = m.s
    if (s[at.S_HEAD] + s[at.S_COUNT] + 1) * at.BUCKET_SIZE <= len(m.window):
        return
    start = s[at.S_HEAD] * at.BUCKET_SIZE
    for i in range(s[at.S_COUNT] * at.BUCKET_SIZE):
        m.window[i] = m.window[start + i]
    s[at.S_HEAD] = 0


def _change(m: Machine, kind: int, day: int, before: int, why: int, against: int) -> None:
    """Write a step with its reason: the value on that day against a level's threshold."""
    write(m, at.O_TIER, kind, day, before, m.s[at.S_TIER], 0)
    value = value_on(m, day)
    write(m, at.O_REASON, why, value, m.p[m.p[at.P_LEVEL_AT] + against], m.p[at.P_BASIS], 0)


def judge(m: Machine, day: int) -> None:
    """Compare the tier with what counts: up at once, or a grace begins or ends (E11, E61)."""
    s = m.s
    if m.p[at.P_BASIS] == at.NO_LADDER or s[at.S_MANUAL] > 0:
        return
    target = level_of(m, value_on(m, day))
    before = s[at.S_TIER]
    if target > before:
        s[at.S_TIER], s[at.S_SINCE], s[at.S_GRACE] = target, day, 0
        _change(m, at.UP, day, before, at.WHY_REACHED, target)
    elif target == before and s[at.S_GRACE] > 0:
        s[at.S_GRACE] = 0
        _change(m, at.GRACE_ENDED, day, before, at.WHY_REGAINED, target)
    elif target < before and s[at.S_GRACE] == 0:
        if m.p[at.P_GRACE] == 0:
            s[at.S_GRACE] = day
            _step_down(m, day)
        else:
            _start_grace(m, day, day + m.p[at.P_GRACE] + 1)


def _start_grace(m: Machine, day: int, until: int) -> None:
    m.s[at.S_GRACE] = until
    _change(m, at.GRACE_STARTED, day, m.s[at.S_TIER], at.WHY_BELOW, m.s[at.S_TIER])
    write(m, at.O_REASON, at.WHY_GRACE, until, 0, 0, 0)


def _step_down(m: Machine, day: int) -> None:
    """End a grace period: one step down, or all the way; then another grace if still below."""
    s = m.s
    while s[at.S_GRACE] == day:
        target = level_of(m, value_on(m, day))
        before = s[at.S_TIER]
        s[at.S_GRACE] = 0
        if target >= before:
            _change(m, at.GRACE_ENDED, day, before, at.WHY_REGAINED, before)
            return
        s[at.S_TIER] = target if m.p[at.P_FULL] else before - 1
        s[at.S_SINCE] = day
        _change(m, at.DOWN, day, before, at.WHY_BELOW, before)
        if s[at.S_TIER] > target:
            s[at.S_GRACE] = day + m.p[at.P_GRACE]
            if m.p[at.P_GRACE] > 0:
                write(m, at.O_REASON, at.WHY_GRACE, s[at.S_GRACE], 0, 0, 0)


def is_below(m: Machine) -> int:
    """Tell (1 or 0) whether what counts is below the tier already, its threshold raised (E65)."""
    threshold = m.p[m.p[at.P_LEVEL_AT] + m.s[at.S_TIER]]
    return 1 if value_on(m, m.s[at.S_DAY]) < threshold else 0


def next_fall(m: Machine, latest: int) -> int:
    """Give the first day on which what counts falls below the tier, if nothing is bought.

    A day after `latest` only tells that it is none up to then.
    """
    s = m.s
    tier = s[at.S_TIER]
    if tier > 0 and is_below(m):
        return s[at.S_DAY] + 1
    if tier == 0 or m.p[at.P_WINDOW] == at.LIFETIME:
        return at.NEVER
    if m.p[at.P_WINDOW] == at.ROLLING:
        value = s[at.S_VALUE]
        threshold = m.p[m.p[at.P_LEVEL_AT] + tier]
        for i in range(s[at.S_HEAD], s[at.S_HEAD] + s[at.S_COUNT]):
            leaves = m.window[i * at.BUCKET_SIZE] + m.p[at.P_WINDOW_SIZE]
            value -= m.window[i * at.BUCKET_SIZE + 1]
            if value < threshold or leaves > latest:
                return leaves
        return at.NEVER
    for later in (1, 2):
        start = period_start(m, s[at.S_DAY], later)
        if start > latest or level_of(m, value_on(m, start)) < tier:
            return start
    return at.NEVER


def next_review(m: Machine) -> int:
    """Give the first day on which the passing of time changes the tier or calls for a warning."""
    s = m.s
    if m.p[at.P_BASIS] == at.NO_LADDER:
        return at.NEVER
    if s[at.S_MANUAL] > 0:
        return s[at.S_MANUAL]
    if s[at.S_GRACE] > 0:
        return s[at.S_GRACE]
    fall = next_fall(m, at.NEVER)
    warn = fall - m.p[at.P_WARNING]
    return warn if fall < at.NEVER and warn > s[at.S_DAY] else fall


def advance_ladder(m: Machine, day: int) -> None:
    """Let days pass: warnings, what leaves the window, grace, steps down, manual tiers."""
    s = m.s
    if m.p[at.P_BASIS] != at.NO_LADDER:
        due = _next_change(m, day)
        while due <= day:
            _leave(m, due)
            s[at.S_DAY] = max(s[at.S_DAY], due)
            if s[at.S_MANUAL] > 0:
                _end_manual(m, due)
            elif s[at.S_GRACE] > 0:
                _step_down(m, due)
            elif m.p[at.P_GRACE] > 0:
                # What leaves at midnight counts as lost on the day before.
                _start_grace(m, due, due + m.p[at.P_GRACE])
            else:
                s[at.S_GRACE] = due
                _step_down(m, due)
            due = _next_change(m, day)
        _leave(m, day)
    s[at.S_DAY] = day


def _next_change(m: Machine, day: int) -> int:
    """Give the next day something happens; a warning due up to `day` is written on the way."""
    s = m.s
    if s[at.S_MANUAL] > 0:
        return s[at.S_MANUAL]
    if s[at.S_GRACE] > 0:
        return s[at.S_GRACE]
    if s[at.S_TIER] == 0:
        return at.NEVER
    fall = next_fall(m, day + m.p[at.P_WARNING])
    warn = fall - m.p[at.P_WARNING]
    if fall < at.NEVER and s[at.S_DAY] < warn <= day and m.p[at.P_WARNING] > 0:
        write(m, at.O_TIER, at.WARNING, warn, s[at.S_TIER], s[at.S_TIER], 0)
        threshold = m.p[m.p[at.P_LEVEL_AT] + s[at.S_TIER]]
        write(m, at.O_REASON, at.WHY_WILL_FALL, fall, threshold, m.p[at.P_BASIS], 0)
        s[at.S_DAY] = warn
    return fall


def _end_manual(m: Machine, day: int) -> None:
    s = m.s
    before = s[at.S_TIER]
    target = level_of(m, value_on(m, day))
    s[at.S_MANUAL], s[at.S_GRACE], s[at.S_TIER], s[at.S_SINCE] = 0, 0, target, day
    if target != before:
        write(m, at.O_TIER, at.UP if target > before else at.DOWN, day, before, target, 0)
        write(m, at.O_REASON, at.WHY_MANUAL_ENDED, value_on(m, day), m.p[at.P_BASIS], 0, 0)
