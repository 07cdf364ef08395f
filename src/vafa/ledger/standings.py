"""Reading all members of a club, page by page: where each stands, and what lots are open.

For what concerns everybody at once (another programme version); memory is bounded by the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from vafa.ledger.calls import reading_club, rows

PAGE: Final = 2000


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A promotional lot with something left; `rule` gave it ("": no rule of the programme)."""

    seq: int
    unit: int
    units: int
    available_at: datetime
    expires_at: datetime | None
    rule: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A member as stored, not settled. `idle` names the units that inactivity ends."""

    member_id: int
    state: Mapping[str, Any]
    next_review_day: int | None
    idle: frozenset[int]
    lots: tuple[OpenLot, ...] = ()


@dataclass(frozen=True, slots=True)
class LotGroup:
    """All open promotional lots of a club with the same unit, rule, end, and day they began on."""

    unit: int
    rule: str
    begins_on: date
    expires_at: datetime | None
    lots: int
    units: int


def lot_groups(*, club_id: int, zone: str) -> tuple[LotGroup, ...]:
    """Add up the open lots of all members and accounts; days are those of the time zone."""
    with reading_club(club_id):
        found = rows(_GROUPS, {"club": club_id, "zone": zone})
    return tuple(LotGroup(**row) for row in found)


_GROUPS = """
    SELECT
        l.unit, coalesce(a.rule, '') AS rule,
        (l.available_at AT TIME ZONE %(zone)s)::date AS begins_on,
        l.expires_at, count(*) AS lots, sum(l.remaining)::bigint AS units
    FROM ledger_lot AS l
    INNER JOIN ledger_member_state AS s ON s.member_id = l.member_id AND s.kind IN (1, 4)
    LEFT JOIN ledger_award AS a ON a.member_id = l.member_id AND a.id = l.award_id
    WHERE l.club_id = %(club)s AND s.club_id = %(club)s AND l.state < 3 AND l.class = 0
    GROUP BY 1, 2, 3, 4
"""


def holders(
    *, club_id: int, after_member_id: int = 0, with_lots: bool = True
) -> Iterator[tuple[Holder, ...]]:
    """Give all members and accounts of the club by id, by pages; no guests and no gift cards.

    Each page is read by itself: whoever changes meanwhile is decided on anew when it is posted.
    """
    after = after_member_id
    while True:
        with reading_club(club_id):
            found = rows(_HOLDERS, {"club": club_id, "after": after, "limit": PAGE})
            if not found:
                return
            first, after = found[0]["member_id"], found[-1]["member_id"]
            lots = _lots(club_id, first, after) if with_lots else {}
        yield tuple(_holder(row, lots) for row in found)
        if len(found) < PAGE:
            return


_HOLDERS = """
    SELECT member_id, state::text AS state, next_review_day, idle::text AS idle
    FROM ledger_member_state
    WHERE club_id = %(club)s AND member_id > %(after)s AND kind IN (1, 4) AND merged_into IS NULL
    ORDER BY member_id LIMIT %(limit)s
"""

# Paid value (class 1) never ends by a programme.
_LOTS = """
    SELECT
        l.member_id, l.seq, l.unit, l.remaining AS units, l.available_at, l.expires_at,
        coalesce(a.rule, '') AS rule
    FROM ledger_lot AS l
    LEFT JOIN ledger_award AS a ON a.member_id = l.member_id AND a.id = l.award_id
    WHERE l.member_id BETWEEN %(first)s AND %(last)s AND l.club_id = %(club)s
        AND l.state < 3 AND l.class = 0
    ORDER BY l.member_id, l.seq
"""


def _lots(club_id: int, first: int, last: int) -> dict[int, list[OpenLot]]:
    found: dict[int, list[OpenLot]] = {}
    for row in rows(_LOTS, {"club": club_id, "first": first, "last": last}):
        found.setdefault(row.pop("member_id"), []).append(OpenLot(**row))
    return found


def _holder(row: Mapping[str, Any], lots: Mapping[int, list[OpenLot]]) -> Holder:
    return Holder(
        member_id=row["member_id"],
        state=json.loads(row["state"]),
        next_review_day=row["next_review_day"],
        idle=frozenset(int(unit) for unit in json.loads(row["idle"])),
        lots=tuple(lots.get(row["member_id"], ())),
    )
