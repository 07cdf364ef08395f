"""Reading one member's book: balances, statement, lots, holds, and what the directories know.

Nothing here changes anything. Every statement query has a time filter, so that movements can be
partitioned by month one day. Sales are read in `sales.py`, a club's totals in `totals.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from vafa.ledger.calls import call, call_json, reading_club, rows
from vafa.ledger.chart import ACCOUNTS, HOLD_STATES, KINDS, OWED, SPENDABLE
from vafa.ledger.records import WalletBalance

_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_THE_END = datetime(2999, 1, 1, tzinfo=UTC)
_NET = (SPENDABLE, OWED)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One movement as the member sees it; `amount` is signed, `balance` is spendable less owed.

    `amount` is 0 for what does not touch that balance (pending value, corrections of breakage);
    `moved` is then what moved. `event_kind` is empty for effects of time. `award` tells the
    rule's reasons when a rule gave the units.
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


@dataclass(frozen=True, slots=True)
class NextExpiry:
    """The units of the open lots that end soonest, and when."""

    units: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HoldFound:
    """A hold, under the programme version of the event that made it."""

    hold_id: int
    unit: int
    units: int
    captured: int
    state: str
    expires_at: datetime
    bound_to: str
    programme_version_id: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was posted or declined, with the answer that a repeat gets."""

    event_id: int
    member_id: int
    kind: str
    status: int
    event_at: datetime
    recorded_at: datetime
    programme_version_id: int
    origin_event_id: int | None
    reason: str
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """Whose event a source reference belongs to."""

    member_id: int
    event_id: int
    effect: str
    revision: int


def balances(*, club_id: int, member_id: int) -> dict[int, WalletBalance]:
    """Give every unit's balance as it is stored; `operations.peek` gives one settled up to now."""
    with reading_club(club_id):
        found = rows(
            "SELECT unit, spendable, held, pending, owed FROM ledger_wallet"
            " WHERE member_id = %s AND club_id = %s ORDER BY unit",
            (member_id, club_id),
        )
    return {row.pop("unit"): WalletBalance(**row) for row in found}


def balances_as_of(*, club_id: int, member_id: int, at: datetime) -> dict[int, WalletBalance]:
    """Give every unit's balance as it stood at a moment of recording; holds have no history."""
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
    """Give the member's movements recorded in [since, as_of], newest first.

    The next page is the one before the last entry's `seq`.
    """
    parameters = {
        "member": member_id, "club": club_id, "since": since, "as_of": as_of,
        "before": before_seq or 2**62, "unit": unit, "limit": limit,
    }  # fmt: skip
    with reading_club(club_id):
        return [_entry(row) for row in rows(_STATEMENT, parameters)]


_STATEMENT = """
    SELECT
        m.seq, m.kind, m.unit, m.amount, m.balance_after, m.from_account, m.to_account,
        m.effective_at, m.recorded_at, m.event_id, e.kind AS event_kind, e.reason AS event_reason,
        a.id AS award_id, a.rule, a.units, a.uncapped, a.basis, a.tier, a.detail::text AS detail
    FROM ledger_movement AS m
    LEFT JOIN ledger_event AS e ON e.member_id = m.member_id AND e.id = m.event_id
    LEFT JOIN ledger_award AS a ON a.member_id = m.member_id AND a.id = m.award_id
    WHERE m.member_id = %(member)s AND m.club_id = %(club)s AND m.seq < %(before)s
        AND m.recorded_at BETWEEN %(since)s AND %(as_of)s
        AND (%(unit)s::integer IS NULL OR m.unit = %(unit)s)
    ORDER BY m.seq DESC LIMIT %(limit)s
"""


def next_expiries(*, club_id: int, member_id: int) -> dict[int, NextExpiry]:
    """Give, by unit, how much ends next and when; units that never end are left out."""
    with reading_club(club_id):
        found = rows(_NEXT_EXPIRIES, {"member": member_id, "club": club_id})
    return {row["unit"]: NextExpiry(row["units"], row["expires_at"]) for row in found}


_NEXT_EXPIRIES = """
    SELECT DISTINCT ON (unit) unit, expires_at, sum(remaining)::bigint AS units
    FROM ledger_lot
    WHERE member_id = %(member)s AND club_id = %(club)s AND state = 2 AND expires_at IS NOT NULL
    GROUP BY unit, expires_at ORDER BY unit, expires_at
"""


