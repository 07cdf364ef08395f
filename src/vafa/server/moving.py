"""The whole database from one server to another: every club with everything, and the same keys.

Club by club in one transaction of the target, under row security, as `vafa_owner` of both. The
numbers of transactions are given anew (`whole/tables.py`), or the target's own would be taken for
older ones and a closed month would come to know what was booked after it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from vafa.domain.members.vault import SealBroken, Vault
from vafa.server import database, functions, migrations
from vafa.server.config import Config
from vafa.server.errors import CannotDoError
from vafa.server.whole import loading, tables
from vafa.server.whole.exporting import BookDoesNotHoldError, enter
from vafa.server.whole.proof import Proof, prove

EMBEDDED = "embedded"
OWNER = "vafa_owner"
_A_MOBILE = "SELECT id, mobile_sealed FROM members_member WHERE mobile_sealed <> '' LIMIT 1"
_OTHERS = """
    SELECT DISTINCT usename FROM pg_stat_activity
    WHERE datname = current_database() AND usename IN ('vafa_app', 'vafa_ops')
        AND pid <> pg_backend_pid()
"""


class NotMovedError(CannotDoError):
    """The database was not moved; the message says why, and that the target is as it was."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved."""

    clubs: int
    rows: int
    waiting: int


def settings_of(config: Config, address: str) -> Config:
    """Give the settings with which a database is reached by its administrator's address.

    `embedded` is the one of this home.
    """
    if address == EMBEDDED:
        return replace(config, urls={})
    owner = _as_owner(address)
    return replace(config, urls={"app": owner, "owner": owner, "admin": address})


def move(*, source: Config, target: Config, progress: Callable[[int, int, str], None]) -> Moved:
    """Copy every club from one database to the other, which has tables and no club yet.

    `progress` is told how many of how many tables are done, and which comes.

    :raises NotMovedError: when somebody uses the source, the target has clubs, or versions differ.
    :raises BookDoesNotHoldError: when a book differs afterwards; the target is as it was.
    """
    with (
        database.connect(source, "owner") as origin,
        database.connect(target, "owner") as arrival,
        origin.transaction(),
        arrival.transaction(),
    ):
        origin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _refuse_unfit(origin, arrival)
        clubs = [row[0] for row in origin.execute("SELECT id FROM clubs_list_v1() ORDER BY id")]
        every = [
            table for table in tables.club_tables(origin) if table.name not in tables.COUNTED_ANEW
        ]
        rows, waiting = carry_users(origin, arrival), 0
        for number, club_id in enumerate(clubs):
            enter(origin, club_id)
            enter(arrival, club_id)
            for place, table in enumerate(every):
                progress(number * len(every) + place, len(clubs) * len(every), table.name)
                done = carry(origin, arrival, table, club_id)
                rows += done
                waiting += done if table.name == "ledger_outbox" else 0
        _compare(origin, arrival, clubs)
        progress(1, 1, "")
    return Moved(len(clubs), rows, waiting)


def refuse_other_keys(*, source: Config, vault: Vault) -> None:
    """Refuse keys that do not open what the source keeps sealed: one mobile of each club is tried.

    Keys are not copied, and without them no mobile or profile opens there.

    :raises NotMovedError: when one does not open.
    """
    with database.connect(source, "owner") as origin, origin.transaction():
        for (club_id,) in origin.execute("SELECT id FROM clubs_list_v1()").fetchall():
            enter(origin, club_id)
            found = origin.execute(_A_MOBILE).fetchone()
            try:
                if found:
                    vault.unseal(sealed=found[1], place=f"members_member:{found[0]}:mobile")
            except SealBroken as error:
                message = (
                    "The keys here do not open the mobiles of that database: set VAFA_SECRET_KEY,"
                    " VAFA_HASH_PEPPER and VAFA_FIELD_KEY to those it is used with, or bring its"
                    " keys.json into this home. Nothing was changed.\n"
                    "کلیدهای اینجا شماره‌های آن پایگاه داده را باز نمی‌کنند: کلیدهای خودِ آن را"
                    " بگذارید. چیزی تغییر نکرد."
                )
                raise NotMovedError(message) from error


