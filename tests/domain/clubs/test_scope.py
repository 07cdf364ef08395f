"""The scope shows one club's rows, and ends with its transaction."""

import pytest
from django.db import connection

from tests.factories.clubs import a_club
from vafa.domain.clubs.models import Branch
from vafa.domain.clubs.scope import club_scope


@pytest.mark.django_db
def test_scope_shows_its_own_clubs_rows_only() -> None:
    north, south = a_club(branches=("north",)), a_club(branches=("south",))

    with club_scope(north.club_id):
        assert list(Branch.objects.values_list("code", flat=True)) == ["north"]
    with club_scope(south.club_id):
        assert list(Branch.objects.values_list("code", flat=True)) == ["south"]


@pytest.mark.django_db(transaction=True)
def test_scope_ends_with_its_transaction() -> None:
    club = a_club(branches=("north",))

    with club_scope(club.club_id):
        pass

    assert Branch.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.club', true), '')")
        assert cursor.fetchone() == ("",)
