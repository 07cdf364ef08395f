"""When an occasion last gave a member something."""

from datetime import datetime

from vafa.ledger.calls import reading_club, rows

_LAST = """
    SELECT max(event_at) AS at FROM ledger_event
    WHERE member_id = %(member)s AND club_id = %(club)s AND kind = %(kind)s AND award_ids <> '{}'
"""


def last_gift_at(*, club_id: int, member_id: int, trigger: str) -> datetime | None:
    """Give the moment of the last occasion of this kind that gave something; None without one."""
    with reading_club(club_id):
        (row,) = rows(_LAST, {"member": member_id, "club": club_id, "kind": trigger})
    at: datetime | None = row["at"]
    return at
