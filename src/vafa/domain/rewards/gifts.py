"""When an occasion last gave a member something, to the own wallet or to a shared one."""

from collections.abc import Sequence
from datetime import datetime

from vafa.ledger.calls import reading_club, rows

_LAST = """
    SELECT max(event_at) AS at FROM ledger_event
    WHERE club_id = %(club)s AND kind = %(kind)s AND award_ids <> '{}' AND (
        member_id = %(member)s OR (
            member_id = ANY(%(shared)s) AND answer -> 'said' ->> 'person_id' = %(member)s::text
        )
    )
"""


def last_gift_at(
    *, club_id: int, member_id: int, trigger: str, shared: Sequence[int] = ()
) -> datetime | None:
    """Give the moment of the last occasion of this kind that gave something; None without one.

    `shared` are the accounts that the member is or was in.
    """
    values = {"member": member_id, "club": club_id, "kind": trigger, "shared": list(shared)}
    with reading_club(club_id):
        (row,) = rows(_LAST, values)
    at: datetime | None = row["at"]
    return at
