"""Whose birthday it is. Finding a member is tested with its journey."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import born_on

pytestmark = pytest.mark.django_db


def test_birthdays_are_found_by_jalali_day() -> None:
    club, other = a_club(), a_club()
    sara = club.join("Sara", birthday=(12, 30))
    ali = club.join("Ali", birthday=(12, 29))
    club.join("Reza", birthday=(1, 1))
    club.join("Mina")
    other.join("Sara", birthday=(12, 30))

    with club_scope(club.club_id):
        found = born_on(club_id=club.club_id, days=((12, 29), (12, 30)))

    assert found == ((ali, (12, 29)), (sara, (12, 30)))
