"""Counting on: what came since the mark is added to the counts, and the mark is set behind it.

A posting pays nothing for it. Everything happens in one view of the database, so that two who
count at once do not count twice: the second one's mark is refused and it tries again later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, connection
from psycopg.errors import SerializationFailure

from vafa.insight import changes
from vafa.insight.changes import DAY, MONTH, PARTS
from vafa.insight.marks import SLACK, Mark, View, club_view
from vafa.ledger.calls import call, rows

# Anew from time to time, should a posting ever have been seen later than SLACK allows.
BUILT_ANEW_AFTER: Final = timedelta(days=7)
CENSUS_EVERY: Final = timedelta(minutes=15)
_TABLES: Final = ("insight_sold", "insight_units", "insight_count")
_SOLD: Final = ("purchases", "returns", "sold_rials", "returned_rials")
_UNITS: Final = ("issued", "used", "expired", "taken_back", "change")

_FOREIGN: Final = """
    SELECT EXISTS (
        SELECT FROM ledger_movement AS m WHERE m.club_id = %(club)s AND m.recorded_at >= %(since)s
            AND m.xact >= pg_snapshot_xmax(pg_current_snapshot())
    ) OR EXISTS (
        SELECT FROM ledger_sale AS s WHERE s.club_id = %(club)s AND s.recorded_at >= %(since)s
            AND s.xact >= pg_snapshot_xmax(pg_current_snapshot())
    ) AS is_foreign
"""
_SET: Final = """
    INSERT INTO insight_mark AS m (club_id, snapshot, zone, counted_at, built_at, place,
        census_at, members)
    SELECT %(club)s, pg_current_snapshot()::text, %(zone)s, %(at)s, %(at)s,
        coalesce(max(place), 0), NULL, 0
    FROM rewards_change WHERE club_id = %(club)s
    ON CONFLICT (club_id) DO UPDATE SET snapshot = excluded.snapshot, zone = excluded.zone,
        counted_at = excluded.counted_at, place = excluded.place,
        built_at = CASE WHEN %(anew)s THEN excluded.built_at ELSE m.built_at END,
        census_at = CASE WHEN %(anew)s THEN NULL ELSE m.census_at END
