"""Counting a whole book members by members: for the first time, or anew beside what pages show.

Each part is a transaction of its own that also keeps how far it is, so a worker that dies loses
one part. All parts count what one snapshot showed; what was written since is added afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import connection
from psycopg import sql

from vafa.insight import adding, proof
from vafa.insight.marks import LAST_MEMBER, SLACK, Part, View
from vafa.kit.errors import Unavailable
from vafa.ledger.calls import call, rows

# Movements (and members) of a part: some seconds of work, some dozens of megabytes of memory.
PART: Final = 500_000
MOST_MEMBERS: Final = 100_000
# Movements that whoever asks may wait for when nothing is counted yet.
READ_AT_ONCE: Final = 50_000
_ASK_AGAIN_SECONDS: Final = 15
_TABLES: Final = ("insight_sold", "insight_units", "insight_count", "insight_flow")

_UNDER_WAY: Final = """
    SELECT b.build, b.snapshot, b.begun_at, b.place, b.member, b.counted, b.total
    FROM insight_building AS b
    WHERE b.club_id = %(club)s AND b.zone = %(zone)s
        AND pg_snapshot_xmax(b.snapshot::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
"""
_FOREIGN: Final = """
    SELECT EXISTS (
        SELECT FROM ledger_movement AS m WHERE m.club_id = %(club)s AND m.recorded_at >= %(since)s
            AND m.xact >= pg_snapshot_xmax(pg_current_snapshot())
    ) OR EXISTS (
        SELECT FROM ledger_sale AS s WHERE s.club_id = %(club)s AND s.recorded_at >= %(since)s
            AND s.xact >= pg_snapshot_xmax(pg_current_snapshot())
    ) AS is_foreign
"""
_BEGIN: Final = """
    INSERT INTO insight_building (club_id, build, snapshot, zone, begun_at, place, member, counted,
        total)
    SELECT %(club)s, %(build)s, pg_current_snapshot()::text, %(zone)s, %(at)s,
        coalesce((SELECT max(place) FROM rewards_change WHERE club_id = %(club)s), 0), 0, 0,
        coalesce(sum(movement_seq + 1), 0)
    FROM ledger_member_state WHERE club_id = %(club)s
"""
# The last of the next members who have so many movements together, and whether more follow.
_NEXT: Final = """
    SELECT max(member_id) AS last, coalesce(sum(size), 0)::bigint AS size FROM (
        SELECT member_id, size, sum(size) OVER (ORDER BY member_id) AS so_far FROM (
            SELECT member_id, movement_seq + 1 AS size FROM ledger_member_state
            WHERE club_id = %(club)s AND member_id > %(after)s ORDER BY member_id LIMIT %(most)s
        ) AS next
    ) AS summed
    WHERE so_far - size < %(part)s
"""
_FOLLOW: Final = """
    SELECT EXISTS (
        SELECT FROM ledger_member_state WHERE club_id = %(club)s AND member_id > %(after)s
    ) AS more
"""
_FINISH: Final = """
    INSERT INTO insight_mark (club_id, build, snapshot, zone, counted_at, built_at, since, watched,
        watched_at, place, census_at, members)
    SELECT club_id, build, snapshot, zone, begun_at, begun_at, %(begun)s,
        pg_current_xact_id()::text, %(at)s, place, NULL, 0
    FROM insight_building WHERE club_id = %(club)s
    ON CONFLICT (club_id) DO UPDATE SET build = excluded.build, snapshot = excluded.snapshot,
        zone = excluded.zone, counted_at = excluded.counted_at, built_at = excluded.built_at,
        since = excluded.since, watched = excluded.watched, watched_at = excluded.watched_at,
        place = excluded.place, census_at = NULL, members = 0
"""


class BeingCounted(Unavailable):
    """The figures of this club are being counted for the first time; they come by themselves."""


@dataclass(frozen=True, slots=True)
class Building:
    """A book on its way to be counted: `counted` of about `total` movements (and members)."""

    build: int
    snapshot: str
    begun_at: datetime
    place: int
    member: int
    counted: int
    total: int


def under_way(*, club_id: int, zone: str) -> Building | None:
    """Give the count of a whole book that is under way, if any. Within a `club_view`."""
    found = rows(_UNDER_WAY, {"club": club_id, "zone": zone})
    return Building(**found[0]) if found else None


def require_counted(*, view: View) -> None:
    """Refuse what would read a large book from its first row to its last.

    :raises BeingCounted: until the book is counted, unless it is a small one.
    """
    if view.mark is not None:
        return
    found = under_way(club_id=view.club_id, zone=view.zone)
    if proof.has_at_most(club_id=view.club_id, movements=READ_AT_ONCE):
        return
    counted, total = (found.counted, found.total) if found else (0, 0)
    raise BeingCounted(counted=counted, total=total, retry_after_seconds=_ASK_AGAIN_SECONDS)


def begin(*, view: View, at: datetime) -> Building | None:
    """Begin to count a whole book; None while it names transactions that are yet to come."""
    club_id = view.club_id
    if rows(_FOREIGN, {"club": club_id, "since": at - SLACK})[0]["is_foreign"]:
        return None
    is_right = view.mark is not None and at >= view.mark.counted_at - SLACK
    build = 1
    if is_right and view.mark is not None:
        build = 3 - view.mark.build  # 1 and 2 take turns
        _forget_build(club_id, build)
    else:
        forget(club_id=club_id)
    key: dict[str, Any] = {"club": club_id, "zone": view.zone, "build": build, "at": at}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_building WHERE club_id = %s", [club_id])
        cursor.execute(_BEGIN, key)
    adding.add_moves(replace(view, mark=None, part=Part(build, "", 0, 0)))
    return under_way(club_id=club_id, zone=view.zone)


def count_part(*, view: View, building: Building, at: datetime) -> bool:
    """Count the next members; the last of them make it what pages show, and True is given."""
    club_id = view.club_id
    asked = {"club": club_id, "after": building.member, "most": MOST_MEMBERS, "part": PART}
    found = rows(_NEXT, asked)[0]
    last = LAST_MEMBER if found["last"] is None else found["last"]
    is_last = not rows(_FOLLOW, {"club": club_id, "after": last})[0]["more"]
    high = LAST_MEMBER if is_last else last
    # Row security hides how much there is: loops would be chosen.
    call("SELECT set_config('enable_nestloop', 'off', true)")
    part = Part(building.build, building.snapshot, building.member + 1, high)
    adding.add(replace(view, mark=None, part=part))
    with connection.cursor() as cursor:
        if not is_last:
            cursor.execute(
                "UPDATE insight_building SET member = %s, counted = counted + %s"
                " WHERE club_id = %s",
                [last, found["size"], club_id],
            )
            return False
        begun = building.begun_at - SLACK
        cursor.execute(_FINISH, {"club": club_id, "begun": begun, "at": at})
        cursor.execute("DELETE FROM insight_building WHERE club_id = %s", [club_id])
    _forget_build(club_id, 3 - building.build)
    adding.count_heads(replace(view, mark=None, part=part), at)
    return True


def forget(*, club_id: int) -> None:
    """Throw all counts of a club away. Within a `club_view`."""
    with connection.cursor() as cursor:
        for table in (*_TABLES, "insight_mark", "insight_building"):
            cursor.execute(
                sql.SQL("DELETE FROM {} WHERE club_id = %s").format(sql.Identifier(table)),
                [club_id],
            )


def _forget_build(club_id: int, build: int) -> None:
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(
                sql.SQL("DELETE FROM {} WHERE club_id = %s AND build = %s").format(
                    sql.Identifier(table)
                ),
                [club_id, build],
            )
