"""The SQL functions of every app: code, not state. They are put into the database as they are now.

A function file says CREATE OR REPLACE and lies in its app's `sql/` folder. When the files differ
from what the database last got, all of them run again, in one transaction under one lock: a till
sees the old functions or the new ones. Migrations keep tables, fences and data.
"""

import hashlib
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

import psycopg
from psycopg import sql

from vafa.ledger.schema import FUNCTIONS

LEDGER = "vafa.ledger"
# Any number: everybody who puts functions in asks for this one.
FUNCTIONS_LOCK = 7_305_801_342_512
NAMED = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)", re.MULTILINE)


def texts() -> list[str]:
    """Give the text of every function file, in the order in which they are put in."""
    return [path.read_text("utf-8") for path in _paths()]


def digest() -> str:
    """Name the functions as they are now, in 64 characters."""
    return hashlib.sha256("\0".join(texts()).encode()).hexdigest()


def are_current(connection: psycopg.Connection) -> bool:
    """Tell whether the database holds these functions; one not yet migrated does not."""
    return _held(connection)[0] == digest()


def apply(connection: psycopg.Connection) -> bool:
    """Put the functions in, as vafa_owner, unless the database holds them; tell whether it did.

    A function whose signature changed is dropped and made anew; one that is no longer in the
    files is dropped. The tables must be up to date.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [FUNCTIONS_LOCK])
        held, names_before = _held(connection)
        if held == digest():
            return False
        names = NAMED.findall("\n".join(texts()))
        if not _replaced(connection, names):
            _drop(connection, names)
            _run(connection)
        _drop(connection, sorted({*names_before} - {*names}))
        connection.execute("DELETE FROM vafa_functions")
        connection.execute(
            "INSERT INTO vafa_functions (digest, names, applied_at) VALUES (%s, %s, now())",
            [digest(), sorted(names)],
        )
    return True


def apply_early(connection: psycopg.Connection) -> bool:
    """Put the functions in before the tables change, when they can be; tell whether it did.

    Within the caller's transaction: so a till waits for a table that changes, but not for the
    functions. Bodies are not checked, as they may name what is yet to be made. What does not work
    yet, as in a new database, is left to `apply`.
    """
    if not _held(connection)[0]:
        return False
    try:
        with connection.transaction():
            connection.execute("SET LOCAL check_function_bodies = off")
            is_changed = apply(connection)
            connection.execute("SET LOCAL check_function_bodies = on")
    except psycopg.DatabaseError:
        return False
    return is_changed


def _paths() -> list[Traversable]:
    from vafa.server.settings import INSTALLED_APPS  # reads the process's settings: not before

    ledger = files(LEDGER) / "sql"
    found = [ledger / f"{name}.sql" for name in FUNCTIONS]
    for entry in INSTALLED_APPS:
        app = entry.partition(".apps.")[0]  # an entry may name the app's configuration
        folder = files(app) / "sql"
        if app != LEDGER and folder.is_dir():
            found += sorted(
                (path for path in folder.iterdir() if path.name.endswith(".sql")),
                key=lambda path: path.name,
            )
    return found


def _held(connection: psycopg.Connection) -> tuple[str, list[str]]:
    """Tell which functions the database got last: their digest and names."""
    known = connection.execute("SELECT to_regclass('vafa_functions') IS NOT NULL").fetchone()
    if known and known[0]:
        row = connection.execute("SELECT digest, names FROM vafa_functions").fetchone()
        if row:
            return row[0], row[1]
    # A database of the time when migrations made the ledger's functions.
    rows = connection.execute(
        "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND proname ~ '^ledger_.*_v[0-9]+$'"
    )
    return "", [name for (name,) in rows]


def _replaced(connection: psycopg.Connection, names: list[str]) -> bool:
    """Replace every function in its place; no, and nothing done, when a signature changed."""
    try:
        with connection.transaction():
            _run(connection)
            doubled = connection.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                " AND proname = ANY(%s) GROUP BY proname HAVING count(*) > 1",
                [names],
            ).fetchall()
            if doubled:
                raise psycopg.Rollback
            return True
    except psycopg.errors.InvalidFunctionDefinition:
        return False
    return False


def _run(connection: psycopg.Connection) -> None:
    for text in texts():
        connection.execute(text)


def _drop(connection: psycopg.Connection, names: list[str]) -> None:
    found = connection.execute(
        "SELECT proname, pg_get_function_identity_arguments(oid) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname = ANY(%s)",
        [names],
    ).fetchall()
    for name, arguments in found:
        connection.execute(
            sql.SQL("DROP FUNCTION {}({})").format(sql.Identifier(name), sql.SQL(arguments))
        )
