"""Two-phase burning: hold, capture, release, and what time does to a hold."""

from datetime import timedelta

import pytest

from tests.factories.book import (
    CREDIT,
    NOON,
    Till,
    balance,
    days,
    number,
    set_clock,
)
from vafa.ledger import queries
from vafa.ledger.records import (
    BurnUnits,
    Earn,
    HoldUnits,
    ReleaseHold,
)

pytestmark = pytest.mark.django_db


def test_hold_captured_in_part_gives_the_rest_back(till: Till) -> None:
    """E28: hold 50,000, capture 30,000: 20,000 go back to the same lots and dates."""
    till.post(Earn(CREDIT, 50_000, expires_at=days(3)), Earn(CREDIT, 50_000))
    hold_id = till.post(HoldUnits(CREDIT, 50_000, NOON + timedelta(minutes=15))).event_id
    assert till.balances() == {CREDIT: balance(100_000, held=50_000)}

    till.post(BurnUnits(CREDIT, 30_000, hold_id=hold_id))

    assert till.balances() == {CREDIT: balance(70_000)}
    found = queries.hold(club_id=till.club_id, member_id=till.member_id, hold_id=hold_id)
    assert found is not None
    assert (found.state, found.units, found.captured) == ("captured", 50_000, 30_000)
    set_clock(days(3))
    assert till.balances() == {CREDIT: balance(50_000)}


def test_hold_is_over_after_its_minutes(till: Till) -> None:
    """E27: a hold of 15 minutes captured at 15:01 is declined and was released once."""
    till.post(Earn(CREDIT, 100))
    hold_id = till.post(HoldUnits(CREDIT, 80, NOON + timedelta(minutes=15))).event_id

    set_clock(NOON + timedelta(minutes=15, seconds=1))
    assert till.balances() == {CREDIT: balance(100)}
    done = till.post(BurnUnits(CREDIT, 80, hold_id=hold_id))

    assert (done.outcome, done.answer["code"]) == ("declined", "hold_expired")


def test_hold_bound_to_a_terminal_stays_until_somebody_decides(till: Till) -> None:
    """E27: a hold bound to a terminal sale in state unknown ends only by a decision."""
    till.post(Earn(CREDIT, 100))
    hold_id = till.post(HoldUnits(CREDIT, 80, days(0), bound_to="terminal-9")).event_id

    set_clock(days(5))

    assert till.balances() == {CREDIT: balance(100, held=80)}
    assert till.post(BurnUnits(CREDIT, 80, hold_id=hold_id)).outcome == "posted"


def test_lot_that_ends_while_held_may_be_captured_for_a_day(till: Till) -> None:
    """E29: capture at 00:05 of what was held at 23:50 is honoured; a day later it is not."""
    till.post(Earn(CREDIT, 100, expires_at=days(1)))
    hold_id = till.post(HoldUnits(CREDIT, 100, days(9))).event_id

    set_clock(days(2))
    late = till.post(BurnUnits(CREDIT, 60, hold_id=hold_id))
    assert (late.outcome, late.answer["code"]) == ("declined", "not_enough_held")
    set_clock(days(2) - timedelta(seconds=1))
    assert till.post(BurnUnits(CREDIT, 60, hold_id=hold_id)).outcome == "posted"

    assert till.balances() == {CREDIT: balance(0)}
    assert [row[0] for row in till.movements()] == ["earn", "burn", "expire"]


def test_lot_that_ends_while_held_expires_on_release(till: Till) -> None:
    """E29: released after midnight it expires and never becomes available."""
    till.post(Earn(CREDIT, 100, expires_at=days(1)), Earn(CREDIT, 5))
    hold_id = till.post(HoldUnits(CREDIT, 70, days(9))).event_id
    set_clock(days(1))
    assert till.balances() == {CREDIT: balance(75, held=70)}

    done = till.post(ReleaseHold(hold_id))

    assert done.answer["balances"]["2"]["available"] == 5
    assert till.post(ReleaseHold(hold_id)).answer["code"] == "hold_released"
    assert till.post(ReleaseHold(number())).answer["code"] == "hold_unknown"
