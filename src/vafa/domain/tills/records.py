"""What goes into and comes out of the tills."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What one till may let one member spend on one day without a connection, and how many.

    `member_day_rials` is the worth of it in Rial; a member counts as seen at a till who bought at
    its branch within `seen_days`. After `lock_minutes` without a touch a till locks itself.
    """

    unit: str
    member_day_rials: int = 50_000
    members_per_till: int = 200
    seen_days: int = 180
    lock_minutes: int = 10


@dataclass(frozen=True, slots=True)
class TillCard:
    """A till, and how many of its offline sales wait for somebody."""

    code: str
    branch: str
    opened_at: datetime
    closed_at: datetime | None
    rejected: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that was opened: valid to the end of its day."""

    shift_id: int
    till: str
    day: int
    opened_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a member may spend at one till on that day, and how much of it the till has sent."""

    member_id: int
    units: int
    used: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A sale as a till sends it: its number there, when it was rung by the till's own clock."""

    sequence: int
    rung_at: datetime
    body: bytes = field(repr=False)
    body_hash: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RejectedSought:
    """Which rejected sales, the last received first: of a till, with a number or part of a code.

    A page comes after a place (when it was received, till, number); backwards, before it.
    """

    text: str = ""
    till: str = ""
    after: tuple[datetime, str, int] | None = None
    is_backwards: bool = False
    limit: int = 100


@dataclass(frozen=True, slots=True)
class SaleKept:
    """A sale as it is kept, and what came of it; `reason` is the code of a rejection."""

    till: str
    sequence: int
    shift_id: int
    day: int
    body: bytes = field(repr=False)
    body_hash: bytes = field(repr=False)
    rung_at: datetime
    event_at: datetime
    received_at: datetime
    flags: tuple[str, ...]
    state: str
    member_id: int | None
    event_id: int | None
    lent_units: int
    reason: str
    note: str
