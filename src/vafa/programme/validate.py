"""Judges a programme document: every problem with its place, what it is and what to do about it.

`read` takes whatever a form, a file or the API brought; `problems` judges a document whose shape
is right. What only the club can know (its zones, groups, branches) is passed in, for this is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vafa.programme.check_frame import frame_problems
from vafa.programme.check_rewards import reward_problems, selections
from vafa.programme.check_rules import parts_of, rule_problems
from vafa.programme.conditions import (
    BranchIs,
    ChannelIs,
    HasGroup,
    InSegment,
    PartnerIs,
    type_of_condition,
)
from vafa.programme.document import Programme
from vafa.programme.problems import Problem, pointer, problem
from vafa.programme.shape import shaped

__all__ = ["Known", "Problem", "Reading", "problems", "read"]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that exist outside the document; None means that they are not checked."""

    zones: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    branches: frozenset[str] | None = None
    partners: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    units: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Number and kind of every unit that members may hold already."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, or None when its shape is wrong, with all that is wrong with it."""

    document: Programme | None
    problems: tuple[Problem, ...]

    @property
    def can_be_published(self) -> bool:
        """Tell whether the document stands and nothing blocks it."""
        return self.document is not None and not any(one.blocks for one in self.problems)


_NOTHING_KNOWN = Known()


def read(data: object, *, known: Known = _NOTHING_KNOWN) -> Reading:
    """Read decoded JSON as a programme and judge it."""
    document, wrong = shaped(data)
    if document is None:
        return Reading(None, wrong)
    return Reading(document, problems(document, known=known))


def problems(document: Programme, *, known: Known = _NOTHING_KNOWN) -> tuple[Problem, ...]:
    """Judge a whole document, in the order of its parts; empty when all is well."""
    return (
        *frame_problems(document),
        *rule_problems(document),
        *reward_problems(document),
        *_outside_problems(document, known),
    )


def _outside_problems(document: Programme, known: Known) -> Iterator[Problem]:
    if known.zones is not None and document.zone not in known.zones:
        yield problem("/zone", "unknown_zone", code=document.zone)
    yield from _held_units(document, known)
    yield from _unknown("/base/excluded_groups", document.base.excluded_groups, known.groups)
    if document.ladder:
        yield from _unknown("/ladder/groups", document.ladder.groups, known.groups)
    for index, unit in enumerate(document.units):
        if unit.redemption:
            place = pointer("units", index, "redemption", "excluded_groups")
            yield from _unknown(place, unit.redemption.excluded_groups, known.groups)
    for index, reward in enumerate(document.rewards):
        for at, chosen in selections(reward):
            place = f"{pointer('rewards', index)}/{at}"
            yield from _unknown(f"{place}/groups", chosen.groups, known.groups)
            yield from _unknown(f"{place}/excluded_groups", chosen.excluded_groups, known.groups)
    for index, rule in enumerate(document.rules):
        place = pointer("rules", index)
        yield from _unknown(f"{place}/groups", rule.groups, known.groups)
        yield from _unknown(f"{place}/excluded_groups", rule.excluded_groups, known.groups)
        for at, _, part in parts_of(rule.condition, f"{place}/condition"):
            yield from _part_problems(part, at, known)


def _held_units(document: Programme, known: Known) -> Iterator[Problem]:
    """Keep what members hold what it is: its unit may not vanish or become another one."""
    here = {unit.code: (index, unit) for index, unit in enumerate(document.units)}
    for code, (number, kind) in known.units.items():
        index, unit = here.get(code, (0, None))
        if unit is None:
            yield problem("/units", "held_unit_gone", code=code)
        elif (unit.number, unit.kind) != (number, kind):
            yield problem(pointer("units", index), "held_unit_changed", code=code)


def _part_problems(part: type_of_condition, place: str, known: Known) -> Iterator[Problem]:
    match part:
        case HasGroup(groups=codes):
            yield from _unknown(f"{place}/groups", codes, known.groups)
        case BranchIs(branches=codes):
            yield from _unknown(f"{place}/branches", codes, known.branches)
        case PartnerIs(partners=codes):
            yield from _unknown(f"{place}/partners", codes, known.partners)
        case InSegment(segments=codes):
            yield from _unknown(f"{place}/segments", codes, known.segments)
        case ChannelIs(channels=codes):
            yield from _unknown(f"{place}/channels", codes, known.channels)
        case _:
            pass


def _unknown(place: str, codes: Iterable[str], known: frozenset[str] | None) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if known is not None and code not in known:
            yield problem(f"{place}/{index}", "unknown_name", code=code)