def hold(*, club_id: int, member_id: int, hold_id: int) -> HoldFound | None:
    """Give a hold of the member in whatever state it is, or None when there is none.

    An open hold of a merged member is with whoever it was merged into.
    """
    with reading_club(club_id):
        found = rows(_HOLD, {"member": member_id, "club": club_id, "hold": hold_id})
    if not found:
        return None
    row = found[0]
    return HoldFound(**{**row, "state": HOLD_STATES[row["state"]]})


_HOLD = """
    SELECT h.id AS hold_id, h.unit, h.amount AS units, h.captured, h.state, h.expires_at,
        h.bound_to, e.programme_version_id
    FROM ledger_hold AS h
    JOIN ledger_event AS e ON e.member_id = ANY(ledger_family_v1(h.member_id)) AND e.id = h.id
    WHERE h.member_id = ledger_root_v1(%(member)s) AND h.id = %(hold)s AND h.club_id = %(club)s
"""


def event_of(*, club_id: int, member_id: int, event_id: int) -> StoredEvent | None:
    """Give an event of the member as it was stored, or None when it was never posted."""
    with reading_club(club_id):
        found = rows(_EVENT, {"member": member_id, "club": club_id, "event": event_id})
    if not found:
        return None
    return StoredEvent(**{**found[0], "answer": json.loads(found[0]["answer"])})


_EVENT = """
    SELECT id AS event_id, member_id, kind, status, event_at, recorded_at, programme_version_id,
        origin_event_id, reason, answer::text AS answer
    FROM ledger_event
    WHERE member_id = %(member)s AND id = %(event)s AND club_id = %(club)s
"""


def reference(
    *, club_id: int, source: str, document: str, effect: str, revision: int | None = None
) -> Reference | None:
    """Give whose event has this natural key; without a revision, the newest one's."""
    with reading_club(club_id):
        found = rows(
            _REFERENCE,
            {"club": club_id, "source": source, "document": document, "effect": effect,
             "revision": revision},
        )  # fmt: skip
    return Reference(**found[0]) if found else None


_REFERENCE = """
    SELECT member_id, event_id, effect, revision FROM ledger_source_ref
    WHERE club_id = %(club)s AND source = %(source)s AND document = %(document)s
        AND effect = %(effect)s AND (%(revision)s::integer IS NULL OR revision = %(revision)s)
    ORDER BY revision DESC LIMIT 1
"""


def club_now(*, club_id: int) -> tuple[int, datetime]:
    """Give the epoch of the club's programme and the book's now."""
    read = call_json("SELECT ledger_club_now_v1(%s)", club_id)
    return read["epoch"] or 0, datetime.fromisoformat(read["now"])


def root_of(*, club_id: int, member_id: int) -> int:
    """Give the member whom a merged one was merged into, else itself."""
    with reading_club(club_id):
        return int(call("SELECT ledger_root_v1(%s)", member_id))


def is_guest(*, club_id: int, member_id: int) -> bool:
    """Tell whether a holder is a guest: the one of a receipt without a member."""
    with reading_club(club_id):
        found = rows(_GUEST, {"club": club_id, "member": member_id})
    return bool(found)


def person_of_sale(*, club_id: int, member_id: int, sale_id: int) -> int | None:
    """Give who bought on a wallet that several people share; None for any other sale."""
    with reading_club(club_id):
        found = rows(_BUYER, {"club": club_id, "member": member_id, "sale": sale_id})
    return int(found[0]["person"]) if found else None


_BUYER = """
    SELECT detail ->> 'person_id' AS person FROM ledger_sale
    WHERE member_id = %(member)s AND id = %(sale)s AND club_id = %(club)s AND detail ? 'person_id'
"""
_GUEST = """
    SELECT member_id FROM ledger_member_state
    WHERE member_id = %(member)s AND club_id = %(club)s AND kind = 2
"""


def _entry(row: Mapping[str, Any]) -> StatementEntry:
    amount = row["amount"]
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
        amount=amount * ((row["to_account"] in _NET) - (row["from_account"] in _NET)),
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
