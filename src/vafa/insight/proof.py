"""How far a club's book is sealed, and whether it is small enough to be checked at once."""

from __future__ import annotations

from typing import Final

from vafa.ledger.calls import reading_club, rows

_NEWEST: Final = """
    SELECT coalesce(max(number), 0)::bigint AS number FROM ledger_checkpoint
    WHERE club_id = %(club)s
"""
_COUNTED: Final = """
    SELECT count(*) AS movements FROM (
        SELECT 1 FROM ledger_movement WHERE club_id = %(club)s LIMIT %(most)s + 1
    ) AS found
"""


def newest_checkpoint(*, club_id: int) -> int:
    """Give the number of the club's newest checkpoint; 0 when there is none."""
    with reading_club(club_id):
        return int(rows(_NEWEST, {"club": club_id})[0]["number"])


def has_at_most(*, club_id: int, movements: int) -> bool:
    """Tell whether a club's book has so many movements or fewer."""
    with reading_club(club_id):
        found = rows(_COUNTED, {"club": club_id, "most": movements})
    return bool(found[0]["movements"] <= movements)
