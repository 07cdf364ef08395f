"""Points and credit: what was issued, used, expired and taken back, and what members have.

Movements count when they take effect, so what members had at the end of a period can be told
back from what they have now. All read within `club_scope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vafa.insight.periods import Row
from vafa.ledger.calls import rows

# Accounts: 1 spendable, 2 pending; 10 and 16 issue, 11 takes what is used, 12 what is expired.
_MOVED: Final = """
    SELECT
        unit,
        width_bucket(effective_at, %(starts)s::timestamptz[]) - 1 AS period,
        coalesce(sum(amount) FILTER (WHERE from_account IN (10, 16)), 0)::bigint AS issued,
        (coalesce(sum(amount) FILTER (WHERE to_account = 11), 0)
            - coalesce(sum(amount) FILTER (WHERE from_account = 11), 0))::bigint AS used,
        (coalesce(sum(amount) FILTER (WHERE to_account = 12), 0)
            - coalesce(sum(amount) FILTER (WHERE from_account = 12), 0))::bigint AS expired,
        coalesce(sum(amount) FILTER (WHERE to_account = 10), 0)::bigint AS taken_back,
        (coalesce(sum(amount) FILTER (WHERE to_account IN (1, 2)), 0)
            - coalesce(sum(amount) FILTER (WHERE from_account IN (1, 2)), 0))::bigint AS change
    FROM ledger_movement
    WHERE club_id = %(club)s AND effective_at >= %(first)s
    GROUP BY 1, 2
"""
_HELD: Final = """
    SELECT unit, sum(spendable + pending)::bigint AS outstanding FROM ledger_wallet
    WHERE club_id = %(club)s GROUP BY unit
"""


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """A unit in one period, in units. `outstanding` is what members had when it ended."""

    unit: int
    period: int
    issued: int
    used: int
    expired: int
    taken_back: int
    outstanding: int


def outstanding(*, club_id: int) -> dict[int, int]:
    """Give what members have of each unit now, what is pending too, by the unit's number."""
    return {row["unit"]: row["outstanding"] for row in rows(_HELD, {"club": club_id})}


def unit_periods(*, club_id: int, row: Row) -> tuple[UnitPeriod, ...]:
    """Give every unit's periods, oldest first; what took effect later is taken off again."""
    asked = {"club": club_id, "starts": [*row.starts, row.ends_at], "first": row.starts[0]}
    moved = {(one["unit"], one["period"]): one for one in rows(_MOVED, asked)}
    shown = []
    for unit, held in sorted(outstanding(club_id=club_id).items()):
        left = held - _of(moved, unit, len(row.days), "change")
        for period in reversed(range(len(row.days))):
            issued, used, expired, back = (
                _of(moved, unit, period, what)
                for what in ("issued", "used", "expired", "taken_back")
            )
            shown.append(UnitPeriod(unit, period, issued, used, expired, back, left))
            left -= _of(moved, unit, period, "change")
    return tuple(sorted(shown, key=lambda one: (one.unit, one.period)))


def _of(moved: dict[tuple[int, int], dict[str, int]], unit: int, period: int, what: str) -> int:
    return moved.get((unit, period), {}).get(what, 0)
