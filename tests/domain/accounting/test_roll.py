"""A month is booked to the Rial: opening and changes give closing, whatever happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.accounting.months import days_of, month_named
from vafa.domain.accounting.records import (
    FINE,
    Cohort,
    Entry,
    Figures,
    Flow,
    MonthFlows,
    MonthRolled,
    Rate,
    RateChange,
    Revaluation,
    UnitState,
    UnitTerms,
)
from vafa.domain.accounting.roll import liability, roll

MEHR = month_named("1405-07")
DAYS = days_of(MEHR)
FIRST = DAYS.first
POINT = RateChange(0, Rate(100, 1), 1)
ALL = UnitTerms((POINT,), FINE)


def rolled(
    *flows: Flow,
    prices: Mapping[int, int] | None = None,
    terms: UnitTerms = ALL,
    opening: UnitState | None = None,
) -> MonthRolled:
    """Roll Mehr 1405 for unit 1."""
    states = {1: opening} if opening else {}
    month = MonthFlows(MEHR, flows, prices or {})
    return roll(states=states, month=month, terms={1: terms}, days=DAYS)


def only(month: MonthRolled) -> Figures:
    (figures,) = month.figures
    return figures


def having(units: int, rials: int, *, use: int = FINE, rate: Rate = POINT.rate) -> UnitState:
    """Give a state in which members have units that so much is deferred for."""
    return UnitState({MEHR - 1: Cohort(rials * FINE, units)}, 0, rate, use)


def test_sale_is_deferred_and_use_released() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR, sold=1000),
        Flow(FIRST + 1, 1, MEHR, used=400),
        prices={FIRST: 900_000},
    )

    assert month.entries == (
        Entry(FIRST, FIRST, 1, "sold", 90_000),
        Entry(FIRST + 1, FIRST + 1, 1, "used", -36_000),
    )
    found = only(month)
    assert (found.added_rials, found.used_rials, found.closing_rials) == (90_000, 36_000, 54_000)
    assert (found.closing_units, found.worth_rials) == (600, 60_000)
    assert month.states == {
        1: UnitState({MEHR: Cohort(900_000_000, 1000, used=400)}, 0, POINT.rate)
    }


def test_gifts_and_opening_balances_are_deferred_at_their_whole_worth() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR, given=10, brought_in=20, adjusted_in=30),
        Flow(FIRST, 1, MEHR - 1, adjusted_out=5),
        opening=having(100, 9000),
        terms=replace(ALL, use_basis_points=FINE),
    )

    assert {entry.cause: entry.amount for entry in month.entries} == {
        "given": 1000, "brought_in": 2000, "adjusted": 3000 - 450,
    }  # fmt: skip
    assert only(month).adjusted_units == 45
    assert only(month).closing_rials == 9000 + 5550


def test_store_credit_is_owed_at_its_face_whatever_is_expected() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR, paid_in=100),
        Flow(FIRST + 1, 1, MEHR, used=40),
        terms=UnitTerms((POINT,), 8000),
    )

    assert {(entry.day - FIRST, entry.cause): entry.amount for entry in month.entries} == {
        (0, "paid_in"): 10_000, (1, "used"): -4000, (1, "breakage"): -1000,
    }  # fmt: skip
    assert (only(month).adjusted_units, only(month).added_rials) == (100, 10_000)


def test_units_given_back_make_use_less() -> None:
    """To the old lot they give back what was released; in a lot of their own, their worth."""
    state = UnitState({MEHR - 1: Cohort(9000 * FINE, 100, used=50)}, 0, POINT.rate)
    month = rolled(
        Flow(FIRST, 1, MEHR - 1, used=-20), Flow(FIRST, 1, MEHR, restored=10), opening=state
    )

    assert month.entries == (Entry(FIRST, FIRST, 1, "used", 1800 + 1000),)
    assert (only(month).used_units, only(month).used_rials) == (-30, -2800)
    assert only(month).closing_units == 80


def test_what_passes_between_members_keeps_what_was_deferred() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR - 1, moved_out=30), Flow(FIRST, 1, MEHR, moved_in=30),
        opening=having(100, 9000),
    )  # fmt: skip

    assert month.entries == ()
    assert only(month).closing_rials == 9000
    assert month.states[1].cohorts[MEHR] == Cohort(2700 * FINE, 30)


def test_what_passes_there_and_back_on_one_day_stays() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR - 1, moved_out=30), Flow(FIRST, 1, MEHR, moved_in=60, moved_out=30),
        opening=having(100, 9000),
    )  # fmt: skip

    assert month.entries == ()
    assert (only(month).closing_units, only(month).closing_rials) == (100, 9000)


def test_what_members_owe_is_a_receivable() -> None:
    owing = rolled(Flow(FIRST, 1, MEHR, owed=7))
    netted = rolled(Flow(FIRST, 1, MEHR, owed=-7), opening=owing.states[1])

    assert owing.entries == (Entry(FIRST, FIRST, 1, "owed", 700),)
    assert netted.entries == (Entry(FIRST, FIRST, 1, "owed", -700),)
    assert (only(owing).owed_units, only(netted).owed_units) == (7, 0)
    assert only(owing).closing_rials == 0


def test_what_a_till_lent_is_a_receivable_and_no_cost() -> None:
    month = rolled(
        Flow(FIRST, 1, MEHR, adjusted_in=5), Flow(FIRST, 1, MEHR, lent=5),
        Flow(FIRST, 1, MEHR, used=5),
    )  # fmt: skip

    assert {entry.cause: entry.amount for entry in month.entries} == {
        "adjusted": 500, "lent": 500, "used": -500,
    }  # fmt: skip
    assert only(month).owed_units == 5


def test_e38_new_rate_revalues_what_is_outstanding_once() -> None:
    """1,000 to 800 Rial a point on the 11th: what is left then loses a fifth, from that day on."""
    terms = UnitTerms(
        (RateChange(0, Rate(1000, 1), 1), RateChange(FIRST + 10, Rate(800, 1), 2)), FINE
    )
    opening = having(100, 90_000, rate=Rate(1000, 1))
    month = rolled(
        Flow(FIRST + 1, 1, MEHR - 1, used=20),
        Flow(FIRST + 20, 1, MEHR - 1, used=40),
        opening=opening,
        terms=terms,
    )

    assert month.revaluations == (
        Revaluation(FIRST + 10, 1, 2, 80, 80_000, 64_000, 57_600 - 72_000),
    )
    assert month.entries == (
        Entry(FIRST + 1, FIRST + 1, 1, "used", -18_000),
        Entry(FIRST + 10, FIRST + 10, 1, "revalued", -14_400),
        Entry(FIRST + 20, FIRST + 20, 1, "used", -28_800),
    )
    following = roll(
        states=month.states, month=MonthFlows(MEHR + 1), terms={1: terms}, days=days_of(MEHR + 1)
    )
    assert following.revaluations == ()
    assert following.entries == ()
    assert only(following).worth_rials == 40 * 800


def test_unit_that_becomes_worth_something_is_deferred_then() -> None:
    terms = UnitTerms((RateChange(0, Rate(0, 1), 1), RateChange(FIRST, Rate(50, 1), 2)), FINE)
    month = rolled(opening=having(100, 0, rate=Rate(0, 1)), terms=terms)

    assert month.entries == (Entry(FIRST, FIRST, 1, "revalued", 5000),)


def test_changed_expectation_is_booked_on_the_first_day() -> None:
    state = UnitState({MEHR - 1: Cohort(10_000 * FINE, 100, used=40)}, 0, POINT.rate)
    month = rolled(opening=state, terms=UnitTerms((POINT,), 8000))

    assert month.entries == (Entry(FIRST, FIRST, 1, "breakage", -1000),)
    assert only(month).closing_rials == 5000


def test_late_day_is_booked_on_the_first_and_a_later_one_on_the_last() -> None:
    month = rolled(
        Flow(FIRST - 3, 1, MEHR - 1, sold=10),
        Flow(DAYS.last + 1, 1, MEHR, sold=10),
        prices={FIRST - 3: 9000, DAYS.last + 1: 9000},
    )

    assert [(entry.day, entry.effective_day) for entry in month.entries] == [
        (FIRST, FIRST - 3), (DAYS.last, DAYS.last + 1),
    ]  # fmt: skip


def test_price_is_split_over_all_units_that_a_sale_gave() -> None:
    flows = (Flow(FIRST, 1, MEHR, sold=100), Flow(FIRST, 2, MEHR, sold=5000))
    terms = {1: ALL, 2: UnitTerms((RateChange(0, Rate(1, 1), 1),), FINE)}
    month = roll(states={}, month=MonthFlows(MEHR, flows, {FIRST: 85_000}), terms=terms, days=DAYS)

    assert [figures.added_rials for figures in month.figures] == [8500, 4250]


KINDS = (
    "sold", "given", "brought_in", "paid_in", "adjusted_in", "restored", "used", "expired",
    "taken_back", "adjusted_out",
)  # fmt: skip


@given(
    moves=st.lists(
        st.tuples(
            st.integers(-40, 40), st.integers(-3, 0), st.sampled_from(KINDS), st.integers(1, 10**6)
        ),
        max_size=30,
    ),
    price=st.integers(0, 10**9),
    use=st.integers(1, FINE),
    change=st.integers(1, 28),
    rials=st.integers(0, 5000),
)
def test_opening_and_changes_give_closing_and_entries_say_the_same(
    moves: list[tuple[int, int, str, int]], price: int, use: int, change: int, rials: int
) -> None:
    """Whatever the book tells, in whatever order of days: to the unit and to the Rial."""
    flows = tuple(
        Flow(FIRST + day, 1, MEHR + cohort, **{kind: units}) for day, cohort, kind, units in moves
    )
    terms = UnitTerms((POINT, RateChange(FIRST + change, Rate(rials, 7), 2)), use)
    prices = {flow.day: price for flow in flows}
    opening = having(10**6, 10**7, use=5000)

    month = rolled(*flows, prices=prices, terms=terms, opening=opening)

    found = only(month)
    assert found.closing_units == month.states[1].outstanding == (
        found.opening_units + found.issued_units + found.adjusted_units - found.used_units
        - found.expired_units - found.taken_back_units
    )  # fmt: skip
    assert found.closing_rials == liability(month.states[1]) == (
        found.opening_rials + found.added_rials + found.revalued_rials - found.taken_back_rials
        - found.used_rials - found.breakage_rials
    )  # fmt: skip
    assert sum(entry.amount for entry in month.entries) == (
        found.closing_rials - found.opening_rials
    )
    assert all(DAYS.first <= entry.day <= DAYS.last for entry in month.entries)
