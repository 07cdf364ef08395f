"""How much one effect gives: rate, multipliers, marginal tiers, carry, and one rounding at the end.

An amount is kept as an exact quotient and remainder until it is rounded, so 1.5 x 4.9 gives 7 (E6), and
0.3 % of 99,990 gives 299 (E7).
"""

from __future__ import annotations

from vafa.kit.amounts import muldiv
from vafa.programme.layout import (
    CEILING, E_AWARDS, E_CREDIT, E_EXPLAIN, E_LINES, E_ORDER, E_QUALIFYING, E_TRIGGER, E_VALUE,
    E_WORK_EFFECTS, E_WORK_RULES, EFFECT_SIZE, EFFECT_WORK, FIXED, K_BASE, LIMIT, LINE_SIZE,
    LINE_WORK, MULTIPLY, N_QUANTITY, NEAREST, O_LINE, O_REASON, P_CAPS, P_EFFECT_AT, P_LEVEL_AT,
    P_LEVELS, P_MARGINAL, P_RULE_AT, P_TRIGGER_AT, P_UNIT_AT, P_UNITS, PER_AMOUNT, PER_ITEM,
    R_EFFECT_FROM, R_EFFECT_TO, R_MASK, RULE_SIZE, RULE_WORK, RW_BASE, RW_QUANTITY, S_MANUAL,
    S_TIER, S_UNITS, SHARE, BALANCE_SIZE, U_ROUNDING, U_STEP, UNIT_SIZE, UNLIMITED,
    WHY_CARRIED_IN, WHY_CARRIED_OUT, WHY_FIXED, WHY_MULTIPLIED, WHY_PER_AMOUNT, WHY_PER_ITEM,
    WHY_ROUNDED, WHY_SHARE, WHY_SHARE_PART, X_A, X_B, X_CARRY, X_KIND, X_RULE, X_TABLE, X_UNIT,
    XW_BASIS, XW_CARRY, XW_MIXED, XW_ON, XW_ROUNDED, XW_UNITS, Machine,
)  # fmt: skip
from vafa.programme.step_base import selects
from vafa.programme.step_basics import mulmod, write


