"""Reading the book: balances, statement, stored sales, totals. Nothing here changes anything.

Every statement query has a time filter, so that movements can be partitioned by month one day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from vafa.ledger.calls import reading_club, rows
from vafa.ledger.chart import ACCOUNTS, KINDS, OWED, SPENDABLE
from vafa.ledger.records import WalletBalance

_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_THE_END = datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One movement as the member sees it. `amount` is signed; `balance` is spendable less owed after it.

    `amount` is 0 for what does not touch that balance (value that is pending, corrections of
    breakage); `moved` is then what moved. `event_kind` is empty for effects of time. `award` tells
    the rule's reasons when a rule gave the units.
    """

    seq: int
    kind: str
    unit: int
    amount: int
    moved: int
    balance: int
    from_account: str
    to_account: str
    effective_at: datetime
    recorded_at: datetime
    event_id: int | None
    event_kind: str
    event_reason: str
    award: Mapping[str, Any] | None


def balances(*, club_id: int, member_id: int) -> dict[int, WalletBalance]:
    """Give every unit's balance as it is stored; use `operations.peek` for one settled up to now."""
    with reading_club(club_id):
        found = rows(
            "SELECT unit, spendable, held, pending, owed FROM ledger_wallet"
            " WHERE member_id = %s AND club_id = %s ORDER BY unit",
            (member_id, club_id),
        )
    return {row.pop("unit"): WalletBalance(**row) for row in found}


def balances_as_of(*, club_id: int, member_id: int, at: datetime) -> dict[int, WalletBalance]:
    """Give every unit's balance as it stood at a moment of recording; holds are not part of history."""
    with reading_club(club_id):
        found = rows(_BALANCES_AS_OF, {"member": member_id, "club": club_id, "at": at})
    return {row.pop("unit"): WalletBalance(held=0, **row) for row in found}


_BALANCES_AS_OF = """
    SELECT
        unit,
        coalesce(sum(amount) FILTER (WHERE to_account = 1), 0)::bigint
            - coalesce(sum(amount) FILTER (WHERE from_account = 1), 0)::bigint AS spendable,
        coalesce(sum(amount) FILTER (WHERE to_account = 2), 0)::bigint
            - coalesce(sum(amount) FILTER (WHERE from_account = 2), 0)::bigint AS pending,
        coalesce(sum(amount) FILTER (WHERE from_account = 3), 0)::bigint
            - coalesce(sum(amount) FILTER (WHERE to_account = 3), 0)::bigint AS owed
    FROM ledger_movement
    WHERE member_id = %(member)s AND club_id = %(club)s AND recorded_at <= %(at)s
    GROUP BY unit ORDER BY unit
"""


def statement(
    *,
    club_id: int,
    member_id: int,
    since: datetime = _THE_BEGINNING,
    as_of: datetime = _THE_END,
    before_seq: int | None = None,
    unit: int | None = None,
    limit: int = 50,
) -> list[StatementEntry]:
    """Give the member's movements, newest first, recorded in [since, as_of]; page on with the last entry's `seq`."""
    parameters = {
        "member": member_id, "club": club_id, "since": since, "as_of": as_of,
        "before": before_seq or 2**62, "unit": unit, "limit": limit,
    }  # fmt: skip
    with reading_club(club_id):
        return [_entry(row) for row in rows(_STATEMENT, parameters)]


_STATEMENT = """
    SELECT
        m.seq, m.kind, m.unit, m.amount, m.balance_after, m.from_account, m.to_account, m.effective_at,
        m.recorded_at, m.event_id, e.kind AS event_kind, e.reason AS event_reason, a.id AS award_id, a.rule,
        a.units, a.uncapped, a.basis, a.tier, a.detail::text AS detail
    FROM ledger_movement AS m
    LEFT JOIN ledger_event AS e ON e.member_id = m.member_id AND e.id = m.event_id
    LEFT JOIN ledger_award AS a ON a.member_id = m.member_id AND a.id = m.award_id
    WHERE m.member_id = %(member)s AND m.club_id = %(club)s AND m.seq < %(before)s
        AND m.recorded_at BETWEEN %(since)s AND %(as_of)s
        AND (%(unit)s::integer IS NULL OR m.unit = %(unit)s)
    ORDER BY m.seq DESC LIMIT %(limit)s
"""


def _entry(row: Mapping[str, Any]) -> StatementEntry:
    amount = row["amount"]
    signed = amount * ((row["to_account"] in _NET) - (row["from_account"] in _NET))
    award = None
    if row["award_id"] is not None:
        names = ("rule", "units", "uncapped", "basis", "tier")
        award = {
            "id": row["award_id"],
            **{name: row[name] for name in names},
            "detail": json.loads(row["detail"]),
        }
    return StatementEntry(
        seq=row["seq"],
        kind=KINDS[row["kind"]],
        unit=row["unit"],
        amount=signed,
        moved=amount,
        balance=row["balance_after"],
        from_account=ACCOUNTS[row["from_account"]],
        to_account=ACCOUNTS[row["to_account"]],
        effective_at=row["effective_at"],
        recorded_at=row["recorded_at"],
        event_id=row["event_id"],
        event_kind=row["event_kind"] or "",
        event_reason=row["event_reason"] or "",
        award=award,
    )


_NET = (SPENDABLE, OWED)
