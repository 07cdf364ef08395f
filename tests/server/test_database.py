"""A database that cannot carry Persian is refused; the roles are made without a superuser."""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from vafa.server import config as configuration
from vafa.server import database
from vafa.server.config import Config
from vafa.server.embedded import joining
from vafa.server.homes import PROJECT

ADMIN = "vafa_test_admin"


@pytest.fixture(scope="module")
def config() -> Iterator[Config]:
    """Have a server of its own run, whose roles these tests may change; give its settings."""
    with tempfile.TemporaryDirectory(prefix="vafa-") as folder:
        Path(folder).chmod(0o755)
        config = configuration.read({"VAFA_HOME": folder})
        with joining.serving(config.home, durable=False, say=lambda _text: None):
            with database.connect(config, "admin", name="postgres") as connection:
                connection.execute(f"CREATE ROLE {ADMIN} LOGIN CREATEROLE CREATEDB")
            yield config


@pytest.fixture
def made(config: Config) -> Iterator[Config]:
    """Give an empty database, owned by somebody who may make roles and is no superuser."""
    name = "brought"
    with database.connect(config, "admin", name="postgres") as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {ADMIN}")
    yield _own_database(config, name)
    with database.connect(config, "admin", name="postgres") as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_roles_are_made_by_somebody_who_is_no_superuser_and_again(made: Config) -> None:
    database.make_roles(made)
    database.make_roles(made)

    assert (
        _one(
            made,
            "owner",
            "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'",
        )
        == "vafa_owner"
    )
    assert _one(made, "app", "SELECT has_schema_privilege('public', 'CREATE')") is False


def test_roles_let_the_owner_hand_a_function_to_the_ledger(made: Config) -> None:
    database.make_roles(made)
    with database.connect(made, "owner") as connection:
        connection.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        connection.execute("ALTER FUNCTION one() OWNER TO vafa_ledger")
        connection.execute(
            "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'"
        )
        connection.execute("REVOKE ALL ON FUNCTION one() FROM PUBLIC")
        connection.execute("GRANT EXECUTE ON FUNCTION one() TO vafa_app")

    assert _one(made, "app", "SELECT one()") == 2
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _one(made, "ro", "SELECT one()")


def test_roles_and_migrations_need_no_superuser(made: Config) -> None:
    """The two commands of a production installation, with the addresses of a modest admin."""
    variables = {
        "VAFA_DATABASE_URL": made.urls["app"],
        **{
            f"VAFA_DATABASE_URL_{role.upper()}": made.urls[role]
            for role in made.urls
            if role != "app"
        },
        "VAFA_SECRET_KEY": "s" * 50,
        "VAFA_HASH_PEPPER": base64.b64encode(bytes(32)).decode(),
        "VAFA_FIELD_KEY": base64.b64encode(bytes(32)).decode(),
    }

    done = [typed(variables, "db", step) for step in ("roles", "migrate", "migrate")]

    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 3
    assert "No migrations to apply" in done[2].stdout
    assert _one(made, "app", "SELECT count(*) > 0 FROM django_migrations") is True
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _one(made, "app", "TRUNCATE clubs_club")


@pytest.mark.parametrize("role", ["app", "ops", "ro"])
def test_roles_that_serve_can_make_nothing(made: Config, role: str) -> None:
    database.make_roles(made)

    for statement in ("CREATE TABLE mine (id int)", "CREATE TEMPORARY TABLE mine (id int)"):
        with (
            database.connect(made, role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_no_role_is_powerful_and_the_ledger_cannot_log_in(made: Config, config: Config) -> None:
    database.make_roles(made)

    with database.connect(config, "admin", name="postgres") as connection:
        rows = connection.execute(
            "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE 'vafa\\_%'"
            " AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        ).fetchall()

    assert {("vafa_app", True), ("vafa_ledger", False), ("vafa_owner", True)} <= set(rows)
    assert {("vafa_ops", True), ("vafa_ro", True)} <= set(rows)


def test_a_powerful_role_is_refused(made: Config, config: Config) -> None:
    """A superuser among the roles would see every club; the start stops instead."""
    database.make_roles(made)
    with database.connect(config, "admin", name="postgres") as connection:
        connection.execute("ALTER ROLE vafa_ro BYPASSRLS")
    try:
        with pytest.raises(database.UnfitDatabaseError, match="vafa_ro"):
            database.make_roles(made)
    finally:
        with database.connect(config, "admin", name="postgres") as connection:
            connection.execute("ALTER ROLE vafa_ro NOBYPASSRLS")


def test_passwords_of_the_addresses_are_set_hashed(made: Config, config: Config) -> None:
    urls = {**made.urls, "ro": make_conninfo(made.urls["ro"], password="گذرواژه")}

    database.make_roles(replace(made, urls=urls))

    with database.connect(config, "admin", name="postgres") as connection:
        row = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = 'vafa_ro'"
        ).fetchone()
        connection.execute("ALTER ROLE vafa_ro PASSWORD NULL")
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'", "LC_CTYPE 'C'"),
        ("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'SQL_ASCII'", "encoding is SQL_ASCII"),
        ("LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'LATIN1'", "encoding is LATIN1"),
    ],
)
def test_a_database_that_cannot_search_persian_is_refused(
    config: Config, options: str, said: str
) -> None:
    name = "vafa_test_of_locale"
    with database.connect(config, "admin", name="postgres") as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
    try:
        with pytest.raises(database.UnfitDatabaseError, match=said) as refusal:
            database.make_roles(replace(config, database_name=name))
    finally:
        with database.connect(config, "admin", name="postgres") as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert "پایگاه" in str(refusal.value)


def test_a_libc_locale_of_utf8_is_taken(config: Config) -> None:
    """Any UTF-8 LC_CTYPE that passes the probe will do, not only the one of our own cluster."""
    name = "vafa_test_of_libc"
    with database.connect(config, "admin", name="postgres") as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
        )

    with database.connect(config, "admin", name=name) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        database.check(connection)


def typed(variables: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Type a `vafa` command where only these settings are set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAFA_")}
    return subprocess.run(
        [sys.executable, "-m", "vafa.server.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        env={
            **kept,
            "PYTHONPATH": str(PROJECT / "src"),
            "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
            **variables,
        },
    )


def _own_database(config: Config, name: str) -> Config:
    """Give the settings of somebody who brings a database of their own, with a modest admin."""
    host = config.connection("admin")["host"]
    users = {"admin": ADMIN, **{role: f"vafa_{role}" for role in configuration.ROLES}}
    urls = {
        role: make_conninfo("", host=host, port="5432", user=user, dbname=name)
        for role, user in users.items()
    }
    return replace(config, urls=urls)


def _one(config: Config, role: str, question: LiteralString) -> object:
    with database.connect(config, role) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]
