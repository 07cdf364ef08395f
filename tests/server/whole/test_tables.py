"""Every table of the database comes along or says why not; nothing is forgotten by being new."""

import pytest

from tests.factories.whole import connected, here
from vafa.server.whole import secrets, tables

pytestmark = pytest.mark.django_db


def test_every_table_is_a_clubs_or_the_installations() -> None:
    with connected(here(), "app") as connection:
        every = set(tables.all_tables(connection))
        clubs = {table.name for table in tables.club_tables(connection)}

    assert every - clubs == tables.OF_THE_INSTALLATION
    assert clubs >= set(tables.LEFT_OUT)
    assert all(tables.LEFT_OUT.values())


def test_every_column_of_bytes_is_sealed_traced_plain_or_left_out() -> None:
    """Bytes that only one installation's keys understand would be lost in another."""
    with connected(here(), "app") as connection:
        found = {
            (table.name, column.name)
            for table in tables.club_tables(connection)
            for column in table.columns
            if column.kind == "bytea" and table.name not in tables.LEFT_OUT
        }

    assert found - {*secrets.SEALED, *secrets.TRACED, *secrets.PLAIN} == set()


def test_every_column_about_transactions_is_numbered_anew() -> None:
    """The number of a transaction means nothing in another database."""
    with connected(here(), "app") as connection:
        found = {
            (name, column.name)
            for name, columns in tables.all_tables(connection).items()
            for column in columns
            if column.kind in {"xid8", "xid", "pg_snapshot"}
        }

    assert found - tables.NOT_CARRIED <= set(tables.NUMBERED_ANEW)


def test_clubs_come_before_what_belongs_to_them() -> None:
    with connected(here(), "app") as connection:
        names = [table.name for table in tables.club_tables(connection)]

    assert len(names) == len(set(names))
    assert names.index(tables.CLUBS) < names.index("members_member")


def test_a_select_names_every_column_and_one_club() -> None:
    table = tables.Table("clubs_staff", "club_id", (tables.Column("id", "bigint"),))

    made = tables.select(table, 7, {("clubs_staff", "id"): "t.id + 1"})

    assert made.as_string(None) == (
        'SELECT t.id + 1 AS "id" FROM "clubs_staff" AS t WHERE t."club_id" = 7'
    )
