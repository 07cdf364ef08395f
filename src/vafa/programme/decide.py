"""What a purchase, an occasion or passing days do to one member: pure, explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from vafa.kit.amounts import allocate
from vafa.kit.errors import Refused
from vafa.programme import layout as at
from vafa.programme.claims import counted, shortage, take_rewards
from vafa.programme.compile import CompiledProgramme
from vafa.programme.packing import (
    ordered_wishes,
    pack_member,
    pack_occasion,
    pack_purchase,
    unpack_state,
)
from vafa.programme.reasons import DECISION_REASONS, limited, reason_of
from vafa.programme.records import (
    AdvanceDecision,
    Award,
    Burn,
    MemberSnapshot,
    MemberState,
    Occasion,
    PurchaseDecision,
    PurchaseEvent,
    Reason,
    Spend,
    TierChange,
)
from vafa.programme.step import advance, apply
from vafa.programme.step_ladder import judge, next_review
from vafa.programme.step_spend import open_lines, spend

_STEPS = ("up", "down", "grace_started", "grace_ended", "warning")
_NO_LIMITS: Mapping[str, int] = {}


class UnknownTier(Refused):
    """The programme has no such tier."""


def decide_purchase(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, event: PurchaseEvent,
    limits: Mapping[str, int] = _NO_LIMITS,
) -> PurchaseDecision:  # fmt: skip
    """Decide what a purchase gives, takes and changes.

    `limits` says what each budget may still grant.

    Rewards come off the lines first (`claims`). Time passes up to the purchase. The tier before
    the order sets its rates; units are spent before any are earned, so no order pays for itself.

    :raises InvalidOrder: when an amount is out of bounds or a line number occurs twice.
    :raises UnknownUnit: when it asks to pay with a unit that is not the programme's.
    :raises Refused: when a claimed reward cannot be had in this order (`take_rewards`).
    """
    taken = take_rewards(document=programme.document, snapshot=snapshot, event=event)
    if taken is None:
        return _decide(programme, snapshot, event, limits)
    decision = _decide(programme, taken.snapshot, taken.event, limits)
    return replace(
        decision,
        burns=(*taken.burns, *decision.burns),
        state=counted(document=programme.document, state=decision.state, burns=taken.burns),
        net_rials=sum(line.net_rials for line in event.lines),
        short=shortage(snapshot=snapshot, burns=taken.burns, awards=decision.awards),
    )


def _decide(
    programme: CompiledProgramme, snapshot: MemberSnapshot, event: PurchaseEvent,
    limits: Mapping[str, int],
) -> PurchaseDecision:  # fmt: skip
    m = pack_purchase(programme, snapshot, event, limits)
    apply(m)
    wishes = ordered_wishes(programme, event.spend)
    burns, not_spent = _burns(programme, m, event, wishes)
    vat = sum(m.work[line * at.LINE_WORK + at.K_VAT] for line in range(len(event.lines)))
    net = m.e[at.E_NET]
    return PurchaseDecision(
        awards=_awards(programme, m, event),
        burns=burns,
        tier_changes=_tier_changes(programme, m),
        state=unpack_state(programme, m.s, m.window, snapshot.state),
        net_rials=net,
        vat_rials=vat,
        to_pay_rials=net + vat - m.e[at.E_CREDIT],
        reasons=(*_order_reasons(programme, m, event), *not_spent, *_loose_reasons(programme, m)),
        qualifying_rials=_qualifying(programme, m),
    )


def decide_occasion(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, occasion: Occasion,
    limits: Mapping[str, int] = _NO_LIMITS,
) -> PurchaseDecision:  # fmt: skip
    """Decide what a happening that is no purchase gives (joining, a birthday, a custom event)."""
    m = pack_occasion(programme, snapshot, occasion, limits)
    apply(m)
    return PurchaseDecision(
        awards=_awards(programme, m, None),
        burns=(),
        tier_changes=_tier_changes(programme, m),
        state=unpack_state(programme, m.s, m.window, snapshot.state),
        net_rials=0,
        vat_rials=0,
        to_pay_rials=0,
        reasons=tuple(_loose_reasons(programme, m)),
    )


def decide_advance(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, day: int
) -> AdvanceDecision:
    """Decide what the passing of days up to `day` does to the member's tier."""
    m = pack_member(programme, snapshot)
    advance(m, day)
    return AdvanceDecision(
        tier_changes=_tier_changes(programme, m),
        state=unpack_state(programme, m.s, m.window, snapshot.state),
    )


