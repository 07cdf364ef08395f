"""What was sold in each period, in all and by branch, channel, group, product, till or recorder.

A sale counts on the day it happened, a return on the day it was brought back; amounts hold VAT.
An edited purchase is a return of the old and a sale of the new. All read within a `club_view`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from vafa.insight import changes
from vafa.insight.changes import CHANNEL, DAY, GROUP, MONTH, PRODUCT, RECORDER, TILL
from vafa.insight.marks import View
from vafa.insight.periods import Row
from vafa.kit.calendar import local_day, midnight, minute_of_day
from vafa.ledger.calls import rows

Part = Literal["", "branch", "channel", "group", "product", "till", "recorder"]

_COUNTED: Final[dict[Part, tuple[int, str]]] = {
    "": (CHANNEL, "''"),
    "branch": (CHANNEL, "branch"),
    "channel": (CHANNEL, "code"),
    "group": (GROUP, "code"),
    "product": (PRODUCT, "code"),
    "till": (TILL, "code"),
    "recorder": (RECORDER, "code"),
}
_SUMS: Final = ("purchases", "returns", "sold_rials", "returned_rials")
_LAST_HOUR: Final = 23


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold in one period (counted from 0) of one part (empty for all); Rials with VAT."""

    period: int
    part: str
    purchases: int
    returns: int
    sold_rials: int
    returned_rials: int

    @property
    def rials(self) -> int:
        """Give the sales less what was returned."""
        return self.sold_rials - self.returned_rials


def sold(
    *, view: View, row: Row, part: Part = "", branches: frozenset[str] = frozenset()
) -> tuple[Sold, ...]:
    """Give what was sold in each period that has any; no branches mean all."""
    found = _found(
        view, _COUNTED[part], row, branches, grain=MONTH if row.by in {"month", "year"} else DAY
    )
    return tuple(Sold(**one) for one in found)


def sold_until(
    *, view: View, row: Row, until: datetime, branches: frozenset[str] = frozenset()
) -> Sold:
    """Give what was sold in a row's only period, up to the end of the hour of a moment."""
    found = _found(
        view, _COUNTED[""], row, branches, grain=DAY,
        day=local_day(until, view.zone), hour=minute_of_day(until, view.zone) // 60,
    )  # fmt: skip
    return Sold(**found[0]) if found else Sold(0, "", 0, 0, 0, 0)


def _found(
    view: View, counted: tuple[int, str], row: Row, branches: frozenset[str], *, grain: int,
    day: int | None = None, hour: int = _LAST_HOUR,
) -> list[dict[str, Any]]:  # fmt: skip
    part, code = counted
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in _SUMS)
    statement = f"""
        SELECT width_bucket(day, %(days)s::int[]) - 1 AS period, {code} AS part, {sums}
        FROM (
            SELECT day, hour, branch, code, {", ".join(_SUMS)} FROM insight_sold
            WHERE %(is_counted)s AND club_id = %(club)s AND build = %(build)s
                AND grain = %(grain)s AND part = %(part)s AND day >= %(begin)s AND day < %(after)s
            UNION ALL
            SELECT day, hour, branch, code, {", ".join(_SUMS)}
            FROM ({changes.sold(view, part)}) AS came
        ) AS sold
        WHERE (%(every)s OR branch = ANY(%(branches)s))
            AND (day < %(last_day)s OR day = %(last_day)s AND hour <= %(hour)s)
        GROUP BY 1, 2 ORDER BY 1, 2
    """  # noqa: S608  framework
    asked = changes.asked(
        view, first=midnight(row.days[0], row.zone), end=row.ends_at, days=list(row.days),
        is_counted=view.mark is not None, grain=grain, part=part, begin=row.days[0],
        after=row.after, every=not branches, branches=sorted(branches),
        last_day=row.after if day is None else day, hour=hour,
    )  # fmt: skip
    return rows(statement, asked)
