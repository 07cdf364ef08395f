"""Which tables belong to a club, in what order they go in, and which columns change on the way.

The book remembers the database transaction of each movement, and a closed month what was visible
then. Both mean nothing in another database, so they are numbered anew: a movement gets 3 and one
more for each closed month that did not know it, which every closed month tells apart as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

CLUBS = "clubs_club"
# Tables that belong to the installation and not to a club.
OF_THE_INSTALLATION = frozenset(
    {
        "django_migrations", "vafa_functions",
        # Users sign in to the installation; where they work goes with the club.
        "people_user", "people_cache", "django_session", "django_content_type",
        "auth_permission", "auth_group", "auth_group_permissions", "account_emailaddress",
        "account_emailconfirmation", "mfa_authenticator", "usersessions_usersession",
    }
)  # fmt: skip
# Who signs in, and their second factors: these come along when everything moves.
USERS = ("people_user", "mfa_authenticator")
# What the receiving database counts from the book by itself.
COUNTED_ANEW = (
    "insight_mark", "insight_building", "insight_sold", "insight_units", "insight_count",
    "insight_flow",
)  # fmt: skip
# What stays behind when a club goes to another installation, and why.
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(COUNTED_ANEW, "reports are counted anew from the book"),
    "codes_challenge": "codes sent to phones end within minutes",
    "messaging_message": "messages are sent by the installation that promised them",
    "people_link": "links open the installation that sent them",
    "people_device": "devices remember the installation that they came to",
    "members_ownvalue": "lists are filled anew from the profiles",
    "insight_bookcheck": "a check says what one installation's book was like",
    "tills_device": "browsers remember the installation that they came to",
    "tills_pin": "users stay behind, and their PINs with them",
}
FIRST_NUMBER = 3
_SEEN_BY = """
    {first} + (
        SELECT count(*) FROM accounting_closedmonth AS k
        WHERE k.club_id = t.club_id
            AND NOT pg_visible_in_snapshot(t.xact, k.snapshot::pg_snapshot)
    )
"""
_SNAPSHOT = """
    SELECT format('%1$s:%1$s:', {first} + 1 + count(*)) FROM accounting_closedmonth AS k
    WHERE k.club_id = t.club_id AND (k.closed_at, k.month) < (t.closed_at, t.month)
"""
# What a column holds in the other database; `t` is the row.
NUMBERED_ANEW: Mapping[tuple[str, str], str] = {
    ("ledger_movement", "xact"): _SEEN_BY.format(first=FIRST_NUMBER),
    ("accounting_closedmonth", "snapshot"): f"({_SNAPSHOT.format(first=FIRST_NUMBER)})",
}
_LEFT_OFF = """
    CASE t.state WHEN 'working' THEN 'stopped' WHEN 'undoing' THEN 'done' ELSE t.state END
"""
# In an archive, moreover: nobody's key opens the copy, and nothing is sent from two places.
ENDED: Mapping[tuple[str, str], str] = {
    ("clubs_apikey", "secret_hash"): r"'\x00'::bytea",
    ("clubs_apikey", "revoked_at"): "coalesce(t.revoked_at, now())",
    ("clubs_staff", "user_id"): "NULL::bigint",  # users stay behind: people are invited again
    ("members_together", "state"): _LEFT_OFF,
    ("webhooks_webhook", "disabled_at"): "coalesce(t.disabled_at, now())",
    ("webhooks_webhook", "disabled_why"): "coalesce(nullif(t.disabled_why, ''), 'moved')",
}
# Written by the receiving database itself.
NOT_CARRIED = frozenset(
    {
        ("ledger_outbox", "xact"), ("ledger_sale", "xact"),
        ("members_member", "folded"), ("members_member", "mobile_end"),
    }
)  # fmt: skip

_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum
"""
_NEEDS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text
    FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is carried, with its PostgreSQL type."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of clubs: the column that says whose a row is, and what is carried of it."""

    name: str
    club_column: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The carried columns by name."""
        return [column.name for column in self.columns]


def all_tables(connection: psycopg.Connection) -> dict[str, tuple[Column, ...]]:
    """Give every table of the database with all its columns."""
    found: dict[str, tuple[Column, ...]] = {}
    for table, name, kind in connection.execute(_COLUMNS):
        found[table] = (*found.get(table, ()), Column(name, kind))
    return found


def club_tables(connection: psycopg.Connection) -> list[Table]:
    """List the tables of clubs, each after those that it refers to."""
    found = {
        name: Table(
            name,
            "id" if name == CLUBS else "club_id",
            tuple(column for column in columns if (name, column.name) not in NOT_CARRIED),
        )
        for name, columns in all_tables(connection).items()
        if name == CLUBS or any(column.name == "club_id" for column in columns)
    }
    needs: dict[str, set[str]] = {name: set() for name in found}
    for table, needed in connection.execute(_NEEDS):
        if table in found:
            needs[table].add(needed)
    ordered: list[Table] = []
    while needs:
        ready = sorted(name for name, needed in needs.items() if not needed & needs.keys())
        assert ready, f"these tables refer to each other in a ring: {sorted(needs)}"
        ordered += [found[name] for name in ready]
        for name in ready:
            del needs[name]
    return ordered


def select(table: Table, club_id: int, changed: Mapping[tuple[str, str], str]) -> sql.Composed:
    """Give the query of a club's rows of a table, with the columns that change on the way."""
    parts = []
    for name in table.names:
        expression = changed.get((table.name, name))
        column = sql.Identifier(name)
        if expression is None:
            parts.append(sql.SQL("t.{}").format(column))
        else:
            parts.append(sql.SQL("{} AS {}").format(sql.SQL(expression), column))
    return sql.SQL("SELECT {} FROM {} AS t WHERE t.{} = {}").format(
        sql.SQL(", ").join(parts),
        sql.Identifier(table.name),
        sql.Identifier(table.club_column),
        sql.Literal(club_id),
    )