def _as_owner(address: str) -> str:
    given = conninfo_to_dict(address)
    options = f"{given.get('options') or ''} -c role={OWNER}".strip()
    return make_conninfo("", **{**given, "options": options})


def _refuse_unfit(origin: psycopg.Connection, arrival: psycopg.Connection) -> None:
    users = [name for (name,) in origin.execute(_OTHERS)]
    if users:
        message = (
            f"Vafa still uses this database ({', '.join(users)}): stop it first, everywhere."
            " Nothing was changed.\n"
            "وفا هنوز با این پایگاه داده کار می‌کند: اول آن را خاموش کنید. چیزی تغییر نکرد."
        )
        raise NotMovedError(message)
    for connection in (origin, arrival):
        if migrations.missing(connection) or migrations.unknown(connection):
            message = (
                "Both databases must be of this version: start this Vafa once with each, or type"
                " vafa db migrate. Nothing was changed.\n"
                "هر دو پایگاه داده باید از همین نسخه باشند؛ چیزی تغییر نکرد."
            )
            raise NotMovedError(message)
    if not functions.are_current(arrival):
        functions.apply(arrival)
    if arrival.execute("SELECT FROM clubs_list_v1()").fetchall():
        message = (
            "The target has clubs already: move into an empty database. Nothing was changed.\n"
            "پایگاه دادهٔ مقصد خالی نیست؛ چیزی تغییر نکرد."
        )
        raise NotMovedError(message)


def carry(
    origin: psycopg.Connection, arrival: psycopg.Connection, table: tables.Table, club_id: int
) -> int:
    """Copy a club's rows of a table from server to server, without a file between."""
    query = tables.select(table, club_id, tables.NUMBERED_ANEW)
    loading.stage(arrival, table, as_text=False)
    loading.copy_in(arrival, table, _pieces(origin, query), form="FORMAT text")
    return loading.insert(arrival, table)


def carry_users(origin: psycopg.Connection, arrival: psycopg.Connection) -> int:
    """Copy who signs in, with the second factors; sessions end. Gives how many users."""
    for name in tables.USERS:
        columns = sql.SQL(", ").join(
            sql.Identifier(column.name) for column in tables.all_tables(origin)[name]
        )
        table = sql.Identifier(name)
        query = sql.SQL("SELECT {} FROM {}").format(columns, table)
        with (
            arrival.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as copy,
        ):
            for piece in _pieces(origin, query):
                copy.write(piece)
    arrival.execute(
        "SELECT setval(pg_get_serial_sequence('mfa_authenticator', 'id'), max(id))"
        " FROM mfa_authenticator HAVING max(id) IS NOT NULL"
    )
    found = arrival.execute("SELECT count(*) FROM people_user").fetchone()
    return int(found[0]) if found else 0


def _pieces(origin: psycopg.Connection, query: sql.Composed) -> Iterator[bytes]:
    with (
        origin.cursor() as cursor,
        cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(query)) as copy,
    ):
        for piece in copy:
            yield bytes(piece)


def _compare(origin: psycopg.Connection, arrival: psycopg.Connection, clubs: list[int]) -> None:
    names = sql.SQL(", ").join(sql.Identifier(t.name) for t in tables.club_tables(arrival))
    arrival.execute(sql.SQL("ANALYZE {}").format(names))
    for club_id in clubs:
        before, after = _proof(origin, club_id), _proof(arrival, club_id)
        if before != after or after.differing:
            message = f"the book of club {club_id} differs after the move; nothing was changed"
            raise BookDoesNotHoldError(message)


def _proof(connection: psycopg.Connection, club_id: int) -> Proof:
    enter(connection, club_id)
    return prove(connection, club_id)
