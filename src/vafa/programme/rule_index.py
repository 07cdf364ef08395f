"""Tables that say which rules an event can match: a row of bits for each weekday, tier and so on.

A rule stands in a row when its condition does not exclude it there, judged from the condition's
shape alone; so a rule that stands in no row of an event is one that does not hold. The step
functions look the rows up (`step_index`) and judge only what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vafa.programme import layout as at
from vafa.programme.bytecode import WEEKDAYS
from vafa.programme.conditions import (
    AllOf,
    AnyOf,
    BranchIs,
    ChannelIs,
    Condition,
    TierIs,
    WeekdayIs,
)

type_names = Mapping[str, int]


def words(rules: int) -> int:
    """Give how many words the bits of so many rules take."""
    return -(-rules // at.WORD_BITS)


def bit_numbers() -> list[int]:
    """Give the number of each bit of a word, at the place of the remainder that it leaves."""
    numbers = [0] * at.BIT_REMAINDERS
    for number in range(at.WORD_BITS):
        numbers[(1 << number) % at.BIT_REMAINDERS] = number
    return numbers


def table(rows_of: Sequence[set[int]], rows: int) -> list[int]:
    """Give a table of bits from the rows in which each rule stands."""
    width = words(len(rows_of))
    cells = [0] * (width * rows)
    for rule, chosen in enumerate(rows_of):
        for row in chosen:
            cells[row * width + rule // at.WORD_BITS] |= 1 << rule % at.WORD_BITS
    return cells


def tables(
    *, conditions: Sequence[Condition], tiers: Sequence[str], channels: type_names,
    branches: type_names,
) -> dict[int, list[int]]:  # fmt: skip
    """Give the tables of weekday, tier, channel and branch; row 0 of the last two is any other."""
    names_of = {
        at.P_OF_WEEKDAY: {name: number for number, name in enumerate(WEEKDAYS)},
        at.P_OF_TIER: {name: number for number, name in enumerate(tiers)},
        at.P_OF_CHANNEL: {"": 0, **channels},
        at.P_OF_BRANCH: {"": 0, **branches},
    }
    return {
        key: table([_rows(node, key, names) for node in conditions], max(1, len(names)))
        for key, names in names_of.items()
    }


def rest_of(node: Condition) -> Condition | None:
    """Give what of a condition the tables of weekday and tier do not decide; None: nothing."""
    match node:
        case WeekdayIs() | TierIs():
            return None
        case AllOf():
            parts = [rest for part in node.of if (rest := rest_of(part)) is not None]
            return AllOf(of=tuple(parts)) if parts else None
        case _:
            return node


def _rows(node: Condition, key: int, names: type_names) -> set[int]:
    """Give the rows in which a condition may hold."""
    every = set(range(max(1, len(names))))
    match node:
        case AllOf():
            return every.intersection(*(_rows(part, key, names) for part in node.of))
        case AnyOf() if node.of:
            return set().union(*(_rows(part, key, names) for part in node.of))
        case WeekdayIs() if key == at.P_OF_WEEKDAY:
            chosen: Sequence[str] = node.days
        case TierIs() if key == at.P_OF_TIER:
            chosen = node.tiers
        case ChannelIs() if key == at.P_OF_CHANNEL:
            chosen = node.channels
        case BranchIs() if key == at.P_OF_BRANCH:
            chosen = node.branches
        case _:
            return every
    return {names[name] for name in chosen if name in names}
