"""Who came: members who bought, for the first time or again, were lost or won back, and cohorts.

A member is lost after 90 days without a purchase, and won back by the next one. Guests are left
out. A branch has its own figures: who buys there for the first time is new there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any, Final

from vafa.insight import changes
from vafa.insight.changes import BACK, COHORTS, FIRSTS, HOURS, LOST, MOVES, NEVER, VISITS
from vafa.insight.marks import View
from vafa.insight.periods import Row
from vafa.kit.calendar import add_months, local_day, minute_of_day, start_of_month
from vafa.ledger.calls import rows

_EVER: Final = -1_000_000  # a day before all others
_COUNTS: Final = """
    SELECT what, day, earlier, code, members FROM insight_count
    WHERE club_id = %(club)s AND build = %(build)s AND what = %(what)s AND branch = %(branch)s
        AND day >= %(first)s AND day < %(after)s AND members <> 0
"""
_BUYERS: Final = f"""
    SELECT p.period, coalesce(sum(c.members), 0)::bigint AS buyers,
        coalesce(sum(c.members) FILTER (WHERE c.earlier = {NEVER}), 0)::bigint AS new
    FROM (
        SELECT n - 1 AS period, first, after
        FROM unnest(%(firsts)s::int[], %(afters)s::int[]) WITH ORDINALITY AS t (first, after, n)
    ) AS p
    JOIN insight_count AS c
        ON c.club_id = %(club)s AND c.build = %(build)s AND c.what = {VISITS}
        AND c.branch = %(branch)s
        AND c.day >= p.first AND c.day < p.after AND c.earlier < p.first
    GROUP BY 1
"""  # noqa: S608  framework


@dataclass(frozen=True, slots=True)
class Seen:
    """What is counted of a branch ('' for the club), and what came since the mark."""

    view: View
    branch: str
    came: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Buyers:
    """How many members bought, and how many of them for the first time ever."""

    buyers: int
    new: int

    @property
    def returning(self) -> int:
        """Give how many had bought before."""
        return self.buyers - self.new


@dataclass(frozen=True, slots=True)
class Shift:
    """In one period: who bought, were lost, won back; `active` bought in 90 days up to its end."""

    period: int
    buyers: int
    new: int
    lost: int
    won_back: int
    active: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members whose first purchase was in a month, and how many bought in each month since."""

    first_day: int
    came: tuple[int, ...]

    @property
    def members(self) -> int:
        """Give how many they are."""
        return self.came[0] if self.came else 0


@dataclass(frozen=True, slots=True)
class TierMove:
    """How many members went from one tier to another in a period; codes of the programme."""

    period: int
    before: str
    after: str
    members: int


def seen(*, view: View, branches: frozenset[str]) -> Seen | None:
    """Read what came since the mark; None for several branches, whose visitors do not add up."""
    if len(branches) > 1:
        return None
    branch = next(iter(branches), "")
    members = changes.visitors(view)
    if members is not None and not members:
        return Seen(view, branch, ())
    asked = changes.asked(view, members=members or [])
    found = rows(changes.visits(view, members), asked)
    return Seen(view, branch, tuple(row for row in found if row["branch"] == branch))


def buyers(*, seen: Seen, periods: Iterable[tuple[int, int]]) -> tuple[Buyers, ...]:
    """Count who bought in each period, given by its first day and the day after its last."""
    asked = tuple(periods)
    found: dict[int, tuple[int, int]] = {}
    if seen.view.mark is not None:
        firsts, afters = [first for first, _ in asked], [after for _, after in asked]
        key = {
            "club": seen.view.club_id, "build": seen.view.mark.build, "branch": seen.branch,
            "firsts": firsts, "afters": afters,
        }  # fmt: skip
        found = {row["period"]: (row["buyers"], row["new"]) for row in rows(_BUYERS, key)}
    counted = []
    for period, (first, after) in enumerate(asked):
        every, new = found.get(period, (0, 0))
        for row in seen.came:
            if row["what"] == VISITS and first <= row["day"] < after and row["earlier"] < first:
                every += row["members"]
                new += row["members"] if row["earlier"] == NEVER else 0
        counted.append(Buyers(every, new))
    return tuple(counted)


def buyers_until(*, seen: Seen, at: datetime) -> int:
    """Count who bought on the day of a moment, up to the end of its hour."""
    day, hour = local_day(at, seen.view.zone), minute_of_day(at, seen.view.zone) // 60
    found = _counts(seen, HOURS, day, day + 1)
    return sum(row["members"] for row in found if row["earlier"] <= hour)


def shifts(*, seen: Seen, row: Row, today: int) -> tuple[Shift, ...]:
    """Count who came and went in each period of a row; nobody is lost after today."""
    spans = list(zip(row.days, [*row.days[1:], row.after], strict=True))
    bought = buyers(seen=seen, periods=spans)
    firsts, back, lost = (
        _before(_counts(seen, what, _EVER, min(row.after, today + 1)))
        for what in (FIRSTS, BACK, LOST)
    )
    return tuple(
        Shift(
            period, bought[period].buyers, bought[period].new, lost(after) - lost(first),
            back(after) - back(first),
            # Whoever came and was not lost since is active.
            firsts(after) + back(after) - lost(after),
        )
        for period, (first, after) in enumerate(spans)
    )  # fmt: skip


def cohorts(*, seen: Seen, today: int, months: int) -> tuple[Cohort, ...]:
    """Give so many months of first purchases, oldest first, each with the months since."""
    now = start_of_month(today)
    starts = [add_months(now, back - months + 1) for back in range(months)]
    table: dict[tuple[int, int], int] = {}
    for one in _counts(seen, COHORTS, starts[0], now + 1):
        key = (one["earlier"], one["day"])
        table[key] = table.get(key, 0) + one["members"]
    return tuple(
        Cohort(first, tuple(table.get((first, month), 0) for month in starts[place:]))
        for place, first in enumerate(starts)
        if table.get((first, first), 0)
    )


def tier_moves(*, view: View, row: Row) -> tuple[TierMove, ...]:
    """Count the moves between tiers in each period of a row."""
    came = rows(changes.moves(view), changes.asked(view))
    found: dict[tuple[int, str], int] = {}
    ends = [*row.days[1:], row.after]
    for one in _counts(Seen(view, "", tuple(came)), MOVES, row.days[0], row.after):
        period = sum(one["day"] >= end for end in ends)
        found[period, one["code"]] = found.get((period, one["code"]), 0) + one["members"]
    return tuple(
        TierMove(period, code.partition(">")[0], code.partition(">")[2], members)
        for (period, code), members in sorted(found.items())
    )


def _counts(seen: Seen, what: int, first: int, after: int) -> list[Mapping[str, Any]]:
    counted = []
    if seen.view.mark is not None:
        key = {
            "club": seen.view.club_id, "build": seen.view.mark.build, "what": what,
            "branch": seen.branch, "first": first, "after": after,
        }  # fmt: skip
        counted = rows(_COUNTS, key)
    return [
        *counted,
        *(one for one in seen.came if one["what"] == what and first <= one["day"] < after),
    ]


def _before(found: Iterable[Mapping[str, Any]]) -> Callable[[int], int]:
    """Give how many there were before a day, for any day."""
    ordered = sorted(found, key=lambda one: int(one["day"]))
    days = [one["day"] for one in ordered]
    sums = [0, *accumulate(one["members"] for one in ordered)]
    return lambda day: sums[bisect_left(days, day)]
