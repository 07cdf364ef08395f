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
from vafa.kit.calendar import add_months, local_day, midnight, minute_of_day, start_of_month
from vafa.ledger.calls import rows

Part = Literal["", "branch", "channel", "group", "product", "till", "recorder"]

_COUNTED: Final[dict[Part, tuple[int, str]]] = {
    "": (TILL, "''"),
    "branch": (TILL, "branch"),
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
    number, code = _COUNTED[part]
    months = (row.days[0], row.after) if row.by in {"month", "year"} else (row.after, row.after)
    spans = _spans(number, row.days[0], row.after, months)
    return tuple(Sold(**one) for one in _found(view, number, code, row, branches, spans=spans))


def sold_until(
    *, view: View, row: Row, until: datetime, branches: frozenset[str] = frozenset()
) -> Sold:
    """Give what was sold in a row's only period, up to the end of the hour of a moment.

    Only channels know hours; on the days before, tills are fewer rows.
    """
    day, hour = local_day(until, view.zone), minute_of_day(until, view.zone) // 60
    last = min(day, row.after)
    first = add_months(start_of_month(row.days[0] - 1), 1)
    spans = [
        *_spans(TILL, row.days[0], last, (first, max(start_of_month(last), first))),
        (DAY, CHANNEL, last, min(last + 1, row.after)),
    ]
    found = _found(view, CHANNEL, "''", row, branches, spans=spans, day=day, hour=hour)
    return Sold(**found[0]) if found else Sold(0, "", 0, 0, 0, 0)


def _spans(
    part: int, first: int, after: int, months: tuple[int, int]
) -> list[tuple[int, int, int, int]]:
    """Give the days from one to another, and within `months` (first days of whole ones) those."""
    return [
        (DAY, part, first, min(months[0], after)), (MONTH, part, *months),
        (DAY, part, max(months[1], first), after),
    ]  # fmt: skip


def _found(
    view: View, part: int, code: str, row: Row, branches: frozenset[str], *,
    spans: list[tuple[int, int, int, int]], day: int | None = None, hour: int = _LAST_HOUR,
) -> list[dict[str, Any]]:  # fmt: skip
    """Add up what is counted in spans (grain, part, first day, day after), and what came since."""
    names = ", ".join(_SUMS)
    counts = "".join(
        f"""
            SELECT day, hour, branch, code, {names} FROM insight_sold
            WHERE %(is_counted)s AND club_id = %(club)s AND build = %(build)s AND grain = {grain}
                AND part = {counted} AND day >= {first} AND day < {after}
            UNION ALL
        """  # nosec B608  # noqa: S608  framework
        for grain, counted, first, after in spans
        if first < after
    )
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in _SUMS)
    statement = f"""
        SELECT width_bucket(day, %(days)s::int[]) - 1 AS period, {code} AS part, {sums}
        FROM (
            {counts}
            SELECT day, hour, branch, code, {names} FROM ({changes.sold(view, part)}) AS came
        ) AS sold
        WHERE (%(every)s OR branch = ANY(%(branches)s))
            AND (day < %(last_day)s OR day = %(last_day)s AND hour <= %(hour)s)
        GROUP BY 1, 2 ORDER BY 1, 2
    """  # nosec B608  # noqa: S608  framework
    asked = changes.asked(
        view, first=midnight(row.days[0], row.zone), end=row.ends_at, days=list(row.days),
        is_counted=view.mark is not None, every=not branches, branches=sorted(branches),
        last_day=row.after if day is None else day, hour=hour,
    )  # fmt: skip
    return rows(statement, asked)
