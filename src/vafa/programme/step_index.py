"""Which rules an event can match at all: looked up in the tables of `rule_index`, word by word."""

from __future__ import annotations

from vafa.programme import layout as at
from vafa.programme.layout import Machine


def look_up_lines(m: Machine) -> None:
    """Note, word by word, the rules that select a line with a base."""
    words = m.p[at.P_WORDS]
    sold = m.e[at.E_WORK_SOLD]
    for word in range(words):
        m.work[sold + word] = 0
    for i in range(m.e[at.E_CELLS]):
        row = m.p[at.P_OF_CELL] + m.work[m.e[at.E_WORK_CELLS] + i] * words
        for word in range(words):
            m.work[sold + word] |= m.p[row + word]


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
    if e[at.E_EXPLAIN] or e[at.E_TRIGGER] != at.PURCHASE:
        return found
    return found & m.work[e[at.E_WORK_SOLD] + word]
