"""Beside the relay invitations are looked at in every club, by itself."""

from __future__ import annotations

import pytest

from tests.factories.invitations import LEAST, an_inviting_club
from vafa.server.inviting import look_at_all

pytestmark = pytest.mark.django_db


def test_a_friends_first_purchase_is_rewarded_by_the_round_after_it() -> None:
    inviting = an_inviting_club()
    inviting.invite("Ali")
    inviting.club.buy(LEAST, name="Ali")
    look_at_all()
    before = inviting.points()
    inviting.relay()
    look_at_all()

    assert (before, inviting.points()) == ((0, 0, 0), (0, 100, 0))
