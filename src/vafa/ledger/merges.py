"""Two members who are one person: what a merge and its undoing take, and what is read for them.

The writes are in `operations`; the rows of a merged member stay where they are and belong to
whoever it was merged into.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import OutboxRow, Snapshot


@dataclass(frozen=True, slots=True)
class PairMember:
    """One of two holders, settled up to now; a guest is one who is no member."""

    snapshot: Snapshot
    is_guest: bool
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One member of a merge as it is to be afterwards, with the event that says so."""

    member_id: int
    event_id: int
    expected_version: int
    kind: str
    state: Mapping[str, Any]
    next_review_day: int | None = None
    reason: str = ""
    outbox: tuple[OutboxRow, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the side as the SQL functions read it."""
        return {
            "member": self.member_id,
            "event": self.event_id,
            "version": self.expected_version,
            "kind": self.kind,
            "state": dict(self.state),
            "review": self.next_review_day,
            "reason": self.reason,
            "outbox": [{"topic": row.topic, "payload": dict(row.payload)} for row in self.outbox],
            "answer": dict(self.answer),
        }


@dataclass(frozen=True, slots=True)
class Merging:
    """A merge, or (with the id of one) its undoing; `before` is the survivor's state until now."""

    club_id: int
    event_at: datetime
    credential_id: int
    programme_version_id: int
    survivor: Side
    duplicate: Side
    before: Mapping[str, Any] = field(default_factory=dict)
    merge_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give it as the SQL functions read it."""
        return {
            "club": self.club_id,
            "at": self.event_at.isoformat(),
            "credential": self.credential_id,
            "programme": self.programme_version_id,
            "merge": self.merge_id,
            "survivor": {**self.survivor.as_json(), "before": dict(self.before)},
            "duplicate": self.duplicate.as_json(),
        }


@dataclass(frozen=True, slots=True)
class MergeFound:
    """A merge; its id is the survivor's event. `owed` is what the duplicate brought, by unit.

    `survivor_state` is the survivor's before it.
    """

    id: int
    survivor_id: int
    duplicate_id: int
    merged_at: datetime
    undone_at: datetime | None
    owed: Mapping[int, int]
    survivor_state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge in the list."""

    id: int
    survivor_id: int
    duplicate_id: int
    merged_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class LotFound:
    """A lot that is open, or pending until `available_at`."""

    unit: int
    units: int
    held: int
    available_at: datetime
    expires_at: datetime | None
    is_pending: bool


@dataclass(frozen=True, slots=True)
class CarriedUnits:
    """What a merge carried of a unit: how much came, what ended, and what is left now."""

    unit: int
    came: int
    ended: int
    left: int


@dataclass(frozen=True, slots=True)
class GiftFound:
    """Units that an occasion (`join`, `birthday`) gave a member, and the rule that did."""

    occasion: str
    given_at: datetime
    rule: str
    unit: int
    units: int


@dataclass(frozen=True, slots=True)
class Sums:
    """How much a member has bought and how many holds are open."""

    sales: int
    net_rials: int
    holds: int


def find(*, club_id: int, merge_id: int) -> MergeFound | None:
    """Give a merge of the club, or None when there is none."""
    with reading_club(club_id):
        found = rows(_MERGE, {"club": club_id, "merge": merge_id})
    if not found:
        return None
    owed = {int(unit): units for unit, units in json.loads(found[0]["owed"]).items()}
    state = json.loads(found[0]["survivor_state"])
    return MergeFound(**{**found[0], "owed": owed, "survivor_state": state})


def listed(*, club_id: int, before: int = 0, after: int = 0, limit: int) -> tuple[MergeRow, ...]:
    """List merges of the club, the newest first: before an id, or (backwards) after one."""
    with reading_club(club_id):
        asked = {"club": club_id, "before": before, "after": after, "limit": limit}
        found = rows(_AFTER if after else _LISTED, asked)
    return tuple(MergeRow(**row) for row in (reversed(found) if after else found))


def open_lots(*, club_id: int, member_id: int) -> tuple[LotFound, ...]:
    """Give a member's open and pending lots, in the order in which they would be spent."""
    with reading_club(club_id):
        found = rows(_LOTS, {"club": club_id, "member": member_id})
    return tuple(LotFound(**row) for row in found)


def carried(*, club_id: int, merge_id: int) -> tuple[CarriedUnits, ...]:
    """Give, by unit, what has become of the lots that a merge carried."""
    with reading_club(club_id):
        found = rows(_CARRIED, {"club": club_id, "merge": merge_id})
    return tuple(CarriedUnits(**row) for row in found)


def gifts(*, club_id: int, member_id: int) -> tuple[GiftFound, ...]:
    """Give what joining and birthdays gave a member and whoever is merged into the member."""
    with reading_club(club_id):
        found = rows(_GIFTS, {"club": club_id, "member": member_id})
    return tuple(GiftFound(**row) for row in found)


def sums(*, club_id: int, member_id: int) -> Sums:
    """Count a member's sales (and of whoever is merged into the member) and open holds."""
    with reading_club(club_id):
        return Sums(**rows(_SUMS, {"club": club_id, "member": member_id})[0])


_MERGE = """
    SELECT id, member_id AS survivor_id, duplicate_id, merged_at, undone_at, owed::text AS owed,
        survivor_state::text AS survivor_state
    FROM ledger_merge WHERE club_id = %(club)s AND id = %(merge)s
"""
_LISTED = """
    SELECT id, member_id AS survivor_id, duplicate_id, merged_at, undone_at
    FROM ledger_merge
    WHERE club_id = %(club)s AND (%(before)s = 0 OR id < %(before)s)
    ORDER BY id DESC LIMIT %(limit)s
"""
_AFTER = """
    SELECT id, member_id AS survivor_id, duplicate_id, merged_at, undone_at
    FROM ledger_merge
    WHERE club_id = %(club)s AND id > %(after)s
    ORDER BY id LIMIT %(limit)s
"""
_LOTS = """
    SELECT unit, remaining AS units, held, available_at, expires_at, state = 1 AS is_pending
    FROM ledger_lot WHERE member_id = %(member)s AND club_id = %(club)s AND state < 3
    ORDER BY unit, class, expires_at, seq
"""
_CARRIED = """
    SELECT l.unit,
        coalesce(sum(l.issued) FILTER (WHERE l.origin_member = m.duplicate_id), 0)::bigint AS came,
        sum(l.expired)::bigint AS ended,
        coalesce(sum(l.remaining) FILTER (WHERE l.member_id = m.member_id), 0)::bigint AS left
    FROM ledger_merge AS m CROSS JOIN LATERAL ledger_came_v1(m.member_id, m.id) AS l
    WHERE m.club_id = %(club)s AND m.id = %(merge)s
    GROUP BY l.unit ORDER BY l.unit
"""
_GIFTS = """
    SELECT e.kind AS occasion, e.event_at AS given_at, a.rule, a.unit, a.units
    FROM ledger_event AS e
    JOIN ledger_award AS a ON a.member_id = e.member_id AND a.id = ANY(e.award_ids)
    WHERE e.member_id = ANY(ledger_family_v1(%(member)s)) AND e.club_id = %(club)s
        AND e.kind IN ('join', 'birthday') AND a.units > 0
    ORDER BY e.event_at, a.id
"""
_SUMS = """
    SELECT
        (SELECT count(*) FROM ledger_hold AS h
         WHERE h.member_id = %(member)s AND h.club_id = %(club)s AND h.state = 1) AS holds,
        count(*) FILTER (WHERE s.returns_sale_id IS NULL) AS sales,
        coalesce(
            sum(CASE WHEN s.returns_sale_id IS NULL THEN s.net_rials ELSE -s.net_rials END), 0
        )::bigint AS net_rials
    FROM ledger_sale AS s
    WHERE s.member_id = ANY(ledger_family_v1(%(member)s)) AND s.club_id = %(club)s
"""
