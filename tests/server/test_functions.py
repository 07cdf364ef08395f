"""Functions are code: what the files say is what the database does, and nothing is left over."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from vafa.server import config as configuration
from vafa.server import database, functions

SIGNATURES = """
    SELECT p.oid::regprocedure::text, p.proacl::text, p.proowner::regrole::text, p.prosrc
    FROM pg_proc AS p
    WHERE p.pronamespace = 'public'::regnamespace
        AND p.proname ~ '^(ledger|members|rewards)_.*_v[0-9]+$'
    ORDER BY 1
"""


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """Give a connection as the owner whose work is undone in the end."""
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    with (
        database.connect(configuration.current(), "owner", name=name) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection


def found(owner: psycopg.Connection) -> list[tuple[str, ...]]:
    """List the functions with their grants, owners and texts."""
    return owner.execute(SIGNATURES).fetchall()


def change(owner: psycopg.Connection, *statements: str) -> None:
    """Make the database one of another version."""
    for statement in (*statements, "UPDATE vafa_functions SET digest = 'another'"):
        owner.execute(sql.SQL(statement))


def test_a_migrated_database_holds_them_and_gets_nothing_again(owner: psycopg.Connection) -> None:
    assert functions.are_current(owner)
    assert not functions.apply(owner)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([], id="the same"),
        pytest.param(
            ["DROP FUNCTION ledger_clubs_v1()"],
            id="one is missing",
        ),
        pytest.param(
            [
                "DROP FUNCTION ledger_clubs_v1()",
                "CREATE FUNCTION ledger_clubs_v1() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            ],
            id="another result",
        ),
        pytest.param(
            ["CREATE FUNCTION ledger_clubs_v1(a integer) RETURNS text LANGUAGE sql AS 'SELECT 1'"],
            id="another signature",
        ),
        pytest.param(
            [
                "CREATE FUNCTION ledger_gone_v1() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "UPDATE vafa_functions SET names = names || '{ledger_gone_v1}'::text[]",
            ],
            id="one that is no longer there",
        ),
        pytest.param(
            [
                "CREATE FUNCTION ledger_gone_v1() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "DELETE FROM vafa_functions",
            ],
            id="a database that migrations made",
        ),
        pytest.param(
            ["GRANT EXECUTE ON FUNCTION ledger_move_v1 TO vafa_app"],
            id="an inner function that was a door",
        ),
    ],
)
def test_another_version_s_functions_become_ours(
    owner: psycopg.Connection, statements: list[str]
) -> None:
    """Texts, owners and grants are the same as in a database made by this version."""
    ours = found(owner)
    change(owner, *statements)

    applied = functions.apply(owner)

    assert applied
    assert functions.are_current(owner)
    assert found(owner) == ours


def test_they_go_in_before_the_tables_change_and_bodies_are_checked_again_after(
    owner: psycopg.Connection,
) -> None:
    ours = found(owner)
    change(owner, "DROP FUNCTION ledger_clubs_v1()")

    applied = functions.apply_early(owner)

    assert applied
    assert found(owner) == ours
    assert not functions.apply(owner)
    shown = owner.execute("SHOW check_function_bodies").fetchone()
    assert shown == ("on",)


def test_what_cannot_go_in_yet_is_left_for_after_the_migrations(owner: psycopg.Connection) -> None:
    change(owner, "ALTER TABLE ledger_request_key RENAME TO yet_to_be_made")
    before = found(owner)

    applied = functions.apply_early(owner)

    assert not applied
    assert not functions.are_current(owner)
    assert found(owner) == before


def test_a_database_without_the_table_is_not_current() -> None:
    with database.connect(configuration.current(), "admin", name="postgres") as empty:
        assert not functions.are_current(empty)
