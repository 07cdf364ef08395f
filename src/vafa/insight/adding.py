"""Adding what a view of the book shows to the counts; a census replaces what it found before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from vafa.insight import changes
from vafa.insight.changes import DAY, MONTH, PARTS
from vafa.insight.marks import View

SOLD: Final = ("purchases", "returns", "sold_rials", "returned_rials")
UNITS: Final = ("issued", "used", "expired", "taken_back", "change")

_CENSUS: Final = f"""
    INSERT INTO insight_count (club_id, build, what, branch, day, earlier, code, members)
    SELECT %(club)s, %(build)s::smallint, {changes.TIERS}, '', 0, 0,
        coalesce(state ->> 'tier', ''), count(*)
    FROM ledger_member_state WHERE club_id = %(club)s AND kind = 1 AND merged_into IS NULL
    GROUP BY 7
    UNION ALL
    SELECT %(club)s, %(build)s, {changes.JOINED}, '',
        (joined_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01', 0, '', count(*)
    FROM members_member WHERE club_id = %(club)s GROUP BY 5
    UNION ALL
    SELECT %(club)s, %(build)s, {changes.BIRTHDAYS}, '', birth_month * 100 + birth_day, 0, '',
        count(*)
    FROM members_member
    WHERE club_id = %(club)s AND birth_month IS NOT NULL AND birth_day IS NOT NULL
        AND left_at IS NULL AND merged_into IS NULL
    GROUP BY 5
    UNION ALL
    SELECT %(club)s, %(build)s, {changes.EXPIRING}, '', 0, 0, '', count(DISTINCT member_id)
    FROM ledger_lot WHERE club_id = %(club)s AND state < 3
        AND expires_at > %(at)s AND expires_at <= %(expires_until)s
"""  # nosec B608  # noqa: S608  framework


def add(view: View) -> None:
    """Add what a view shows beside its mark to the counts, or what its part holds."""
    members = changes.visitors(view)
    asked = changes.asked(view, members=members or [])
    with connection.cursor() as cursor:
        for part in PARTS:
            cursor.execute(_add_sold(changes.sold(view, part)), asked)
        cursor.execute(_add_units(changes.units(view)), asked)
        cursor.execute(_add_flows(changes.flows(view)), asked)
        if view.part is None:
            cursor.execute(_add_counts(changes.moves(view)), asked)
        if members is None or members:
            cursor.execute(_add_counts(changes.visits(view, members)), asked)


def add_moves(view: View) -> None:
    """Add the moves between tiers alone: they are counted by their place in the feed."""
    with connection.cursor() as cursor:
        cursor.execute(_add_counts(changes.moves(view)), changes.asked(view))


def count_heads(view: View, at: datetime) -> None:
    """Count the members as they are now; what was found before is thrown away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM insight_count WHERE club_id = %(club)s AND build = %(build)s"
            " AND what > %(last)s",
            view.asked(last=changes.MOVES),
        )
        cursor.execute(_CENSUS, view.asked(at=at, expires_until=at + changes.EXPIRES_WITHIN))
        cursor.execute(
            "UPDATE insight_mark SET census_at = %(at)s, members = ("
            " SELECT count(*) FROM members_member WHERE club_id = %(club)s AND left_at IS NULL"
            " AND merged_into IS NULL) WHERE club_id = %(club)s",
            view.asked(at=at),
        )


def _grains(day: str) -> str:
    return f"CASE g.grain WHEN {DAY} THEN {day} ELSE {changes.month_of(day)} END"


def _on_conflict(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)


def _add_sold(delta: str) -> str:
    return f"""
        INSERT INTO insight_sold (
            club_id, build, grain, part, day, hour, branch, code, {", ".join(SOLD)})
        SELECT %(club)s, %(build)s::smallint, g.grain, d.part, {_grains("d.day")} AS day,
            CASE g.grain WHEN {DAY} THEN d.hour ELSE 0 END AS hour, d.branch, d.code,
            {", ".join(f"sum(d.{name})" for name in SOLD)}
        FROM ({delta}) AS d CROSS JOIN (VALUES ({DAY}), ({MONTH})) AS g (grain)
        GROUP BY 3, 4, 5, 6, 7, 8
        ON CONFLICT (club_id, build, grain, part, day, hour, branch, code)
        DO UPDATE SET {_on_conflict("insight_sold", SOLD)}
    """  # nosec B608  # noqa: S608  framework


def _add_units(delta: str) -> str:
    return f"""
        INSERT INTO insight_units (club_id, build, grain, day, unit, {", ".join(UNITS)})
        SELECT %(club)s, %(build)s::smallint, g.grain, {_grains("d.day")} AS day, d.unit,
            {", ".join(f"sum(d.{name})" for name in UNITS)}
        FROM ({delta}) AS d CROSS JOIN (VALUES ({DAY}), ({MONTH})) AS g (grain)
        GROUP BY 3, 4, 5
        ON CONFLICT (club_id, build, grain, day, unit)
        DO UPDATE SET {_on_conflict("insight_units", UNITS)}
    """  # nosec B608  # noqa: S608  framework


def _add_counts(delta: str) -> str:
    return f"""
        INSERT INTO insight_count (club_id, build, what, branch, day, earlier, code, members)
        SELECT %(club)s, %(build)s::smallint, d.what, d.branch, d.day, d.earlier, d.code,
            d.members
        FROM ({delta}) AS d
        ON CONFLICT (club_id, build, what, branch, day, earlier, code)
        DO UPDATE SET members = insight_count.members + excluded.members
    """  # nosec B608  # noqa: S608  framework


def _add_flows(delta: str) -> str:
    return f"""
        INSERT INTO insight_flow (club_id, build, day, unit, cohort, what, amount)
        SELECT %(club)s, %(build)s::smallint, d.day, d.unit, d.cohort, d.what, d.amount
        FROM ({delta}) AS d
        ON CONFLICT (club_id, build, day, unit, cohort, what)
        DO UPDATE SET amount = insight_flow.amount + excluded.amount
    """  # nosec B608  # noqa: S608  framework
