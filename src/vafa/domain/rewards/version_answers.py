"""What is answered about programme versions: cards, refusals of a change, what one would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vafa.domain.rewards.answers import Quote
from vafa.kit.errors import Refused
from vafa.programme.problems import Problem


class DraftMovedOn(Refused):
    """Somebody else has changed this meanwhile: look at the draft again."""


class PartNotValid(Refused):
    """What was changed does not fit into the programme; each problem names place and remedy."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems=[one.as_json() for one in problems])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A programme version without its document."""

    number: int
    state: str
    code: str
    starts_at: datetime | None
    created_at: datetime
    published_at: datetime | None


def in_force_of(cards: Sequence[VersionCard], at: datetime) -> VersionCard | None:
    """Pick the version in force at a moment; None before the first one starts."""
    begun = [
        (card.starts_at, card.number, card)
        for card in cards
        if card.starts_at is not None and card.starts_at <= at
    ]
    return max(begun)[2] if begun else None


def working_of(cards: Sequence[VersionCard]) -> VersionCard | None:
    """Pick what is changed next: the newest while it is a draft, else the last to start."""
    newest = max(cards, key=lambda card: card.number, default=None)
    if newest is None or newest.starts_at is None:
        return newest
    started = [(card.starts_at, card.number, card) for card in cards if card.starts_at is not None]
    return max(started)[2]


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
class MoversCounted:
    """One page of members counted: how many move, of how many something ends sooner.

    `last_member_id` is where to go on, 0 when all are counted.
    """

    preview_hash: str
    members: int
    moving: int
    ending: int
    last_member_id: int


@dataclass(frozen=True, slots=True)
class Mover:
    """A member who would move, or whose units would end; `ends` gives units by their code."""

    member_id: int
    before: str
    after: str
    falls_on: date | None
    ends: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a purchase would do by the version in force (None: there is none) and by another."""

    before: Quote | None
    after: Quote
