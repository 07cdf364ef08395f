"""When an occasion last gave a member something, to the own wallet or to a shared one."""

from collections.abc import Sequence
from datetime import datetime

from vafa.domain.accounts.queries import accounts_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import selves
from vafa.ledger.calls import reading_club, rows

_LAST = """
    SELECT max(event_at) AS at FROM ledger_event
    WHERE club_id = %(club)s AND kind = %(kind)s AND award_ids <> '{}' AND (
        member_id = ANY(%(members)s) OR (
            member_id = ANY(%(shared)s) AND answer -> 'said' ->> 'person_id' = ANY(%(named)s)
        )
    )
"""


def last_gift_at(*, club_id: int, member_id: int, trigger: str) -> datetime | None:
    """Give the moment of the last occasion of this kind that gave something; None without one.

    To the member, to a duplicate that is part of it, or for one of them to a shared wallet.
    """
    with club_scope(club_id):
        mine = selves(club_id=club_id, member_id=member_id)
        shared = [
            account for one in mine for account in accounts_of(club_id=club_id, member_id=one)
        ]
    values = {
        "club": club_id, "kind": trigger, "members": list(mine), "shared": shared,
        "named": [str(one) for one in mine],
    }  # fmt: skip
    with reading_club(club_id):
        (row,) = rows(_LAST, values)
    at: datetime | None = row["at"]
    return at


_EARNED = """
    SELECT a.unit, sum(a.units - coalesce(r.units, 0))::bigint AS units
    FROM ledger_event AS e
    JOIN ledger_award AS a ON a.member_id = e.member_id AND a.id = ANY(e.award_ids)
    LEFT JOIN LATERAL (
        SELECT sum(x.units) AS units FROM ledger_award_reversal AS x
        WHERE x.member_id = a.member_id AND x.award_id = a.id
    ) AS r ON true
    WHERE e.club_id = %(club)s AND e.kind = %(kind)s AND (
        e.member_id = ANY(%(members)s) OR (
            e.member_id = ANY(%(shared)s)
            AND e.answer -> 'said' ->> 'person_id' = ANY(%(named)s)
        )
    )
    GROUP BY a.unit ORDER BY a.unit
"""


def earned(
    *, club_id: int, member_ids: Sequence[int], trigger: str, shared: Sequence[int] = ()
) -> dict[int, int]:
    """Give what an occasion of this kind gave a person in all and was kept, by unit's number.

    `member_ids` are the member and the duplicates that are part of it.
    """
    values = {
        "club": club_id, "kind": trigger, "members": list(member_ids), "shared": list(shared),
        "named": [str(one) for one in member_ids],
    }  # fmt: skip
    with reading_club(club_id):
        return {row["unit"]: row["units"] for row in rows(_EARNED, values) if row["units"]}
