"""Ending a hold."""

import pytest

from tests.factories.clubs import a_club_with_credit

pytestmark = pytest.mark.django_db


def test_capture_and_cancel_happen_once() -> None:
    club = a_club_with_credit()
    captured, cancelled = club.hold(10_000), club.hold(10_000)

    assert club.capture(captured.hold_id).status == 200
    again = club.capture(captured.hold_id)
    assert club.cancel(cancelled.hold_id).status == 200
    late = club.cancel(cancelled.hold_id)

    assert again.declined is not None
    assert late.declined is not None
    assert (again.declined.code, late.declined.code) == ("hold_captured", "hold_released")
    assert club.available("credit") == 90_000
