"""What people and keys posted, as the club's trail shows it: read from the book, never copied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from vafa.domain.clubs.trail import ActShown, ActsSought
from vafa.ledger.calls import rows

FIRST_WINDOW: Final = timedelta(hours=6)

# Reads: the block range index ledger_event_recorded, so a window costs what it holds.
_EVENTS = """
    SELECT member_id, id, recorded_at, credential_id, kind, reason FROM ledger_event
    WHERE club_id = %(club)s AND recorded_at >= %(since)s AND recorded_at < %(until)s
        AND (recorded_at, id) < (%(before_at)s, %(before_id)s) AND credential_id <> 0
        AND (%(who)s = 0 OR credential_id = %(who)s) AND (%(act)s = '' OR kind = %(act)s)
        AND (%(object)s = '' OR member_id::text = %(object)s OR id::text = %(object)s)
    ORDER BY recorded_at DESC, id DESC LIMIT %(limit)s
"""


def acts(*, club_id: int, sought: ActsSought) -> tuple[ActShown, ...]:
    """List what was posted by somebody, newest first; inside the club's scope.

    It looks back in windows that grow, and stops when there is enough.
    """
    before_at, before_id = sought.before or (sought.until, 0)
    until, window = min(sought.until, before_at + timedelta(microseconds=1)), FIRST_WINDOW
    found: list[ActShown] = []
    while until > sought.since and len(found) < sought.limit:
        since = max(sought.since, until - window)
        asked = {
            "club": club_id, "since": since, "until": until, "before_at": before_at,
            "before_id": before_id, "who": sought.who, "act": sought.act,
            "object": sought.object_id, "limit": sought.limit - len(found),
        }  # fmt: skip
        found += [_shown(row) for row in rows(_EVENTS, asked)]
        until, window = since, window * 2
    return tuple(found)


def _shown(row: Mapping[str, Any]) -> ActShown:
    reason = {"reason": row["reason"]} if row["reason"] else {}
    return ActShown(
        source="book",
        id=row["id"],
        at=row["recorded_at"],
        who="",
        staff_id=0,
        credential_id=row["credential_id"],
        act=row["kind"],
        object_kind="member",
        object_id=str(row["member_id"]),
        before={},
        after={"event_id": str(row["id"]), **reason},
    )
