"""The club at a glance: its members, its tiers, and what waits for somebody.

All read within a `club_view`. In a large club, what would mean looking at every member is as the
newest census found it, a quarter of an hour ago at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from vafa.domain.accounting import queries as accounting
from vafa.domain.accounting.months import month_at
from vafa.domain.rewards.models import ProgrammeVersion
from vafa.insight import changes
from vafa.insight.marks import View
from vafa.kit.calendar import jalali_of, local_day
from vafa.kit.occasions import KeptDay, kept_on
from vafa.ledger.calls import rows

LARGE: Final = 20_000
_FAILED_WITHIN: Final = timedelta(days=7)
_DAYS_AHEAD: Final = 7

_MEMBERS: Final = """
    SELECT
        count(*) FILTER (WHERE left_at IS NULL AND merged_into IS NULL) AS members,
        count(*) FILTER (WHERE joined_at >= %(since)s AND joined_at < %(until)s) AS joined,
        count(*) FILTER (WHERE joined_at >= %(before)s AND joined_at < %(before_until)s)
            AS joined_before
    FROM members_member WHERE club_id = %(club)s
"""
_JOINED: Final = f"""
    SELECT
        coalesce(sum(members) FILTER (WHERE day >= %(since_day)s AND day <= %(until_day)s), 0)
            ::bigint AS joined,
        coalesce(sum(members)
            FILTER (WHERE day >= %(before_day)s AND day <= %(before_until_day)s), 0)::bigint
            AS joined_before
    FROM insight_count
    WHERE club_id = %(club)s AND build = %(build)s AND what = {changes.JOINED}
"""  # nosec B608  # noqa: S608  framework
_TIERS: Final = """
    SELECT coalesce(state ->> 'tier', '') AS tier, count(*) AS members
    FROM ledger_member_state WHERE club_id = %(club)s AND kind = 1 AND merged_into IS NULL
    GROUP BY 1
"""
_EXPIRING: Final = """
    SELECT count(DISTINCT member_id) AS members FROM ledger_lot
    WHERE club_id = %(club)s AND state < 3
        AND expires_at > %(at)s AND expires_at <= %(expires_until)s
"""
_FOUND: Final = """
    SELECT code, day, members FROM insight_count
    WHERE club_id = %(club)s AND build = %(build)s AND what = %(what)s AND branch = ''
        AND (%(days)s::int[] IS NULL OR day = ANY(%(days)s::int[]))
"""
_WAITING: Final = """
    SELECT
        (SELECT count(*) FROM clubs_approval WHERE club_id = %(club)s
            AND approved_at IS NULL AND declined_at IS NULL AND expires_at > %(at)s) AS approvals,
        (SELECT count(*) FROM rewards_review WHERE club_id = %(club)s AND state = 'waiting')
            AS reviews,
        (SELECT count(*) FROM orders_order WHERE club_id = %(club)s AND state = 'registered')
            AS orders,
        (SELECT count(*) FROM tills_offlinesale WHERE club_id = %(club)s AND state = 'rejected')
            AS offline_sales,
        (SELECT count(*) FROM messaging_message WHERE club_id = %(club)s
            AND state IN ('failed', 'refused', 'dropped', 'unknown') AND due_at IS NULL
            AND mobile_sealed <> '' AND stored_at >= %(failed_since)s) AS messages,
        (SELECT count(*) FROM imports_job WHERE club_id = %(club)s AND state = 'failed')
            AS imports,
        (SELECT count(*) FROM people_erasurewish WHERE club_id = %(club)s
            AND withdrawn_at IS NULL AND done_at IS NULL) AS erasures
