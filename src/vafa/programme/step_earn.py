"""What the rules give: which rules count, how much, within which caps (E1-E11).

The order of work is fixed: conditions, stacking `first`, multipliers, amounts, stacking `best`,
caps and budgets, lots. Rules stand sorted by priority, then as in the document.
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_amount import explain_amount, work_out, write_line_basis
from vafa.programme.step_base import mask_sum
from vafa.programme.step_basics import period_key, write
from vafa.programme.step_condition import holds
from vafa.programme.step_expiry import expires_on, starts_on
from vafa.programme.step_index import candidates, look_up_lines
from vafa.programme.step_lots import issue


def earn(m: Machine) -> None:
    """Run every rule that the event can match and give what they give."""
    for i in range(m.p[at.P_STACKS]):
        m.work[m.e[at.E_WORK_STACKS] + i] = -1
    m.e[at.E_ON] = 0
    m.e[at.E_MULTIPLIERS] = 0
    look_up_lines(m)
    for word in range(m.p[at.P_WORDS]):
        _judge_some(m, word)
    if m.e[at.E_ON] == 0:
        if m.e[at.E_EXPLAIN]:
            write(m, at.O_REASON, at.WHY_NO_RULE, 0, 0, 0, 0)
        return
    on = m.e[at.E_WORK_ON]
    if m.e[at.E_MULTIPLIERS] > 1:
        _keep_best(m, 1)
    for i in range(m.e[at.E_ON]):
        _switch_amounts(m, m.work[on + i])
    if m.e[at.E_ON] > 1:
        _keep_best(m, 0)
    _open_order_caps(m)
    for i in range(m.e[at.E_ON]):
        _award_rule(m, m.work[on + i])


def _judge_some(m: Machine, word: int) -> None:
    """Judge the rules of one word that the event can match, in their order."""
    left = candidates(m, word)
    while left > 0:
        bit = left & -left
        left -= bit
        rule = word * at.WORD_BITS + m.p[m.p[at.P_BIT_AT] + bit % at.BIT_REMAINDERS]
        if _judge(m, rule):
            m.work[m.e[at.E_WORK_ON] + m.e[at.E_ON]] = rule
            m.e[at.E_ON] += 1
            _switch_multipliers(m, rule)


def _open_order_caps(m: Machine) -> None:
    for cap in range(m.p[at.P_CAPS]):
        if m.p[m.p[at.P_CAP_AT] + cap * at.CAP_SIZE + at.C_PER] == at.PER_ORDER:
            m.s[cap_at(m, cap) + 1] = 0


def _judge(m: Machine, rule: int) -> int:
    """Switch a rule on when it is valid today, its condition holds and its lines count."""
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    work = m.e[at.E_WORK_RULES] + rule * at.RULE_WORK
    day = m.e[at.E_DAY]
    if day < m.p[row + at.R_STARTS] or day >= m.p[row + at.R_ENDS]:
        return 0
    start, end = m.p[row + at.R_FROM], m.p[row + at.R_TO]
    if start < end and holds(m, start, end) == 0:
        return 0
    m.work[work + at.RW_BASE] = mask_sum(m, m.p[row + at.R_MASK])
    if m.e[at.E_TRIGGER] == at.PURCHASE and m.work[work + at.RW_BASE] == 0:
        if m.e[at.E_EXPLAIN]:
            write(m, at.O_REASON, at.WHY_NOTHING_PAID, rule, 0, 0, 0)
        return 0
    if m.p[row + at.R_MODE] == at.FIRST:
        taken = m.e[at.E_WORK_STACKS] + m.p[row + at.R_STACK]
        if m.work[taken] >= 0:
            _outdone(m, rule, -1, m.work[taken])
            return 0
        m.work[taken] = rule
    return 1


def _outdone(m: Machine, rule: int, unit: int, by: int) -> None:
    if m.e[at.E_EXPLAIN]:
        row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
        write(m, at.O_REASON, at.WHY_OUTDONE, rule, unit, by, m.p[row + at.R_MODE])


def _switch_multipliers(m: Machine, rule: int) -> None:
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    for effect in range(m.p[row + at.R_EFFECT_FROM], m.p[row + at.R_EFFECT_TO]):
        if m.p[m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE + at.X_KIND] == at.MULTIPLY:
            m.work[m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK + at.XW_ON] = 1
            place = m.e[at.E_WORK_MULTIPLIERS] + m.e[at.E_MULTIPLIERS] * at.MULTIPLIER_WORK
            m.work[place + at.ZW_EFFECT] = effect
            m.e[at.E_MULTIPLIERS] += 1


def _switch_amounts(m: Machine, rule: int) -> None:
    """Work out all that a rule gives, its multipliers aside."""
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    for effect in range(m.p[row + at.R_EFFECT_FROM], m.p[row + at.R_EFFECT_TO]):
        if m.p[m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE + at.X_KIND] != at.MULTIPLY:
            m.work[m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK + at.XW_ON] = 1
            work_out(m, effect)


def _keep_best(m: Machine, multipliers: int) -> None:
    """In stacking groups of mode `best`, leave one rule per unit: the one that gives most."""
    on = m.e[at.E_WORK_ON]
    best = m.e[at.E_WORK_STACKS] + m.p[at.P_STACKS]
    for i in range(m.p[at.P_STACKS] * m.p[at.P_UNITS]):
        m.work[best + i] = -1
    for i in range(m.e[at.E_ON]):
        rule = m.work[on + i]
        if m.p[m.p[at.P_RULE_AT] + rule * at.RULE_SIZE + at.R_MODE] != at.BEST:
            continue
        for unit in range(m.p[at.P_UNITS]):
            _duel(m, rule, unit, multipliers)


def _best_at(m: Machine, rule: int, unit: int) -> int:
    """Give the place of the rule that gives most of a unit so far, in the stacking group."""
    stack = m.p[m.p[at.P_RULE_AT] + rule * at.RULE_SIZE + at.R_STACK]
    return m.e[at.E_WORK_STACKS] + m.p[at.P_STACKS] + stack * m.p[at.P_UNITS] + unit


def _duel(m: Machine, rule: int, unit: int, multipliers: int) -> None:
    """Hold a rule against the best before it; the one that gives less gives nothing."""
    up, down, some = _strength(m, rule, unit, multipliers)
    if some == 0:
        return
    place = _best_at(m, rule, unit)
    best = m.work[place]
    if best < 0:
        m.work[place] = rule
        return
    up_best, down_best, _ = _strength(m, best, unit, multipliers)
    # Numerators and denominators of multipliers are at most 1,000^10 apart only by repetition;
    # sums of
    # units are at most 10^14 over 1: both products fit.
    loser, winner = (best, rule) if up * down_best > up_best * down else (rule, best)
    _silence(m, loser, unit, multipliers)
    if multipliers == 0:
        _outdone(m, loser, unit, winner)
    m.work[place] = winner


def _strength(m: Machine, rule: int, unit: int, multipliers: int) -> tuple[int, int, int]:
    """Give what a rule gives of a unit, as a fraction, and how many of its effects count."""
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    up, down, some = 0, 1, 0
    for effect in range(m.p[row + at.R_EFFECT_FROM], m.p[row + at.R_EFFECT_TO]):
        cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
        work = m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK
        if m.p[cells + at.X_UNIT] != unit or m.work[work + at.XW_ON] == 0:
            continue
        multiplies = m.p[cells + at.X_KIND] == at.MULTIPLY
        if multiplies != (multipliers == 1):
            continue
        some += 1
        if multiplies:
            # Of several multipliers in one rule the largest stands for it.
            if m.p[cells + at.X_A] * down > up * m.p[cells + at.X_B]:
                up, down = m.p[cells + at.X_A], m.p[cells + at.X_B]
        else:
            up += m.work[work + at.XW_UNITS]
    return up, down, some


def _silence(m: Machine, rule: int, unit: int, multipliers: int) -> None:
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    for effect in range(m.p[row + at.R_EFFECT_FROM], m.p[row + at.R_EFFECT_TO]):
        cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
        multiplies = m.p[cells + at.X_KIND] == at.MULTIPLY
        if m.p[cells + at.X_UNIT] == unit and multiplies == (multipliers == 1):
            m.work[m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK + at.XW_ON] = 0


def _award_rule(m: Machine, rule: int) -> None:
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    for effect in range(m.p[row + at.R_EFFECT_FROM], m.p[row + at.R_EFFECT_TO]):
        cells = m.p[at.P_EFFECT_AT] + effect * at.EFFECT_SIZE
        work = m.e[at.E_WORK_EFFECTS] + effect * at.EFFECT_WORK
        if m.p[cells + at.X_KIND] == at.MULTIPLY or m.work[work + at.XW_ON] == 0:
            continue
        if m.work[work + at.XW_UNITS] > 0 or m.work[work + at.XW_CARRY] != 0:
            _award(m, effect, cells, work)


def _award(m: Machine, effect: int, cells: int, work: int) -> None:
    """Write one award with its reasons and its lot; count it in caps, carry and ladder."""
    rule, unit = m.p[cells + at.X_RULE], m.p[cells + at.X_UNIT]
    number = m.e[at.E_AWARDS]
    m.e[at.E_AWARDS] += 1
    place = write(m, at.O_AWARD, effect, rule, unit, 0, m.work[work + at.XW_UNITS])
    write_line_basis(m, effect)
    if m.e[at.E_EXPLAIN]:
        explain_amount(m, effect)
    units = _within_caps(m, rule, unit, m.work[work + at.XW_UNITS])
    day = m.e[at.E_DAY]
    starts = starts_on(m, cells, day)
    ends = expires_on(m, cells, max(day, starts))
    m.out[place + 4] = units
    m.out[place + 6] = m.work[work + at.XW_BASIS]
    m.out[place + 7] = m.s[at.S_TIER]
    m.out[place + 8] = max(day, m.s[at.S_DAY])
    m.out[place + 9] = starts
    m.out[place + 10] = ends
    m.out[place + 11] = m.work[work + at.XW_CARRY]
    m.out[place + 13] = m.e[at.E_ORDER]
    m.out[place + 14] = number
    m.s[carry_at(m, rule)] += m.work[work + at.XW_CARRY]
    if unit == m.p[at.P_POINTS_UNIT]:
        m.e[at.E_QUALIFYING] += units
        m.out[place + 12] = units
    if units > 0:
        issue(m, unit, units, starts, ends, number, day)


def _within_caps(m: Machine, rule: int, unit: int, units: int) -> int:
    """Give the units that caps and budget still allow, and count them there."""
    row = m.p[at.P_RULE_AT] + rule * at.RULE_SIZE
    holder = m.p[at.P_UNIT_AT] + unit * at.UNIT_SIZE
    for cap in range(m.p[row + at.R_CAP_FROM], m.p[row + at.R_CAP_TO]):
        units = _within(m, cap, units)
    for cap in range(m.p[holder + at.U_CAP_FROM], m.p[holder + at.U_CAP_TO]):
        units = _within(m, cap, units)
    budget = m.p[row + at.R_BUDGET]
    if budget >= 0 and m.e[m.e[at.E_BUDGET_AT] + budget] >= 0:
        left = m.e[m.e[at.E_BUDGET_AT] + budget]
        if units > left:
            if m.e[at.E_EXPLAIN]:
                write(m, at.O_REASON, at.WHY_BUDGET, rule, budget, left, units - left)
            units = left
        m.e[m.e[at.E_BUDGET_AT] + budget] -= units
    for cap in range(m.p[row + at.R_CAP_FROM], m.p[row + at.R_CAP_TO]):
        m.s[cap_at(m, cap) + 1] += units
    for cap in range(m.p[holder + at.U_CAP_FROM], m.p[holder + at.U_CAP_TO]):
        m.s[cap_at(m, cap) + 1] += units
    return units


def _within(m: Machine, cap: int, units: int) -> int:
    cells = m.p[at.P_CAP_AT] + cap * at.CAP_SIZE
    slot = cap_at(m, cap)
    # What is recorded late counts in the period in which it is recorded: a cap is never exceeded.
    key = period_key(m, m.p[cells + at.C_PER], max(m.e[at.E_DAY], m.s[at.S_DAY]))
    if m.s[slot] != key:
        m.s[slot] = key
        m.s[slot + 1] = 0
    used, most = m.s[slot + 1], m.p[cells + at.C_AMOUNT]
    granted = min(units, max(0, most - used))
    if granted < units and m.e[at.E_EXPLAIN]:
        row = write(m, at.O_REASON, at.WHY_CAPPED, cap, 0, most, used)
        m.out[row + 6] = granted
        m.out[row + 7] = units - granted
    return granted


def cap_at(m: Machine, cap: int) -> int:
    """Give the place in `s` of a cap: its period, then what was granted in it."""
    return at.S_UNITS + m.p[at.P_UNITS] * at.BALANCE_SIZE + cap * 2


def carry_at(m: Machine, rule: int) -> int:
    """Give the place in `s` of the Rial that a rule carries."""
    return at.S_UNITS + m.p[at.P_UNITS] * at.BALANCE_SIZE + m.p[at.P_CAPS] * 2 + rule
