"""What jobs and rules read of a club. Authentication is tested with the keys' journey."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.queries import NoSuchClub, all_clubs, club_facts
from vafa.domain.clubs.scope import club_scope

pytestmark = pytest.mark.django_db


def test_facts_are_of_the_scopes_club_only() -> None:
    club, other = a_club(branches=("north", "south")), a_club()

    with club_scope(club.club_id):
        facts = club_facts(club_id=club.club_id)
        with pytest.raises(NoSuchClub):
            club_facts(club_id=other.club_id)

    assert (facts.zone, facts.branches) == ("Asia/Tehran", frozenset({"north", "south"}))


def test_jobs_see_every_club() -> None:
    clubs = {a_club().club_id, a_club().club_id}

    listed = all_clubs()

    assert clubs <= {club.club_id for club in listed}
    assert {club.zone for club in listed if club.club_id in clubs} == {"Asia/Tehran"}
