"""What a refund does. It reads what was stored with the sale, never today's rules (E43-E50, E58).

The programme is asked only for what is the member's today: the refund policy, the ladder, the caps
that are freed and whether a rule carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vafa.programme import layout as at
from vafa.programme.claims import count_key
from vafa.programme.compile import PERIODS, CompiledProgramme
from vafa.programme.decide import tier_changes
from vafa.programme.document import PerAmount
from vafa.programme.packing import cell_of, pack_member, unpack_state
from vafa.programme.reasons import BASES
from vafa.programme.records import (
    Balance,
    ClawBack,
    MemberSnapshot,
    MemberState,
    Reason,
    RefundDecision,
    RefundRequest,
    Restore,
    StoredAward,
    StoredBurn,
    StoredSale,
)
from vafa.programme.refund_parts import (
    Part,
    parts_after,
    parts_before,
    returned_basis,
    returned_lines,
    settled_lines,
)
from vafa.programme.refund_rewards import Entitled, entitled, with_vat
from vafa.programme.step import advance
from vafa.programme.step_basics import period_key
from vafa.programme.step_earn import cap_at, carry_at
from vafa.programme.step_ladder import judge, uncount


def decide_refund(
    *, programme: CompiledProgramme, snapshot: MemberSnapshot, sale: StoredSale,
    request: RefundRequest,
) -> RefundDecision:  # fmt: skip
    """Decide what comes back: cash, units restored, units taken back, and the member after it.

    An award loses floor(units x returned basis / basis) in all, however the returns are divided;
    the last return absorbs every remainder. What is taken back never exceeds the award.

    :raises UnknownLine: when the sale has no such line.
    :raises ReturnsTooMuch: when more would come back than is left.
    :raises NothingReturned: when the request names nothing, or both quantities and an amount.
    """
    before, after = parts_before(sale), parts_after(sale, request)
    m = pack_member(programme, snapshot)
    advance(m, request.day)
    lines = settled_lines(sale)
    returned = returned_lines(lines, before, after)
    then = entitled(document=programme.document, sale=sale, parts=before)
    now = entitled(document=programme.document, sale=sale, parts=after)
    returned = with_vat(returned, now.vat_rials - then.vat_rials)
    value = sum(part.net for part in after.values()) + now.vat_rials
    restores, credit_reasons = _restores(programme, sale, after, now, value)
    credit = sum(restore.rials for restore in restores)
    before_credit = sum(burn.restored_rials for burn in sale.burns)
    cash = value - before_credit - credit - sale.refunded_cash_rials
    cash = max(0, min(cash, sale.paid_rials - sale.refunded_cash_rials)) + request.goodwill_rials
    clawed = _clawed(programme, snapshot, now.charged_rials - then.charged_rials)
    claw_backs = tuple(
        claw
        for award in sale.awards
        if (claw := _claw_back(programme, m, award, sale, now.parts)) is not None
    )
    gone = _unqualify(programme, m, sale, claw_backs, then.parts, now.parts)
    if request.is_judged:
        judge(m, m.s[at.S_DAY])
    cash += clawed.units if clawed else 0
    reasons = [
        Reason(
            "returned",
            {
                "rials": sum(line.net_rials for line in returned),
                "vat": sum(line.vat_rials for line in returned),
            },
        ),
        *credit_reasons,
        *([Reason("clawed", {"unit": clawed.unit, "units": clawed.units})] if clawed else []),
        Reason("cash_back", {"rials": cash, "goodwill": request.goodwill_rials}),
    ]
    if gone:
        basis = BASES[programme.cells[at.P_BASIS]]
        reasons.append(Reason("unqualified", {"amount": gone, "basis": basis}))
    return RefundDecision(
        lines=returned,
        cash_rials=cash,
        claw_backs=claw_backs,
        restores=restores,
        tier_changes=tier_changes(programme, m),
        state=_uncounted(
            unpack_state(programme, m.s, m.window, snapshot.state), sale, before, after
        ),
        reasons=tuple(reasons),
        clawed=clawed,
    )


def _clawed(
    programme: CompiledProgramme, snapshot: MemberSnapshot, charged: int
) -> Restore | None:
    """Give the credit that pays for free items that are kept, where the programme claws (E51)."""
    document = programme.document
    credit = next((unit.code for unit in document.units if unit.kind == "credit"), "")
    if document.refunds.free_items != "claw" or not credit:
        return None
    units = min(charged, snapshot.balances.get(credit, Balance()).available)
    return Restore(credit, units, units) if units > 0 else None


def _uncounted(
    state: MemberState, sale: StoredSale, before: Mapping[int, Part], after: Mapping[int, Part]
) -> MemberState:
    """Free the limit per member of the rewards of a sale that has wholly come back."""
    if not _is_whole(after) or _is_whole(before):
        return state
    caps = dict(state.caps)
    for burn in sale.burns:
        key = count_key(burn.reward)
        if burn.reward and key in caps:
            caps[key] = (0, max(0, caps[key][1] - burn.quantity))
    return replace(state, caps=caps)


def _is_whole(parts: Mapping[int, Part]) -> bool:
    return all(part.over == part.of for part in parts.values())


def _restores(
    programme: CompiledProgramme, sale: StoredSale, after: Mapping[int, Part], now: Entitled,
    value: int,
) -> tuple[tuple[Restore, ...], list[Reason]]:  # fmt: skip
    """Give what goes back to the lots it was spent from, the last burned first (E33, E45).

    A reward without a cost gives nothing back, but what it took off is no money to return.
    """
    targets = _credit_targets(programme, sale, after, now, value)
    order = programme.document.refunds.order
    restores: list[Restore] = []
    reasons: list[Reason] = []
    for burn, target in reversed(list(zip(sale.burns, targets, strict=True))):
        rials = max(0, target - burn.restored_rials)
        units = 0
        if burn.units:
            units = burn.units * (burn.restored_rials + rials) // burn.rials - burn.restored_units
        if (units <= 0 and (burn.units or not burn.reward)) or rials + units == 0:
            continue
        restores.append(Restore(burn.unit, units, rials, burn.reward, burn.card))
        figures = {"unit": burn.unit, "units": units, "rials": rials, "order": order}
        if units:
            reasons.append(Reason("credit_back", figures))
        else:
            gone = {"reward": burn.reward, "rials": rials}
            reasons.append(Reason("reward_gone", gone))
    return tuple(restores), reasons


def _credit_targets(
    programme: CompiledProgramme, sale: StoredSale, after: Mapping[int, Part], now: Entitled,
    value: int,
) -> list[int]:  # fmt: skip
    """Give for each burn the Rial of it that must have gone back once these parts are returned."""
    order = programme.document.refunds.order
    targets = [
        now.targets[burn.reward] if burn.reward in now.targets else _pro_rata(sale, burn, after)
        for burn in sale.burns
    ]
    if order == "pro_rata":
        return targets
    credit = value if order == "credit_first" else value - sale.paid_rials
    credit -= sum(target for burn, target in zip(sale.burns, targets, strict=True) if burn.reward)
    for number in reversed(range(len(sale.burns))):
        if not sale.burns[number].reward:
            targets[number] = max(0, min(credit, sale.burns[number].rials))
            credit -= targets[number]
    return targets


def _pro_rata(sale: StoredSale, burn: StoredBurn, after: Mapping[int, Part]) -> int:
    if _is_whole(after):
        return burn.rials
    return returned_basis(burn.rials, burn.lines, sale, after)


def _claw_back(
    programme: CompiledProgramme, m: at.Machine, award: StoredAward, sale: StoredSale,
    after: Mapping[int, Part],
) -> ClawBack | None:  # fmt: skip
    """Give what an award loses now; free its caps, give back its carry; None: nothing."""
    if award.basis == 0:
        return None
    basis = min(award.basis, returned_basis(award.basis, award.line_basis, sale, after))
    units = max(0, award.units * basis // award.basis - award.taken_back)
    if basis == award.refunded_basis and units == 0:
        return None
    figures = {
        "rule": award.rule, "unit": award.unit, "award_units": award.units, "refunded": basis,
        "basis": award.basis, "units": units, "before": award.taken_back,
    }  # fmt: skip
    reasons = [Reason("taken_back", figures)]
    carried = _carry_back(programme, award, basis) - _carry_back(
        programme, award, award.refunded_basis
    )
    rules = [rule.code for rule in programme.rules]
    if carried and award.rule in rules:
        m.s[carry_at(m, rules.index(award.rule))] += carried
        reasons.append(Reason("carry_back", {"rule": award.rule, "rials": carried}))
    reasons += _free_caps(programme, m, award, units)
    return ClawBack(award.id, award.unit, units, basis - award.refunded_basis, tuple(reasons))


def _carry_back(programme: CompiledProgramme, award: StoredAward, basis: int) -> int:
    """Give the change of the carried Rial once so much of the basis is returned.

    Every Rial of the basis either bought units or was carried: those that bought the units taken
    back are gone with them, the others leave the carry, which may become negative (E8, E87).
    """
    if award.carry == 0 and not _carries(programme, award):
        return 0
    given = max(award.uncapped, award.units)
    taken = given * basis // award.basis
    used = (award.basis - award.carry) * taken // given if given else 0
    return used - basis


def _carries(programme: CompiledProgramme, award: StoredAward) -> bool:
    return any(
        isinstance(effect, PerAmount) and effect.carry and effect.unit == award.unit
        for rule in programme.rules
        if rule.code == award.rule
        for effect in rule.effects
    )


def _free_caps(
    programme: CompiledProgramme, m: at.Machine, award: StoredAward, units: int
) -> list[Reason]:
    """Free the caps of the award's own period, while the state still counts it (E9)."""
    reasons: list[Reason] = []
    for number, cap in enumerate(programme.caps):
        mine = award.rule if cap.owner_kind == "rule" else award.unit
        slot = cap_at(m, number)
        if cap.owner != mine or cap.per == "order":
            continue
        key = period_key(m, PERIODS.index(cap.per), award.day)
        freed = min(units, m.s[slot + 1]) if m.s[slot] == key else 0
        if freed:
            m.s[slot + 1] -= freed
            figures = {
                "owner": cap.owner,
                "owner_kind": cap.owner_kind,
                "per": cap.per,
                "units": freed,
            }
            reasons.append(Reason("cap_freed", figures))
    return reasons


