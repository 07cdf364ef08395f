"""Where members stand when another version's ladder takes the place of the one in force (E65)."""

from __future__ import annotations

from dataclasses import dataclass

from vafa.programme import layout as at
from vafa.programme.compile import CompiledProgramme
from vafa.programme.decide import decide_advance, decide_standing, next_review_day
from vafa.programme.document import CalendarWindow, Rolling
from vafa.programme.packing import pack_member
from vafa.programme.records import MemberSnapshot, MemberState, TierChange
from vafa.programme.step_ladder import level_of, value_on


@dataclass(frozen=True, slots=True)
class Shifted:
    """What the next ladder makes of a member today.

    `falls_on` is 0 when `after` holds at once, else the first day of `after`, grace being over.
    `state` is what is stored then, and `review_day` when time will next act on it.
    """

    before: str
    after: str
    falls_on: int
    state: MemberState
    tier_changes: tuple[TierChange, ...]
    review_day: int | None

    @property
    def moves(self) -> bool:
        """Tell whether the member will be on another tier, now or after grace."""
        return self.before != self.after


def shifted(
    *, before: CompiledProgramme, after: CompiledProgramme, state: MemberState, day: int
) -> Shifted:
    """Judge a member by the ladder that comes, on the day it comes: up at once, down after grace.

    Time passes by the ladder before up to that day; what counts in the window is kept.
    """
    now = decide_advance(programme=before, snapshot=MemberSnapshot(state), day=day)
    then = decide_standing(programme=after, before=now.state, after=now.state)
    tier, falls_on = then.state.tier, 0
    if then.state.grace_until and not now.state.grace_until:
        tier, falls_on = _fallen(after, then.state), then.state.grace_until
    return Shifted(
        before=now.state.tier,
        after=tier,
        falls_on=falls_on,
        state=then.state,
        tier_changes=(*now.tier_changes, *then.tier_changes),
        review_day=next_review_day(programme=after, state=then.state),
    )


def stays(
    *, before: CompiledProgramme, after: CompiledProgramme, state: MemberState, day: int
) -> bool:
    """Tell of a member for whom nothing is due by the ladder before that `shifted` moves nobody.

    A quick look, for going through a whole club: False only means that `shifted` must tell.
    """
    one, other = before.document.ladder, after.document.ladder
    if one is None or other is None or state.grace_until or state.manual_until:
        return False
    if state.tier not in after.tiers or isinstance(other.window, CalendarWindow):
        return False
    counts = [(ladder.basis, ladder.points_unit, ladder.window) for ladder in (one, other)]
    if counts[0] != counts[1]:
        return False
    since = day - other.window.days if isinstance(other.window, Rolling) else 0
    value = sum(amount for start, amount in state.window if start > since)
    reached = sum(level.threshold <= value for level in other.levels) - 1
    return other.levels[max(0, reached)].code == state.tier


def _fallen(programme: CompiledProgramme, state: MemberState) -> str:
    """Give the tier at the end of the grace if nothing more is bought meanwhile or leaves."""
    m = pack_member(programme, MemberSnapshot(state))
    target = level_of(m, value_on(m, m.s[at.S_DAY]))
    return programme.tiers[target if m.p[at.P_FULL] else m.s[at.S_TIER] - 1]