"""
_BIRTHDAYS: Final = """
    SELECT d.number, count(*) AS members
    FROM unnest(%(months)s::int[], %(days)s::int[]) WITH ORDINALITY AS d (month, day, number)
    JOIN members_member AS m ON m.club_id = %(club)s
        AND m.birth_month = d.month AND m.birth_day = d.day
        AND m.left_at IS NULL AND m.merged_into IS NULL
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Members:
    """How many members there are, and how many joined in a period and in the one before it."""

    members: int
    joined: int
    joined_before: int


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many members have a tier; `names` goes by language."""

    code: str
    names: Mapping[str, str]
    members: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait. `messages` did not arrive in the last 7 days.

    `expiring` counts the members who lose units in the next 14 days. `open_month` is the first
    month that is over and not closed (`domain.accounting.months`); 0 for none.
    """

    approvals: int
    reviews: int
    orders: int
    offline_sales: int
    messages: int
    imports: int
    erasures: int
    expiring: int
    open_month: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One of the next seven days: how many birthdays, and which occasions of the calendar."""

    day: int
    birthdays: int
    occasions: tuple[KeptDay, ...]


def members(
    *, view: View, since: datetime, until: datetime, before: datetime, before_until: datetime
) -> Members:
    """Count the members, and who joined in two periods; in a large club by whole days."""
    moments = {"since": since, "until": until, "before": before, "before_until": before_until}
    if not _is_large(view):
        return Members(**rows(_MEMBERS, {"club": view.club_id, **moments})[0])
    days = {f"{name}_day": local_day(at, view.zone) for name, at in moments.items()}
    found = rows(_JOINED, view.asked(**days))[0]
    return Members(view.mark.members if view.mark else 0, **found)


def tiers(*, view: View, at: datetime) -> tuple[TierCount, ...]:
    """Count the members of each tier of the programme in force, lowest tier first."""
    found = _tiers(view)
    levels = _levels(view.club_id, at)
    # Whose book has not begun to count yet stands on the lowest step.
    lowest = found.pop("", 0)
    return tuple(
        TierCount(
            level["code"], level["name"],
            found.get(level["code"], 0) + (lowest if place == 0 else 0),
        )
        for place, level in enumerate(levels)
    )  # fmt: skip


def tier_names(*, club_id: int, at: datetime) -> Mapping[str, Mapping[str, str]]:
    """Give the names of the tiers in force by code and language."""
    return {level["code"]: level["name"] for level in _levels(club_id, at)}


def waiting(*, view: View, at: datetime) -> Waiting:
    """Count what waits for somebody of the staff."""
    asked = {"club": view.club_id, "at": at, "failed_since": at - _FAILED_WITHIN}
    return Waiting(
        **rows(_WAITING, asked)[0], expiring=_expiring(view, at), open_month=_open_month(view, at)
    )


def days_ahead(*, view: View, at: datetime) -> tuple[DayAhead, ...]:
    """Give the next seven days that have anything: birthdays of members, occasions."""
    today = local_day(at, view.zone)
    days = range(today, today + _DAYS_AHEAD)
    dates = [jalali_of(day) for day in days]
    born = _birthdays(view, [(date.month, date.day) for date in dates])
    ahead = [
        DayAhead(day, born.get(number, 0), kept_on(day)) for number, day in enumerate(days, 1)
    ]
    return tuple(one for one in ahead if one.birthdays or one.occasions)


def _is_large(view: View) -> bool:
    return view.mark is not None and view.mark.members > LARGE


def _birthdays(view: View, dates: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Count the birthdays on dates (month, day), which are numbered from 1."""
    if _is_large(view):
        numbers = {month * 100 + day: number for number, (month, day) in enumerate(dates, 1)}
        found = rows(_FOUND, view.asked(what=changes.BIRTHDAYS, days=list(numbers)))
        return {numbers[row["day"]]: row["members"] for row in found}
    asked = {
        "club": view.club_id,
        "months": [month for month, _ in dates],
        "days": [day for _, day in dates],
    }
    return {row["number"]: row["members"] for row in rows(_BIRTHDAYS, asked)}


def _tiers(view: View) -> dict[str, int]:
    asked = {"club": view.club_id}
    if _is_large(view):
        found = rows(_FOUND, view.asked(what=changes.TIERS, days=None))
        return {row["code"]: row["members"] for row in found}
    return {row["tier"]: row["members"] for row in rows(_TIERS, asked)}


def _expiring(view: View, at: datetime) -> int:
    until = at + changes.EXPIRES_WITHIN
    asked = view.asked(what=changes.EXPIRING, at=at, expires_until=until, days=None)
    statement = _FOUND if _is_large(view) else _EXPIRING
    return sum(row["members"] for row in rows(statement, asked))


def _open_month(view: View, at: datetime) -> int:
    """Give the first month that is over and open, in a club that has ever closed one."""
    closed = accounting.last_closing(club_id=view.club_id)
    following = closed.month + 1 if closed else 0
    return following if following < month_at(at, view.zone) else 0


def _levels(club_id: int, at: datetime) -> list[dict[str, Any]]:
    ladder = (
        ProgrammeVersion.objects.filter(
            club_id=club_id, published_at__isnull=False, starts_at__lte=at
        )
        .order_by("-starts_at", "-number")
        .values_list("document__ladder", flat=True)
        .first()
    )
    return list(ladder["levels"]) if ladder else []
