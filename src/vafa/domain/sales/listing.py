"""Sales in lists: every one of a member with its lines, and the newest ones of the club."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.ledger.calls import reading_club, rows

_SALES = """
    SELECT id, occurred_at, recorded_at, document, branch, channel, net_rials, vat_rials,
        to_pay_rials, returns_sale_id, detail -> 'attributes' AS attributes
    FROM ledger_sale WHERE member_id = %(member)s AND club_id = %(club)s ORDER BY occurred_at, id
"""
_LINES = """
    SELECT sale_id, number, product, product_group, kind, quantity_milli, net_rials, vat_rials
    FROM ledger_sale_line WHERE member_id = %(member)s AND club_id = %(club)s
    ORDER BY sale_id, number
"""
# The sum on the receipt: what was spent in a sale took VAT off afterwards, not off the lines.
_RUNG = """(
    SELECT sum(l.net_rials + l.vat_rials)::bigint FROM ledger_sale_line AS l
    WHERE l.member_id = s.member_id AND l.sale_id = s.id AND l.club_id = s.club_id
)"""
# Reads: the block range index ledger_event_recorded, so a day costs what it holds.
_OF_PERIOD = """
    FROM ledger_event AS e
    JOIN ledger_sale AS s
        ON s.member_id = e.member_id AND s.id = e.id AND s.club_id = e.club_id
    WHERE e.club_id = %(club)s AND e.recorded_at >= %(since)s AND e.recorded_at < %(until)s
        AND s.occurred_at >= coalesce(%(happened)s, '-infinity'::timestamptz)
        AND (%(every)s OR s.branch = ANY(%(branches)s))
        AND (NOT %(guests)s OR EXISTS (
            SELECT 1 FROM ledger_member_state AS g
            WHERE g.member_id = s.member_id AND g.club_id = s.club_id AND g.kind = 2
        ))
        AND (%(any)s OR s.document = %(document)s OR s.member_id = ANY(%(members)s)
            OR %(rials)s::bigint IN (s.net_rials + s.vat_rials, s.to_pay_rials)
            OR (%(rials)s > s.net_rials + s.vat_rials
                AND s.to_pay_rials < s.net_rials + s.vat_rials AND %(rials)s = {rung}))
""".replace("{rung}", _RUNG)  # nosec B608
_RECENT = """
    SELECT s.id, s.member_id, s.occurred_at, s.recorded_at, s.document, s.branch, s.channel,
        coalesce({rung}, s.net_rials + s.vat_rials) AS amount_rials, s.to_pay_rials,
        s.returns_sale_id,
        e.credential_id AS by_id,
        (SELECT g.kind = 2 FROM ledger_member_state AS g
            WHERE g.member_id = s.member_id AND g.club_id = s.club_id) AS is_guest,
        CASE WHEN s.returns_sale_id IS NULL THEN coalesce((
            SELECT b.kind FROM ledger_sale AS r
            JOIN ledger_event AS b
                ON b.member_id = r.member_id AND b.id = r.id AND b.club_id = r.club_id
            WHERE r.member_id = s.member_id AND r.club_id = s.club_id
                AND r.returns_sale_id = s.id
            ORDER BY r.id DESC LIMIT 1
        ), '') ELSE e.kind END AS came_back
    {of_period}
        AND (e.recorded_at, s.id) < (%(before_at)s, %(before_id)s)
    ORDER BY e.recorded_at DESC, s.id DESC
    LIMIT %(limit)s
