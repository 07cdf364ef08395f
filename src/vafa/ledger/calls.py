"""How Python reaches the book: one SQL function a call, in the club's own row security."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import OperationalError
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from vafa.ledger.errors import BY_SQLSTATE


def call(statement: str, *parameters: object) -> Any:
    """Run one statement that gives one value.

    :raises VafaError: the member of `errors.BY_SQLSTATE` that the function raised.
    """
    with _known_errors(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type] # stub is wrong
        row = cursor.fetchone()
    return None if row is None else row[0]


def call_json(statement: str, *parameters: object) -> Any:
    """Run one statement that gives one JSON value; mappings and lists are passed as JSON.

    :raises VafaError: the member of `errors.BY_SQLSTATE` that the function raised.
    """
    passed = [
        orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
        if isinstance(value, (dict, list))
        else value
        for value in parameters
    ]
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    if not database.get_autocommit():  # only a cursor begins the transaction that is due
        texts = [one.decode() if isinstance(one, bytes) else one for one in passed]
        return orjson.loads(call(statement, *texts) or b"null")
    sent = [one if one is None or isinstance(one, bytes) else str(one).encode() for one in passed]
    return orjson.loads(_sent(database, statement, sent))


def _sent(database: BaseDatabaseWrapper, statement: str, values: list[bytes | None]) -> bytes:
    """Send one statement with its values beside it, outside of any transaction.

    Django's cursor writes the values into the statement, which costs eight times as much here.
    """
    with _known_errors(), database.wrap_database_errors:
        result = database.connection.pgconn.exec_params(_numbered(statement), values)
        if result.status != ExecStatus.TUPLES_OK:
            error = error_from_result(result)
            if error.sqlstate is None:  # libpq's own: the server went away in the middle
                raise OperationalError(str(error)) from error
            raise error
        return bytes(result.get_value(0, 0) or b"null")


@cache
def _numbered(statement: str) -> bytes:
    """Give the statement with its places numbered, as the protocol wants them."""
    first, *rest = statement.split("%s")
    return (first + "".join(f"${n}{part}" for n, part in enumerate(rest, 1))).encode()


@contextmanager
def _known_errors() -> Iterator[None]:
    """Let what a function of the book raises be an error of ours."""
    try:
        yield
    except DatabaseError as error:
        known = BY_SQLSTATE.get(getattr(error.__cause__, "sqlstate", None) or "")
        if known is None:
            raise
        raise known from error


@contextmanager
def reading_club(club_id: int) -> Iterator[None]:
    """Read rows of one club: its row security holds until the end of this transaction."""
    with transaction.atomic(savepoint=False):
        call("SELECT set_config('app.club', %s, true)", str(club_id))
        yield


def rows(
    statement: str, parameters: Mapping[str, object] | Sequence[object] = ()
) -> list[dict[str, Any]]:
    """Give the rows of a query as mappings by column; within `reading_club`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)  # type: ignore[arg-type] # stub is wrong
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
