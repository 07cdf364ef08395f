"""What a unit is worth in a month, and how much of it is expected to be used."""

from __future__ import annotations

from vafa.domain.accounting.months import days_of, month_named
from vafa.domain.accounting.records import FINE, NO_RATE, Cohort, Rate, RateChange, UnitTerms
from vafa.domain.accounting.terms import Term, UnitKnown, terms_of
from vafa.domain.rewards.answers import Why

MEHR = month_named("1405-07")
DAY = days_of(MEHR).first
OLD, NEW = RateChange(DAY - 90, Rate(1000, 1), 1), RateChange(DAY + 45, Rate(800, 1), 2)
POINTS = UnitKnown(1, "points", Why("امتیاز", "points"), (OLD, NEW))
FINISHED = (Cohort(0, 10, used=8, expired=2),) * 3


def measured(*settings: Term, month: int = MEHR, cohorts: tuple[Cohort, ...] = ()) -> UnitTerms:
    return terms_of(unit=POINTS, month=month, settings=settings, cohorts=cohorts)


def test_programme_and_history_tell_unless_somebody_sets_it() -> None:
    assert measured() == UnitTerms((OLD, NEW), FINE)
    assert measured(cohorts=FINISHED) == UnitTerms((OLD, NEW), 8000)
    set_by_hand = Term(1, MEHR, None, 7000)
    assert measured(set_by_hand, cohorts=FINISHED).use_basis_points == 7000
    assert measured(set_by_hand, month=MEHR - 1, cohorts=FINISHED).use_basis_points == 8000
    assert measured(Term(2, MEHR, None, 7000)).use_basis_points == FINE


def test_rate_set_by_hand_holds_until_it_is_left_to_the_programme_again() -> None:
    by_hand, given_back = Term(1, MEHR, Rate(900, 1), None), Term(1, MEHR + 3, None, None)

    found = measured(given_back, by_hand)

    assert [(change.rate.rials, change.version) for change in found.rates] == [
        (1000, 1), (900, 0), (900, 0), (800, 2),
    ]  # fmt: skip
    assert found.on(DAY - 200).rate == Rate(1000, 1)
    assert found.on(DAY).rate == found.on(DAY + 50).rate == Rate(900, 1)


def test_unit_that_buys_nothing_is_worth_nothing() -> None:
    unit = UnitKnown(3, "stars", Why("ستاره", "stars"), ())

    assert terms_of(unit=unit, month=MEHR, settings=(), cohorts=()).on(DAY).rate == NO_RATE
    later = Term(3, MEHR, None, 5000)
    assert terms_of(unit=unit, month=MEHR, settings=(later,), cohorts=()).on(DAY).rate == NO_RATE
