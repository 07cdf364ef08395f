"""The proof of what was reported tells of a figure that somebody changed."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.accounts import close, proof
from tests.factories.clubs import a_club
from vafa.domain.accounting.models import MonthCohort
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.check_accounting import check_accounting

pytestmark = pytest.mark.django_db(transaction=True)

ABAN = "1405-08"


def test_book_without_movements_holds() -> None:
    club = a_club()
    found = check_accounting(principal=club.principal, at=club.at)

    assert (found.months, found.differences) == (0, ())


def test_a_changed_cohort_is_told() -> None:
    """The application may not change a row, but it may take a month's rows away: that shows."""
    club = a_club()
    club.buy(10_000_000)
    club.pass_days(5)
    close(club, ABAN)
    assert proof(club) == ()

    with club_scope(club.club_id):
        MonthCohort.objects.filter(club_id=club.club_id, unit=1).delete()

    assert proof(club) == (
        "1405-08: the book gives other figures than were reported",
        "1405-09: unit 1 has 0, owed 0; wallets 100, owed 0",
    )


def test_reported_figures_cannot_be_updated() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.table_privileges"
            " WHERE grantee = 'vafa_app' AND privilege_type = 'UPDATE'"
            " AND table_name LIKE 'accounting_%' ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == [
            "accounting_accountcode", "accounting_term",
        ]  # fmt: skip
