"""Rows of a club into a database: set-based, through a table of their own, under row security.

COPY does not go through row security, so rows are copied into a temporary table and inserted from
there. The caller holds the one transaction and is `vafa_owner`.
"""

from collections.abc import Callable, Iterable, Mapping

import psycopg
from psycopg import sql

from vafa.server.errors import CannotDoError
from vafa.server.whole.tables import Table

BATCH = 5_000


class DoesNotFitError(CannotDoError):
    """Rows of the club are here already; the message says which, in both languages."""


def stage(connection: psycopg.Connection, table: Table, *, as_text: bool) -> None:
    """Make the temporary table of a table's carried columns."""
    if as_text:
        columns = [sql.SQL("{} text").format(sql.Identifier(name)) for name in table.names]
        made = sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(
            staging(table), sql.SQL(", ").join(columns)
        )
    else:
        like = sql.SQL("SELECT {} FROM {}").format(_names(table), sql.Identifier(table.name))
        made = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS {} WITH NO DATA").format(
            staging(table), like
        )
    connection.execute(made)


def copy_in(
    connection: psycopg.Connection, table: Table, pieces: Iterable[bytes], *, form: str
) -> None:
    """Copy pieces of COPY's own data, of the given form, into the temporary table."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN ({})").format(
        staging(table), _names(table), sql.SQL(form)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in pieces:
            copy.write(piece)


def insert(connection: psycopg.Connection, table: Table) -> int:
    """Insert all rows of the temporary table; give how many.

    :raises DoesNotFitError: when one of them is there already.
    """
    values = sql.SQL(", ").join(
        sql.SQL("{}::{}").format(sql.Identifier(column.name), sql.SQL(column.kind))
        for column in table.columns
    )
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(table.name), _names(table), values, staging(table)
    )
    try:
        done = connection.execute(statement).rowcount
    except psycopg.errors.UniqueViolation as error:
        detail = error.diag.constraint_name or table.name
        message = (
            f"Something of this club is in this database already ({detail}). Nothing was changed."
            " Import it into an installation that does not have the club.\n"
            "بخشی از این باشگاه از پیش در این پایگاه داده هست و چیزی تغییر نکرد؛ آن را به وفایی"
            " وارد کنید که این باشگاه را ندارد."
        )
        raise DoesNotFitError(message) from error
    connection.execute(sql.SQL("DROP TABLE {}").format(staging(table)))
    return done


def change(
    connection: psycopg.Connection,
    table: Table,
    changed: Callable[[Mapping[str, str | None]], dict[str, str | None]],
) -> None:
    """Put every row of the temporary table, all text, through a function; memory is bounded."""
    connection.execute(sql.SQL("ALTER TABLE {} RENAME TO arriving_before").format(staging(table)))
    stage(connection, table, as_text=True)
    with connection.cursor(name="before") as rows:
        rows.execute(sql.SQL("SELECT {} FROM arriving_before").format(_names(table)))
        while batch := rows.fetchmany(BATCH):
            _copy_rows(connection, table, batch, changed)
    connection.execute("DROP TABLE arriving_before")


def _copy_rows(
    connection: psycopg.Connection,
    table: Table,
    batch: list[tuple[str | None, ...]],
    changed: Callable[[Mapping[str, str | None]], dict[str, str | None]],
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(staging(table), _names(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for values in batch:
            copy.write_row(list(changed(dict(zip(table.names, values, strict=True))).values()))


def staging(table: Table) -> sql.Identifier:
    """Give the name of a table's temporary table."""
    return sql.Identifier(f"arriving_{table.name}")


def _names(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.names))
