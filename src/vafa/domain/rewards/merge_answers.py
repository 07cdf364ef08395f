"""What a merge, its preview and its undoing answer, and how stored answers become that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.members.records import MemberCard
from vafa.domain.rewards import answering, translate
from vafa.domain.rewards.answers import TierMoved, UnitBalance
from vafa.domain.rewards.posting import Done
from vafa.domain.rewards.rulebook import Version
from vafa.programme.records import TierChange

type_json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LotShown:
    """Units that came in together and end together; pending ones wait until `available_at`."""

    unit: str
    units: int
    held: int
    is_pending: bool
    available_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class GiftTwice:
    """A welcome or birthday gift that the two members have each had: one person had it twice."""

    occasion: str
    rule: str
    unit: str
    units: int


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two members as they are now."""

    member: MemberCard
    balances: tuple[UnitBalance, ...]
    lots: tuple[LotShown, ...]
    sales: int
    net_rials: int
    holds: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would make of two members; nothing is written."""

    survivor: MergeSide
    duplicate: MergeSide
    balances: tuple[UnitBalance, ...]
    lots: tuple[LotShown, ...]
    tier: str
    tier_changes: tuple[TierMoved, ...]
    gifts_twice: tuple[GiftTwice, ...]


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """So much of a unit was carried to the other member, and so much of what was owed."""

    unit: str
    units: int
    owed: int


@dataclass(frozen=True, slots=True)
class MergeDone:
    """A merge: its id undoes it."""

    replayed: bool
    merge_id: int
    survivor_id: int
    duplicate_id: int
    carried: tuple[UnitMoved, ...]
    tier: str
    tier_changes: tuple[TierMoved, ...]
    gifts_twice: tuple[GiftTwice, ...]
    balances: tuple[UnitBalance, ...]


@dataclass(frozen=True, slots=True)
class UnitReturned:
    """What became of a unit that a merge carried: it went back, ended, or was used meanwhile."""

    unit: str
    came: int
    returned: int
    ended: int
    used: int
    owed: int


@dataclass(frozen=True, slots=True)
class UnmergeDone:
    """A merge that was undone: what went back, and both members as they are now."""

    replayed: bool
    merge_id: int
    survivor_id: int
    duplicate_id: int
    returned: tuple[UnitReturned, ...]
    survivor_tier: str
    duplicate_tier: str
    survivor_tier_changes: tuple[TierMoved, ...]
    duplicate_tier_changes: tuple[TierMoved, ...]
    survivor_balances: tuple[UnitBalance, ...]
    duplicate_balances: tuple[UnitBalance, ...]


def merge_done(*, done: Done) -> MergeDone:
    """Give the answer of a merge."""
    said = done.posted.answer["said"]
    version = done.rules.by_number(said["programme_version"])
    return MergeDone(
        replayed=done.replayed,
        merge_id=done.posted.event_id,
        survivor_id=int(said["survivor_id"]),
        duplicate_id=int(said["duplicate_id"]),
        carried=tuple(UnitMoved(**one) for one in said["carried"]),
        tier=said["tier"],
        tier_changes=tier_moves(said["tier_changes"], version),
        gifts_twice=tuple(GiftTwice(**one) for one in said["gifts_twice"]),
        balances=answering.balances(stored=done.posted.answer["balances"], codes=done.rules.codes),
    )


def unmerge_done(*, done: Done, duplicate_balances: type_json) -> UnmergeDone:
    """Give the answer of an undone merge; the duplicate's balances stand with its own event."""
    said = done.posted.answer["said"]
    version = done.rules.by_number(said["programme_version"])
    codes = done.rules.codes
    return UnmergeDone(
        replayed=done.replayed,
        merge_id=int(said["merge_id"]),
        survivor_id=int(said["survivor_id"]),
        duplicate_id=int(said["duplicate_id"]),
        returned=tuple(UnitReturned(**one) for one in said["returned"]),
        survivor_tier=said["survivor_tier"],
        duplicate_tier=said["duplicate_tier"],
        survivor_tier_changes=tier_moves(said["survivor_tier_changes"], version),
        duplicate_tier_changes=tier_moves(said["duplicate_tier_changes"], version),
        survivor_balances=answering.balances(stored=done.posted.answer["balances"], codes=codes),
        duplicate_balances=answering.balances(stored=duplicate_balances, codes=codes),
    )


def tier_moves(stored: Iterable[type_json], version: Version) -> tuple[TierMoved, ...]:
    """Give stored steps on the ladder with their reasons in both languages."""
    return tuple(answering.tier_moved(stored=one, version=version) for one in stored)


def foretold_moves(changes: tuple[TierChange, ...], version: Version) -> tuple[TierMoved, ...]:
    """Give steps that are only foretold."""
    return tier_moves(translate.tier_json(changes=changes), version)
