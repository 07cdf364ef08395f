"""Two first purchases and several workers at once, with real commits: one of them qualifies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.factories.clubs import IDS
from tests.factories.invitations import LEAST, an_inviting_club
from vafa.journeys.reward_invitations import reward_invitations
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_first_purchases_and_four_workers_at_once_qualify_once() -> None:
    """E69: the natural key and the lock of the row let one of them win."""
    inviting = an_inviting_club()
    inviting.invite("Ali")
    club = inviting.club
    for _ in range(2):
        club.buy(LEAST, name="Ali")
    inviting.relay()

    def work(_: int) -> int:
        try:
            return reward_invitations(club_id=club.club_id, ids=IDS)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    inviting.work()

    assert inviting.points() == (0, 100, 0)
    assert inviting.paid_for_inviting() == 1
    assert verify(club_id=club.club_id).differences == 0
