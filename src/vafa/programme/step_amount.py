"""How much one effect gives: rate, multipliers, marginal tiers, carry, one rounding.

An amount is kept as an exact quotient and remainder until it is rounded, so 1.5 x 4.9 gives 7
(E6), and 0.3 % of 99,990 gives 299 (E7).
"""

from __future__ import annotations

from vafa.kit.amounts import muldiv
from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_base import mask_quantity, selects
from vafa.programme.step_basics import mulmod, write

_SMALL = 2_147_483_647  # the product of two such numbers stays within 64 bits


def work_out(m: Machine, effect: int) -> None:
    """Work out what an effect gives before caps, on which basis, and how its carry changes."""
    cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
    work = m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK
    rule = m.p[cells + at.X_RULE]
    basis = _basis(m, cells)
    amount, up, down = _rate(m, cells, basis)
    carried = _carried(m, rule) if m.p[cells + at.X_CARRY] else 0
    amount += carried
    holder = m.p[at.P_UNIT_AT] + m.p[cells + at.X_UNIT] * at.UNIT_SIZE
    step = m.p[holder + at.U_STEP]
    up, down, mixed = _multiplied(m, cells, up, down * step)
    m.work[work + at.XW_BASIS] = basis
    m.work[work + at.XW_MIXED] = mixed
    m.work[work + at.XW_CARRY] = 0
    whole, rest, below = 0, 0, down
    if amount > 0 and mixed:
        whole, rest, below = _mixed(m, effect, amount, up, down)
    elif amount > 0:
        whole, rest = _exact(amount, up, down)
    rounding = m.p[holder + at.U_ROUNDING]
    if m.p[cells + at.X_CARRY] == 0 and (
        (rounding == at.NEAREST and 2 * rest >= below) or (rounding == at.CEILING and rest > 0)
    ):
        whole += 1
    whole = min(whole, m.p[holder + at.U_STEPS])
    m.work[work + at.XW_UNITS] = whole * step
    m.work[work + at.XW_ROUNDED] = 1 if rest > 0 else 0
    if m.p[cells + at.X_CARRY]:
        if (
            mixed
        ):  # one rate does not stand for all lines then: count the units at the rule's own rate
            up, down = m.p[cells + at.X_A], m.p[cells + at.X_B] * step
        used = min(max(amount, 0), _rials_for(whole, up, down))
        m.work[work + at.XW_CARRY] = amount - used - carried


def _basis(m: Machine, cells: int) -> int:
    rule = m.p[cells + at.X_RULE]
    if m.p[cells + at.X_KIND] == at.PER_ITEM:
        return mask_quantity(m, m.p[m.p[at.P_RULE_AT] + rule * at.RULE_SIZE + at.R_MASK])
    return m.work[m.e[at.E_WORK_RULES] + rule * at.RULE_WORK + at.RW_BASE]


def _carried(m: Machine, rule: int) -> int:
    return m.s[at.S_UNITS + m.p[at.P_UNITS] * at.BALANCE_SIZE + m.p[at.P_CAPS] * 2 + rule]


def _rate(m: Machine, cells: int, basis: int) -> tuple[int, int, int]:
    """Give the amount, and the fraction of it that the effect gives."""
    kind = m.p[cells + at.X_KIND]
    if kind == at.PER_AMOUNT:
        return basis, m.p[cells + at.X_A], m.p[cells + at.X_B]
    if kind == at.SHARE:
        return _shares(m, cells, basis, 0), 1, 10_000
    if kind == at.PER_ITEM:
        return basis // (m.p[cells + at.X_B] * 1000), m.p[cells + at.X_A], 1
    assert kind == at.FIXED
    return 1, m.p[cells + at.X_A], 1


def _share_at(m: Machine, cells: int, tier: int) -> int:
    return (
        m.p[m.p[cells + at.X_TABLE] + tier]
        if m.p[cells + at.X_TABLE] >= 0
        else m.p[cells + at.X_A]
    )


def _shares(m: Machine, cells: int, basis: int, explain: int) -> int:
    """Give basis x share; in marginal mode each part at its tier's rate (E11)."""
    tier = m.s[at.S_TIER]
    order = m.e[at.E_QUALIFYING]
    parts = 0
    if m.p[at.P_MARGINAL] and m.p[cells + at.X_TABLE] >= 0 and order > 0 and m.s[at.S_MANUAL] == 0:
        parts = 1
    total = 0
    done = 0
    reached = 0
    while done < basis:
        reached = order if parts else 1
        if parts and tier + 1 < m.p[at.P_LEVELS]:
            threshold = m.p[m.p[at.P_LEVEL_AT] + tier + 1]
            reached = min(order, max(0, threshold - m.e[at.E_VALUE]))
        upto = muldiv(basis, reached, order) if parts else basis
        total += (upto - done) * _share_at(m, cells, tier)
        if explain and upto > done:
            why = at.WHY_SHARE if upto - done == basis else at.WHY_SHARE_PART
            by_tier = tier if m.p[cells + at.X_TABLE] >= 0 else -1
            row = write(
                m,
                at.O_REASON,
                why,
                m.p[cells + at.X_RULE],
                m.p[cells + at.X_UNIT],
                upto - done,
                by_tier,
            )
            m.out[row + 6] = _share_at(m, cells, tier)
        done = upto
        tier += 1
    return total


