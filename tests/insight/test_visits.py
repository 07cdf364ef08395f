"""How much is read to tell who bought: whole months at once, days only at the ends."""

from __future__ import annotations

from vafa.insight.changes import AGAIN, AGAIN_IN_MONTH
from vafa.insight.visits import spans
from vafa.kit.calendar import add_months, day_of_jalali

YEAR = day_of_jalali(1404, 1, 1)


def read(first: int, after: int) -> list[tuple[int, int, int]]:
    """Give what is read of who came again: what, from which day, until which."""
    found = spans([(first, after)])
    return [
        (what, begin, until)
        for what, begin, until in zip(
            found["whats"], found["firsts"], found["afters"], strict=True
        )
        if what in {AGAIN, AGAIN_IN_MONTH}
    ]


def test_a_year_is_read_by_its_months() -> None:
    after = add_months(YEAR, 12)

    assert read(YEAR, after) == [(AGAIN_IN_MONTH, YEAR, after)]


def test_days_beside_whole_months_are_read_one_by_one() -> None:
    second, third, fourth = (add_months(YEAR, months) for months in (1, 2, 3))

    assert read(YEAR + 10, third + 5) == [
        (AGAIN, YEAR + 11, second), (AGAIN_IN_MONTH, second, third), (AGAIN, third, third + 5),
    ]  # fmt: skip
    assert read(YEAR + 10, YEAR + 20) == [(AGAIN, YEAR + 11, YEAR + 20)]
    assert read(second + 3, fourth) == [
        (AGAIN, second + 4, third), (AGAIN_IN_MONTH, third, fourth),
    ]  # fmt: skip


def test_nobody_comes_again_within_one_day() -> None:
    assert read(YEAR + 3, YEAR + 4) == []