def decide_tier(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, tier: str, day: int, days: int
) -> AdvanceDecision:
    """Decide to put a member on a tier by hand for so many days after `day` (E63, E66).

    :raises UnknownTier: when the ladder has no such tier.
    """
    if tier not in programme.tiers:
        raise UnknownTier(tier=tier)
    m = pack_member(programme, snapshot)
    advance(m, day)
    before = programme.tiers[m.s[at.S_TIER]]
    changes = _tier_changes(programme, m)
    m.s[at.S_TIER] = programme.tiers.index(tier)
    m.s[at.S_SINCE], m.s[at.S_GRACE], m.s[at.S_MANUAL] = day, 0, day + days + 1
    if before != tier:
        up = programme.tiers.index(tier) > programme.tiers.index(before)
        reason = Reason("manual", {"until_day": day + days + 1})
        changes += (TierChange("up" if up else "down", day, before, tier, (reason,)),)
    state = unpack_state(programme, m.s, m.window, snapshot.state)
    return AdvanceDecision(tier_changes=changes, state=state)


def decide_standing(
    *, programme: CompiledProgramme, before: MemberState, after: MemberState
) -> AdvanceDecision:
    """Judge by today's programme the tier of a member about whom an older version has decided.

    What counts in the window is kept; the tier that the older version would give is not: a refund
    of an old sale, or a purchase that arrives late, moves nobody on a ladder that is gone.
    """
    kept = replace(
        after, day=before.day, tier=before.tier, tier_since=before.tier_since,
        grace_until=before.grace_until, manual_until=before.manual_until,
    )  # fmt: skip
    m = pack_member(programme, MemberSnapshot(kept))
    advance(m, after.day)
    judge(m, m.s[at.S_DAY])
    return AdvanceDecision(
        tier_changes=_tier_changes(programme, m),
        state=unpack_state(programme, m.s, m.window, kept),
    )


def next_review_day(*, programme: CompiledProgramme, state: MemberState) -> int | None:
    """Give the first day on which `decide_advance` would change or warn; None: never."""
    day = next_review(pack_member(programme, MemberSnapshot(state)))
    return None if day >= at.NEVER else day


def spendable(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, event: PurchaseEvent
) -> tuple[Burn, ...]:
    """Give the most that each unit, alone, could pay of this order, and what limits it.

    :raises InvalidOrder: when an amount is out of bounds or a line number occurs twice.
    """
    taken = take_rewards(document=programme.document, snapshot=snapshot, event=event)
    if taken is not None:
        snapshot, event = taken.snapshot, taken.event
    burns: list[Burn] = []
    for unit in programme.document.units:
        if unit.redemption is None:
            continue
        wish = (Spend(unit.code, None),)
        asked = PurchaseEvent(
            day=event.day, minute=event.minute, lines=event.lines, channel=event.channel,
            branch=event.branch, partner=event.partner, spend=wish, attributes=event.attributes,
        )  # fmt: skip
        m = pack_purchase(programme, snapshot, asked, _NO_LIMITS)
        open_lines(m)
        spend(m)
        done, refused = _burns(programme, m, asked, wish)
        spend_as = unit.redemption.spend_as
        burns += done or [Burn(unit.code, 0, 0, spend_as, {}, reasons=tuple(refused))]
    return tuple(burns)


def rows(m: at.Machine) -> Iterator[list[int]]:
    """Give the rows that a step wrote, in order."""
    for place in range(at.OUT_ROWS, m.out[0], at.ROW):
        yield list(m.out[place : place + at.ROW])


def tier_changes(programme: CompiledProgramme, m: at.Machine) -> tuple[TierChange, ...]:
    """Read the steps on the ladder that were written, each with its reasons."""
    return _tier_changes(programme, m)


def _awards(
    programme: CompiledProgramme, m: at.Machine, event: PurchaseEvent | None
) -> tuple[Award, ...]:
    found: list[list[int]] = []
    why: list[list[Reason]] = []
    on_lines: list[dict[int, int]] = []
    about_award = False
    for row in rows(m):
        if row[0] == at.O_AWARD:
            found.append(row)
            why.append([])
            on_lines.append({})
            about_award = True
        elif row[0] == at.O_LINE and event is not None:
            on_lines[row[1]][event.lines[row[2]].number] = row[3]
        elif row[0] == at.O_TIER:
            about_award = False
        elif row[0] == at.O_REASON and about_award and row[1] not in DECISION_REASONS:
            why[-1].append(reason_of(programme, row))
    return tuple(
        _award(programme, row, basis, tuple(reasons))
        for row, basis, reasons in zip(found, on_lines, why, strict=True)
    )


