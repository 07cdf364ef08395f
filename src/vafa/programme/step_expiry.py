"""When an award becomes spendable and when it ends (E16, E20, E66)."""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_basics import month_index, month_start


def starts_on(m: Machine, effect: int, day: int) -> int:
    """Give the day a pending award becomes spendable; 0 when it is so at once."""
    pending = m.p[effect + at.X_PENDING]
    return day + pending if pending > 0 else 0


def expires_on(m: Machine, effect: int, day: int) -> int:
    """Give the day at whose first midnight an award is gone; 0: never."""
    kind = m.p[effect + at.X_EXPIRY]
    if kind == at.EXPIRE_DAYS:
        return day + m.p[effect + at.X_EXPIRY_A] + 1
    if kind == at.EXPIRE_DATE:
        return _after_date(
            m,
            day,
            m.p[effect + at.X_EXPIRY_A],
            m.p[effect + at.X_EXPIRY_B],
            m.p[effect + at.X_EXPIRY_C],
        )
    return 0


def _after_date(m: Machine, day: int, month: int, day_of_month: int, least: int) -> int:
    """Give the midnight that closes the next such Jalali day at least so many days away."""
    index = month_index(m, day)
    index += month - ((m.p[at.P_MONTH_KEY] + index - 1) % 12 + 1)
    while month_start(m, index + 1) < at.NEVER:
        start = month_start(m, index)
        last = min(start + day_of_month, month_start(m, index + 1)) - 1
        if last >= day and last - day >= least:
            return last + 1
        index += 12
    return 0
