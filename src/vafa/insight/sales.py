"""What was sold in each period, in all and by branch, channel, group or product.

A sale counts on the day it happened, a return on the day it was brought back; amounts hold VAT.
An edited purchase is a return of the old and a sale of the new. All read within `club_scope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from vafa.insight.periods import Row
from vafa.ledger.calls import rows

Part = Literal["", "branch", "channel", "group", "product"]

_OF_SALES: Final = """
    SELECT
        width_bucket(s.occurred_at, %(starts)s::timestamptz[]) - 1 AS period,
        {part} AS part,
        count(*) FILTER (WHERE s.returns_sale_id IS NULL) AS purchases,
        count(*) FILTER (WHERE s.returns_sale_id IS NOT NULL) AS returns,
        coalesce(sum(s.net_rials + s.vat_rials) FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint
            AS sold_rials,
        coalesce(sum(s.net_rials + s.vat_rials) FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint
            AS returned_rials
    FROM ledger_sale AS s
    WHERE s.club_id = %(club)s AND s.occurred_at >= %(first)s AND s.occurred_at < %(end)s
        AND (%(every)s OR s.branch = ANY(%(branches)s))
    GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: E501 - framework
_OF_LINES: Final = """
    SELECT
        width_bucket(s.occurred_at, %(starts)s::timestamptz[]) - 1 AS period,
        {part} AS part,
        count(DISTINCT s.id) FILTER (WHERE s.returns_sale_id IS NULL) AS purchases,
        count(DISTINCT s.id) FILTER (WHERE s.returns_sale_id IS NOT NULL) AS returns,
        coalesce(sum(l.net_rials + l.vat_rials) FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint
            AS sold_rials,
        coalesce(sum(l.net_rials + l.vat_rials) FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint
            AS returned_rials
    FROM ledger_sale AS s
    JOIN ledger_sale_line AS l
        ON l.member_id = s.member_id AND l.sale_id = s.id AND l.club_id = s.club_id
    WHERE s.club_id = %(club)s AND s.occurred_at >= %(first)s AND s.occurred_at < %(end)s
        AND (%(every)s OR s.branch = ANY(%(branches)s))
    GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: E501 - framework
_BY_PART: Final[dict[Part, str]] = {
    "": _OF_SALES.format(part="''"),
    "branch": _OF_SALES.format(part="s.branch"),
    "channel": _OF_SALES.format(part="s.channel"),
    "group": _OF_LINES.format(part="l.product_group"),
    "product": _OF_LINES.format(part="l.product"),
}
_BUYERS: Final = """
    SELECT count(*) AS buyers, count(*) FILTER (WHERE found.purchases > 1) AS came_again
    FROM (
        SELECT s.member_id, count(*) AS purchases
        FROM ledger_sale AS s
        JOIN ledger_member_state AS m ON m.member_id = s.member_id AND m.kind = 1
        WHERE s.club_id = %(club)s AND s.occurred_at >= %(first)s AND s.occurred_at < %(end)s
            AND s.returns_sale_id IS NULL AND (%(every)s OR s.branch = ANY(%(branches)s))
        GROUP BY s.member_id
    ) AS found
"""


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold in one period (counted from 0) of one part (empty for all); Rials with VAT."""

    period: int
    part: str
    purchases: int
    returns: int
    sold_rials: int
    returned_rials: int

    @property
    def rials(self) -> int:
        """Give the sales less what was returned."""
        return self.sold_rials - self.returned_rials


@dataclass(frozen=True, slots=True)
class Buyers:
    """How many members bought, and how many of them more than once."""

    buyers: int
    came_again: int


def sold(
    *, club_id: int, row: Row, part: Part = "", branches: frozenset[str] = frozenset()
) -> tuple[Sold, ...]:
    """Give what was sold in each period that has any; no branches mean all."""
    asked = {
        "club": club_id, "starts": row.starts, "first": row.starts[0], "end": row.ends_at,
        "every": not branches, "branches": sorted(branches),
    }  # fmt: skip
    return tuple(Sold(**found) for found in rows(_BY_PART[part], asked))


def sold_within(
    *, club_id: int, since: datetime, until: datetime, branches: frozenset[str] = frozenset()
) -> Sold:
    """Give what was sold from one moment to before another."""
    asked = {
        "club": club_id, "starts": [since], "first": since, "end": until,
        "every": not branches, "branches": sorted(branches),
    }  # fmt: skip
    found = rows(_BY_PART[""], asked)
    return Sold(**found[0]) if found else Sold(0, "", 0, 0, 0, 0)


def buyers(
    *, club_id: int, since: datetime, until: datetime, branches: frozenset[str] = frozenset()
) -> Buyers:
    """Count the members who bought from one moment to before another; guests are left out."""
    asked = {
        "club": club_id, "first": since, "end": until, "every": not branches,
        "branches": sorted(branches),
    }  # fmt: skip
    return Buyers(**rows(_BUYERS, asked)[0])
