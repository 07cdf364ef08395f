"""Every club's table is fenced: forced row security, its policy, a club that exists."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.factories.clubs import IDS, NOON, a_club
from vafa.domain.clubs.models import Branch, Club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import DayStep

pytestmark = pytest.mark.django_db

APPS = "^(clubs|members|catalogue|rewards)_"
UNFENCED = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ %s
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                AND pg_get_expr(p.polqual, c.oid) LIKE '%%app.club%%'
        ))
"""
CLUBLESS = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ %s
        AND c.relname <> 'clubs_club' AND NOT EXISTS (
            SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f'
                AND k.confrelid = 'clubs_club'::regclass AND NOT k.condeferrable
        )
"""
# The tables of sign-in are the library's: it makes them, and nothing of a club stands in them.
DEFERRABLE = """
    SELECT conname FROM pg_constraint WHERE condeferrable
        AND conrelid::regclass::text !~ '^(account|mfa|usersessions|auth|django)_'
"""
LOOSE_FUNCTIONS = """
    SELECT p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
    WHERE p.pronamespace = 'public'::regnamespace AND p.proname ~ %s AND (
        p.proconfig::text NOT LIKE '%%search_path%%' OR p.proconfig IS NULL
        OR has_function_privilege('public', p.oid, 'EXECUTE')
        OR (p.prosecdef AND r.rolname <> 'vafa_ledger')
    )
"""
POWERS = """
    SELECT c.relname, privilege FROM pg_class c,
        unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) AS privilege
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ %s
        AND has_table_privilege('vafa_app', c.oid, privilege)
"""


@pytest.mark.parametrize("fault", [UNFENCED, CLUBLESS, LOOSE_FUNCTIONS, POWERS])
def test_no_table_or_function_lies_open(fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(fault, [APPS])
        assert cursor.fetchall() == []


def test_nothing_is_checked_only_at_commit() -> None:
    """A violation at commit was reported as success and the row was lost."""
    with connection.cursor() as cursor:
        cursor.execute(DEFERRABLE)
        assert cursor.fetchall() == []


def test_without_a_scope_nothing_is_seen_or_written() -> None:
    club = a_club(branches=("north",))

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.club', '', true)")
    assert Club.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Branch.objects.create(
            id=IDS.next(), club_id=club.club_id, code="x", name="x", opened_at=NOON
        )


def test_in_another_clubs_scope_a_row_cannot_be_written() -> None:
    club, other = a_club(), a_club()

    with pytest.raises(ProgrammingError, match="row-level security"), club_scope(other.club_id):
        Branch.objects.create(
            id=IDS.next(), club_id=club.club_id, code="x", name="x", opened_at=NOON
        )


def test_a_row_needs_a_club_that_exists() -> None:
    with pytest.raises(IntegrityError), club_scope(77):
        DayStep.objects.create(club_id=77, step="settle", day=1, finished_at=NOON)