def _multiplies(m: Machine, other: int, cells: int) -> int:
    """Tell (1 or 0) whether effect `other` multiplies the effect at `cells`."""
    row = m.p[at.P_EFFECT_AT] + other * at.EFFECT_SIZE
    if m.p[row + at.X_UNIT] != m.p[cells + at.X_UNIT]:
        return 0
    if m.work[m.e[at.E_WORK_EFFECTS] + other * at.EFFECT_WORK + at.XW_ON] == 0:
        return 0
    return m.p[m.p[row + at.X_TABLE] + m.p[cells + at.X_RULE]] if m.p[row + at.X_TABLE] >= 0 else 1


def _covered(m: Machine, other: int, cells: int) -> int:
    """Give the base of the effect's lines that a multiplier's rule selects too."""
    mine = m.p[m.p[at.P_RULE_AT] + m.p[cells + at.X_RULE] * at.RULE_SIZE + at.R_MASK]
    other_rule = m.p[m.p[at.P_EFFECT_AT] + other * at.EFFECT_SIZE + at.X_RULE]
    theirs = m.p[m.p[at.P_RULE_AT] + other_rule * at.RULE_SIZE + at.R_MASK]
    work = m.e[at.E_WORK_RULES] + m.p[cells + at.X_RULE] * at.RULE_WORK
    if mine == theirs:
        return m.work[work + at.RW_BASE]
    base = 0
    for line in range(m.e[at.E_LINES]):
        if selects(m, mine, line) and selects(m, theirs, line):
            base += m.work[line * at.LINE_WORK + at.K_BASE]
    return base


def _multiplied(m: Machine, cells: int, up: int, down: int) -> tuple[int, int, int]:
    """Give the rate times what multiplies all lines, and whether more multiplies a part.

    Which multipliers do that is noted with them, for the lines (`_line_rate`).
    """
    mixed = 0
    base = m.work[m.e[at.E_WORK_RULES] + m.p[cells + at.X_RULE] * at.RULE_WORK + at.RW_BASE]
    for i in range(m.e[at.E_MULTIPLIERS]):
        work = m.e[at.E_WORK_MULTIPLIERS] + i * at.MULTIPLIER_WORK
        other = m.work[work + at.ZW_EFFECT]
        m.work[work + at.ZW_IN_PART] = 0
        if _multiplies(m, other, cells) == 0:
            continue
        covered = _covered(m, other, cells)
        if covered == base:
            row = m.p[at.P_EFFECT_AT] + other * at.EFFECT_SIZE
            up *= m.p[row + at.X_A]
            down *= m.p[row + at.X_B]
        elif covered > 0:
            m.work[work + at.ZW_IN_PART] = mixed = 1
    return up, down, mixed


def _line_rate(m: Machine, line: int) -> tuple[int, int]:
    """Give what multiplies one line, of the multipliers that cover only a part of the lines.

    Every line gets the same denominator, so that exact remainders can be added.
    """
    up, down = 1, 1
    for i in range(m.e[at.E_MULTIPLIERS]):
        work = m.e[at.E_WORK_MULTIPLIERS] + i * at.MULTIPLIER_WORK
        if m.work[work + at.ZW_IN_PART] == 0:
            continue
        row = m.p[at.P_EFFECT_AT] + m.work[work + at.ZW_EFFECT] * at.EFFECT_SIZE
        mask = m.p[m.p[at.P_RULE_AT] + m.p[row + at.X_RULE] * at.RULE_SIZE + at.R_MASK]
        up *= m.p[row + at.X_A] if selects(m, mask, line) else m.p[row + at.X_B]
        down *= m.p[row + at.X_B]
    return up, down


def _mixed(m: Machine, effect: int, amount: int, up: int, down: int) -> tuple[int, int, int]:
    """Give the exact amount, and the basis weighted, when multipliers cover some lines.

    Weighting the basis makes a refund of a doubled line take back its double share.
    """
    cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
    work = m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK
    mask = m.p[m.p[at.P_RULE_AT] + m.p[cells + at.X_RULE] * at.RULE_SIZE + at.R_MASK]
    total = m.work[work + at.XW_BASIS]
    seen, given, whole, rest, basis, below = 0, 0, 0, 0, 0, down
    for line in range(m.e[at.E_LINES]):
        weight = _weight(m, cells, line)
        if weight == 0 or selects(m, mask, line) == 0:
            continue
        seen += weight
        part = muldiv(amount, seen, total) - given
        given += part
        more_up, more_down = _line_rate(m, line)
        line_up, below = up * more_up, down * more_down
        more, more_rest = _exact(part, line_up, below)
        whole += more
        rest += more_rest
        if rest >= below:
            whole += 1
            rest -= below
        basis += muldiv(weight, more_up, more_down)
    m.work[work + at.XW_BASIS] = basis
    return whole, rest, below


