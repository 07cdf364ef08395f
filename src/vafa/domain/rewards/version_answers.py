"""What is answered about programme versions: the cards of them, and what one would change."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A programme version without its document."""

    number: int
    state: str
    code: str
    starts_at: datetime | None
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class TierFlow:
    """So many members go from a tier to another: at once, or on a day, when grace is over."""

    before: str
    after: str
    falls_on: date | None
    members: int


@dataclass(frozen=True, slots=True)
class NewEnds:
    """Lots of a unit whose end is new or earlier, by the Jalali month in which they will end."""

    unit: str
    year: int
    month: int
    lots: int
    units: int


@dataclass(frozen=True, slots=True)
class IdleEnds:
    """Members whose units inactivity will end for the first time, or will no longer end."""

    unit: str
    is_ended: bool
    members: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a version would change today for those who are members already.

    `against` is the version in force; `preview_hash` shows, when publishing, that this was seen.
    Nothing that is held ends before `nothing_ends_before`.
    """

    number: int
    against: int
    preview_hash: str
    members: int
    moving: int
    flows: tuple[TierFlow, ...]
    ends: tuple[NewEnds, ...]
    idle: tuple[IdleEnds, ...]
    nothing_ends_before: date


@dataclass(frozen=True, slots=True)
class Mover:
    """A member who would move, or whose units would end; `ends` gives units by their code."""

    member_id: int
    before: str
    after: str
    falls_on: date | None
    ends: dict[str, int]