"""
_CENSUS: Final = f"""
    INSERT INTO insight_count (club_id, what, branch, day, earlier, code, members)
    SELECT %(club)s, {changes.TIERS}, '', 0, 0, coalesce(state ->> 'tier', ''), count(*)
    FROM ledger_member_state WHERE club_id = %(club)s AND kind = 1 AND merged_into IS NULL
    GROUP BY 6
    UNION ALL
    SELECT %(club)s, {changes.JOINED}, '',
        (joined_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01', 0, '', count(*)
    FROM members_member WHERE club_id = %(club)s GROUP BY 4
    UNION ALL
    SELECT %(club)s, {changes.EXPIRING}, '', 0, 0, '', count(DISTINCT member_id)
    FROM ledger_lot WHERE club_id = %(club)s AND state < 3
        AND expires_at > %(at)s AND expires_at <= %(expires_until)s
"""  # noqa: S608  framework


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what the book says: its place, what is counted, what it must be."""

    place: str
    counted: tuple[int, ...]
    right: tuple[int, ...]


def count_on(*, club_id: int, zone: str, at: datetime) -> bool:
    """Add what came since the last time; tell whether it was done.

    It is not when somebody else counts, or right after a backup was restored: then the book names
    transactions that this database has yet to see, and counting waits until they are old.
    """
    try:
        with club_view(club_id=club_id, zone=zone) as now:
            mark = now.mark if now.mark and not _must_begin_anew(now.mark, at) else None
            view = View(club_id, zone, mark)
            if mark is None:
                if rows(_FOREIGN, {"club": club_id, "since": at - SLACK})[0]["is_foreign"]:
                    return False
                _forget(club_id)
            call("SELECT set_config('work_mem', '128MB', true)")
            if mark is None:  # row security hides how much there is: loops would be chosen
                call("SELECT set_config('enable_nestloop', 'off', true)")
            _add(view)
            with connection.cursor() as cursor:
                cursor.execute(_SET, view.asked(at=at, anew=mark is None))
            if mark is None or mark.census_at is None or at - mark.census_at >= CENSUS_EVERY:
                _count_heads(view, at)
    except DatabaseError as error:
        if isinstance(error.__cause__, SerializationFailure):
            return False
        raise
    return True


def forget_counts(*, club_id: int, zone: str) -> None:
    """Throw the counts away; reports read the book until it is counted again."""
    with club_view(club_id=club_id, zone=zone):
        _forget(club_id)


def differences(*, club_id: int, zone: str) -> tuple[Difference, ...] | None:
    """Compare what is counted, and what came since, with the whole book; None before it is."""
    with club_view(club_id=club_id, zone=zone) as view:
        if view.mark is None:
            return None
        call("SELECT set_config('work_mem', '128MB', true)")
        found: list[Difference] = []
        for table, keys, sums in _COUNTED:
            stored = _by_key(rows(_STORED[table], {"club": club_id}), keys, sums)
            for row in _made(view, table):
                key = tuple(str(row[name]) for name in keys)
                before = stored.get(key, (0,) * len(sums))
                stored[key] = tuple(
                    one + row[name] for one, name in zip(before, sums, strict=True)
                )
            right = _by_key(_made(View(club_id, zone, None), table), keys, sums)
            none = (0,) * len(sums)
            found += [
                Difference(f"{table} {' '.join(key)}", stored.get(key, none), right.get(key, none))
                for key in sorted(stored.keys() | right.keys())
                if stored.get(key, none) != right.get(key, none)
            ]
        return tuple(found)


def _must_begin_anew(mark: Mark, at: datetime) -> bool:
    return at < mark.counted_at - SLACK or at - mark.built_at > BUILT_ANEW_AFTER


def _forget(club_id: int) -> None:
    with connection.cursor() as cursor:
        for table in (*_TABLES, "insight_mark"):
            cursor.execute(f"DELETE FROM {table} WHERE club_id = %s", [club_id])  # noqa: S608  framework


def _add(view: View) -> None:
    members = changes.visitors(view)
    asked = changes.asked(view, members=members or [])
    with connection.cursor() as cursor:
        for part in PARTS:
            cursor.execute(_add_sold(changes.sold(view, part)), asked)
        cursor.execute(_add_units(changes.units(view)), asked)
        cursor.execute(_add_counts(changes.moves(view)), asked)
        if members is None or members:
            cursor.execute(_add_counts(changes.visits(view, members)), asked)


def _count_heads(view: View, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM insight_count WHERE club_id = %s AND what > %s",
            [view.club_id, changes.MOVES],
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
            club_id, grain, part, day, hour, branch, code, {", ".join(_SOLD)})
        SELECT %(club)s, g.grain, d.part, {_grains("d.day")} AS day,
            CASE g.grain WHEN {DAY} THEN d.hour ELSE 0 END AS hour, d.branch, d.code,
            {", ".join(f"sum(d.{name})" for name in _SOLD)}
        FROM ({delta}) AS d CROSS JOIN (VALUES ({DAY}), ({MONTH})) AS g (grain)
        GROUP BY 2, 3, 4, 5, 6, 7
        ON CONFLICT (club_id, grain, part, day, hour, branch, code)
        DO UPDATE SET {_on_conflict("insight_sold", _SOLD)}
    """  # noqa: S608  framework


def _add_units(delta: str) -> str:
    return f"""
        INSERT INTO insight_units (club_id, grain, day, unit, {", ".join(_UNITS)})
        SELECT %(club)s, g.grain, {_grains("d.day")} AS day, d.unit,
            {", ".join(f"sum(d.{name})" for name in _UNITS)}
        FROM ({delta}) AS d CROSS JOIN (VALUES ({DAY}), ({MONTH})) AS g (grain)
        GROUP BY 2, 3, 4
        ON CONFLICT (club_id, grain, day, unit)
        DO UPDATE SET {_on_conflict("insight_units", _UNITS)}
    """  # noqa: S608  framework


def _add_counts(delta: str) -> str:
    return f"""
        INSERT INTO insight_count (club_id, what, branch, day, earlier, code, members)
        SELECT %(club)s, d.what, d.branch, d.day, d.earlier, d.code, d.members FROM ({delta}) AS d
        ON CONFLICT (club_id, what, branch, day, earlier, code)
        DO UPDATE SET members = insight_count.members + excluded.members
    """  # noqa: S608  framework


_COUNTED: Final = (
    ("insight_sold", ("part", "day", "hour", "branch", "code"), _SOLD),
    ("insight_units", ("day", "unit"), _UNITS),
    ("insight_count", ("what", "branch", "day", "earlier", "code"), ("members",)),
)
_STORED: Final = {
    "insight_sold": f"SELECT * FROM insight_sold WHERE club_id = %(club)s AND grain = {DAY}",  # noqa: S608  framework
    "insight_units": f"SELECT * FROM insight_units WHERE club_id = %(club)s AND grain = {DAY}",  # noqa: S608  framework
    "insight_count": f"SELECT * FROM insight_count WHERE club_id = %(club)s AND what <= {changes.MOVES}",  # noqa: S608, E501  framework
}


def _made(view: View, table: str) -> list[dict[str, Any]]:
    """Give what a view's changes add to a table."""
    if table == "insight_sold":
        return [
            row for part in PARTS for row in rows(changes.sold(view, part), changes.asked(view))
        ]
    if table == "insight_units":
        return rows(changes.units(view), changes.asked(view))
    members = changes.visitors(view)
    asked = changes.asked(view, members=members or [])
    seen = rows(changes.visits(view, members), asked) if members is None or members else []
    return [*rows(changes.moves(view), asked), *seen]


def _by_key(
    found: Iterable[Mapping[str, Any]], keys: tuple[str, ...], sums: tuple[str, ...]
) -> dict[tuple[str, ...], tuple[int, ...]]:
    return {
        tuple(str(row[name]) for name in keys): tuple(row[name] for name in sums) for row in found
    }
