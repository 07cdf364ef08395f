"""What came since a mark, counted from the book: the same queries fill the counts and read on.

A sale's figures only add up. A member's visits do not: of everybody who bought since the mark all
visits are counted twice, with the new ones and (taken off) without them. Added to what is counted
it comes out right, also when a purchase comes late.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from vafa.insight.marks import View, known
from vafa.kit.ids import ids_of
from vafa.ledger.calls import rows
from vafa.ledger.periods import flows_query

DAY, MONTH = 1, 2  # grains
CHANNEL, GROUP, PRODUCT, RECORDER, TILL = 1, 2, 3, 4, 5  # parts; RECORDER is a person or key
PARTS: Final = (CHANNEL, GROUP, PRODUCT, RECORDER, TILL)
# What is counted: members who come AGAIN on a day (or in a month) by the day on which they came
# before, VISITS on a day, COHORTS of the month of the first visit, HOURS of a day's first visit,
# members LOST on the last day of so many without a visit, FIRSTS of all visits, members who come
# BACK after they were lost, MOVES between tiers; and what a census found: members of TIERS, who
# JOINED on a day, whose units are EXPIRING soon, whose BIRTHDAYS are on a day (month x 100 + day
# of the Jalali calendar).
AGAIN, AGAIN_IN_MONTH, VISITS, COHORTS, HOURS, LOST, FIRSTS, BACK, MOVES = range(1, 10)
TIERS, JOINED, EXPIRING, BIRTHDAYS = range(10, 14)
LOST_AFTER_DAYS: Final = 90
EXPIRES_WITHIN: Final = timedelta(days=14)

_IDS_A_DAY: Final = ids_of(timedelta(days=1))
_DAY: Final = "(s.occurred_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'"
_SUMS: Final = """
    count({sale}) FILTER (WHERE s.returns_sale_id IS NULL) AS purchases,
    count({sale}) FILTER (WHERE s.returns_sale_id IS NOT NULL) AS returns,
    coalesce(sum({row}.net_rials + {row}.vat_rials)
        FILTER (WHERE s.returns_sale_id IS NULL), 0)::bigint AS sold_rials,
    coalesce(sum({row}.net_rials + {row}.vat_rials)
        FILTER (WHERE s.returns_sale_id IS NOT NULL), 0)::bigint AS returned_rials
