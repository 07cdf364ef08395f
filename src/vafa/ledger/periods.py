"""Reading a club's book by period: what was booked in each month, by the month of issue.

A movement belongs to the month of its effective moment, unless that month was closed before the
movement was known; then it belongs to the first month that was open. What a closing knew is a
moment and PostgreSQL's snapshot of then: a posting under way at that instant is never lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.ledger.calls import call, reading_club, rows

_ALWAYS: Final = "infinity"
_NEVER: Final = "-infinity"
_NOTHING_SEEN: Final = "1:1:"

_FIRST = "SELECT min(effective_at) AS at FROM ledger_movement WHERE club_id = %(club)s"
_STOCKS = """
    SELECT k.snapshot, w.unit, w.outstanding, w.owed
    FROM (SELECT pg_current_snapshot()::text AS snapshot) AS k
    LEFT JOIN (
        SELECT unit, sum(spendable + pending)::bigint AS outstanding, sum(owed)::bigint AS owed
        FROM ledger_wallet WHERE club_id = %(club)s GROUP BY unit
    ) AS w ON true
"""
# Kinds and accounts: ledger/chart.py. A lot is opened by the movement of its own number.
_FLOWS_OF = """
    WITH moved AS MATERIALIZED (
        SELECT
            m.member_id, m.seq, m.event_id, m.lot_seq, m.amount, m.unit, m.kind,
            m.from_account, m.to_account, m.effective_at,
            {month} AS month,
            (m.effective_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01' AS day
        FROM ledger_movement AS m
        WHERE m.club_id = %(club)s AND {which} AND NOT (m.kind = 4 AND m.to_account = 1)
    ),
    effect AS (
        SELECT m.month, m.day, m.unit, m.effective_at AS issued_at, m.amount,
            CASE m.kind WHEN 1 THEN CASE WHEN s.id IS NULL THEN 'given' ELSE 'sold' END
                WHEN 7 THEN 'restored' WHEN 9 THEN 'brought_in'
                WHEN 11 THEN 'moved_in' WHEN 14 THEN 'moved_in'
                ELSE CASE l.class WHEN 1 THEN 'paid_in' ELSE 'adjusted_in' END END AS what
        FROM moved AS m
        LEFT JOIN ledger_sale AS s
            ON m.kind = 1 AND s.member_id = m.member_id AND s.id = m.event_id {near_s}
        LEFT JOIN ledger_lot AS l
            ON m.kind = 8 AND l.member_id = m.member_id AND l.seq = m.seq {near_l}
        WHERE m.lot_seq = m.seq AND m.to_account IN (1, 2)
        UNION ALL
        SELECT m.month, m.day, m.unit, o.effective_at, u.amount,
            CASE m.kind WHEN 2 THEN 'used' WHEN 7 THEN 'used' WHEN 12 THEN 'used'
                WHEN 3 THEN 'expired' WHEN 4 THEN 'taken_back' WHEN 5 THEN 'taken_back'
                WHEN 11 THEN 'moved_out' WHEN 14 THEN 'moved_out' ELSE 'adjusted_out' END
        FROM moved AS m
        JOIN ledger_lot_use AS u ON u.member_id = m.member_id AND u.seq = m.seq {near_u}
        JOIN ledger_movement AS o
            ON o.member_id = u.member_id AND o.seq = u.lot_seq {near_o}
        UNION ALL
        SELECT m.month, m.day, m.unit, o.effective_at, x.amount, x.what
        FROM moved AS m
        JOIN ledger_movement AS o
            ON o.member_id = m.member_id AND o.seq = m.lot_seq {near_o}
        CROSS JOIN LATERAL (
            VALUES
                (CASE m.kind WHEN 6 THEN 'expired' ELSE 'used' END, -m.amount),
                (CASE m.kind WHEN 6 THEN 'taken_back' ELSE 'expired' END, m.amount)
        ) AS x (what, amount)
        WHERE m.kind = 6 OR (m.kind = 7 AND m.to_account = 12)
        UNION ALL
        SELECT month, day, unit, NULL, CASE from_account WHEN 3 THEN amount ELSE -amount END,
            CASE kind WHEN 15 THEN 'lent' ELSE 'owed' END
        FROM moved WHERE from_account = 3 OR to_account = 3
    )
    SELECT month, day, unit, {cohort} AS cohort, what, sum(amount)::bigint AS amount
    FROM effect GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT e.month, e.day, 0, 0, 'price',
        sum(greatest(s.to_pay_rials - s.vat_rials, 0))::bigint
    FROM (
        SELECT DISTINCT month, day, member_id, event_id FROM moved
        WHERE kind = 1 AND to_account IN (1, 2)
    ) AS e
    JOIN ledger_sale AS s ON s.member_id = e.member_id AND s.id = e.event_id {near_s}
    GROUP BY 1, 2
    ORDER BY 1, 2, 3, 4, 5
"""
_OPEN = """
    m.recorded_at >= %(since)s::timestamptz - INTERVAL '1 day'
    AND m.recorded_at <= %(until_at)s::timestamptz
    AND pg_visible_in_snapshot(m.xact, %(until)s::pg_snapshot)
    AND m.effective_at < %(ends)s::timestamptz
    AND (
        m.effective_at >= %(opens_at)s OR m.recorded_at > %(before_at)s::timestamptz
        OR NOT pg_visible_in_snapshot(m.xact, %(before)s::pg_snapshot)
    )
"""
_LATE = f"{_OPEN} AND m.effective_at < %(opens_at)s"
_MONTH = "greatest(width_bucket(m.effective_at, %(opens)s::timestamptz[]), 1) - 1 + %(first_open)s"
_COHORT = "greatest(width_bucket(issued_at, %(starts)s::timestamptz[]), 1) - 1"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known of the book at a closing: all that the snapshot shows, recorded by `at`."""

    snapshot: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeriodFlow:
    """Units that moved: `month` and `cohort` are places (from 0) in the months that were asked.

    `what` is sold, given, brought_in, paid_in, adjusted_in, restored, moved_in, used, expired,
    taken_back, adjusted_out, moved_out, owed, lent, or price: the Rial paid for what earned units
    that day.
    """

    month: int
    day: int
    unit: int
    cohort: int
    what: str
    amount: int


@dataclass(frozen=True, slots=True)
class Stocks:
    """By unit, what members have (pending included) and what they owe, as of `known`."""

    units: Mapping[int, tuple[int, int]]
    known: Knowledge


@dataclass(frozen=True, slots=True)
class Period:
    """Which months to read: the starts of all since the club's first one.

    `first_open` is the first open one's place in them; without `ends_at`, whatever comes later
    counts in the last one.
    """

    starts: Sequence[datetime]
    first_open: int
    ends_at: datetime | None = None


def known_now() -> Knowledge:
    """Give what is known at this instant, without a limit in time."""
    return Knowledge(str(call("SELECT pg_current_snapshot()::text")))


def first_moment(*, club_id: int) -> datetime | None:
    """Give the effective moment of the earliest movement; None when the book is empty."""
    with reading_club(club_id):
        found = rows(_FIRST, {"club": club_id})
    moment: datetime | None = found[0]["at"]
    return moment


def flows(
    *,
    club_id: int,
    zone: str,
    period: Period,
    before: Knowledge | None,
    until: Knowledge,
    is_late: bool = False,
) -> list[PeriodFlow]:
    """Add up what belongs to the months of a period, and was not known at the closing `before`.

    Only what was recorded since the day before the first open month is read, in one pass. Those
    that are late alone happened before the first open month.
    """
    opens = period.starts[period.first_open :]
    key = {
        "club": club_id,
        "zone": zone,
        "starts": list(period.starts),
        "first_open": period.first_open,
        "opens": list(opens),
        "opens_at": opens[0],
        "ends": period.ends_at or _ALWAYS,
        "since": opens[0] if before else _NEVER,
        "before": before.snapshot if before else _NOTHING_SEEN,
        "before_at": before.at if before else _NEVER,
        "until": until.snapshot,
        "until_at": until.at or _ALWAYS,
    }
    with reading_club(club_id):
        query = flows_query(which=_LATE if is_late else _OPEN)
        return [PeriodFlow(**row) for row in rows(query, key)]


def flows_query(*, which: str, month: str = _MONTH, cohort: str = _COHORT, near: str = "") -> str:
    """Give the query that adds up what moved in `which` movements `m`, by day, unit and cohort.

    `month` is made of the movement, `cohort` of `issued_at`. `near` narrows each row that is
    joined; it asks for `row`. The query takes `club` and `zone`.
    """
    joined = {f"near_{row}": near.format(row=row) for row in "slou"}
    return _FLOWS_OF.format(which=which, month=month, cohort=cohort, **joined)


def stocks(*, club_id: int) -> Stocks:
    """Add up the wallets, and say what was known of the book at that very instant."""
    with reading_club(club_id):
        found = rows(_STOCKS, {"club": club_id})
    known = Knowledge(found[0]["snapshot"])
    units = {row["unit"]: (row["outstanding"], row["owed"]) for row in found if row["unit"]}
    return Stocks(units, known)
