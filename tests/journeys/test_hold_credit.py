"""Keeping units for later."""

from datetime import timedelta

import pytest

from tests.factories.clubs import a_club_with_credit, claim
from vafa.ledger.errors import KeyReused

pytestmark = pytest.mark.django_db


def test_second_hold_is_declined_with_what_is_left() -> None:
    """E24: 80,000 of 100,000 twice: one succeeds, one shows 20,000 available."""
    club = a_club_with_credit()

    first, second = club.hold(80_000), club.hold(80_000)

    assert (first.status, first.units, first.rials) == (200, 80_000, 80_000)
    assert first.expires_at == club.at + timedelta(minutes=15)
    assert second.declined is not None
    assert (second.status, second.hold_id, second.declined.available) == (402, 0, 20_000)
    assert club.available("credit") == 20_000


def test_same_key_repeats_and_another_body_is_refused() -> None:
    club = a_club_with_credit()
    first = club.hold(10_000, asked=claim("h", "a"))

    again = club.hold(10_000, asked=claim("h", "a"))
    with pytest.raises(KeyReused):
        club.hold(20_000, asked=claim("h", "b"))

    assert (again.replayed, again.hold_id) == (True, first.hold_id)
    assert club.available("credit") == 90_000