def _weight(m: Machine, cells: int, line: int) -> int:
    base = m.work[line * at.LINE_WORK + at.K_BASE]
    if m.p[cells + at.X_KIND] == at.PER_ITEM and base > 0:
        return m.lines[line * at.LINE_SIZE + at.N_QUANTITY]
    return base


def _exact(amount: int, up: int, down: int) -> tuple[int, int]:
    """Amount x up / down as quotient and remainder, at most the limit of all amounts."""
    if amount <= _SMALL and up <= _SMALL and amount * up <= at.LIMIT:
        return amount * up // down, amount * up % down
    if amount > 0 and up >= down and up // down > at.LIMIT // amount:
        return at.LIMIT, 0
    return muldiv(amount, up, down), mulmod(amount, up, down)


def _rials_for(units: int, up: int, down: int) -> int:
    """Give the least amount that gives so many units: units x down / up, rounded up."""
    if units == 0:
        return 0
    if down // up > at.UNLIMITED // units:
        return at.UNLIMITED
    return muldiv(units, down, up) + (1 if mulmod(units, down, up) else 0)


def explain_amount(m: Machine, effect: int) -> None:
    """Write the reasons of an amount, and how its basis lies on the lines."""
    cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
    work = m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK
    rule, unit, kind = m.p[cells + at.X_RULE], m.p[cells + at.X_UNIT], m.p[cells + at.X_KIND]
    basis = _basis(m, cells)
    a, b = m.p[cells + at.X_A], m.p[cells + at.X_B]
    if kind == at.SHARE:
        _shares(m, cells, basis, 1)
    else:
        why = at.WHY_FIXED
        if kind == at.PER_AMOUNT:
            why = at.WHY_PER_AMOUNT
        elif kind == at.PER_ITEM:
            why = at.WHY_PER_ITEM
        row = write(m, at.O_REASON, why, rule, unit, basis, a)
        m.out[row + 6] = b
    for i in range(m.e[at.E_MULTIPLIERS]):
        other = m.work[m.e[at.E_WORK_MULTIPLIERS] + i * at.MULTIPLIER_WORK + at.ZW_EFFECT]
        if _multiplies(m, other, cells) and (_covered(m, other, cells) > 0 or basis == 0):
            multiplier = m.p[at.P_EFFECT_AT] + other * at.EFFECT_SIZE
            row = write(
                m, at.O_REASON, at.WHY_MULTIPLIED, m.p[multiplier + at.X_RULE], unit,
                m.p[multiplier + at.X_A], m.p[multiplier + at.X_B],
            )  # fmt: skip
            m.out[row + 6] = _covered(m, other, cells)
    _explain_rest(m, cells, work)


def _explain_rest(m: Machine, cells: int, work: int) -> None:
    rule, unit = m.p[cells + at.X_RULE], m.p[cells + at.X_UNIT]
    if m.p[cells + at.X_CARRY]:
        carried = _carried(m, rule)
        if carried != 0:
            write(m, at.O_REASON, at.WHY_CARRIED_IN, rule, unit, carried, 0)
        if carried + m.work[work + at.XW_CARRY] != 0:
            write(
                m,
                at.O_REASON,
                at.WHY_CARRIED_OUT,
                rule,
                unit,
                carried + m.work[work + at.XW_CARRY],
                0,
            )
    elif m.work[work + at.XW_ROUNDED]:
        holder = m.p[at.P_UNIT_AT] + unit * at.UNIT_SIZE
        write(
            m,
            at.O_REASON,
            at.WHY_ROUNDED,
            unit,
            m.p[holder + at.U_ROUNDING],
            m.p[holder + at.U_STEP],
            0,
        )


def write_line_basis(m: Machine, effect: int) -> None:
    """Write how a basis lies on the lines, where the sale's columns do not tell it."""
    if m.e[at.E_SUMS]:
        return
    cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
    mixed = m.work[m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK + at.XW_MIXED]
    if m.e[at.E_EXPLAIN] == 0 and m.e[at.E_CREDIT] == 0 and mixed == 0:
        return
    if mixed:
        _multiplied(m, cells, 1, 1)
    mask = m.p[m.p[at.P_RULE_AT] + m.p[cells + at.X_RULE] * at.RULE_SIZE + at.R_MASK]
    for line in range(m.e[at.E_LINES]):
        basis = _weight(m, cells, line)
        if basis == 0 or selects(m, mask, line) == 0:
            continue
        if mixed:
            up, down = _line_rate(m, line)
            basis = muldiv(basis, up, down)
        write(m, at.O_LINE, m.e[at.E_AWARDS] - 1, line, basis, m.e[at.E_ORDER], 0)
