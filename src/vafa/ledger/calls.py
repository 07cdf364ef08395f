"""How Python reaches the book: one SQL function a call, in the club's own row security."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from vafa.ledger.errors import BY_SQLSTATE


def call(statement: str, *parameters: object) -> Any:
    """Run one statement that gives one value.

    :raises VafaError: the member of `errors.BY_SQLSTATE` that the function raised.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)  # type: ignore[arg-type] # stub is wrong
            row = cursor.fetchone()
    except DatabaseError as error:
        known = BY_SQLSTATE.get(getattr(error.__cause__, "sqlstate", None) or "")
        if known is None:
            raise
        raise known from error
    return None if row is None else row[0]


def call_json(statement: str, *parameters: object) -> Any:
    """Run one statement that gives one JSON value; mappings and lists are passed as JSON."""
    passed = [
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if isinstance(value, (dict, list))
        else value
        for value in parameters
    ]
    return json.loads(call(statement, *passed))


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
