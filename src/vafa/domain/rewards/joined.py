"""The programme's memory of two members made one, and taken apart again. Pure.

Joining adds: windows by bucket, caps by period, what is carried, purchases. Taking apart gives
the duplicate at most what it brought, as far as it is still there; the rest is the survivor's,
with all that came since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vafa.programme.compile import CompiledProgramme
from vafa.programme.decide import decide_advance, decide_standing
from vafa.programme.records import AdvanceDecision, MemberSnapshot, MemberState, TierChange


def advanced(*, programme: CompiledProgramme, state: MemberState, day: int) -> AdvanceDecision:
    """Let days pass for one member, so that two members' windows end on the same day."""
    return decide_advance(programme=programme, snapshot=MemberSnapshot(state), day=day)


def join(
    *, programme: CompiledProgramme, survivor: MemberState, duplicate: MemberState
) -> AdvanceDecision:
    """Make two states, advanced to one day, one: the tier is judged on what both spent (E77).

    The higher of the two tiers counts as the one before, with its grace and its end.
    """
    ahead, behind = survivor, duplicate
    if _rank(programme, duplicate) > _rank(programme, survivor):
        ahead, behind = duplicate, survivor
    is_equal = _rank(programme, survivor) == _rank(programme, duplicate)
    both = replace(
        ahead,
        day=max(survivor.day, duplicate.day),
        # Of two equal tiers the longer one and the safer one counts.
        tier_since=_soonest(ahead.tier_since, behind.tier_since) if is_equal else ahead.tier_since,
        grace_until=_later_grace(ahead, behind) if is_equal else ahead.grace_until,
        manual_until=max(ahead.manual_until, behind.manual_until)
        if is_equal
        else ahead.manual_until,
        purchases=survivor.purchases + duplicate.purchases,
        first_purchase_day=_soonest(survivor.first_purchase_day, duplicate.first_purchase_day),
        last_purchase_day=max(survivor.last_purchase_day, duplicate.last_purchase_day),
        window=_added_window(survivor, duplicate),
        caps=_added_caps(survivor.caps, duplicate.caps),
        carry=_added(survivor.carry, duplicate.carry),
    )
    return decide_standing(programme=programme, before=both, after=both)


def part(
    *,
    programme: CompiledProgramme,
    joined: MemberState,
    survivor_before: MemberState,
    duplicate: MemberState,
) -> tuple[AdvanceDecision, AdvanceDecision]:
    """Take a joined state, advanced to today, apart: the survivor's and the duplicate's decision.

    Each stands where it stood before the merge, judged on what counts for it alone today.
    """
    theirs, ours = _parted_window(joined, duplicate)
    their_caps, our_caps = _parted_caps(joined.caps, duplicate.caps)
    purchases = min(duplicate.purchases, joined.purchases)
    since = joined.purchases - purchases - survivor_before.purchases
    duplicate_now = replace(
        duplicate, day=joined.day, window=theirs, caps=their_caps, purchases=purchases
    )
    bought_since = joined.last_purchase_day > max(
        survivor_before.last_purchase_day, duplicate.last_purchase_day
    )
    last = joined.last_purchase_day if bought_since else survivor_before.last_purchase_day
    survivor_now = replace(
        survivor_before,
        day=joined.day,
        window=ours,
        caps=our_caps,
        carry=_added(joined.carry, {rule: -rials for rule, rials in duplicate.carry.items()}),
        purchases=joined.purchases - purchases,
        first_purchase_day=survivor_before.first_purchase_day or (last if since > 0 else 0),
        last_purchase_day=last,
    )
    return (
        decide_standing(programme=programme, before=survivor_before, after=survivor_now),
        decide_standing(programme=programme, before=duplicate, after=duplicate_now),
    )


def step_of(
    *, programme: CompiledProgramme, before: str, after: str, day: int
) -> TierChange | None:
    """Give the step from one tier to another as a change, or None when it is the same one."""
    if before == after or not programme.tiers:
        return None
    up = programme.tiers.index(after) > programme.tiers.index(before or programme.tiers[0])
    return TierChange("up" if up else "down", day, before or programme.tiers[0], after)


def _rank(programme: CompiledProgramme, state: MemberState) -> int:
    return programme.tiers.index(state.tier) if state.tier in programme.tiers else 0


def _soonest(one: int, other: int) -> int:
    return min(one, other) if one and other else max(one, other)


def _later_grace(one: MemberState, other: MemberState) -> int:
    """Give the end of the grace; a tier without grace is not in danger."""
    return max(one.grace_until, other.grace_until) if one.grace_until and other.grace_until else 0


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in sorted({*one, *other})}


def _added_window(one: MemberState, other: MemberState) -> tuple[tuple[int, int], ...]:
    buckets = dict(one.window)
    for bucket, amount in other.window:
        buckets[bucket] = buckets.get(bucket, 0) + amount
    return tuple(sorted(buckets.items()))


def _added_caps(
    one: Mapping[str, tuple[int, int]], other: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Add what was granted in the same period; of an older period nothing counts any more."""
    caps = dict(one)
    for key, (period, granted) in other.items():
        mine = caps.get(key, (period, 0))
        caps[key] = (
            (period, granted + mine[1]) if mine[0] == period else max(mine, (period, granted))
        )
    return caps


def _parted_window(
    joined: MemberState, duplicate: MemberState
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    brought = dict(duplicate.window)
    theirs = {bucket: min(amount, brought.get(bucket, 0)) for bucket, amount in joined.window}
    ours = {bucket: amount - theirs[bucket] for bucket, amount in joined.window}
    return (
        tuple((bucket, amount) for bucket, amount in theirs.items() if amount),
        tuple((bucket, amount) for bucket, amount in ours.items() if amount),
    )


def _parted_caps(
    joined: Mapping[str, tuple[int, int]], brought: Mapping[str, tuple[int, int]]
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    theirs, ours = dict(brought), dict(joined)
    for key, (period, granted) in brought.items():
        now = joined.get(key, (period, 0))
        if now[0] == period:
            theirs[key] = (period, min(granted, now[1]))
            ours[key] = (period, now[1] - theirs[key][1])
    return theirs, ours