def _unqualify(
    programme: CompiledProgramme, m: at.Machine, sale: StoredSale,
    claw_backs: tuple[ClawBack, ...], before: Mapping[int, Part], after: Mapping[int, Part],
) -> int:  # fmt: skip
    """Take what no longer qualifies out of the ladder's window; give how much left it."""
    if programme.cells[at.P_BASIS] == at.BY_POINTS:
        qualifying = {award.id: award.qualifying for award in sale.awards}
        points = sum(claw.units for claw in claw_backs if qualifying[claw.award_id])
        return uncount(m, sale.day, points)
    weights = _weights(programme, sale)
    whole = sum(weights.values())
    if not whole or not sale.qualifying_rials:
        return 0
    then = sum(before[number].share(weight) for number, weight in weights.items())
    now = sum(after[number].share(weight) for number, weight in weights.items())
    amount = sale.qualifying_rials * now // whole - sale.qualifying_rials * then // whole
    return uncount(m, sale.day, amount)


def _weights(programme: CompiledProgramme, sale: StoredSale) -> dict[int, int]:
    """Give how what qualified lies on the lines the ladder looks at, less what units paid."""
    mask = programme.masks[programme.cells[at.P_LADDER_MASK]]
    weights = {
        line.number: line.net_rials
        for line in sale.lines
        if mask[cell_of(programme, line.kind, line.group)]
    }
    if not programme.document.base.paid_with_credit:
        for burn in sale.burns:
            for number, rials in burn.lines.items():
                if number in weights:
                    weights[number] = max(0, weights[number] - rials)
    return weights or {line.number: line.net_rials for line in sale.lines}