""".replace("{of_period}", _OF_PERIOD).replace("{rung}", _RUNG)  # nosec B608
_SUMMED = """
    SELECT count(*) FILTER (WHERE s.returns_sale_id IS NULL) AS count,
        coalesce(sum(s.net_rials + s.vat_rials)
            FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint AS sold_rials,
        coalesce(sum(s.net_rials + s.vat_rials)
            FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint AS returned_rials,
        coalesce(sum(s.to_pay_rials)
            FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint AS to_pay_rials,
        coalesce(sum(s.to_pay_rials)
            FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint AS given_back_rials
    {of_period}
""".replace("{of_period}", _OF_PERIOD)
_BY = """
    SELECT credential_id FROM ledger_event
    WHERE member_id = %(member)s AND id = %(sale)s AND club_id = %(club)s
"""
_LAST_ID = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class SaleRecent:
    """A sale, or a return (`returns_sale_id`), in the club's list; amounts with VAT, in Rial.

    `amount_rials` is the sum on its receipt, before anything that was spent in it.

    `came_back` says how: refund, exchange, void, edit or move; nothing for a sale that stands.
    """

    id: int
    member_id: int
    occurred_at: datetime
    recorded_at: datetime
    document: str
    branch: str
    channel: str
    amount_rials: int
    to_pay_rials: int
    returns_sale_id: int | None
    by_id: int
    is_guest: bool
    came_back: str

    @property
    def is_returned(self) -> bool:
        """Tell whether it is a sale of which something came back."""
        return bool(self.came_back) and self.returns_sale_id is None


@dataclass(frozen=True, slots=True)
class SalesSought:
    """Which sales: recorded from one moment to before another; all, or those that fit.

    They fit by their document, their holder, or the amount with VAT or to be paid; `happened`
    leaves out those of before a moment, as an imported past, and `only_guests` those of members.
    `before` is the last of those that were listed already: its moment and its id.
    """

    since: datetime
    until: datetime
    document: str = ""
    limit: int = 200
    member_ids: tuple[int, ...] = ()
    rials: int | None = None
    before: tuple[datetime, int] | None = None
    happened: datetime | None = None
    only_guests: bool = False


@dataclass(frozen=True, slots=True)
class SalesSummed:
    """What sales come to: how many, what was sold and came back, in Rial with VAT.

    `to_pay_rials` is what of it was to be paid in money, `given_back_rials` the money given back.
    """

    count: int
    sold_rials: int
    returned_rials: int
    to_pay_rials: int
    given_back_rials: int


@dataclass(frozen=True, slots=True)
class LineListed:
    """A line of a sale, or of a return."""

    number: int
    product: str
    product_group: str
    kind: str
    quantity_milli: int
    net_rials: int
    vat_rials: int


@dataclass(frozen=True, slots=True)
class SaleListed:
    """A sale, or a return of one (`returns_sale_id`)."""

    id: int
    occurred_at: datetime
    recorded_at: datetime
    document: str
    branch: str
    channel: str
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    returns_sale_id: int | None
    attributes: Mapping[str, Any]
    lines: tuple[LineListed, ...]


def sales_of(*, club_id: int, member_id: int) -> tuple[SaleListed, ...]:
    """Give every sale and return of a member with its lines, oldest first."""
    key = {"member": member_id, "club": club_id}
    lines: dict[int, list[LineListed]] = {}
    with reading_club(club_id):
        for row in rows(_LINES, key):
            lines.setdefault(row.pop("sale_id"), []).append(LineListed(**row))
        found = rows(_SALES, key)
    return tuple(
        SaleListed(
            **{**row, "attributes": json.loads(row["attributes"] or "{}")},
            lines=tuple(lines.get(row["id"], ())),
        )
        for row in found
    )


def recent(
    *, club_id: int, sought: SalesSought, branches: frozenset[str]
) -> tuple[SaleRecent, ...]:
    """Give the sales and returns of a period, newest first; no branches mean all."""
    with reading_club(club_id):
        return tuple(SaleRecent(**row) for row in rows(_RECENT, _asked(club_id, sought, branches)))


def rung_up_by(*, club_id: int, member_id: int, sale_id: int) -> int:
    """Give who recorded a sale: somebody of the staff, or a key; 0 when there is no such sale."""
    with reading_club(club_id):
        found = rows(_BY, {"member": member_id, "sale": sale_id, "club": club_id})
    return int(found[0]["credential_id"]) if found else 0


def summed(*, club_id: int, sought: SalesSought, branches: frozenset[str]) -> SalesSummed:
    """Give what the sales and returns of a period come to; no branches mean all."""
    with reading_club(club_id):
        (row,) = rows(_SUMMED, _asked(club_id, sought, branches))
    return SalesSummed(**row)


def _asked(club_id: int, sought: SalesSought, branches: frozenset[str]) -> dict[str, object]:
    before_at, before_id = sought.before or (sought.until, _LAST_ID)
    return {
        "club": club_id, "since": sought.since, "until": sought.until, "limit": sought.limit,
        "document": sought.document, "every": not branches, "branches": sorted(branches),
        "members": list(sought.member_ids), "rials": sought.rials,
        "any": not (sought.document or sought.member_ids or sought.rials is not None),
        "before_at": before_at, "before_id": before_id, "happened": sought.happened,
        "guests": sought.only_guests,
    }  # fmt: skip
