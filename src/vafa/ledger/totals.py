"""Reading the whole book of a club: what was issued, used and is left, and each member's sum.

For reports and proofs, not for the till: these queries read every movement or lot of the club.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vafa.ledger.calls import reading_club, rows
from vafa.ledger.history import UNDONE_KIND


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """One unit over the whole club: what flowed since the beginning, and what is there now.

    `outstanding` is what members could still spend (pending included); `owed` is what they owe.
    """

    issued: int
    used: int
    expired: int
    taken_back: int
    outstanding: int
    owed: int


@dataclass(frozen=True, slots=True)
class ClubTotals:
    """A club's book in figures. `units` goes by the unit's number, `tiers` counts members."""

    members: int
    sales: int
    lines: int
    movements: int
    units: dict[int, UnitTotals]
    tiers: dict[str, int]


@dataclass(frozen=True, slots=True)
class MemberBook:
    """One member's book in a few figures; balances and lots go by the unit's number.

    A balance is (spendable, pending, owed); lots are (number of open or pending ones, remaining).
    """

    tier: str
    state_version: int
    movements: int
    balances: dict[int, tuple[int, int, int]]
    lots: dict[int, tuple[int, int]]


def totals(*, club_id: int) -> ClubTotals:
    """Add up a club's book."""
    key = {"club": club_id}
    with reading_club(club_id):
        counts = rows(_COUNTS, key)[0]
        flows = {row.pop("unit"): row for row in rows(_FLOWS, key)}
        stocks = {row.pop("unit"): row for row in rows(_STOCKS, key)}
        tiers = {row["tier"]: row["members"] for row in rows(_TIERS, key)}
    units = {unit: UnitTotals(**flow, **stocks[unit]) for unit, flow in flows.items()}
    return ClubTotals(**counts, units=units, tiers=tiers)


def member_books(*, club_id: int) -> dict[int, MemberBook]:
    """Sum up the book of every member of a club."""
    key = {"club": club_id}
    with reading_club(club_id):
        moved = {row["member_id"]: row["movements"] for row in rows(_MOVED, key)}
        books = {
            row["member_id"]: MemberBook(
                row["tier"], row["state_version"], moved.get(row["member_id"], 0), {}, {}
            )
            for row in rows(_MEMBERS, key)
        }
        for row in rows(_WALLETS, key):
            balance = (row["spendable"], row["pending"], row["owed"])
            books[row["member_id"]].balances[row["unit"]] = balance
        for row in rows(_LOTS, key):
            books[row["member_id"]].lots[row["unit"]] = (row["lots"], row["remaining"])
    return books


_COUNTS = """
    SELECT
        (SELECT count(*) FROM ledger_member_state WHERE club_id = %(club)s) AS members,
        (SELECT count(*) FROM ledger_sale WHERE club_id = %(club)s AND returns_sale_id IS NULL)
            AS sales,
        (SELECT count(*) FROM ledger_sale_line WHERE club_id = %(club)s) AS lines,
        (SELECT count(*) FROM ledger_movement WHERE club_id = %(club)s) AS movements
"""
# Issuer, redemption and breakage are seen from their own side: what went out, less what came back.
_FLOWS = """
    SELECT
        unit,
        coalesce(sum(amount) FILTER (WHERE from_account IN (10, 16)), 0)::bigint AS issued,
        coalesce(sum(amount) FILTER (WHERE to_account = 11), 0)::bigint
            - coalesce(sum(amount) FILTER (WHERE from_account = 11), 0)::bigint AS used,
        coalesce(sum(amount) FILTER (WHERE to_account = 12), 0)::bigint
            - coalesce(sum(amount) FILTER (WHERE from_account = 12), 0)::bigint AS expired,
        coalesce(sum(amount) FILTER (WHERE to_account = 10), 0)::bigint AS taken_back
    FROM ledger_movement WHERE club_id = %(club)s GROUP BY unit ORDER BY unit
"""
_STOCKS = """
    SELECT
        unit, sum(spendable + pending)::bigint AS outstanding, sum(owed)::bigint AS owed
    FROM ledger_wallet WHERE club_id = %(club)s GROUP BY unit ORDER BY unit
"""
_TIERS = """
    SELECT coalesce(state ->> 'tier', '') AS tier, count(*) AS members
    FROM ledger_member_state WHERE club_id = %(club)s AND kind = 1 AND merged_into IS NULL
    GROUP BY 1 ORDER BY 1
"""
_MEMBERS = """
    SELECT member_id, coalesce(state ->> 'tier', '') AS tier, state_version
    FROM ledger_member_state WHERE club_id = %(club)s ORDER BY member_id
"""
_MOVED = """
    SELECT member_id, count(*) AS movements FROM ledger_movement
    WHERE club_id = %(club)s GROUP BY member_id
"""
_WALLETS = """
    SELECT member_id, unit, spendable, pending, owed FROM ledger_wallet
    WHERE club_id = %(club)s ORDER BY member_id, unit
"""
_LOTS = """
    SELECT member_id, unit, count(*) AS lots, sum(remaining)::bigint AS remaining FROM ledger_lot
    WHERE club_id = %(club)s AND state < 3 GROUP BY member_id, unit ORDER BY member_id, unit
"""


