"""Points and credit: what was issued, used, expired and taken back, and what members have.

Movements count when they take effect, so what members had at the end of a period can be told
back from what they have now. All read within a `club_view`.
"""

from __future__ import annotations

from dataclasses import dataclass

from vafa.insight import changes
from vafa.insight.changes import DAY, MONTH
from vafa.insight.marks import View
from vafa.insight.periods import Row
from vafa.ledger.calls import rows


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


def outstanding(*, view: View) -> dict[int, int]:
    """Give what members have of each unit now, what is pending too, by the unit's number."""
    statement = f"""
        SELECT unit, sum(change)::bigint AS change FROM (
            SELECT unit, change FROM insight_units
            WHERE %(is_counted)s AND club_id = %(club)s AND build = %(build)s AND grain = {MONTH}
            UNION ALL SELECT unit, change FROM ({changes.units(view)}) AS came
        ) AS moved GROUP BY unit
    """  # nosec B608  # noqa: S608  framework
    found = rows(statement, changes.asked(view, is_counted=view.mark is not None))
    return {row["unit"]: row["change"] for row in found}


def unit_periods(*, view: View, row: Row) -> tuple[UnitPeriod, ...]:
    """Give every unit's periods, oldest first; what took effect later is taken off again."""
    sums = ("issued", "used", "expired", "taken_back", "change")
    statement = f"""
        SELECT unit, width_bucket(day, %(days)s::int[]) - 1 AS period,
            {", ".join(f"sum({name})::bigint AS {name}" for name in sums)}
        FROM (
            SELECT day, unit, {", ".join(sums)} FROM insight_units
            WHERE %(is_counted)s AND club_id = %(club)s AND build = %(build)s AND grain = {DAY}
                AND day >= %(first_day)s
            UNION ALL
            SELECT day, unit, {", ".join(sums)} FROM ({changes.units(view)}) AS came
            WHERE day >= %(first_day)s
        ) AS moved GROUP BY 1, 2
    """  # nosec B608  # noqa: S608  framework
    asked = changes.asked(
        view, is_counted=view.mark is not None, days=[*row.days, row.after],
        first_day=row.days[0],
    )  # fmt: skip
    moved = {(one["unit"], one["period"]): one for one in rows(statement, asked)}
    held = outstanding(view=view)
    found: list[UnitPeriod] = []
    for unit in sorted(held.keys() | {unit for unit, _period in moved}):
        left = held.get(unit, 0) - _of(moved, unit, len(row.days), "change")
        for period in reversed(range(len(row.days))):
            figures = {name: _of(moved, unit, period, name) for name in sums[:-1]}
            found.append(UnitPeriod(unit, period, **figures, outstanding=left))
            left -= _of(moved, unit, period, "change")
    return tuple(sorted(found, key=lambda one: (one.unit, one.period)))


def _of(moved: dict[tuple[int, int], dict[str, int]], unit: int, period: int, name: str) -> int:
    return moved.get((unit, period), {}).get(name, 0)