def work_out(m: Machine, effect: int) -> None:
    """Work out what an effect gives before caps, on which basis, and how its carry changes."""
    cells = m.p[P_EFFECT_AT] + effect * EFFECT_SIZE
    work = m.e[E_WORK_EFFECTS] + effect * EFFECT_WORK
    rule = m.p[cells + X_RULE]
    basis = _basis(m, cells)
    amount, up, down = _rate(m, cells, basis)
    carried = _carried(m, rule) if m.p[cells + X_CARRY] else 0
    amount += carried
    holder = m.p[P_UNIT_AT] + m.p[cells + X_UNIT] * UNIT_SIZE
    step = m.p[holder + U_STEP]
    up, down, mixed = _multiplied(m, cells, up, down * step)
    m.work[work + XW_BASIS] = basis
    m.work[work + XW_MIXED] = mixed
    m.work[work + XW_CARRY] = 0
    whole, rest, below = 0, 0, down
    if amount > 0 and mixed:
        whole, rest, below = _mixed(m, effect, amount, up, down)
    elif amount > 0:
        whole, rest = _exact(amount, up, down)
    rounding = m.p[holder + U_ROUNDING]
    if m.p[cells + X_CARRY] == 0 and (
        (rounding == NEAREST and 2 * rest >= below) or (rounding == CEILING and rest > 0)
    ):
        whole += 1
    whole = min(whole, LIMIT // step)
    m.work[work + XW_UNITS] = whole * step
    m.work[work + XW_ROUNDED] = 1 if rest > 0 else 0
    if m.p[cells + X_CARRY]:
        if mixed:  # one rate does not stand for all lines then: count the units at the rule's own rate
            up, down = m.p[cells + X_A], m.p[cells + X_B] * step
        used = min(max(amount, 0), _rials_for(whole, up, down))
        m.work[work + XW_CARRY] = amount - used - carried


def _basis(m: Machine, cells: int) -> int:
    work = m.e[E_WORK_RULES] + m.p[cells + X_RULE] * RULE_WORK
    return m.work[work + (RW_QUANTITY if m.p[cells + X_KIND] == PER_ITEM else RW_BASE)]


def _carried(m: Machine, rule: int) -> int:
    return m.s[S_UNITS + m.p[P_UNITS] * BALANCE_SIZE + m.p[P_CAPS] * 2 + rule]


def _rate(m: Machine, cells: int, basis: int) -> tuple[int, int, int]:
    """The amount, and the fraction of it that the effect gives."""
    kind = m.p[cells + X_KIND]
    if kind == PER_AMOUNT:
        return basis, m.p[cells + X_A], m.p[cells + X_B]
    if kind == SHARE:
        return _shares(m, cells, basis, 0), 1, 10_000
    if kind == PER_ITEM:
        return basis // (m.p[cells + X_B] * 1000), m.p[cells + X_A], 1
    assert kind == FIXED
    return 1, m.p[cells + X_A], 1


def _share_at(m: Machine, cells: int, tier: int) -> int:
    return m.p[m.p[cells + X_TABLE] + tier] if m.p[cells + X_TABLE] >= 0 else m.p[cells + X_A]


def _shares(m: Machine, cells: int, basis: int, explain: int) -> int:
    """Basis x share; in marginal mode each part of the order at the rate of the tier it stands on (E11)."""
    tier = m.s[S_TIER]
    order = m.e[E_QUALIFYING]
    parts = 0
    if m.p[P_MARGINAL] and m.p[cells + X_TABLE] >= 0 and order > 0 and m.s[S_MANUAL] == 0:
        parts = 1
    total = 0
    done = 0
    reached = 0
    while done < basis:
        reached = order if parts else 1
        if parts and tier + 1 < m.p[P_LEVELS]:
            threshold = m.p[m.p[P_LEVEL_AT] + tier + 1]
            reached = min(order, max(0, threshold - m.e[E_VALUE]))
        upto = muldiv(basis, reached, order) if parts else basis
        total += (upto - done) * _share_at(m, cells, tier)
        if explain and upto > done:
            why = WHY_SHARE if upto - done == basis else WHY_SHARE_PART
            by_tier = tier if m.p[cells + X_TABLE] >= 0 else -1
            row = write(m, O_REASON, why, m.p[cells + X_RULE], m.p[cells + X_UNIT], upto - done, by_tier)
            m.out[row + 6] = _share_at(m, cells, tier)
        done = upto
        tier += 1
    return total


def _multiplies(m: Machine, other: int, cells: int) -> int:
    """Tell (1 or 0) whether effect `other` is a multiplier that counts for the effect at `cells`."""
    row = m.p[P_EFFECT_AT] + other * EFFECT_SIZE
    if m.p[row + X_KIND] != MULTIPLY or m.p[row + X_UNIT] != m.p[cells + X_UNIT]:
        return 0
    if m.work[m.e[E_WORK_EFFECTS] + other * EFFECT_WORK + XW_ON] == 0:
        return 0
    return m.p[m.p[row + X_TABLE] + m.p[cells + X_RULE]] if m.p[row + X_TABLE] >= 0 else 1


def _effects_of_trigger(m: Machine) -> tuple[int, int]:
    rules = m.p[P_TRIGGER_AT] + 2 * m.e[E_TRIGGER]
    first = m.p[P_RULE_AT] + m.p[rules] * RULE_SIZE
    last = m.p[P_RULE_AT] + (m.p[rules + 1] - 1) * RULE_SIZE
    return m.p[first + R_EFFECT_FROM], m.p[last + R_EFFECT_TO]


def _covered(m: Machine, other: int, cells: int) -> int:
    """The base of the effect's lines that a multiplier's rule selects too."""
    mine = m.p[m.p[P_RULE_AT] + m.p[cells + X_RULE] * RULE_SIZE + R_MASK]
    other_rule = m.p[m.p[P_EFFECT_AT] + other * EFFECT_SIZE + X_RULE]
    theirs = m.p[m.p[P_RULE_AT] + other_rule * RULE_SIZE + R_MASK]
    work = m.e[E_WORK_RULES] + m.p[cells + X_RULE] * RULE_WORK
    if mine == theirs:
        return m.work[work + RW_BASE]
    base = 0
    for line in range(m.e[E_LINES]):
        if selects(m, mine, line) and selects(m, theirs, line):
            base += m.work[line * LINE_WORK + K_BASE]
    return base


def _multiplied(m: Machine, cells: int, up: int, down: int) -> tuple[int, int, int]:
    """The rate times every multiplier that covers all lines; and whether some cover only a part."""
    mixed = 0
    base = m.work[m.e[E_WORK_RULES] + m.p[cells + X_RULE] * RULE_WORK + RW_BASE]
    first, last = _effects_of_trigger(m)
    for other in range(first, last):
        if _multiplies(m, other, cells) == 0:
            continue
        covered = _covered(m, other, cells)
        if covered == base:
            row = m.p[P_EFFECT_AT] + other * EFFECT_SIZE
            up *= m.p[row + X_A]
            down *= m.p[row + X_B]
        elif covered > 0:
            mixed = 1
    return up, down, mixed


def _line_rate(m: Machine, cells: int, line: int, up: int, down: int) -> tuple[int, int]:
    """The rate of one line: the common one times the multipliers that cover only a part of the lines.

    Every line gets the same denominator, so that exact remainders can be added.
    """
    base = m.work[m.e[E_WORK_RULES] + m.p[cells + X_RULE] * RULE_WORK + RW_BASE]
    first, last = _effects_of_trigger(m)
    for other in range(first, last):
        if _multiplies(m, other, cells) == 0:
            continue
        covered = _covered(m, other, cells)
        if covered in (0, base):
            continue
        row = m.p[P_EFFECT_AT] + other * EFFECT_SIZE
        mask = m.p[m.p[P_RULE_AT] + m.p[row + X_RULE] * RULE_SIZE + R_MASK]
        up *= m.p[row + X_A] if selects(m, mask, line) else m.p[row + X_B]
        down *= m.p[row + X_B]
    return up, down


def _mixed(m: Machine, effect: int, amount: int, up: int, down: int) -> tuple[int, int, int]:
    """The exact amount when multipliers cover a part of the lines; the basis is weighted likewise.

    Weighting the basis makes a refund of a doubled line take back its double share.
    """
    cells = m.p[P_EFFECT_AT] + effect * EFFECT_SIZE
    work = m.e[E_WORK_EFFECTS] + effect * EFFECT_WORK
    mask = m.p[m.p[P_RULE_AT] + m.p[cells + X_RULE] * RULE_SIZE + R_MASK]
    total = m.work[work + XW_BASIS]
    seen, given, whole, rest, basis, below = 0, 0, 0, 0, 0, down
    for line in range(m.e[E_LINES]):
        weight = _weight(m, cells, line)
        if weight == 0 or selects(m, mask, line) == 0:
            continue
        seen += weight
        part = muldiv(amount, seen, total) - given
        given += part
        more_up, more_down = _line_rate(m, cells, line, 1, 1)
        line_up, below = up * more_up, down * more_down
        more, more_rest = _exact(part, line_up, below)
        whole += more + (rest + more_rest) // below
        rest = (rest + more_rest) % below
        basis += muldiv(weight, more_up, more_down)
    m.work[work + XW_BASIS] = basis
    return whole, rest, below


def _weight(m: Machine, cells: int, line: int) -> int:
    base = m.work[line * LINE_WORK + K_BASE]
    if m.p[cells + X_KIND] == PER_ITEM and base > 0:
        return m.lines[line * LINE_SIZE + N_QUANTITY]
    return base


def _exact(amount: int, up: int, down: int) -> tuple[int, int]:
    """Amount x up / down as quotient and remainder, at most the limit of all amounts."""
    if amount > 0 and up // down > LIMIT // amount:
        return LIMIT, 0
    return muldiv(amount, up, down), mulmod(amount, up, down)


def _rials_for(units: int, up: int, down: int) -> int:
    """The least amount that gives so many units: units x down / up, rounded up."""
    if units == 0:
        return 0
    if down // up > UNLIMITED // units:
        return UNLIMITED
    return muldiv(units, down, up) + (1 if mulmod(units, down, up) else 0)


def explain_amount(m: Machine, effect: int) -> None:
    """Write the reasons of an amount, and how its basis lies on the lines."""
    cells = m.p[P_EFFECT_AT] + effect * EFFECT_SIZE
    work = m.e[E_WORK_EFFECTS] + effect * EFFECT_WORK
    rule, unit, kind = m.p[cells + X_RULE], m.p[cells + X_UNIT], m.p[cells + X_KIND]
    basis = _basis(m, cells)
    a, b = m.p[cells + X_A], m.p[cells + X_B]
    if kind == SHARE:
        _shares(m, cells, basis, 1)
    else:
        why = WHY_FIXED
        if kind == PER_AMOUNT:
            why = WHY_PER_AMOUNT
        elif kind == PER_ITEM:
            why = WHY_PER_ITEM
        row = write(m, O_REASON, why, rule, unit, basis, a)
        m.out[row + 6] = b
    first, last = _effects_of_trigger(m)
    for other in range(first, last):
        if _multiplies(m, other, cells) and (_covered(m, other, cells) > 0 or basis == 0):
            multiplier = m.p[P_EFFECT_AT] + other * EFFECT_SIZE
            row = write(
                m, O_REASON, WHY_MULTIPLIED, m.p[multiplier + X_RULE], unit,
                m.p[multiplier + X_A], m.p[multiplier + X_B],
            )  # fmt: skip
            m.out[row + 6] = _covered(m, other, cells)
    _explain_rest(m, cells, work)


def _explain_rest(m: Machine, cells: int, work: int) -> None:
    rule, unit = m.p[cells + X_RULE], m.p[cells + X_UNIT]
    if m.p[cells + X_CARRY]:
        carried = _carried(m, rule)
        if carried != 0:
            write(m, O_REASON, WHY_CARRIED_IN, rule, unit, carried, 0)
        if carried + m.work[work + XW_CARRY] != 0:
            write(m, O_REASON, WHY_CARRIED_OUT, rule, unit, carried + m.work[work + XW_CARRY], 0)
    elif m.work[work + XW_ROUNDED]:
        holder = m.p[P_UNIT_AT] + unit * UNIT_SIZE
        write(m, O_REASON, WHY_ROUNDED, unit, m.p[holder + U_ROUNDING], m.p[holder + U_STEP], 0)


def write_line_basis(m: Machine, effect: int) -> None:
    """Write how an award's basis lies on the lines, where the sale's columns alone do not tell it."""
    cells = m.p[P_EFFECT_AT] + effect * EFFECT_SIZE
    mixed = m.work[m.e[E_WORK_EFFECTS] + effect * EFFECT_WORK + XW_MIXED]
    if m.e[E_EXPLAIN] == 0 and m.e[E_CREDIT] == 0 and mixed == 0:
        return
    mask = m.p[m.p[P_RULE_AT] + m.p[cells + X_RULE] * RULE_SIZE + R_MASK]
    for line in range(m.e[E_LINES]):
        basis = _weight(m, cells, line)
        if basis == 0 or selects(m, mask, line) == 0:
            continue
        if mixed:
            up, down = _line_rate(m, cells, line, 1, 1)
            basis = muldiv(basis, up, down)
        write(m, O_LINE, m.e[E_AWARDS] - 1, line, basis, m.e[E_ORDER], 0)