def _award(
    programme: CompiledProgramme, row: list[int], line_basis: dict[int, int],
    reasons: tuple[Reason, ...],
) -> Award:  # fmt: skip
    units = row[4]
    parts = allocate(units, list(line_basis.values())) if sum(line_basis.values()) else []
    return Award(
        rule=programme.rules[row[2]].code, unit=programme.units[row[3]], units=units,
        uncapped=row[5], basis=row[6], line_basis=line_basis,
        lines=dict(zip(line_basis, parts, strict=False)),
        tier=programme.tiers[row[7]] if programme.tiers else "", day=row[8],
        available_day=row[9], expires_day=row[10], carry=row[11], qualifying=row[12],
        budget=programme.rules[row[2]].budget or "", reasons=reasons,
    )  # fmt: skip


def _burns(
    programme: CompiledProgramme, m: at.Machine, event: PurchaseEvent, wishes: tuple[Spend, ...]
) -> tuple[tuple[Burn, ...], list[Reason]]:
    written = [row for row in rows(m) if row[0] == at.O_BURN]
    burns: list[Burn] = []
    refused: list[Reason] = []
    for wish, row in zip(wishes, written, strict=True):
        units, rials = row[2], row[3]
        reasons: list[Reason] = []
        if row[6] != at.BY_WISH:
            reasons = [limited(wish.unit, units, wish.units, row[6], row[7])]
        if units == 0:
            refused += reasons
            continue
        spent = Reason("spent", {"unit": wish.unit, "units": units, "rials": rials})
        lines = {
            event.lines[line[2]].number: line[3]
            for line in rows(m)
            if line[0] == at.O_BURN_LINE and line[1] == row[5]
        }
        burns.append(
            Burn(
                wish.unit,
                units,
                rials,
                "tender" if row[4] else "discount",
                lines,
                wish.hold_id,
                (spent, *reasons),
            )
        )
    return tuple(burns), refused


def _tier_changes(programme: CompiledProgramme, m: at.Machine) -> tuple[TierChange, ...]:
    found: list[TierChange] = []
    last: list[int] | None = None
    why: list[Reason] = []

    def close() -> None:
        if last is not None:
            before, after = programme.tiers[last[3]], programme.tiers[last[4]]
            found.append(TierChange(_STEPS[last[1]], last[2], before, after, tuple(why)))  # type: ignore[arg-type]  # framework: one of the kinds

    for row in rows(m):
        if row[0] == at.O_TIER:
            close()
            last, why = row, []
        elif row[0] == at.O_REASON and last is not None and row[1] >= at.WHY_REACHED:
            why.append(reason_of(programme, row))
    close()
    return tuple(found)


def _qualifying(programme: CompiledProgramme, m: at.Machine) -> int:
    """Give what the order itself added to the ladder; points are kept with their awards."""
    by_points = programme.cells[at.P_BASIS] == at.BY_POINTS
    return 0 if by_points else m.e[at.E_QUALIFYING]


def _order_reasons(
    programme: CompiledProgramme, m: at.Machine, event: PurchaseEvent
) -> Iterator[Reason]:
    """Give what of the order counts for earning, what does not, and why."""
    yield Reason("base", {"net": m.e[at.E_NET], "eligible": m.e[at.E_ELIGIBLE]})
    mask = programme.masks[programme.cells[at.P_BASE_MASK]]
    outside = [
        line
        for number, line in enumerate(event.lines)
        if not mask[m.lines[number * at.LINE_SIZE + at.N_CELL]]
    ]
    if outside:
        rials = sum(line.net_rials for line in outside)
        yield Reason("excluded", {"rials": rials, "lines": [line.number for line in outside]})
    credit = sum(
        m.work[number * at.LINE_WORK + at.K_CREDIT]
        for number in range(len(event.lines))
        if mask[m.lines[number * at.LINE_SIZE + at.N_CELL]]
    )
    if credit and not programme.document.base.paid_with_credit:
        yield Reason("credit_share", {"rials": credit})


def _loose_reasons(programme: CompiledProgramme, m: at.Machine) -> Iterator[Reason]:
    for row in rows(m):
        if row[0] == at.O_REASON and row[1] in DECISION_REASONS:
            yield reason_of(programme, row)
