"""Reading what all members bought, page by page, as a history that rules can be played over.

What came back is left out; sales of who was merged belong to the survivor. No guest and no gift
card is a member here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.ledger.calls import reading_club, rows

PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class PastLine:
    """What stands of one line of a sale; `day` and `minute` are those of the time zone asked for.

    `paid_with` holds the codes of the units that paid for a part of the order, rewards and gift
    cards aside.
    """

    member_id: int
    sale_id: int
    day: int
    minute: int
    channel: str
    branch: str
    paid_with: tuple[str, ...]
    group: str
    kind: str
    quantity_milli: int
    gross_rials: int
    net_rials: int
    vat_rials: int


@dataclass(frozen=True, slots=True)
class PastPage:
    """Members by id with the lines of their orders, by member, then as they happened."""

    member_ids: tuple[int, ...]
    lines: tuple[PastLine, ...]


def members_with_books(*, club_id: int) -> int:
    """Count the members and accounts of a club that `past_pages` goes through."""
    with reading_club(club_id):
        found: int = rows(_COUNT, {"club": club_id})[0]["members"]
    return found


def past_pages(*, club_id: int, zone: str, until: datetime) -> Iterator[PastPage]:
    """Give everything that members bought up to a moment, by pages of whole members.

    Each page is read by itself, so memory is bounded by its members' purchases.
    """
    after = 0
    while True:
        asked: dict[str, object] = {"club": club_id, "after": after, "limit": PAGE}
        with reading_club(club_id):
            found = tuple(row["member_id"] for row in rows(_MEMBERS, asked))
            asked |= {"members": list(found), "zone": zone, "until": until}
            lines = rows(_LINES, asked) if found else []
        if not found:
            return
        yield PastPage(
            found,
            tuple(PastLine(**{**line, "paid_with": tuple(line["paid_with"])}) for line in lines),
        )
        after = found[-1]


_COUNT = """
    SELECT count(*) AS members FROM ledger_member_state
    WHERE club_id = %(club)s AND kind IN (1, 4) AND merged_into IS NULL
"""
_MEMBERS = """
    SELECT member_id FROM ledger_member_state
    WHERE club_id = %(club)s AND member_id > %(after)s AND kind IN (1, 4) AND merged_into IS NULL
    ORDER BY member_id LIMIT %(limit)s
"""
# A return's lines carry the numbers of the lines that came back.
_LINES = """
    WITH family AS (
        SELECT m.id AS holder, f.id
        FROM unnest(%(members)s) AS m(id)
        CROSS JOIN LATERAL unnest(ledger_family_v1(m.id)) AS f(id)
    ), returned AS (
        SELECT s.returns_sale_id AS sale_id, l.number, sum(l.quantity_milli)::bigint AS quantity,
            sum(l.gross_rials)::bigint AS gross, sum(l.net_rials)::bigint AS net,
            sum(l.vat_rials)::bigint AS vat
        FROM family AS f
        JOIN ledger_sale AS s ON s.member_id = f.id AND s.returns_sale_id IS NOT NULL
        JOIN ledger_sale_line AS l ON l.member_id = s.member_id AND l.sale_id = s.id
        WHERE s.club_id = %(club)s
        GROUP BY 1, 2
    )
    SELECT f.holder AS member_id, s.id AS sale_id,
        (s.occurred_at AT TIME ZONE %(zone)s)::date - date '1970-01-01' AS day,
        (extract(hour FROM s.occurred_at AT TIME ZONE %(zone)s) * 60
            + extract(minute FROM s.occurred_at AT TIME ZONE %(zone)s))::int AS minute,
        s.channel, s.branch,
        array(SELECT DISTINCT b ->> 'unit' FROM jsonb_path_query(s.detail,
            '$.burns[*] ? (!exists(@.reward) && !exists(@.card))') AS b) AS paid_with,
        l.product_group AS group, l.kind,
        l.quantity_milli - coalesce(r.quantity, 0) AS quantity_milli,
        l.gross_rials - coalesce(r.gross, 0) AS gross_rials,
        l.net_rials - coalesce(r.net, 0) AS net_rials,
        l.vat_rials - coalesce(r.vat, 0) AS vat_rials
    FROM family AS f
    JOIN ledger_sale AS s ON s.member_id = f.id AND s.returns_sale_id IS NULL
    JOIN ledger_sale_line AS l ON l.member_id = s.member_id AND l.sale_id = s.id
    LEFT JOIN returned AS r ON r.sale_id = s.id AND r.number = l.number
    WHERE s.club_id = %(club)s AND s.occurred_at <= %(until)s
        AND (r.number IS NULL OR l.quantity_milli > r.quantity OR l.net_rials > r.net)
    ORDER BY f.holder, s.occurred_at, s.id, l.number
"""
