"""The rules of IFRS 15, on the example of the semantics (E83) and on published figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.accounting.measure import (
    Position,
    deferral,
    estimate,
    fair_value,
    half_up,
    position,
)
from vafa.domain.accounting.records import FINE, Cohort, Rate


def test_e83_price_is_split_by_stand_alone_prices() -> None:
    """A sale of 2,000.00 with 2,000 points worth 0.10, 85 % to be used; in hundredths."""
    points = fair_value(units=2000, rate=Rate(10, 1), use_basis_points=8500)

    (deferred,) = deferral(price=200_000, values=[points])

    assert points == 17_000 * FINE
    before = position(cohort=Cohort(deferred, 2000), use_basis_points=8500)
    assert before == Position(15_668, 0, 0)
    assert 200_000 - before.liability == 184_332
    after = position(cohort=Cohort(deferred, 2000, used=1000), use_basis_points=8500)
    assert before.liability - after.liability == 9217
    assert (after.used, after.breakage) == (7834, 1383)


def test_published_example_of_a_customer_loyalty_programme() -> None:
    """The standard's own example 52 in whole dollars, with its changed expectation."""
    points = fair_value(units=10_000, rate=Rate(1, 1), use_basis_points=9500)
    (deferred,) = deferral(price=100_000, values=[points])

    start = position(cohort=Cohort(deferred, 10_000), use_basis_points=9500)
    first = position(cohort=Cohort(deferred, 10_000, used=4500), use_basis_points=9500)
    second = position(cohort=Cohort(deferred, 10_000, used=8500), use_basis_points=9700)

    assert start.liability == 8676
    assert start.liability - first.liability == 4110
    assert first.liability - second.liability == 3493


def test_what_is_taken_back_takes_its_share_of_the_deferral_only() -> None:
    whole = position(cohort=Cohort(1000 * FINE, 100, used=40), use_basis_points=8000)
    less = position(cohort=Cohort(1000 * FINE, 100, gone=50, used=40), use_basis_points=8000)

    assert whole == Position(1000, 400, 100)
    assert less == Position(500, 400, 100)


def test_the_rest_is_released_as_the_last_units_end() -> None:
    some = position(cohort=Cohort(1000 * FINE, 100, used=40, expired=30), use_basis_points=8000)
    none = position(cohort=Cohort(1000 * FINE, 100, used=40, expired=60), use_basis_points=8000)

    assert some.liability == 375
    assert none == Position(1000, 400, 600)


def test_units_without_price_or_worth_defer_nothing() -> None:
    assert deferral(price=0, values=[500]) == [0]
    assert deferral(price=0, values=[]) == []
    assert deferral(price=100, values=[0, 0]) == [0, 0]
    assert position(cohort=Cohort(), use_basis_points=1) == Position(0, 0, 0)


def test_estimate_needs_three_cohorts_that_are_over() -> None:
    over = [Cohort(0, 100, used=90, expired=10), Cohort(0, 50, used=20, expired=30)]
    running = Cohort(0, 100, used=99)

    assert estimate(cohorts=[*over, running]) is None
    assert estimate(cohorts=[*over, running, Cohort(0, 10, gone=10)]) is None
    assert estimate(cohorts=[*over, running, Cohort(0, 10, gone=2, used=8)]) == 7468
    assert estimate(cohorts=[Cohort(0, 1, expired=1)] * 3) == 1


def test_half_goes_up() -> None:
    assert [half_up(number, 2) for number in (0, 1, 2, 3)] == [0, 1, 1, 2]


@given(
    price=st.integers(0, 10**13),
    units=st.integers(1, 10**9),
    share=st.integers(1, FINE),
    steps=st.lists(st.tuples(st.sampled_from(("used", "expired", "gone")), st.integers(0, 10**9))),
)
def test_releases_add_up_to_what_was_deferred(
    price: int, units: int, share: int, steps: list[tuple[str, int]]
) -> None:
    """In whatever steps units go, a balance is never negative and ends at nothing, to the Rial."""
    value = fair_value(units=units, rate=Rate(1000, 1), use_basis_points=share)
    (deferred,) = deferral(price=price, values=[value])
    went = {"used": 0, "expired": 0, "gone": 0}
    start = position(cohort=Cohort(deferred, units), use_basis_points=share)

    for what, asked in steps:
        went[what] += min(asked, units - sum(went.values()))
        now = position(cohort=Cohort(deferred, units, **went), use_basis_points=share)
        assert min(now) >= 0
        assert 0 <= now.liability <= start.liability <= price
    went["expired"] += units - sum(went.values())
    end = position(cohort=Cohort(deferred, units, **went), use_basis_points=share)

    assert end.liability == 0