def state_versions(*, club_id: int) -> dict[int, int]:
    """Give every member's state version; 0 is a book that is still empty."""
    with reading_club(club_id):
        found = rows(_VERSIONS, {"club": club_id})
    return {row["member_id"]: row["state_version"] for row in found}


def member_versions(*, club_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """Give some members' state versions; who has no book yet is not in it."""
    with reading_club(club_id):
        found = rows(
            f"{_VERSIONS} AND member_id = ANY(%(ids)s)", {"club": club_id, "ids": list(member_ids)}
        )
    return {row["member_id"]: row["state_version"] for row in found}


def blank_books(*, club_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """Give whose book holds nothing, with the number of its last movement.

    Nothing came yet, or all that came was undone.
    """
    with reading_club(club_id):
        found = rows(_BLANK, {"club": club_id, "ids": list(member_ids)})
    return {row["member_id"]: row["movement_seq"] for row in found}


def did_later(
    *, club_id: int, versions: Mapping[int, int], besides: Sequence[int]
) -> frozenset[int]:
    """Tell for whom more was posted since a version: not these, nor their refunds."""
    key = {
        "club": club_id,
        "ids": list(versions),
        "versions": list(versions.values()),
        "besides": list(besides),
        "undone": UNDONE_KIND,
    }
    with reading_club(club_id):
        return frozenset(row["member_id"] for row in rows(_LATER, key))


@dataclass(frozen=True, slots=True)
class UsualSales:
    """What is usual: the 99th percentile and the middle of sales in Rial; 0 when there are few."""

    rials: int
    median_rials: int


def usual_sales(*, club_id: int) -> UsualSales:
    """Tell what is usual in a club, from some thousand sales of some hundred members."""
    with reading_club(club_id):
        found = rows(_USUAL, {"club": club_id, "least": _ENOUGH_SALES})[0]
    return UsualSales(int(found["rials"]), int(found["median_rials"]))


def usual_of_member(*, club_id: int, member_id: int) -> int:
    """Give the 99th percentile of a member's newest thousand sales in Rial; 0 without any."""
    with reading_club(club_id):
        return int(rows(_USUAL_OF_MEMBER, {"club": club_id, "member": member_id})[0]["rials"])


def is_undone(*, club_id: int, member_id: int, event_id: int) -> bool:
    """Tell whether an event that an import brought was undone."""
    key = {"club": club_id, "member": member_id, "event": event_id, "undone": UNDONE_KIND}
    with reading_club(club_id):
        return bool(rows(_UNDONE, key))


def awards_of(*, club_id: int, member_id: int, event_id: int) -> dict[int, int]:
    """Give the awards of an event: id and units."""
    key = {"club": club_id, "member": member_id, "event": event_id}
    with reading_club(club_id):
        return {row["id"]: row["units"] for row in rows(_AWARDS, key)}


def median_sale(*, club_id: int) -> int:
    """Give the middle of a club's sales in Rial, of 100,000 at most; 0 when there are few."""
    with reading_club(club_id):
        return int(rows(_MEDIAN, {"club": club_id, "least": _FEW_SALES})[0]["rials"])


def posted_documents(*, club_id: int, source: str, documents: Sequence[str]) -> frozenset[str]:
    """Tell which documents of a source are in the book as purchases."""
    return frozenset(known_documents(club_id=club_id, source=source, documents=documents))


def known_documents(
    *, club_id: int, source: str, documents: Sequence[str]
) -> dict[str, tuple[int, bool]]:
    """Give the newest revision of each purchase of a source, and whether an undoing took it."""
    key = {"club": club_id, "source": source, "documents": list(documents), "kind": UNDONE_KIND}
    with reading_club(club_id):
        found = rows(_DOCUMENTS, key)
    return {row["document"]: (row["revision"], row["is_undone"]) for row in found}


_VERSIONS = "SELECT member_id, state_version FROM ledger_member_state WHERE club_id = %(club)s"
_FEW_SALES = 20
_MEDIAN = """
    SELECT CASE WHEN count(*) < %(least)s THEN 0 ELSE
        percentile_disc(0.5) WITHIN GROUP (ORDER BY s.net_rials + s.vat_rials)
    END AS rials
    FROM (
        SELECT net_rials, vat_rials FROM ledger_sale
        WHERE club_id = %(club)s AND returns_sale_id IS NULL LIMIT 100000
    ) AS s
"""
_LATER = """
    SELECT DISTINCT e.member_id FROM ledger_event AS e
    JOIN unnest(%(ids)s::bigint[], %(versions)s::bigint[]) AS m (id, version)
        ON m.id = e.member_id AND e.state_version > m.version
    WHERE e.club_id = %(club)s AND e.member_id = ANY(%(ids)s::bigint[]) AND e.status = 200
        AND e.kind <> %(undone)s AND e.id <> ALL(%(besides)s::bigint[])
        AND NOT (e.kind = 'refund' AND e.origin_event_id = ANY(%(besides)s::bigint[]))
"""
_ENOUGH_SALES = 100
# What waits for a review is not what is usual.
_USUAL = """
    SELECT
        CASE WHEN count(*) < %(least)s THEN 0 ELSE
            percentile_disc(0.99) WITHIN GROUP (ORDER BY x.rials) END AS rials,
        coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY x.rials), 0) AS median_rials
    FROM (
        SELECT member_id FROM ledger_member_state WHERE club_id = %(club)s ORDER BY member_id DESC
        LIMIT 200
    ) AS m
    CROSS JOIN LATERAL (
        SELECT s.net_rials + s.vat_rials AS rials FROM ledger_sale AS s
        WHERE s.member_id = m.member_id AND s.returns_sale_id IS NULL
            AND NOT s.detail ? 'review'
        ORDER BY s.id DESC LIMIT 100
    ) AS x
"""
_USUAL_OF_MEMBER = """
    SELECT coalesce(percentile_disc(0.99) WITHIN GROUP (ORDER BY s.rials), 0) AS rials
    FROM (
        SELECT net_rials + vat_rials AS rials FROM ledger_sale
        WHERE club_id = %(club)s AND member_id = %(member)s AND returns_sale_id IS NULL
            AND NOT detail ? 'review'
        ORDER BY id DESC LIMIT 1000
    ) AS s
"""
_UNDONE = """
    SELECT id FROM ledger_event
    WHERE club_id = %(club)s AND member_id = %(member)s AND origin_event_id = %(event)s
        AND kind = %(undone)s
"""
_AWARDS = """
    SELECT id, units FROM ledger_award
    WHERE club_id = %(club)s AND member_id = %(member)s AND event_id = %(event)s ORDER BY id
"""
_DOCUMENTS = """
    SELECT DISTINCT ON (r.document) r.document, r.revision, EXISTS (
        SELECT FROM ledger_sale AS s
        JOIN ledger_event AS e ON e.member_id = s.member_id AND e.id = s.id
        WHERE s.member_id = r.member_id AND s.returns_sale_id = r.event_id AND e.kind = %(kind)s
    ) AS is_undone
    FROM ledger_source_ref AS r
    WHERE r.club_id = %(club)s AND r.source = %(source)s AND r.document = ANY(%(documents)s)
        AND r.effect = 'purchase'
    ORDER BY r.document, r.revision DESC
"""
# As `ledger_is_blank_v1` in sql/history.sql says.
_BLANK = """
    SELECT s.member_id, s.movement_seq FROM ledger_member_state AS s
    WHERE s.club_id = %(club)s AND s.member_id = ANY(%(ids)s)
        AND (s.state_version = 0 OR s.state = '{}' AND NOT EXISTS (
            SELECT FROM ledger_wallet AS w
            WHERE w.member_id = s.member_id AND w.spendable + w.held + w.pending + w.owed > 0
        ))
"""
