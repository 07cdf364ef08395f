"""The two moves of the evaluator: days pass (`advance`), something happens (`apply`).

One source of whole-number code for live decisions, previews, replays and simulations; `compiled`
runs the same functions through numba. What happened is left in `m.out` as rows (`layout`).
"""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine
from vafa.programme.step_base import mask_sum, open_bases
from vafa.programme.step_earn import earn
from vafa.programme.step_ladder import advance_ladder, count, judge, value_on
from vafa.programme.step_lots import advance_lots
from vafa.programme.step_spend import open_lines, spend


def advance(m: Machine, day: int) -> None:
    """Let time pass up to a day; a day that has passed already changes nothing."""
    if day <= m.s[at.S_DAY]:
        return
    advance_lots(m, day)
    advance_ladder(m, day)


def apply(m: Machine) -> None:
    """Let the event in `m.e` happen: units spent, awards given, the tier judged at the end.

    What arrives late counts on its own day in the window, and meets the member as it is now.
    """
    advance(m, m.e[at.E_DAY])
    open_lines(m)
    if m.e[at.E_TRIGGER] == at.PURCHASE:
        spend(m)
    open_bases(m)
    m.e[at.E_ELIGIBLE] = mask_sum(m, m.p[at.P_BASE_MASK])
    m.e[at.E_QUALIFYING] = 0
    m.e[at.E_VALUE] = value_on(m, m.s[at.S_DAY])
    if m.e[at.E_TRIGGER] == at.PURCHASE:
        if m.p[at.P_BASIS] == at.BY_SPEND:
            m.e[at.E_QUALIFYING] = mask_sum(m, m.p[at.P_LADDER_MASK])
        elif m.p[at.P_BASIS] == at.BY_VISITS and m.e[at.E_NET] > 0:
            m.e[at.E_QUALIFYING] = 1
    earn(m)
    if m.e[at.E_TRIGGER] == at.PURCHASE and m.e[at.E_NET] > 0:
        _remember_purchase(m)
    count(m, m.e[at.E_DAY], m.e[at.E_QUALIFYING])
    judge(m, m.s[at.S_DAY])


def _remember_purchase(m: Machine) -> None:
    """Count the purchase: an order of nothing is none (E22)."""
    day = m.e[at.E_DAY]
    if m.s[at.S_PURCHASES] == 0 or day < m.s[at.S_FIRST]:
        m.s[at.S_FIRST] = day
    m.s[at.S_PURCHASES] += 1
    m.s[at.S_LAST] = max(m.s[at.S_LAST], day)
