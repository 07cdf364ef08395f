"""Deciding a purchase as of a moment that has passed: edited, claimed, or moved to its member.

What it gives is decided for the member of then: tier, number of purchases and what the caps of
then had left. What it adds is added to the member of today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from vafa.domain.members.records import MemberFound
from vafa.domain.rewards.budgets import period_of
from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import local_day
from vafa.ledger.calls import reading_club, rows
from vafa.programme.decide import decide_purchase
from vafa.programme.records import (
    Line,
    MemberSnapshot,
    MemberState,
    PurchaseDecision,
    PurchaseEvent,
    Spend,
    StoredSale,
)
from vafa.programme.refund_parts import parts_before

type_caps = Mapping[str, tuple[int, int]]

_NO_LIMITS: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class AsThen:
    """What a member was when a purchase was first decided.

    An edit leaves `caps` out: those of today count, and it is no new visit (E53). A purchase that
    changes its holder brings its own `lines`, and in `spend` what the holder before had paid in
    units: those went back, so `paid_rials` is what it cost in money.
    """

    tier: str
    purchases: int
    caps: type_caps | None = None
    lines: tuple[Line, ...] = ()
    spend: tuple[Spend, ...] = ()
    paid_rials: int | None = None


def decide_as_then(
    *,
    version: Version,
    seen: MemberSnapshot,
    event: PurchaseEvent,
    then: AsThen,
    limits: Mapping[str, int] = _NO_LIMITS,
) -> PurchaseDecision:
    """Give the awards of then, and today's state with the purchase in it."""
    programme = version.compiled
    decision = decide_purchase(programme=programme, snapshot=seen, event=event, limits=limits)
    state = replace(seen.state, tier=then.tier, purchases=then.purchases)
    if then.caps is not None:
        window = tuple(pair for pair in state.window if pair[0] <= event.day)
        state = replace(state, day=event.day, caps=then.caps, window=window)
    past = decide_purchase(
        programme=programme, snapshot=replace(seen, state=state), event=event, limits=limits
    )
    if then.caps is None:
        counted = replace(decision.state, purchases=seen.state.purchases)
    else:
        caps = _caps_now(seen.state.caps, then.caps, past.state.caps)
        counted = replace(decision.state, carry=past.state.carry, caps=caps)
    decision = replace(decision, awards=past.awards, state=counted)
    if then.paid_rials is None:
        return decision
    return replace(decision, burns=(), to_pay_rials=then.paid_rials)


def member_then(
    *, club_id: int, member: MemberFound, state: MemberState, version: Version, at: datetime
) -> AsThen:
    """Give what a member was at a moment; whoever joined after it stood on the lowest tier (E88).

    `state` is the member's of today.
    """
    day = local_day(at, version.document.zone)
    caps = _caps_then(club_id, member.member_id, version, state, day)
    lowest = next(iter(version.compiled.tiers), "")
    if member.joined_at > at:
        return AsThen(lowest, 0, caps)
    key = {"club": club_id, "member": member.member_id, "at": at}
    with reading_club(club_id):
        after = rows(_TIER_AFTER, key)
        bought = rows(_BOUGHT_AFTER, key)[0]["purchases"]
    today = state.tier if state.tier_since <= day else lowest
    tier = str(after[0]["before"]) if after else today
    return AsThen(tier, max(0, state.purchases - bought), caps)


def lines_left(*, sale: StoredSale) -> tuple[Line, ...]:
    """Give what of a sale has not come back, under the numbers its lines have."""
    parts = parts_before(sale)
    off = Counter[int]()
    for burn in sale.burns:  # what a reward took off stays off
        if burn.reward:
            left = burn.rials - burn.restored_rials
            off.update({n: rials * left // burn.rials for n, rials in burn.lines.items()})
    return tuple(
        replace(
            line,
            quantity_milli=max(1, line.quantity_milli - part.quantity),
            net_rials=max(0, line.net_rials - part.net - off[line.number]),
            gross_rials=line.gross_rials - part.share(line.gross_rials),
            vat_rials=line.vat_rials - part.share(line.vat_rials),
        )
        for line in sale.lines
        if (part := parts[line.number]).over < part.of
    )


# The first step on the ladder that was recorded after the moment tells where it began.
_TIER_AFTER = """
    SELECT c.value ->> 'before' AS before
    FROM ledger_event AS e
    CROSS JOIN LATERAL jsonb_array_elements(
        coalesce(e.answer -> 'said' -> 'tier_changes', '[]')
    ) WITH ORDINALITY AS c (value, place)
    WHERE e.member_id = %(member)s AND e.club_id = %(club)s AND e.status = 200
        AND e.recorded_at > %(at)s AND c.value ->> 'kind' IN ('up', 'down')
    ORDER BY e.recorded_at, e.id, c.place LIMIT 1
"""
# A purchase that was edited has one document and was one visit.
_BOUGHT_AFTER = """
    SELECT count(DISTINCT document)::integer AS purchases FROM ledger_sale
    WHERE member_id = %(member)s AND club_id = %(club)s AND occurred_at > %(at)s
        AND returns_sale_id IS NULL AND net_rials > 0
"""
_GIVEN = """
    SELECT a.rule, a.unit, a.day, (a.units - coalesce(r.units, 0))::bigint AS units
    FROM ledger_award AS a
    LEFT JOIN LATERAL (
        SELECT sum(x.units) AS units FROM ledger_award_reversal AS x
        WHERE x.member_id = a.member_id AND x.award_id = a.id
    ) AS r ON true
    WHERE a.member_id = %(member)s AND a.club_id = %(club)s
"""


def _caps_then(
    club_id: int, member_id: int, version: Version, state: MemberState, day: int
) -> type_caps:
    """Give what of each cap was used in the period of a day: by the awards, or as remembered."""
    caps = [cap for cap in version.compiled.caps if cap.per != "order"]
    if not caps:
        return {}
    with reading_club(club_id):
        given = rows(_GIVEN, {"club": club_id, "member": member_id})
    used: dict[str, tuple[int, int]] = {}
    for cap in caps:
        period = period_of(per=cap.per, day=day)
        units = sum(
            one["units"]
            for one in given
            if cap.owner
            == (one["rule"] if cap.owner_kind == "rule" else version.codes.get(one["unit"], ""))
            and period_of(per=cap.per, day=one["day"]) == period
        )
        known = state.caps.get(cap.key, (period, 0))
        used[cap.key] = (period, max(units, known[1] if known[0] == period else 0))
    return used


def _caps_now(now: type_caps, before: type_caps, after: type_caps) -> type_caps:
    """Count what was granted then in the caps of today, where their period is still the same."""
    counted = dict(now)
    for key, (period, used) in after.items():
        known = now.get(key, (period, 0))
        if known[0] < period:
            known = (period, 0)
        if known[0] == period:
            granted = used - before.get(key, (period, 0))[1]
            counted[key] = (period, known[1] + granted)
    return counted
