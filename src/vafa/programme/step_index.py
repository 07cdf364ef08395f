"""Which rules an event can match at all: looked up in the tables of `rule_index`, word by word."""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine


def candidates(m: Machine, word: int) -> int:
    """Give the rules of one word that may match, a bit each; no other rule of it can.

    When reasons are asked for, the lines do not choose: a rule that finds none tells so.
    """
    p, e = m.p, m.e
    words = p[at.P_WORDS]
    found = p[p[at.P_OF_TRIGGER] + e[at.E_TRIGGER] * words + word]
    found &= p[p[at.P_OF_WEEKDAY] + (e[at.E_DAY] + 5) % 7 * words + word]
    found &= p[p[at.P_OF_TIER] + m.s[at.S_TIER] * words + word]
    found &= p[p[at.P_OF_CHANNEL] + e[at.E_CHANNEL] * words + word]
    found &= p[p[at.P_OF_BRANCH] + e[at.E_BRANCH] * words + word]
    if found == 0 or e[at.E_EXPLAIN] or e[at.E_TRIGGER] != at.PURCHASE:
        return found
    sold = 0
    for line in range(e[at.E_LINES]):
        if m.work[line * at.LINE_WORK + at.K_BASE] > 0:
            cell = m.lines[line * at.LINE_SIZE + at.N_CELL]
            sold |= p[p[at.P_OF_CELL] + cell * words + word]
    return found & sold
