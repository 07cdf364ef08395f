"""The frozen values that cross the ledger's door: what `post` takes, what it and `snapshot` give.

Units are the numbers the programme gives them; amounts are whole units; moments are aware UTC
datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

LotClass = Literal[0, 1]  # 0 promotional, burned first; 1 paid or refunded value


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A natural key: (source, document, effect, revision) happens once in a club."""

    source: str
    document: str
    effect: str
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, under which key, with which body (SHA-256 of method, path and canonical body)."""

    club_id: int
    credential_id: int
    key: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class WalletBalance:
    """One unit of one member. `owed` is positive when the member owes."""

    spendable: int
    held: int
    pending: int
    owed: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The member at one state version, settled up to `now`, or the stored answer of a repeat.

    `event_id` is the id under which the request must be posted (a retry after a crash keeps the
    first one's). `answer` is not None when the request was posted before; `status` is then its
    HTTP-like outcome (200, 402).
    """

    event_id: int
    member_id: int
    state_version: int
    state: Mapping[str, Any]
    balances: Mapping[int, WalletBalance]
    now: datetime
    programme_epoch: int
    answer: Mapping[str, Any] | None = None
    status: int = 0


@dataclass(frozen=True, slots=True)
class Earn:
    """Issue units: owed is netted first, the rest opens a lot (pending until `available_at`).

    `award_index` points into the event's awards; -1 for value that no rule gave (opening balance,
    goodwill).
    """

    unit: int
    units: int
    award_index: int = -1
    lot_class: LotClass = 0
    available_at: datetime | None = None
    expires_at: datetime | None = None
    kind: str = "earn"


@dataclass(frozen=True, slots=True)
class BurnUnits:
    """Spend units: promotional before paid, soonest expiry first, never-expiring last, oldest.

    With `hold_id` the hold is captured: at most its amount, the rest goes back to the same lots.
    """

    unit: int
    units: int
    hold_id: int | None = None
    kind: str = "burn"


@dataclass(frozen=True, slots=True)
class HoldUnits:
    """Keep units for a later capture; the hold's id is the event's id."""

    unit: int
    units: int
    expires_at: datetime
    bound_to: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """End a hold without capture; its units return to their lots (or expire, when due)."""

    hold_id: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Reverse part of an award: own lot, other lots, then owed; what expired costs nothing.

    The award may be that of somebody who was merged into the member.
    """

    award_id: int
    units: int
    basis: int
    shortfall: Literal["owe", "forgive"] = "owe"


@dataclass(frozen=True, slots=True)
class RestoreUnits:
    """Give burned units of `burn_event_id` back to their lots in reverse order of burning.

    A lot expired by then is replaced by one that ends at `grace_expires_at` (None: the units are
    lost to breakage). The event may be that of somebody who was merged into the member.
    """

    burn_event_id: int
    unit: int
    units: int
    grace_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Adjust:
    """Add (positive) or take (negative) units by hand, with a reason code."""

    unit: int
    units: int
    reason: str
    lot_class: LotClass = 0
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndAll:
    """End everything a member holds: holds are released, all lots go to breakage."""


@dataclass(frozen=True, slots=True)
class Lend:
    """Let the member owe units that are missing for what a till without connection spent (E39).

    They open a lot that is spent last. When that spending comes back, so do they.
    """

    unit: int
    units: int


@dataclass(frozen=True, slots=True)
class DateLots:
    """Let open lots, by their numbers, end at a moment: an earlier one than theirs, or the first.

    A lot that would end sooner anyway, or is used up by then, stays as it is.
    """

    ends: Mapping[int, datetime]


Leg = (
    Earn
    | BurnUnits
    | HoldUnits
    | ReleaseHold
    | TakeBack
    | RestoreUnits
    | Adjust
    | EndAll
    | Lend
    | DateLots
)


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award to store, with everything a refund or an auditor needs later."""

    id: int
    rule: str
    unit: int
    units: int
    uncapped: int
    basis: int
    tier: str
    day: int
    carry: int
    qualifying: int
    detail: Mapping[str, Any]  # line_basis, lines, reasons, budget


@dataclass(frozen=True, slots=True)
class SaleLineRow:
    """One line of a sale or of a return (then quantity and amounts are what came back)."""

    number: int
    group: str
    product: str
    kind: str
    quantity_milli: int
    gross_rials: int
    net_rials: int
    vat_rials: int


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale (its id is the event's id), or a return that names the sale it belongs to."""

    document: str
    branch: str
    channel: str
    occurred_at: datetime
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    qualifying_rials: int
    lines: tuple[SaleLineRow, ...]
    returns_sale_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)  # burns with their line shares


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A follow-up written in the same transaction, delivered at least once by the relay."""

    topic: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """One thing that happens to one member: its legs are all posted, or none is.

    `idle_expires_at` says when a unit ends for want of purchases; None: no longer for that.
    """

    club_id: int
    member_id: int
    event_id: int
    kind: str
    event_at: datetime
    expected_version: int
    programme_version_id: int
    credential_id: int
    legs: tuple[Leg, ...] = ()
    awards: tuple[AwardRow, ...] = ()
    sale: SaleRow | None = None
    state: Mapping[str, Any] | None = None
    next_review_day: int | None = None
    idle_expires_at: Mapping[int, datetime | None] = field(default_factory=dict)
    outbox: tuple[OutboxRow, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    origin_event_id: int | None = None
    capture_grace_hours: int = 24


@dataclass(frozen=True, slots=True)
class Posted:
    """What `post` did: posted, replayed, declined (a stored value), stale, or moved.

    `answer` is what was stored: the event's answer joined with `balances` after it and `legs`, one
    object per leg.
    """

    outcome: Literal["posted", "replayed", "declined", "stale", "moved"]
    event_id: int
    state_version: int
    status: int
    answer: Mapping[str, Any]
    moved_to: int | None = None
