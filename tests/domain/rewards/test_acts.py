"""Postings as the trail shows them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.clubs import NOON, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActsSought
from vafa.domain.rewards.acts import acts

pytestmark = pytest.mark.django_db(transaction=True)


def test_postings_of_people_are_found_in_growing_windows() -> None:
    club = a_club()
    for days in (0, 1, 5):
        club.at = NOON + timedelta(days=days)
        club.buy(1_000_000)
    sought = ActsSought(NOON - timedelta(days=30), NOON + timedelta(days=30), act="purchase")

    with club_scope(club.club_id):
        found = acts(club_id=club.club_id, sought=sought)

    assert [one.at for one in found] == [NOON + timedelta(days=days) for days in (5, 1, 0)]
    assert {one.credential_id for one in found} == {club.principal.credential_id}
    assert {one.object_id for one in found} == {str(club.members["Sara"])}


def test_what_the_day_did_by_itself_is_nobodys_act() -> None:
    club = a_club()
    club.buy(1_000_000)
    club.pass_days(20)
    club.run_day()
    sought = ActsSought(NOON + timedelta(days=1), NOON + timedelta(days=30))

    with club_scope(club.club_id):
        assert acts(club_id=club.club_id, sought=sought) == ()
