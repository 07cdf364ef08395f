"""Spending what a hold keeps."""

from datetime import timedelta

import pytest

from tests.factories.clubs import a_club, a_club_with_credit
from vafa.domain.rewards.records import SpendWish
from vafa.programme.document import AfterDays, Redemption
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def test_partial_capture_gives_the_rest_back() -> None:
    """E28: hold 50,000, capture 30,000: 20,000 return."""
    club = a_club_with_credit()
    held = club.hold(50_000)

    used = club.capture(held.hold_id, 30_000)

    assert (used.status, used.units, used.rials, used.spend_as) == (
        200,
        30_000,
        30_000,
        "discount",
    )
    assert club.available("credit") == 70_000


def test_capture_after_the_time_is_declined() -> None:
    """E27: a hold of 15 minutes captured at 15:01 is declined, and released once."""
    club = a_club_with_credit()
    held = club.hold(50_000)
    club.at += timedelta(minutes=15, seconds=1)

    late = club.capture(held.hold_id)

    assert late.declined is not None
    assert (late.status, late.declined.code, late.units) == (402, "hold_expired", 0)
    assert club.available("credit") == 100_000


def test_a_bound_hold_ends_only_by_a_decision() -> None:
    """E27: what a terminal sale in state unknown holds waits for the inquiry."""
    club = a_club_with_credit()
    held = club.hold(50_000, bound_to="terminal-3/77")
    club.at += timedelta(days=1)

    assert club.available("credit") == 50_000
    assert club.capture(held.hold_id).status == 200


def test_a_lot_that_ends_while_held_may_still_be_captured() -> None:
    """E29: captured within the grace; released after its end it is gone."""
    document = reference_programme()
    units = tuple(unit.model_copy(update={"expiry": AfterDays(days=1)}) for unit in document.units)
    document = document.model_copy(update={"units": units})
    honoured, released = (
        a_club_with_credit(programme=document),
        a_club_with_credit(programme=document),
    )
    for club in (honoured, released):
        club.at += timedelta(days=1, hours=11, minutes=50)  # 23:50 of its last day
    holds = [club.hold(100_000).hold_id for club in (honoured, released)]
    for club in (honoured, released):
        club.at += timedelta(minutes=12)

    assert honoured.capture(holds[0]).status == 200
    assert released.cancel(holds[1]).status == 200
    assert [club.available("credit") for club in (honoured, released)] == [0, 0]


def test_a_purchase_captures_a_hold() -> None:
    club = a_club_with_credit()
    held = club.hold(50_000)

    done = club.buy(30_000, spend=[SpendWish("credit", hold_id=held.hold_id)])
    late = club.buy(30_000, spend=[SpendWish("credit", hold_id=held.hold_id)])

    assert (done.spent[0].units, done.spent[0].hold_id, done.to_pay_rials) == (
        30_000, held.hold_id, 0,
    )  # fmt: skip
    assert late.declined is not None
    assert late.declined.code == "hold_captured"
    assert club.available("credit") == 70_000


def test_open_holds_keep_their_worth() -> None:
    """E38: a point held at 1,000 Rial is worth 1,000 when captured, whatever was published."""
    club = a_club()
    club.buy(10_000_000)
    held = club.hold(100, unit="points")
    document = reference_programme()
    units = tuple(
        unit.model_copy(update={"redemption": Redemption(value_rials=800)})
        if unit.code == "points"
        else unit
        for unit in document.units
    )
    club.publish(document.model_copy(update={"units": units}))

    assert held.rials == 100_000
    assert club.capture(held.hold_id).rials == 100_000
