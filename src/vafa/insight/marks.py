"""Up to where a club is counted, and what came since: that is read from the book itself.

The book remembers each row's transaction, so what a snapshot showed and what came after it add up
to the whole, whatever the clocks said. Clocks only narrow where to look: what a snapshot did not
show has a transaction that was under way then or began later (`Mark.since`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from vafa.domain.clubs.queries import zone_of
from vafa.kit.calendar import add_months, day_of_jalali
from vafa.ledger.calls import call, rows

# When counting begins: what was recorded so long before is either seen or was never written.
SLACK: Final = timedelta(minutes=10)
# A posting writes its first row so long after its moment at the latest; it may last longer.
WRITTEN_WITHIN: Final = timedelta(seconds=30)
LAST_MEMBER: Final = 2**63 - 1
SINCE_EVER: Final = "1:1:"
_FIRST_YEAR: Final = 1350
_MONTHS: Final = 12 * 130

# What is read is little or counted in parts: to start processes beside would cost more.
_BEGIN: Final = """
    SELECT set_config('app.club', %s, true),
        set_config('max_parallel_workers_per_gather', '0', true)
"""
_MARK: Final = """
    SELECT m.build, m.snapshot, m.zone, m.counted_at, m.built_at, m.since, m.place, m.census_at,
        m.members,
        pg_snapshot_xmax(m.snapshot::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
            AS is_of_this_database
    FROM insight_mark AS m WHERE m.club_id = %(club)s
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a club is counted; `place` is of its feed of changes.

    What the snapshot does not show was written after `since`.
    """

    build: int
    snapshot: str
    counted_at: datetime
    built_at: datetime
    since: datetime
    place: int
    census_at: datetime | None
    members: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some members of a book that is counted for the first time or anew, as a snapshot shows it.

    They are those with ids from `low` to `high`.
    """

    build: int
    snapshot: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class View:
    """A club as one snapshot of the database shows it; without a mark nothing is counted yet.

    With a part it is those members' rows alone.
    """

    club_id: int
    zone: str
    mark: Mark | None
    part: Part | None = None

    def asked(self, **more: object) -> dict[str, Any]:
        """Give what every query of counts takes, and more."""
        counted = self.part or self.mark
        return {
            "club": self.club_id,
            "zone": self.zone,
            "months": months(),
            "build": counted.build if counted else 0,
            "mark": counted.snapshot if counted else SINCE_EVER,
            "since": self.mark.since - WRITTEN_WITHIN if self.mark else None,
            "place": self.mark.place if self.mark else 0,
            "low": self.part.low if self.part else 0,
            "high": self.part.high if self.part else LAST_MEMBER,
            **more,
        }

    def came(self, row: str) -> str:
        """Give the condition that a row of the book is not counted yet."""
        if self.part is not None:
            return f"({known(row)}{self.near(row)})"
        if self.mark is None:
            return "true"
        return f"({row}.recorded_at >= %(since)s AND NOT {known(row)})"

    def near(self, row: str) -> str:
        """Give what narrows a row that is joined to the members of a part."""
        return f" AND {row}.member_id BETWEEN %(low)s AND %(high)s" if self.part else ""


def known(row: str) -> str:
    """Give the condition that the mark's snapshot showed a row of the book."""
    return f"coalesce(pg_visible_in_snapshot({row}.xact, %(mark)s::pg_snapshot), true)"


@contextmanager
def club_view(*, club_id: int, zone: str = "") -> Iterator[View]:
    """Read a club, all of it as of one moment: what is counted and what came since fit together.

    Within a transaction of somebody else's it is as that one reads. Without a zone it is the
    club's own.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        call(_BEGIN, str(club_id))
        zone = zone or zone_of(club_id=club_id)
        yield View(club_id, zone, mark_of(club_id=club_id, zone=zone))


def mark_of(*, club_id: int, zone: str) -> Mark | None:
    """Give a club's mark; None when there is none of this zone and of this very database."""
    found = rows(_MARK, {"club": club_id})
    if not found or not found[0].pop("is_of_this_database") or found[0].pop("zone") != zone:
        return None
    return Mark(**found[0])


def months() -> list[int]:
    """Give the first days of all Jalali months that a book may know."""
    if not _months:
        first = day_of_jalali(_FIRST_YEAR, 1, 1)
        _months.extend(add_months(first, number) for number in range(_MONTHS))
    return _months


_months: list[int] = []
