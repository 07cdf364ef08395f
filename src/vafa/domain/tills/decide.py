"""Pure decisions about sales without a connection: when one counts, and what is odd about it."""

from datetime import datetime, timedelta

from vafa.domain.tills.records import Terms

CLOCKS_DIFFER = timedelta(minutes=5)
_LEFT_FOR_THE_DAY = 10


def clipped(
    *, rung_at: datetime, shift_from: datetime, received_at: datetime
) -> tuple[datetime, tuple[str, ...]]:
    """Give the moment a sale counts at, within its shift and not after its arrival, with flags.

    A till's clock is only believed as far as the server's own moments allow (E40).
    """
    if rung_at > received_at:
        flags = ("clock_ahead",) if rung_at - received_at > CLOCKS_DIFFER else ()
        return received_at, flags
    if rung_at < shift_from:
        flags = ("clock_behind",) if shift_from - rung_at > CLOCKS_DIFFER else ()
        return shift_from, flags
    return rung_at, ()


def maximum_loss_rials(*, terms: Terms, tills: int) -> int:
    """Give what a club can lose in a day at most: tills x members x amount (E39)."""
    return tills * terms.members_per_till * terms.member_day_rials


def places_now(*, most: int, is_first: bool) -> int:
    """Give how many of a day's members may have an allowance: the morning leaves a tenth."""
    return most - most // _LEFT_FOR_THE_DAY if is_first else most


def gaps(*, sequences: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Give the runs of numbers that are missing, as (first, last); the numbers are sorted.

    A till begins at 1, so what is missing before its first number is a gap too.
    """
    found: list[tuple[int, int]] = []
    before = 0
    for number in sequences:
        if number > before + 1:
            found.append((before + 1, number - 1))
        before = number
    return tuple(found)
