"""Coupons that were used, by the reward of their series; read within a `club_view`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vafa.insight.marks import View
from vafa.insight.periods import Row
from vafa.ledger.calls import rows

_USED: Final = """
    SELECT width_bucket(s.occurred_at, %(starts)s::timestamptz[]) - 1 AS period,
        r.reward, r.id AS series, count(*) AS uses, count(DISTINCT u.member_id) AS members,
        sum(s.net_rials + s.vat_rials)::bigint AS rials
    FROM vouchers_use AS u
    JOIN vouchers_coupon AS c ON c.id = u.coupon_id AND c.club_id = u.club_id
    JOIN vouchers_series AS r ON r.id = c.series_id AND r.club_id = u.club_id
    JOIN ledger_sale AS s
        ON s.member_id = u.member_id AND s.id = u.sale_id AND s.club_id = u.club_id
    WHERE u.club_id = %(club)s AND u.sale_id IS NOT NULL
        AND s.occurred_at >= %(first)s AND s.occurred_at < %(end)s
        AND (%(every)s OR s.branch = ANY(%(branches)s))
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Used:
    """How often a series was used in a period, by how many, and what they bought with it."""

    period: int
    reward: str
    series: int
    uses: int
    members: int
    rials: int


def used(*, view: View, row: Row, branches: frozenset[str] = frozenset()) -> tuple[Used, ...]:
    """Give what was used of each series in each period; the Rials are the sales' with VAT."""
    asked = {
        "club": view.club_id, "starts": row.starts, "first": row.starts[0], "end": row.ends_at,
        "every": not branches, "branches": sorted(branches),
    }  # fmt: skip
    return tuple(Used(**one) for one in rows(_USED, asked))