"""
_LINES: Final = """JOIN ledger_sale_line AS l
    ON l.member_id = s.member_id AND l.sale_id = s.id AND l.club_id = s.club_id"""
_EVENT: Final = """JOIN ledger_event AS e
    ON e.member_id = s.member_id AND e.id = s.id AND e.club_id = s.club_id"""
# Of each part: its code, the row whose amounts count, and what is joined.
_PARTS: Final[dict[int, tuple[str, str, str]]] = {
    CHANNEL: ("s.channel", "s", ""),
    GROUP: ("l.product_group", "l", _LINES),
    PRODUCT: ("l.product", "l", _LINES),
    RECORDER: ("e.credential_id::text", "s", _EVENT),
    TILL: ("coalesce(s.detail #>> '{attributes,till}', '')", "s", ""),
}


def sold(view: View, part: int) -> str:
    """Give the query of what was sold since the mark: by day, hour, branch and code of a part.

    It asks for `first` and `end`, moments between which sales count; null for all.
    """
    code, row, joined = _PARTS[part]
    sale = "DISTINCT s.id" if row == "l" else "*"
    near = view.near("l") if row == "l" else view.near("e") if joined else ""
    hour = "extract(hour FROM s.occurred_at AT TIME ZONE %(zone)s)::int" if part == CHANNEL else 0
    return f"""
        SELECT {part} AS part, {_DAY} AS day, {hour} AS hour, s.branch, {code} AS code,
            {_SUMS.format(row=row, sale=sale)}
        FROM ledger_sale AS s {joined}{near}
        WHERE s.club_id = %(club)s AND {view.came("s")}
            AND (%(first)s::timestamptz IS NULL OR s.occurred_at >= %(first)s)
            AND (%(end)s::timestamptz IS NULL OR s.occurred_at < %(end)s)
        GROUP BY 2, 3, 4, 5
    """  # nosec B608  # noqa: S608  framework


def units(view: View) -> str:
    """Give the query of what became of each unit since the mark, by day.

    Accounts: 1 spendable, 2 pending; 10 and 16 issue, 11 takes what is used, 12 what expired.
    """
    return f"""
        SELECT (m.effective_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01' AS day, m.unit,
            coalesce(sum(m.amount) FILTER (WHERE m.from_account IN (10, 16)), 0)::bigint AS issued,
            (coalesce(sum(m.amount) FILTER (WHERE m.to_account = 11), 0)
                - coalesce(sum(m.amount) FILTER (WHERE m.from_account = 11), 0))::bigint AS used,
            (coalesce(sum(m.amount) FILTER (WHERE m.to_account = 12), 0)
                - coalesce(sum(m.amount) FILTER (WHERE m.from_account = 12), 0))::bigint
                AS expired,
            coalesce(sum(m.amount) FILTER (WHERE m.to_account = 10), 0)::bigint AS taken_back,
            (coalesce(sum(m.amount) FILTER (WHERE m.to_account IN (1, 2)), 0)
                - coalesce(sum(m.amount) FILTER (WHERE m.from_account IN (1, 2)), 0))::bigint
                AS change
        FROM ledger_movement AS m
        WHERE m.club_id = %(club)s AND {view.came("m")}
        GROUP BY 1, 2
    """  # nosec B608  # noqa: S608  framework


def flows(view: View) -> str:
    """Give the query of what accounts count since the mark, by day and month of issue."""
    return flows_query(
        which=view.came("m"), month="0",
        cohort=_month("(issued_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'"),
        near=view.near("{row}"),
    )  # fmt: skip


def moves(_view: View) -> str:
    """Give the query of tier moves since the mark's place in the feed, as counts."""
    return f"""
        SELECT {MOVES}::smallint AS what, '' AS branch, (c.payload ->> 'day')::integer AS day,
            0 AS earlier, concat_ws('>', c.payload ->> 'before', c.payload ->> 'after') AS code,
            count(*) AS members
        FROM rewards_change AS c
        WHERE c.club_id = %(club)s AND c.place > %(place)s AND c.topic = 'tier.changed'
        GROUP BY 3, 5
    """  # nosec B608  # noqa: S608  framework


def visitors(view: View) -> list[int] | None:
    """Give whose visits changed since the mark; None for everybody. Guests are left out.

    Who comes again to the branch on a day that is counted already adds no visit: most purchases of
    a busy day need no look at what the member bought before.
    """
    if view.mark is None or view.part is not None:
        return None
    statement = f"""
        SELECT DISTINCT s.member_id FROM ledger_sale AS s
        JOIN ledger_member_state AS m
            ON m.member_id = s.member_id AND m.club_id = s.club_id AND m.kind = 1
        WHERE s.club_id = %(club)s AND s.returns_sale_id IS NULL AND {view.came("s")}
            AND NOT EXISTS (
                SELECT FROM ledger_sale AS o
                WHERE o.member_id = s.member_id AND o.club_id = s.club_id
                    AND o.id BETWEEN s.id - {_IDS_A_DAY} AND s.id
                    AND o.returns_sale_id IS NULL AND o.branch = s.branch
                    AND o.occurred_at <= s.occurred_at AND {_DAY.replace("s.", "o.")} = {_DAY}
                    AND {known("o")}
            )
    """  # nosec B608  # noqa: S608  framework
    return [row["member_id"] for row in rows(statement, view.asked())]


def visits(view: View, members: list[int] | None) -> str:
    """Give the query of what `members` (of `visitors`) change in the counts of visits.

    It asks for `members`. A branch has its own counts; '' is the whole club.
    """
    worlds = "(1)" if members is None else "(1), (-1)"
    whose = view.came("s") if members is None else "s.member_id = ANY(%(members)s)"
    return f"""
        WITH bought AS (
            SELECT s.member_id, s.branch, w.sign, {_DAY} AS day,
                min(s.occurred_at AT TIME ZONE %(zone)s) AS at
            FROM ledger_sale AS s
            JOIN ledger_member_state AS m
                ON m.member_id = s.member_id AND m.club_id = s.club_id AND m.kind = 1
                {view.near("m")}
            JOIN (VALUES {worlds}) AS w (sign) ON w.sign = 1 OR {known("s")}
            WHERE s.club_id = %(club)s AND s.returns_sale_id IS NULL AND {whose}
            GROUP BY 1, 2, 3, 4
        ),
        visit AS (
            SELECT member_id, branch, sign, day, extract(hour FROM at)::int AS hour FROM bought
            WHERE branch <> ''
            UNION ALL
            SELECT member_id, '', sign, day, extract(hour FROM min(at))::int FROM bought
            GROUP BY 1, 3, 4
        ),
        seen AS (
            SELECT v.branch, v.sign, v.day, v.hour, v.member_id,
                lag(v.day) OVER w AS earlier, lead(v.day) OVER w AS later,
                first_value(v.day) OVER w AS first
            FROM visit AS v WINDOW w AS (PARTITION BY v.member_id, v.branch, v.sign ORDER BY v.day)
        ),
        month AS (
            SELECT DISTINCT branch, sign, member_id, {_month("first")} AS first,
                {_month("day")} AS day FROM seen
        ),
        counted AS (
            SELECT {AGAIN} AS what, branch, day, earlier, sign FROM seen WHERE earlier IS NOT NULL
            UNION ALL SELECT {AGAIN_IN_MONTH}, branch, {_month("day")}, earlier, sign FROM seen
            WHERE earlier IS NOT NULL
            UNION ALL SELECT {VISITS}, branch, day, 0, sign FROM seen
            UNION ALL SELECT {HOURS}, branch, day, hour, sign FROM seen
            UNION ALL SELECT {LOST}, branch, day + {LOST_AFTER_DAYS}, 0, sign FROM seen
            WHERE later IS NULL OR later > day + {LOST_AFTER_DAYS}
            UNION ALL SELECT {FIRSTS}, branch, day, 0, sign FROM seen WHERE earlier IS NULL
            UNION ALL SELECT {BACK}, branch, day, 0, sign FROM seen
            WHERE day - earlier > {LOST_AFTER_DAYS}
            UNION ALL SELECT {COHORTS}, branch, day, first, sign FROM month
        )
        SELECT what::smallint, branch, day, earlier, '' AS code, sum(sign)::bigint AS members
        FROM counted GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0
    """  # nosec B608  # noqa: S608  framework


def asked(view: View, **more: object) -> dict[str, Any]:
    """Give what the queries here take; without more, all moments and nobody in particular."""
    return view.asked(**{"first": None, "end": None, "members": [], **more})


def _month(day: str) -> str:
    return f"(%(months)s::int[])[greatest(width_bucket({day}, %(months)s::int[]), 1)]"


month_of: Final = _month
