"""Every sale of a member with its lines, as the member gets them in a copy of their data."""

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
