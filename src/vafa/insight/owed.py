"""The book of the accounts, read from what is counted: open months cost no look at all of it.

What happened before the first open month and was not known when the last one was closed is read
from the book itself: it is little, and it depends on the closing.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from vafa.domain.accounting.months import month_of_day
from vafa.domain.accounting.reporting import Book
from vafa.insight import changes
from vafa.insight.marks import View
from vafa.kit.calendar import local_day
from vafa.ledger import periods
from vafa.ledger.calls import rows
from vafa.ledger.periods import Knowledge, Period, PeriodFlow

_FIRST: Final = """
    SELECT least(
        (SELECT min(day) FROM insight_flow WHERE club_id = %(club)s AND build = %(build)s),
        (
            SELECT (min(m.effective_at) AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'
            FROM ledger_movement AS m
            WHERE m.club_id = %(club)s AND m.recorded_at >= %(since)s
        )
    ) AS day
"""


def kept_book(*, view: View) -> Book | None:
    """Give the book of a club as it is counted; None while it is not. Within its `club_view`.

    What came since the mark is in it.
    """
    if view.mark is None:
        return None

    def first_month() -> int | None:
        day = rows(_FIRST, view.asked())[0]["day"]
        return None if day is None else month_of_day(day)

    def flows(period: Period, before: Knowledge | None) -> list[PeriodFlow]:
        found = _open_flows(view, period)
        if before is None:
            return found
        late = periods.flows(
            club_id=view.club_id, zone=view.zone, period=period, before=before,
            until=periods.known_now(), is_late=True,
        )  # fmt: skip
        return late + found

    return Book(first_month, flows)


def _open_flows(view: View, period: Period) -> list[PeriodFlow]:
    """Give what happened since the first open month began, late or not."""
    statement = f"""
        SELECT day, unit, cohort, what, sum(amount)::bigint AS amount FROM (
            SELECT day, unit, cohort, what, amount FROM insight_flow
            WHERE club_id = %(club)s AND build = %(build)s AND day >= %(opens)s
            UNION ALL
            SELECT day, unit, cohort, what, amount FROM ({changes.flows(view)}) AS came
            WHERE day >= %(opens)s
        ) AS moved GROUP BY 1, 2, 3, 4
    """  # nosec B608  # noqa: S608  framework
    days = [local_day(start, view.zone) for start in period.starts]
    found = rows(statement, changes.asked(view, opens=days[period.first_open]))
    return [
        PeriodFlow(
            max(bisect_right(days, one["day"]) - 1, period.first_open),
            one["day"],
            one["unit"],
            max(bisect_right(days, one["cohort"]) - 1, 0),
            one["what"],
            one["amount"],
        )
        for one in found
    ]
