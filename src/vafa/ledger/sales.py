"""Reading a sale with all that a refund needs: lines, awards, what was undone so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.ledger.calls import reading_club, rows
from vafa.ledger.records import AwardRow, SaleLineRow


@dataclass(frozen=True, slots=True)
class AwardFound:
    """An award as it was posted, with what refunds have taken back since."""

    award: AwardRow
    refunded_basis: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class ReturnFound:
    """One return of a sale: its lines hold what came back, `to_pay_rials` the cash given back."""

    event_id: int
    document: str
    occurred_at: datetime
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    lines: tuple[SaleLineRow, ...]
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SaleFound:
    """A sale as it was posted. `restored` maps a unit's number to units given back so far."""

    id: int
    member_id: int
    programme_version_id: int
    document: str
    branch: str
    channel: str
    occurred_at: datetime
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    qualifying_rials: int
    detail: Mapping[str, Any]
    lines: tuple[SaleLineRow, ...]
    awards: tuple[AwardFound, ...]
    restored: Mapping[int, int]
    returns: tuple[ReturnFound, ...]


def stored_sale(*, club_id: int, member_id: int, sale_id: int) -> SaleFound | None:
    """Give a sale of the member, or None when there is none (a return is no sale).

    Sales of who was merged into the member are the member's; `member_id` tells whose it was.
    """
    key: dict[str, object] = {"member": member_id, "sale": sale_id, "club": club_id}
    with reading_club(club_id):
        owner = rows(_OWNER, key)
        if not owner:
            return None
        key |= {"member": owner[0]["member_id"], "books": owner[0]["books"]}
        found = rows(_SALES, key)
        sale = next(row for row in found if row["returns_sale_id"] is None)
        lines = _lines_by_sale(rows(_LINES, {**key, "sales": [row["id"] for row in found]}))
        awards = rows(_AWARDS, key)
        restored = rows(_RESTORED, key)
    return SaleFound(
        id=sale["id"],
        member_id=owner[0]["member_id"],
        programme_version_id=sale["programme_version_id"],
        document=sale["document"],
        branch=sale["branch"],
        channel=sale["channel"],
        occurred_at=sale["occurred_at"],
        net_rials=sale["net_rials"],
        vat_rials=sale["vat_rials"],
        to_pay_rials=sale["to_pay_rials"],
        qualifying_rials=sale["qualifying_rials"],
        detail=json.loads(sale["detail"]),
        lines=lines.get(sale_id, ()),
        awards=tuple(_award(row) for row in awards),
        restored={row["unit"]: row["units"] for row in restored},
        returns=tuple(_return(row, lines) for row in found if row["returns_sale_id"] is not None),
    )


_OWNER = """
    SELECT s.member_id, ledger_books_v1(s.member_id) AS books FROM ledger_sale AS s
    WHERE s.member_id = ANY(ledger_family_v1(%(member)s)) AND s.id = %(sale)s
        AND s.returns_sale_id IS NULL AND s.club_id = %(club)s
"""
# A return stands in the book of whoever had the units then.
_SALES = """
    SELECT s.id, s.returns_sale_id, s.document, s.branch, s.channel, s.occurred_at, s.net_rials,
        s.vat_rials, s.to_pay_rials, s.qualifying_rials, s.detail::text AS detail,
        e.programme_version_id
    FROM ledger_sale AS s
    JOIN ledger_event AS e ON e.member_id = s.member_id AND e.id = s.id
    WHERE s.member_id = ANY(%(books)s) AND s.club_id = %(club)s
        AND ((s.id = %(sale)s AND s.returns_sale_id IS NULL) OR s.returns_sale_id = %(sale)s)
    ORDER BY s.recorded_at, s.id
"""
_LINES = """
    SELECT sale_id, number, product_group, product, kind, quantity_milli, gross_rials, net_rials,
        vat_rials
    FROM ledger_sale_line
    WHERE member_id = ANY(%(books)s) AND club_id = %(club)s AND sale_id = ANY(%(sales)s)
    ORDER BY sale_id, number
"""
_AWARDS = """
    SELECT a.id, a.rule, a.unit, a.units, a.uncapped, a.basis, a.tier, a.day, a.carry,
        a.qualifying, a.detail::text AS detail, coalesce(r.basis, 0)::bigint AS refunded_basis,
        coalesce(r.units, 0)::bigint AS taken_back
    FROM ledger_event AS e
    JOIN ledger_award AS a ON a.member_id = e.member_id AND a.id = ANY(e.award_ids)
    LEFT JOIN LATERAL (
        SELECT sum(x.units) AS units, sum(x.basis) AS basis FROM ledger_award_reversal AS x
        WHERE x.member_id = a.member_id AND x.award_id = a.id
    ) AS r ON true
    WHERE e.member_id = %(member)s AND e.id = %(sale)s AND e.club_id = %(club)s
    ORDER BY array_position(e.award_ids, a.id)
"""
_RESTORED = """
    SELECT unit, sum(units)::bigint AS units FROM ledger_burn_reversal
    WHERE member_id = %(member)s AND burn_event_id = %(sale)s AND club_id = %(club)s
    GROUP BY unit ORDER BY unit
"""


def _lines_by_sale(found: list[dict[str, Any]]) -> dict[int, tuple[SaleLineRow, ...]]:
    by_sale: dict[int, tuple[SaleLineRow, ...]] = {}
    for row in found:
        sale_id = row.pop("sale_id")
        line = SaleLineRow(group=row.pop("product_group"), **row)
        by_sale[sale_id] = (*by_sale.get(sale_id, ()), line)
    return by_sale


def _award(row: dict[str, Any]) -> AwardFound:
    refunded_basis, taken_back = row.pop("refunded_basis"), row.pop("taken_back")
    award = AwardRow(**{**row, "detail": json.loads(row["detail"])})
    return AwardFound(award, refunded_basis, taken_back)


def _return(row: Mapping[str, Any], lines: Mapping[int, tuple[SaleLineRow, ...]]) -> ReturnFound:
    return ReturnFound(
        event_id=row["id"],
        document=row["document"],
        occurred_at=row["occurred_at"],
        net_rials=row["net_rials"],
        vat_rials=row["vat_rials"],
        to_pay_rials=row["to_pay_rials"],
        lines=lines.get(row["id"], ()),
        detail=json.loads(row["detail"]),
    )
