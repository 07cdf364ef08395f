"""Counting on: what came since the mark is added to the counts, and the mark is set behind it.

A posting pays nothing for it. Everything happens in one view of the database, so that two who
count at once do not count twice: the second one tries again later. A book that is not counted yet
is counted members by members (`building.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from django.db import DatabaseError, connection
from psycopg.errors import SerializationFailure

from vafa.insight import adding, building, changes
from vafa.insight.adding import SOLD, UNITS
from vafa.insight.changes import DAY, PARTS
from vafa.insight.marks import SLACK, Mark, View, club_view
from vafa.ledger.calls import call, rows

# Anew from time to time, should a posting ever have been written later than the mark allows.
BUILT_ANEW_AFTER: Final = timedelta(days=7)
CENSUS_EVERY: Final = timedelta(minutes=15)

# Transactions after our own one began to write after it: when all up to it are over, whatever a
# snapshot does not show was written since then. (A snapshot's own end is no such line: it is the
# first one that was not over, and that may be an old one.)
_SET: Final = """
    UPDATE insight_mark AS m SET
        snapshot = pg_current_snapshot()::text, counted_at = %(at)s,
        place = greatest(m.place, (
            SELECT max(c.place) FROM rewards_change AS c WHERE c.club_id = %(club)s
        )),
        since = CASE WHEN o.is_over THEN m.watched_at ELSE m.since END,
        watched = CASE WHEN o.is_over THEN pg_current_xact_id()::text ELSE m.watched END,
        watched_at = CASE WHEN o.is_over THEN %(at)s ELSE m.watched_at END
    FROM (
        SELECT watched::xid8 < pg_snapshot_xmin(pg_current_snapshot()) AS is_over
        FROM insight_mark WHERE club_id = %(club)s
    ) AS o
    WHERE m.club_id = %(club)s
"""


class Counted(Enum):
    """What one round of counting came to."""

    DONE = "done"
    MORE = "more"  # a part of a large book is counted; the next one may follow at once
    NOT_NOW = "not now"  # somebody else counts, or the book was just restored


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what the book says: its place, what is counted, what it must be."""

    place: str
    counted: tuple[int, ...]
    right: tuple[int, ...]


def count_on(*, club_id: int, zone: str, at: datetime) -> Counted:
    """Add what came since the last time, or a part of what was never counted.

    Right after a backup was restored the book names transactions that this database has yet to
    see; counting waits until they are old.
    """
    try:
        with club_view(club_id=club_id, zone=zone) as view:
            if not call(_TURN, club_id):
                return Counted.NOT_NOW
            call("SELECT set_config('work_mem', '128MB', true)")
            under_way = building.under_way(club_id=club_id, zone=zone)
            if under_way is None and view.mark and not _must_begin_anew(view.mark, at):
                _count_on(view, at)
                return Counted.DONE
            if under_way is None:
                under_way = building.begin(view=view, at=at)
            if under_way is None:
                return Counted.NOT_NOW
            is_whole = building.count_part(view=view, building=under_way, at=at)
            return Counted.DONE if is_whole else Counted.MORE
    except DatabaseError as error:
        if isinstance(error.__cause__, SerializationFailure):
            return Counted.NOT_NOW
        raise


def forget_counts(*, club_id: int, zone: str) -> None:
    """Throw the counts away; reports read the book until it is counted again."""
    with club_view(club_id=club_id, zone=zone):
        building.forget(club_id=club_id)


def differences(*, club_id: int, zone: str) -> tuple[Difference, ...] | None:
    """Compare what is counted, and what came since, with the whole book; None before it is."""
    with club_view(club_id=club_id, zone=zone) as view:
        if view.mark is None:
            return None
        call("SELECT set_config('work_mem', '128MB', true)")
        found: list[Difference] = []
        for table, keys, sums in _COUNTED:
            stored = _by_key(rows(_stored(table), view.asked()), keys, sums)
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


def _count_on(view: View, at: datetime) -> None:
    assert view.mark is not None
    adding.add(view)
    with connection.cursor() as cursor:
        cursor.execute(_SET, view.asked(at=at))
    census_at = view.mark.census_at
    if census_at is None or at - census_at >= CENSUS_EVERY:
        adding.count_heads(view, at)


_TURN: Final = "SELECT pg_try_advisory_xact_lock(hashtextextended('vafa count', %s))"
_COUNTED: Final = (
    ("insight_sold", ("part", "day", "hour", "branch", "code"), SOLD),
    ("insight_units", ("day", "unit"), UNITS),
    ("insight_count", ("what", "branch", "day", "earlier", "code"), ("members",)),
    ("insight_flow", ("day", "unit", "cohort", "what"), ("amount",)),
)
_OF_DAYS: Final = {
    "insight_sold": f"grain = {DAY}",
    "insight_units": f"grain = {DAY}",
    "insight_count": f"what <= {changes.MOVES}",
    "insight_flow": "true",
}


def _stored(table: str) -> str:
    return f"SELECT * FROM {table} WHERE club_id = %(club)s AND build = %(build)s AND {_OF_DAYS[table]}"  # nosec B608  # noqa: S608, E501  framework


def _made(view: View, table: str) -> list[dict[str, Any]]:
    """Give what a view's changes add to a table."""
    if table == "insight_sold":
        return [
            row for part in PARTS for row in rows(changes.sold(view, part), changes.asked(view))
        ]
    if table == "insight_units":
        return rows(changes.units(view), changes.asked(view))
    if table == "insight_flow":
        return rows(changes.flows(view), changes.asked(view))
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
