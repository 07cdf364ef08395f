"""Undoing: what is taken back of an award, what is given back of a burn, what is owed."""

import pytest

from tests.factories.book import (
    CREDIT,
    POINTS,
    Till,
    award,
    balance,
    days,
    refused,
    set_clock,
)
from vafa.ledger.errors import (
    NothingLeftToRestore,
    NothingLeftToTakeBack,
)
from vafa.ledger.records import (
    BurnUnits,
    Earn,
    RestoreUnits,
    TakeBack,
)

pytestmark = pytest.mark.django_db


def test_take_back_of_what_was_spent_is_owed_and_netted_by_earning(till: Till) -> None:
    """E46: earned 500, spent all, refund: owed 500; the next 300 earned leave 200 owed."""
    row = award(500)
    till.post(Earn(POINTS, 500, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 500))

    till.post(TakeBack(row.id, 500, row.basis))
    assert till.balances() == {POINTS: balance(owed=500)}
    till.post(Earn(POINTS, 10, kind="opening"))
    till.post(Earn(POINTS, 300))

    assert till.balances() == {POINTS: balance(10, owed=200)}
    assert till.movements()[-1] == ("earn", 1, 300, "issuer", "owed", -190)


def test_owed_is_netted_when_pending_units_become_spendable(till: Till) -> None:
    """A pending earning nets what is owed only when it could be spent."""
    row = award(50)
    till.post(Earn(POINTS, 50, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 50))
    till.post(TakeBack(row.id, 50, row.basis))
    till.post(Earn(POINTS, 80, available_at=days(1)))
    assert till.balances() == {POINTS: balance(pending=80, owed=50)}

    set_clock(days(1))

    assert till.balances() == {POINTS: balance(30)}


def test_take_back_forgives_the_shortfall_when_told(till: Till) -> None:
    """The programme may stop at 0; the award counts as taken back all the same."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0), awards=[row])
    till.post(BurnUnits(POINTS, 70))

    done = till.post(TakeBack(row.id, 100, row.basis, "forgive"))

    assert done.answer["legs"][0]["forgiven"] == 70
    assert till.balances() == {POINTS: balance(0)}


def test_take_back_after_expiry_costs_nothing(till: Till) -> None:
    """E47: the earned lot is over: 0 are taken, breakage is corrected."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0, expires_at=days(1)), Earn(POINTS, 7), awards=[row])
    set_clock(days(1))

    done = till.post(TakeBack(row.id, 100, row.basis))

    assert done.answer["legs"][0]["from_breakage"] == 100
    assert till.balances() == {POINTS: balance(7)}
    assert till.movements()[-1] == ("correct_breakage", 1, 100, "breakage", "issuer", 7)


def test_take_back_takes_own_lot_then_spent_part_then_breakage(till: Till) -> None:
    """The order of taking back, with a part of the award in each of the places."""
    row = award(100)
    till.post(Earn(POINTS, 100, award_index=0, expires_at=days(5)), awards=[row])
    till.post(BurnUnits(POINTS, 30))
    till.post(Earn(POINTS, 20))

    first = till.post(TakeBack(row.id, 60, 60_000))
    second = till.post(TakeBack(row.id, 40, 40_000))

    names = ("from_lot", "from_others", "owed", "from_breakage")
    assert [[done.answer["legs"][0][name] for name in names] for done in (first, second)] == [
        [60, 0, 0, 0],
        [10, 20, 10, 0],
    ]
    assert till.balances() == {POINTS: balance(owed=10)}


def test_take_back_of_pending_units_takes_them_from_pending(till: Till) -> None:
    """What was not yet spendable is taken where it is."""
    row = award(10)
    till.post(Earn(POINTS, 10, award_index=0, available_at=days(3)), awards=[row])

    till.post(TakeBack(row.id, 4, 4000))

    assert till.balances() == {POINTS: balance(pending=6)}


def test_take_back_is_never_above_the_award(till: Till) -> None:
    """E50: neither the units nor the basis of an award can be taken back twice."""
    row = award(10)
    till.post(Earn(POINTS, 10, award_index=0), awards=[row])
    till.post(TakeBack(row.id, 4, 4000))

    for units, basis in ((7, 6000), (6, 6001)):
        with refused(NothingLeftToTakeBack):
            till.post(TakeBack(row.id, units, basis))


def test_restore_gives_back_in_reverse_order_of_burning(till: Till) -> None:
    """E45: credit goes back to its original lots and dates."""
    till.post(Earn(CREDIT, 100, expires_at=days(3)), Earn(CREDIT, 100, expires_at=days(30)))
    burn_id = till.post(BurnUnits(CREDIT, 150)).event_id

    till.post(RestoreUnits(burn_id, CREDIT, 70, days(60)))

    set_clock(days(3))
    assert till.balances() == {CREDIT: balance(100)}  # 50 to the later lot, 20 of 100 were sooner
    assert [row[:3] for row in till.movements()][-3:] == [
        ("restore", 2, 50),
        ("restore", 2, 20),
        ("expire", 2, 20),
    ]


@pytest.mark.parametrize(("grace", "left"), [(days(40), 100), (None, 0)])
def test_restore_to_a_lot_that_is_over(till: Till, grace: object, left: int) -> None:
    """E48: a 30-day grace lot, or lost to breakage when the programme says so."""
    till.post(Earn(CREDIT, 100, expires_at=days(3)))
    burn_id = till.post(BurnUnits(CREDIT, 100)).event_id
    set_clock(days(10))

    till.post(RestoreUnits(burn_id, CREDIT, 100, grace))  # type: ignore[arg-type] # framework

    assert till.balances() == {CREDIT: balance(left)}
    set_clock(days(40))
    assert till.balances() == {CREDIT: balance(0)}


def test_restore_is_never_above_the_burn(till: Till) -> None:
    """What was burned can be given back once."""
    till.post(Earn(CREDIT, 100))
    burn_id = till.post(BurnUnits(CREDIT, 60)).event_id
    till.post(RestoreUnits(burn_id, CREDIT, 40, None))

    with refused(NothingLeftToRestore):
        till.post(RestoreUnits(burn_id, CREDIT, 21, None))
