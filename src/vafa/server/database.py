"""The database before Django: that it exists, that it suits Persian, that its roles are there.

Roles: `vafa_owner` owns the schema and runs migrations; `vafa_ledger` cannot log in and owns the
posting functions; `vafa_app`, `vafa_ops` and `vafa_ro` serve, work across clubs, and read.
What each may do with a table is the business of the migration that makes the table.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from vafa.server.config import Config
from vafa.server.embedded import joining

OLDEST, NEWEST = 16, 18
LOGIN_ROLES = ("owner", "app", "ops", "ro")
EXTENSIONS = ("pg_trgm", "btree_gist")
# Any number: everybody who makes roles asks for this one.
ROLES_LOCK = 7_305_801_342_511
ANSWERS_WITHIN_SECONDS = 60
LOOK_EVERY_SECONDS = 0.1


class UnfitDatabaseError(Exception):
    """The database cannot carry Vafa; the message says why, in English and in Persian."""


@contextmanager
def running(config: Config, *, say: Callable[[str], None]) -> Iterator[None]:
    """Have the database run for the time of the block: ours is started, another must run."""
    if not config.is_embedded:
        yield
        return
    with joining.serving(config.home, say=say):
        _wait_until_it_answers(config)
        if make_database(config):
            make_roles(config)
        yield


def _wait_until_it_answers(config: Config) -> None:
    """Wait for a server that its keeper is just starting again: it plays its changes first."""
    deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
    while True:
        try:
            connect(config, "admin", name="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_EVERY_SECONDS)
        else:
            return


def connect(config: Config, role: str, *, name: str | None = None) -> psycopg.Connection:
    """Connect as `role`, committing by itself, to the database `name` or the configured one."""
    parameters = config.connection(role)
    if name is not None:
        parameters["dbname"] = name
    return psycopg.connect(make_conninfo("", **parameters), autocommit=True)


def make_database(config: Config) -> bool:
    """Make the embedded database unless it exists; return whether it was made now."""
    with connect(config, "admin", name="postgres") as connection:
        name = config.database_name
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is not None:
            return False
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return True


def make_roles(config: Config) -> None:
    """Make the roles and the extensions, or bring them up to date; repeating it changes nothing.

    It needs the right to make roles and the database, not a superuser.

    :raises UnfitDatabaseError: when the database cannot carry Vafa.
    """
    with connect(config, "admin") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        for name in EXTENSIONS:
            connection.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
            )
        check(connection)
        _make_missing_roles(connection)
        _refuse_powerful_roles(connection)
        _set_passwords(connection, config)
        _grant(connection)


def check(connection: psycopg.Connection) -> None:
    """Refuse a database that would lose or not find Persian text.

    :raises UnfitDatabaseError: when version, encoding or the Persian search probe is wrong.
    """
    version = connection.info.server_version // 10_000
    if not OLDEST <= version <= NEWEST:
        english = f"PostgreSQL {OLDEST} to {NEWEST} is needed; this one is {version}."
        raise _unfit(english, f"پستگرس {OLDEST} تا {NEWEST} لازم است؛ این {version} است.")
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        english = f"The database's encoding is {encoding}; make it with ENCODING 'UTF8'."
        raise _unfit(english, "کدگذاری پایگاه داده باید UTF8 باشد.")
    found = connection.execute("SELECT show_trgm('وفا') <> '{}'").fetchone()
    if not (found and found[0]):
        english = (
            "Search finds nothing in Persian text: this database was made with LC_CTYPE 'C'."
            " Make it anew with LOCALE 'C.UTF-8' (or any UTF-8 locale)."
        )
        raise _unfit(
            english,
            "جستجوی فارسی در این پایگاه داده چیزی نمی‌یابد: آن را با LC_CTYPE از نوع UTF-8 بسازید.",
        )


def _unfit(english: str, persian: str) -> UnfitDatabaseError:
    return UnfitDatabaseError(f"{english}\n{persian}")


def _make_missing_roles(connection: psycopg.Connection) -> None:
    for role in (*LOGIN_ROLES, "ledger"):
        may_log_in = "NOLOGIN" if role == "ledger" else "LOGIN"
        # Another database of the same server may be making the same role right now.
        statement = (
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {text}) THEN"
            " CREATE ROLE {role} {may_log_in} NOCREATEDB NOCREATEROLE; END IF;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        connection.execute(
            sql.SQL(statement).format(
                text=sql.Literal(f"vafa_{role}"),
                role=sql.Identifier(f"vafa_{role}"),
                may_log_in=sql.SQL(may_log_in),
            )
        )


def _refuse_powerful_roles(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT string_agg(rolname, ', ') FROM pg_roles WHERE rolname = ANY(%s)"
        " AND (rolsuper OR rolbypassrls)",
        [[f"vafa_{role}" for role in (*LOGIN_ROLES, "ledger")]],
    ).fetchone()
    if found and found[0]:
        english = (
            f"{found[0]} must be neither superuser nor BYPASSRLS: one club would see another's."
        )
        raise _unfit(english, "نقش‌های وفا نباید SUPERUSER یا BYPASSRLS باشند.")


def _set_passwords(connection: psycopg.Connection, config: Config) -> None:
    """Give each role the password of its address, hashed here so that no log shows it."""
    for role in LOGIN_ROLES:
        address = config.connection(role) if config.is_embedded or role in config.urls else {}
        if "password" not in address:
            continue
        name = f"vafa_{role}"
        hashed = connection.pgconn.encrypt_password(
            address["password"].encode(), name.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(hashed))
        )


def _grant(connection: psycopg.Connection) -> None:
    """Let the owner own the schema and hand functions to `vafa_ledger`; others make nothing."""
    statements = """
        GRANT vafa_owner TO CURRENT_USER WITH INHERIT TRUE, SET TRUE;
        GRANT vafa_ledger TO vafa_owner WITH INHERIT TRUE, SET TRUE;
        REVOKE ALL ON DATABASE {database} FROM PUBLIC;
        GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO vafa_owner;
        GRANT CONNECT ON DATABASE {database} TO vafa_app, vafa_ops, vafa_ro;
        ALTER SCHEMA public OWNER TO vafa_owner;
        SET ROLE vafa_owner;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO vafa_app, vafa_ops, vafa_ro;
        GRANT USAGE, CREATE ON SCHEMA public TO vafa_ledger;
        RESET ROLE;
    """
    database = sql.Identifier(connection.info.dbname)
    for statement in statements.split(";")[:-1]:
        connection.execute(sql.SQL(statement).format(database=database))
