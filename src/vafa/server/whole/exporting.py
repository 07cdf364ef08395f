"""A club out of an installation: every table as of one moment, while the tills go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from vafa.domain.members.vault import Vault
from vafa.server import migrations
from vafa.server.errors import CannotDoError
from vafa.server.whole import archive, secrets, tables
from vafa.server.whole.archive import Manifest, TableFile
from vafa.server.whole.proof import prove
from vafa.server.whole.secrets import Cover
from vafa.server.whole.tables import Table

Progress = Callable[[str, int], None]


class NoSuchClubError(CannotDoError):
    """No club has this code; the message names those that there are."""


class BookDoesNotHoldError(CannotDoError):
    """The proof of the book found differences; the message says how many."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What an export needs besides the club: the keys, and what covers the values on the way."""

    vault: Vault
    cover: Cover
    salt: str


def export(
    connection: psycopg.Connection, *, code: str, path: Path, passage: Passage, progress: Progress
) -> Manifest:
    """Write everything that a club owns into an archive; `progress` is told each table's rows.

    :raises NoSuchClubError: when no club has the code.
    :raises BookDoesNotHoldError: when the club's book does not hold; nothing is left at `path`.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        club_id = club_of(connection, code)
        enter(connection, club_id)
        proof = prove(connection, club_id)
        if proof.differing:
            message = f"the book differs in {proof.differing} places; see vafa ledger verify"
            raise BookDoesNotHoldError(message)
        name, made_at = _named(connection, club_id)
        about = _about()
        files = []
        with archive.writing(path) as writer:
            for table in tables.club_tables(connection):
                if table.name in tables.LEFT_OUT:
                    continue
                with writer.table(table.name) as member:
                    rows = _write(connection, table, club_id, passage, member.write)
                files.append(_file(table, rows, member.sha256, about, passage))
                progress(table.name, rows)
            manifest = Manifest(
                club_id=club_id,
                code=code,
                name=name,
                made_at=made_at,
                migrations=sorted(f"{label}.{name}" for label, name in migrations.known()),
                salt=passage.salt,
                tables=files,
                left_out=dict(tables.LEFT_OUT),
                proof=proof,
            )
            writer.close(manifest)
    return manifest


def club_of(connection: psycopg.Connection, code: str) -> int:
    """Give the club of a code.

    :raises NoSuchClubError: when there is none.
    """
    found = {
        row[1]: int(row[0]) for row in connection.execute("SELECT id, code FROM clubs_list_v1()")
    }
    if code not in found:
        message = f"no club has the code {code!r}; there are: {', '.join(sorted(found)) or 'none'}"
        raise NoSuchClubError(message)
    return found[code]


def enter(connection: psycopg.Connection, club_id: int) -> None:
    """See this club's rows until the end of the transaction."""
    connection.execute("SELECT set_config('app.club', %s, true)", [str(club_id)])


def _named(connection: psycopg.Connection, club_id: int) -> tuple[str, str]:
    row = connection.execute(
        "SELECT name, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        " FROM clubs_club WHERE id = %s",
        [club_id],
    ).fetchone()
    assert row
    return row[0], row[1]


def _write(
    connection: psycopg.Connection,
    table: Table,
    club_id: int,
    passage: Passage,
    write: Callable[[bytes], None],
) -> int:
    query = tables.select(table, club_id, {**tables.NUMBERED_ANEW, **tables.ENDED})
    if secrets.secret_columns(table.name):
        return _write_covered(connection, table, query, passage, write)
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *)").format(query)
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for piece in copy:
                write(bytes(piece))
        return cursor.rowcount


def _write_covered(
    connection: psycopg.Connection,
    table: Table,
    query: sql.Composed,
    passage: Passage,
    write: Callable[[bytes], None],
) -> int:
    covered = secrets.leaving(
        connection, table=table.name, vault=passage.vault, cover=passage.cover
    )
    write(_line(table.names))
    rows = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(query)) as copy,
    ):
        for values in copy.rows():
            write(_line(covered(dict(zip(table.names, values, strict=True))).values()))
            rows += 1
    return rows


def _line(values: Iterable[str | None]) -> bytes:
    """Write a line of CSV as PostgreSQL does when it quotes every value."""
    fields = ("" if value is None else '"{}"'.format(value.replace('"', '""')) for value in values)
    return (",".join(fields) + "\n").encode()


def _file(
    table: Table, rows: int, sha256: str, about: dict[str, str], passage: Passage
) -> TableFile:
    places = {**secrets.SEALED, **secrets.TRACED}
    return TableFile(
        name=table.name,
        about=about.get(table.name, ""),
        rows=rows,
        sha256=sha256,
        columns={column.name: column.kind for column in table.columns},
        covered={name: places[table.name, name] for name in secrets.secret_columns(table.name)}
        if passage.salt
        else {},
    )


def _about() -> dict[str, str]:
    """Say what each table holds, in its model's own words."""
    from django.apps import apps

    return {
        model._meta.db_table: " ".join((model.__doc__ or "").split())  # noqa: SLF001  framework
        for model in apps.get_models()
    }
