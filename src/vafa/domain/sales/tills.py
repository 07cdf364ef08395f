"""What a till took between two moments: by whom, and what its sales earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vafa.ledger.calls import reading_club, rows

# A sale or return that was made at a till says so among its attributes.
ATTRIBUTE = "till"

# A sale that was moved or claimed took no money again: it counts where it was made.
# Reads: the block range index ledger_event_recorded, so a shift costs what its hours hold.
_OF_TILL = """
    FROM ledger_event AS e
    JOIN ledger_sale AS s
        ON s.member_id = e.member_id AND s.id = e.id AND s.club_id = e.club_id
    {joins}
    WHERE e.club_id = %(club)s AND e.recorded_at >= %(since)s AND e.recorded_at < %(until)s
        AND s.detail #>> '{{attributes,till}}' = %(till)s AND NOT s.detail ? 'moved_from'
"""
_TAKEN = (
    """
    SELECT e.credential_id AS by_id,
        count(*) FILTER (WHERE s.returns_sale_id IS NULL) AS sales,
        coalesce(sum(s.net_rials + s.vat_rials)
            FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint AS sold_rials,
        coalesce(sum(s.to_pay_rials)
            FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint AS taken_rials,
        count(s.returns_sale_id) AS returns,
        coalesce(sum(s.net_rials + s.vat_rials)
            FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint AS returned_rials,
        coalesce(sum((e.answer #>> '{{said,cash_rials}}')::bigint)
            FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint AS given_back_rials
"""
    + _OF_TILL.replace("{joins}", "")
    + " GROUP BY e.credential_id ORDER BY sold_rials DESC, by_id"
)
_EARNED = (
    "SELECT a.unit, sum(a.units)::bigint AS units"
    + _OF_TILL.replace(
        "{joins}",
        "JOIN ledger_award AS a ON a.member_id = e.member_id AND a.event_id = e.id"
        " AND a.club_id = e.club_id",
    )
    + " GROUP BY a.unit HAVING sum(a.units) > 0 ORDER BY a.unit"
)


@dataclass(frozen=True, slots=True)
class TakenBy:
    """What one person did at a till; Rial with VAT. `taken` is money: what was left to pay."""

    by_id: int
    sales: int
    sold_rials: int
    taken_rials: int
    returns: int
    returned_rials: int
    given_back_rials: int


def taken(*, club_id: int, till: str, since: datetime, until: datetime) -> tuple[TakenBy, ...]:
    """Give what everybody sold and took back at a till, whoever sold most first."""
    with reading_club(club_id):
        return tuple(
            TakenBy(**row) for row in rows(_TAKEN.format(), _asked(club_id, till, since, until))
        )


def earned(*, club_id: int, till: str, since: datetime, until: datetime) -> dict[int, int]:
    """Give how many of each unit, by its number, the sales at a till earned."""
    with reading_club(club_id):
        found = rows(_EARNED.format(), _asked(club_id, till, since, until))
    return {row["unit"]: row["units"] for row in found}


def _asked(club_id: int, till: str, since: datetime, until: datetime) -> dict[str, object]:
    return {"club": club_id, "till": till, "since": since, "until": until}
