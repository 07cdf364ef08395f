"""Everything moves to another server and is equal there; who still works is not cut off."""

import base64
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.factories.clubs import VAULT, Club
from tests.factories.whole import OTHER_VAULT, a_full_club, connected, elsewhere, here
from tests.server.test_cli import typed
from vafa.server import moving
from vafa.server.config import Config
from vafa.server.whole import tables
from vafa.server.whole.exporting import enter

pytestmark = pytest.mark.django_db(transaction=True)

BOOK = "SELECT count(*), sum(amount) FROM ledger_movement WHERE club_id = %s"
KNOWN = """
    SELECT m.member_id, m.seq FROM ledger_movement AS m, accounting_closedmonth AS k
    WHERE pg_visible_in_snapshot(m.xact, k.snapshot::pg_snapshot) ORDER BY 1, 2
"""


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Config]:
    """Give an installation of one full club, which nobody uses."""
    club = a_full_club(tmp_path)
    with elsewhere("source") as config:
        copy_club(here(), config, club)
        yield config


def copy_club(origin: Config, target: Config, club: Club) -> None:
    """Carry one club as a move does."""
    with (
        connected(origin, "owner") as one, connected(target, "owner") as other,
        one.transaction(), other.transaction(),
    ):  # fmt: skip
        enter(one, club.club_id)
        enter(other, club.club_id)
        for table in tables.club_tables(one):
            moving.carry(one, other, table, club.club_id)


@pytest.fixture
def target() -> Iterator[Config]:
    """Give an empty database, as somebody's own: by its administrator's address."""
    with elsewhere("target") as config:
        address = make_conninfo("", **config.connection("admin"))
        yield moving.settings_of(config, address)


def club_of(config: Config) -> int:
    """Give the only club."""
    with connected(config, "owner") as connection:
        (row,) = connection.execute("SELECT id FROM clubs_list_v1()").fetchall()
    return int(row[0])


def seen(config: Config, query: str, *given: int) -> list[tuple[int, ...]]:
    """Read as the owner, within the only club."""
    with connected(config, "owner") as connection, connection.transaction():
        enter(connection, club_of(config))
        return connection.execute(query.encode(), given).fetchall()


def moved(source: Config, target: Config) -> moving.Moved:
    """Move, and keep to ourselves how far it is."""
    return moving.move(source=source, target=target, progress=lambda _done, _all, _what: None)


def test_people_sign_in_there_as_before(source: Config, target: Config) -> None:
    with connected(source, "owner") as connection:
        connection.execute(
            "INSERT INTO people_user (id, login, name, password, made_at, is_active,"
            " may_skip_second_factor)"
            " VALUES (7, 'sara@example.com', 'سارا', 'x', now(), true, false)"
        )
        connection.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
            " VALUES (7, 'totp', '{\"secret\": \"sealed\"}', now())"
        )

    moved(source, target)

    for query in (
        "SELECT id, login, name, password FROM people_user",
        "SELECT id, user_id, type, data::text FROM mfa_authenticator",
    ):
        assert seen(target, query) == seen(source, query) != []


def test_everything_is_there_and_a_closed_month_knows_what_it_knew(
    source: Config, target: Config
) -> None:
    done = moved(source, target)

    club = club_of(target)
    assert done.clubs == 1
    assert done.rows > 0
    assert done.waiting > 0
    assert club == club_of(source)
    assert seen(target, BOOK, club) == seen(source, BOOK, club)
    assert seen(target, KNOWN) == seen(source, KNOWN) != []


def test_what_cannot_be_moved_leaves_the_target_as_it_is(source: Config, target: Config) -> None:
    with connected(source, "app"), pytest.raises(moving.NotMovedError, match="vafa_app"):
        moved(source, target)
    moved(source, target)

    with pytest.raises(moving.NotMovedError, match="clubs already"):
        moved(source, target)


def test_a_move_that_is_cut_leaves_the_target_empty(source: Config, target: Config) -> None:
    """As after kill -9: PostgreSQL undoes what was not committed."""

    def cut(_done: int, _all: int, table: str) -> None:
        if table == "ledger_movement":
            with connected(source, "admin") as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                    " AND pid <> pg_backend_pid()",
                    [make_target_name(target)],
                )

    with pytest.raises(psycopg.OperationalError):
        moving.move(source=source, target=target, progress=cut)

    assert moved(source, target).clubs == 1


def make_target_name(target: Config) -> str:
    """Give the database's name."""
    return target.connection("owner")["dbname"]


def test_the_word_moves_and_says_how_to_switch(source: Config) -> None:
    with elsewhere("other") as other:
        done = typed(
            "db", "move", "--from", "embedded",
            "--to", make_conninfo("", **other.connection("admin")),
            VAFA_HOME=str(source.home), VAFA_DATABASE_NAME=source.database_name,
            VAFA_SECRET_KEY="s" * 40, VAFA_HASH_PEPPER=base64.b64encode(VAULT.lookup_key).decode(),
            VAFA_FIELD_KEY=base64.b64encode(VAULT.keys[1]).decode(),
        )  # fmt: skip

        assert done.returncode == 0, done.stderr
        assert "Every book is equal" in done.stdout
        assert "VAFA_FIELD_KEY" in done.stdout
        assert club_of(replace(other, urls={})) == club_of(source)


def test_keys_that_open_nothing_there_are_refused(source: Config) -> None:
    moving.refuse_other_keys(source=source, vault=VAULT)

    with pytest.raises(moving.NotMovedError, match="VAFA_FIELD_KEY"):
        moving.refuse_other_keys(source=source, vault=OTHER_VAULT)


def test_the_address_of_an_administrator_works_as_the_owner() -> None:
    made = moving.settings_of(here(), "postgresql://boss@db.example.com/vafa")

    assert made.connection("owner")["options"] == "-c role=vafa_owner"
    assert made.connection("admin")["user"] == "boss"
    assert os.environ.get("VAFA_DATABASE_URL") is None
