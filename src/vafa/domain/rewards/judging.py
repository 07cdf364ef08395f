"""Whose ladder counts: today's, whichever version decides what a sale gives or takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import end_of_nth_day, midnight
from vafa.programme.decide import decide_standing
from vafa.programme.document import AfterInactivity
from vafa.programme.records import MemberState, PurchaseDecision, RefundDecision

_Decision = TypeVar("_Decision", PurchaseDecision, RefundDecision)


def judged_today(
    *,
    decision: _Decision,
    before: MemberState,
    decided_by: Version,
    today: Version,
    is_judged: bool = True,
) -> _Decision:
    """Give the decision with the tier judged by today's ladder; or, not judged, as it was."""
    if decided_by.id == today.id:
        return decision
    if not is_judged:
        kept = replace(
            decision.state, tier=before.tier, tier_since=before.tier_since,
            grace_until=before.grace_until, manual_until=before.manual_until,
        )  # fmt: skip
        return replace(decision, tier_changes=(), state=kept)
    judged = decide_standing(programme=today.compiled, before=before, after=decision.state)
    return replace(decision, tier_changes=judged.tier_changes, state=judged.state)


def idle_ends(*, version: Version, state: MemberState) -> dict[int, datetime | None]:
    """Give when each unit that ends by inactivity will end if nothing more is bought."""
    if not state.last_purchase_day:
        return {}
    found: dict[int, datetime | None] = {}
    for unit in version.document.units:
        if isinstance(unit.expiry, AfterInactivity):
            day = end_of_nth_day(state.last_purchase_day, unit.expiry.days)
            ends = midnight(day, version.document.zone)
            found[unit.number] = max(ends, version.promised.get(unit.code, ends))
    return found
