"""Who came: members who bought, for the first time or again, were lost or won back, and cohorts.

A member is lost after 90 days without a purchase, and won back by the next one. Guests are left
out. A branch has its own figures: who buys there for the first time is new there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any, Final

from vafa.insight import changes
from vafa.insight.changes import (
    AGAIN,
    AGAIN_IN_MONTH,
    BACK,
    COHORTS,
    FIRSTS,
    HOURS,
    LOST,
    MOVES,
    VISITS,
)
from vafa.insight.marks import View
from vafa.insight.periods import Row
from vafa.kit.calendar import add_months, local_day, minute_of_day, start_of_month
from vafa.ledger.calls import rows

_COUNTS: Final = """
    SELECT what, day, earlier, code, members FROM insight_count
    WHERE club_id = %(club)s AND build = %(build)s AND what = %(what)s AND branch = %(branch)s
        AND day >= %(first)s AND day < %(after)s AND members <> 0
"""
# Whoever comes twice in a period has, at the second time, come before in it: `opens` is its start.
_BUYERS: Final = """
    SELECT s.period, s.what, c.members
    FROM unnest(
        %(periods)s::int[], %(whats)s::int[], %(firsts)s::int[], %(afters)s::int[],
        %(opens)s::int[]
    ) AS s (period, what, first, after, opens)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(members), 0)::bigint AS members FROM insight_count
        WHERE club_id = %(club)s AND build = %(build)s AND what = s.what AND branch = %(branch)s
            AND day >= s.first AND day < s.after AND earlier >= s.opens
    ) AS c
"""
_STOOD: Final = """
    SELECT what, width_bucket(day, %(days)s::int[]) AS place, sum(members)::bigint AS members
    FROM insight_count
    WHERE club_id = %(club)s AND build = %(build)s AND what = ANY(%(whats)s)
        AND branch = %(branch)s AND day < %(last)s
    GROUP BY 1, 2
"""


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
class Standing:
    """How many had come before a day, had come back after they were lost, and had been lost."""

    came: int
    back: int
    lost: int

    @property
    def active(self) -> int:
        """Give how many came and were not lost since."""
        return self.came + self.back - self.lost


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
    found = [{VISITS: 0, FIRSTS: 0, AGAIN: 0} for _ in asked]
    if seen.view.mark is not None:
        for row in rows(_BUYERS, _key(seen, **spans(asked))):
            what = AGAIN if row["what"] == AGAIN_IN_MONTH else row["what"]
            found[row["period"]][what] += row["members"]
    for came in seen.came:
        for counted, (first, after) in zip(found, asked, strict=True):
            opens = first if came["what"] == AGAIN else 0
            is_in = first <= came["day"] < after and came["earlier"] >= opens
            if is_in and came["what"] in counted:
                counted[came["what"]] += came["members"]
    return tuple(Buyers(sums[VISITS] - sums[AGAIN], sums[FIRSTS]) for sums in found)


def buyers_until(*, seen: Seen, at: datetime) -> int:
    """Count who bought on the day of a moment, up to the end of its hour."""
    day, hour = local_day(at, seen.view.zone), minute_of_day(at, seen.view.zone) // 60
    found = _counts(seen, HOURS, day, day + 1)
    return sum(row["members"] for row in found if row["earlier"] <= hour)


def standing(*, seen: Seen, days: Sequence[int], today: int) -> tuple[Standing, ...]:
    """Tell how many had come, were lost and came back before each day, which are in their order.

    Nobody is lost after today.
    """
    last = min(days[-1], today + 1)
    whats = (FIRSTS, BACK, LOST)
    sums = {what: [0] * (len(days) + 1) for what in whats}
    if seen.view.mark is not None:
        key = _key(seen, whats=list(whats), days=list(days), last=last)
        for row in rows(_STOOD, key):
            sums[row["what"]][row["place"]] += row["members"]
    for one in seen.came:
        if one["what"] in sums and one["day"] < last:
            sums[one["what"]][bisect_right(days, one["day"])] += one["members"]
    before = [list(accumulate(sums[what])) for what in whats]
    stood = [Standing(came, back, lost) for came, back, lost in zip(*before, strict=True)]
    return tuple(stood[: len(days)])


def shifts(*, seen: Seen, row: Row, today: int) -> tuple[Shift, ...]:
    """Count who came and went in each period of a row; nobody is lost after today."""
    days = (*row.days, row.after)
    bought = buyers(seen=seen, periods=pairwise(days))
    stood = standing(seen=seen, days=days, today=today)
    return tuple(
        Shift(
            period, who.buyers, who.new, ended.lost - began.lost, ended.back - began.back,
            ended.active,
        )
        for period, (who, (began, ended)) in enumerate(
            zip(bought, pairwise(stood), strict=True)
        )
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
        counted = rows(_COUNTS, _key(seen, what=what, first=first, after=after))
    return [
        *counted,
        *(one for one in seen.came if one["what"] == what and first <= one["day"] < after),
    ]


def spans(periods: Sequence[tuple[int, int]]) -> dict[str, list[int]]:
    """Tell what is read of each period: its whole months at once, the other days one by one.

    Nobody comes again in it on its first day.
    """
    names = ("periods", "whats", "firsts", "afters", "opens")
    spans: dict[str, list[int]] = {name: [] for name in names}
    for period, (first, after) in enumerate(periods):
        month = add_months(start_of_month(first - 1), 1)
        end = max(start_of_month(after), month)
        for what, begin, until, opens in (
            (VISITS, first, after, 0), (FIRSTS, first, after, 0),
            (AGAIN, first + 1, min(month, after), first), (AGAIN_IN_MONTH, month, end, first),
            (AGAIN, end, after, first),
        ):  # fmt: skip
            if begin < until:
                for name, value in zip(names, (period, what, begin, until, opens), strict=True):
                    spans[name].append(value)
    return spans


def _key(seen: Seen, **more: object) -> dict[str, Any]:
    assert seen.view.mark is not None
    build = seen.view.mark.build
    return {"club": seen.view.club_id, "build": build, "branch": seen.branch, **more}
