"""Condition trees as postfix whole numbers, four to an instruction: (operation, a, b, c).

`Writer` turns a tree into code and remembers the names it met; `packing` looks the same names up
for an event. The step functions run the code (`step_condition`). Nothing is evaluated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, assert_never

from vafa.kit.calendar import day_of
from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    AttributeIs,
    BirthdayWindow,
    BranchIs,
    ChannelIs,
    Condition,
    DateIn,
    DaysSinceVisit,
    FirstPurchase,
    HasGroup,
    HoursAre,
    InSegment,
    Not,
    PartnerIs,
    PurchaseNumber,
    TierIs,
    WeekdayIs,
)
from vafa.programme.layout import NEVER, UNLIMITED

INSTRUCTION = 4
(
    OP_TRUE, OP_NOT, OP_AND, OP_OR, OP_NET, OP_ELIGIBLE, OP_GROUP, OP_CHANNEL, OP_BRANCH,
    OP_PARTNER, OP_TIER, OP_WEEKDAY, OP_HOURS, OP_DATE, OP_NUMBER, OP_FIRST, OP_SINCE,
    OP_BIRTHDAY, OP_FACT,
) = range(19)  # fmt: skip

WEEKDAYS: Final = (
    "saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
)  # fmt: skip

type_fact = InSegment | AttributeIs


@dataclass(slots=True)
class Names:
    """Numbers for the names that a programme mentions; 0 stands for every other name."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """Give the number of a name, a new one the first time."""
        return self.numbers.setdefault(name, len(self.numbers) + 1)


@dataclass(slots=True)
class Writer:
    """Collects the code of all conditions of a programme and the sets they refer to.

    `mask` gives the number of the table that says which lines a set of groups selects. Sets lie in
    `sets`, one flag per name; an instruction holds the offset within `sets` and the length.
    """

    tiers: tuple[str, ...]
    mask: Callable[[Iterable[str]], int]
    channels: Names = field(default_factory=Names)
    branches: Names = field(default_factory=Names)
    partners: Names = field(default_factory=Names)
    facts: list[type_fact] = field(default_factory=list)
    code: list[int] = field(default_factory=list)
    sets: list[int] = field(default_factory=list)

    def write(self, condition: Condition) -> tuple[int, int]:
        """Append a condition's code and give where it begins and ends."""
        start = len(self.code)
        self._node(condition)
        return start, len(self.code)

    def _emit(self, operation: int, a: int = 0, b: int = 0, c: int = 0) -> None:
        self.code += [operation, a, b, c]

    def _set(self, numbers: Iterable[int]) -> tuple[int, int]:
        chosen = set(numbers)
        start, size = len(self.sets), max(chosen, default=0) + 1
        self.sets += [int(number in chosen) for number in range(size)]
        return start, size

    def _named(self, operation: int, names: Names, chosen: Iterable[str]) -> None:
        self._emit(operation, *self._set(names.number(name) for name in chosen))

    def _node(self, node: Condition) -> None:
        match node:
            case AllOf() | AnyOf() | Not():
                self._tree(node)
            case AmountIs() | HasGroup() | ChannelIs() | BranchIs() | PartnerIs() | HoursAre():
                self._about_order(node)
            case WeekdayIs() | DateIn():
                self._about_day(node)
            case TierIs() | PurchaseNumber() | FirstPurchase() | DaysSinceVisit():
                self._about_history(node)
            case BirthdayWindow():
                self._emit(OP_BIRTHDAY, node.days_before, node.days_after)
            case InSegment() | AttributeIs():
                self.facts.append(node)
                self._emit(OP_FACT, len(self.facts) - 1)
            case _:
                assert_never(node)

    def _tree(self, node: AllOf | AnyOf | Not) -> None:
        if isinstance(node, Not):
            self._node(node.of)
            self._emit(OP_NOT)
            return
        for place, part in enumerate(node.of):
            self._node(part)
            if place:
                self._emit(OP_AND if isinstance(node, AllOf) else OP_OR)
        if not node.of:
            self._emit(OP_TRUE)

    def _about_order(
        self, node: AmountIs | HasGroup | ChannelIs | BranchIs | PartnerIs | HoursAre
    ) -> None:
        match node:
            case AmountIs():
                below = UNLIMITED if node.below is None else node.below
                self._emit(OP_NET if node.of == "net" else OP_ELIGIBLE, node.at_least, below)
            case HasGroup():
                self._emit(OP_GROUP, self.mask(node.groups), node.quantity * 1000)
            case ChannelIs():
                self._named(OP_CHANNEL, self.channels, node.channels)
            case BranchIs():
                self._named(OP_BRANCH, self.branches, node.branches)
            case PartnerIs():
                self._named(OP_PARTNER, self.partners, node.partners)
            case HoursAre():
                self._emit(OP_HOURS, node.from_minute, node.to_minute)
            case _:
                assert_never(node)

    def _about_day(self, node: WeekdayIs | DateIn) -> None:
        if isinstance(node, WeekdayIs):
            self._emit(OP_WEEKDAY, *self._set(WEEKDAYS.index(name) for name in node.days))
            return
        self._emit(OP_DATE, day_or(node.starts_on, 0), day_or(node.ends_before, NEVER))

    def _about_history(
        self, node: TierIs | PurchaseNumber | FirstPurchase | DaysSinceVisit
    ) -> None:
        match node:
            case TierIs():
                known = (self.tiers.index(tier) for tier in node.tiers if tier in self.tiers)
                self._emit(OP_TIER, *self._set(known))
            case PurchaseNumber():
                start = len(self.sets)
                self.sets += node.numbers
                self._emit(OP_NUMBER, start, len(node.numbers), node.every or 0)
            case FirstPurchase():
                self._emit(OP_FIRST)
            case DaysSinceVisit():
                most = NEVER if node.at_most is None else node.at_most
                self._emit(OP_SINCE, node.at_least, most)
            case _:
                assert_never(node)


def day_or(value: date | str | None, default: int) -> int:
    """Give the day number of a date or ISO text, or a default when there is none."""
    if value is None:
        return default
    return day_of(date.fromisoformat(value) if isinstance(value, str) else value)
