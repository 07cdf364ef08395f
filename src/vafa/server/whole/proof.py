"""What proves that two copies of a club are equal: the book's own checks, and its totals."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from vafa.ledger.verify import CHECKS, check_sql

_TOTALS = """
    SELECT coalesce(jsonb_object_agg(unit, totals ORDER BY unit), '{{}}') FROM (
        SELECT unit, jsonb_build_array(
            count(*), sum(spendable), sum(held), sum(pending), sum(owed)
        ) AS totals
        FROM ledger_wallet WHERE club_id = {club} GROUP BY unit
    ) AS units
"""
_SALES = """
    SELECT jsonb_build_array(count(*), coalesce(sum(net_rials), 0), coalesce(sum(vat_rials), 0))
    FROM ledger_sale WHERE club_id = {club}
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """A club's book in figures; two copies of one club have equal ones.

    `checked` says by check how many rows were compared, `differing` how many were wrong. `units`
    is by unit: wallets, spendable, held, pending, owed; `sales` is number, net and VAT in Rial.
    """

    checked: dict[str, int]
    differing: int
    units: dict[str, list[int]]
    sales: list[int]

    @classmethod
    def from_json(cls, plain: dict[str, object]) -> "Proof":
        """Read what `dataclasses.asdict` gave."""
        return cls(**plain)  # type: ignore[arg-type] # framework


def prove(connection: psycopg.Connection, club_id: int) -> Proof:
    """Recompute a club's book within the running transaction, which sees the club."""
    checked, differing = {}, 0
    connection.execute("SET LOCAL work_mem = '128MB'")
    for name in CHECKS:
        cursor = connection.execute(check_sql(name), {"club": club_id})
        row = cursor.fetchone()
        found = dict(zip([c.name for c in cursor.description or ()], row or (), strict=True))
        checked[name] = found["checked"]
        differing += found["wrong"]
    return Proof(
        checked, differing, _one(connection, _TOTALS, club_id), _one(connection, _SALES, club_id)
    )


def _one(connection: psycopg.Connection, query: str, club_id: int) -> Any:
    found = connection.execute(sql.SQL(query).format(club=sql.Literal(club_id))).fetchone()
    assert found
    return found[0]
