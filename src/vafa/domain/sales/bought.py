"""What one person bought since a moment, and what of each purchase was paid and is still kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.ledger.calls import reading_club, rows

MOST: Final = 500
# A shared wallet's sales name the person; a purchase that waits for a review is none yet. Returns
# stand in the book of whoever had the units then.
_BOUGHT = """
    SELECT s.id AS sale_id, s.occurred_at, s.net_rials,
        greatest(s.to_pay_rials - s.vat_rials, 0) AS paid_rials,
        coalesce((
            SELECT sum(r.net_rials) FROM ledger_sale AS r
            WHERE r.member_id = ANY(ledger_books_v1(s.member_id)) AND r.club_id = s.club_id
                AND r.returns_sale_id = s.id
        ), 0)::bigint AS returned_rials
    FROM ledger_sale AS s
    JOIN ledger_event AS e ON e.member_id = s.member_id AND e.id = s.id
    WHERE s.member_id = ANY(%(holders)s) AND s.club_id = %(club)s AND s.returns_sale_id IS NULL
        AND s.occurred_at >= %(since)s AND NOT s.detail ? 'review'
        AND (
            s.member_id = ANY(%(selves)s) OR e.answer -> 'said' ->> 'person_id' = ANY(%(named)s)
        )
    ORDER BY s.occurred_at, s.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase, and what was paid for the part of it that was kept: in money, without VAT."""

    sale_id: int
    occurred_at: datetime
    kept_rials: int


def bought_since(
    *, club_id: int, selves: Sequence[int], accounts: Sequence[int], since: datetime
) -> tuple[Bought, ...]:
    """Give a person's purchases since a moment, oldest first, whatever wallet was used.

    `selves` are all the members that the person is, `accounts` the wallets shared with others.
    """
    asked = {
        "club": club_id, "selves": list(selves), "holders": [*selves, *accounts],
        "named": [str(one) for one in selves], "since": since, "most": MOST,
    }  # fmt: skip
    with reading_club(club_id):
        found = rows(_BOUGHT, asked)
    return tuple(
        Bought(
            row["sale_id"],
            row["occurred_at"],
            _kept(row["paid_rials"], row["net_rials"], row["returned_rials"]),
        )
        for row in found
    )


def _kept(paid: int, net: int, returned: int) -> int:
    """Give the part of the payment that is in what was kept: no more than that, rounded down."""
    return paid * max(0, net - returned) // net if net > 0 else 0
