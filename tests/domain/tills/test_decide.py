"""When a sale without a connection counts, what it may cost at most, and what is missing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.tills.decide import clipped, gaps, maximum_loss_rials, places_now
from vafa.domain.tills.records import Terms

OPENED = datetime(2026, 11, 21, 5, tzinfo=UTC)
ARRIVED = OPENED + timedelta(hours=9)


@pytest.mark.parametrize(
    ("rung_at", "counts_at", "flags"),
    [
        (OPENED + timedelta(hours=3), OPENED + timedelta(hours=3), ()),
        (ARRIVED + timedelta(minutes=2), ARRIVED, ()),
        (ARRIVED + timedelta(hours=2), ARRIVED, ("clock_ahead",)),
        (OPENED - timedelta(minutes=2), OPENED, ()),
        (OPENED - timedelta(days=400), OPENED, ("clock_behind",)),
    ],
)
def test_clock_of_a_till_is_believed_within_its_shift(
    rung_at: datetime, counts_at: datetime, flags: tuple[str, ...]
) -> None:
    assert clipped(rung_at=rung_at, shift_from=OPENED, received_at=ARRIVED) == (counts_at, flags)


def test_maximum_loss_is_tills_times_members_times_amount() -> None:
    terms = Terms("credit", member_day_rials=50_000, members_per_till=200)

    assert maximum_loss_rials(terms=terms, tills=3) == 30_000_000


@given(numbers=st.sets(st.integers(1, 60)))
def test_gaps_are_all_the_numbers_below_the_last_that_did_not_come(numbers: set[int]) -> None:
    found = gaps(sequences=tuple(sorted(numbers)))

    missing = {number for first, last in found for number in range(first, last + 1)}
    assert missing == set(range(1, max(numbers, default=0))) - numbers


def test_the_morning_leaves_places_for_those_of_the_day() -> None:
    assert places_now(most=200, is_first=True) == 180
    assert places_now(most=200, is_first=False) == 200
    assert places_now(most=1, is_first=True) == 1
