"""Where a member stands on the ladder on a day, for showing; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.packing import pack_member
from vafa.programme.records import MemberSnapshot, MemberState
from vafa.programme.step_ladder import value_on


@dataclass(frozen=True, slots=True)
class Standing:
    """The tier, the value of the ladder's basis in its window.

    And the next tier ("" at the top).
    """

    tier: str
    value: int
    next_tier: str


def ladder_standing(*, programme: CompiledProgramme, state: MemberState, day: int) -> Standing:
    """Give the standing on a day to which the state was advanced; empty without a ladder."""
    if not programme.tiers:
        return Standing("", 0, "")
    m = pack_member(programme, MemberSnapshot(state))
    place = m.s[at.S_TIER]
    above = programme.tiers[place + 1 :]
    return Standing(programme.tiers[place], value_on(m, day), above[0] if above else "")
