"""The two moves of the evaluator: days pass (`advance`), something happens (`apply`).

One source of whole-number code for live decisions, previews, replays and simulations; `compiled` runs the
same functions through numba. What happened is left in `m.out` as rows (`layout`).
"""

from __future__ import annotations

from vafa.programme.layout import (
    BY_SPEND, BY_VISITS, E_AWARDS, E_DAY, E_ELIGIBLE, E_NET, E_QUALIFYING, E_TRIGGER, E_VALUE,
    P_BASE_MASK, P_BASIS, P_LADDER_MASK, PURCHASE, S_DAY, S_FIRST, S_LAST, S_PURCHASES, Machine,
)  # fmt: skip
from vafa.programme.step_base import mask_sum, open_bases
from vafa.programme.step_earn import earn
from vafa.programme.step_ladder import advance_ladder, count, judge, value_on
from vafa.programme.step_lots import advance_lots
from vafa.programme.step_spend import open_lines, spend


def advance(m: Machine, day: int) -> None:
    """Let time pass up to a day; a day that has passed already changes nothing."""
    if day <= m.s[S_DAY]:
        return
    advance_lots(m, day)
    advance_ladder(m, day)


def apply(m: Machine) -> None:
    """Let the event in `m.e` happen to the member: units spent, awards given, the tier judged at the end.

    What arrives late counts on its own day in the window, and meets the member as it is now.
    """
    advance(m, m.e[E_DAY])
    open_lines(m)
    if m.e[E_TRIGGER] == PURCHASE:
        spend(m)
    open_bases(m)
    m.e[E_ELIGIBLE] = mask_sum(m, m.p[P_BASE_MASK])[0]
    m.e[E_AWARDS] = 0
    m.e[E_QUALIFYING] = 0
    m.e[E_VALUE] = value_on(m, m.s[S_DAY])
    if m.e[E_TRIGGER] == PURCHASE:
        if m.p[P_BASIS] == BY_SPEND:
            m.e[E_QUALIFYING] = mask_sum(m, m.p[P_LADDER_MASK])[0]
        elif m.p[P_BASIS] == BY_VISITS and m.e[E_NET] > 0:
            m.e[E_QUALIFYING] = 1
    earn(m)
    if m.e[E_TRIGGER] == PURCHASE and m.e[E_NET] > 0:
        _remember_purchase(m)
    count(m, m.e[E_DAY], m.e[E_QUALIFYING])
    judge(m, m.s[S_DAY])


def _remember_purchase(m: Machine) -> None:
    """An order of nothing is no purchase (E22)."""
    day = m.e[E_DAY]
    if m.s[S_PURCHASES] == 0 or day < m.s[S_FIRST]:
        m.s[S_FIRST] = day
    m.s[S_PURCHASES] += 1
    m.s[S_LAST] = max(m.s[S_LAST], day)
