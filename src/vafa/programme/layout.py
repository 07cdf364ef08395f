"""Where things lie in the flat whole numbers that the step functions work on.

One programme is the sequence `p`, one member is `s` with `window` and `lots`, one event is `e`
with `lines`; what happens is written to `out` as rows. The same functions run over Python lists
and, compiled, over int64 arrays, so everything here is a plain constant. No logic stands here.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import NamedTuple

type_cells = MutableSequence[int]

NEVER = 10**9  # a day that does not come
LIMIT = 10**13  # the most that an amount or a number of units may be
UNLIMITED = 10**18


class Machine(NamedTuple):
    """Everything a step reads and writes."""

    p: type_cells
    s: type_cells
    window: type_cells
    lots: type_cells
    e: type_cells
    lines: type_cells
    work: type_cells
    out: type_cells


# --- p: the programme's head; *_AT are offsets of tables that follow it
P_UNITS, P_UNIT_AT = 0, 1
P_RULES, P_RULE_AT = 2, 3
P_EFFECTS, P_EFFECT_AT = 4, 5
P_CAPS, P_CAP_AT = 6, 7
P_LEVELS, P_LEVEL_AT = 8, 9
P_STACKS = 10
P_MASKS, P_MASK_AT, P_CELLS = 11, 12, 13
P_CODE_AT = 14
P_MONTHS, P_MONTH_AT, P_MONTH_KEY = 15, 16, 17
P_WORDS = 18  # words of `WORD_BITS` rules in a row of the tables that say which can match
P_BASIS, P_POINTS_UNIT, P_LADDER_MASK = 19, 20, 21
P_WINDOW, P_WINDOW_SIZE = 22, 23
P_MARGINAL, P_GRACE, P_WARNING, P_FULL = 24, 25, 26, 27
P_BASE_MASK = 28
P_AFTER_DISCOUNTS, P_WITH_VAT, P_PAID_WITH_CREDIT = 29, 30, 31
P_BUDGETS = 32
(
    P_OF_TRIGGER, P_OF_WEEKDAY, P_OF_TIER, P_OF_CHANNEL, P_OF_BRANCH, P_OF_CELL,
) = range(33, 39)  # fmt: skip
P_BIT_AT = 39  # the number of a bit, by the bit's remainder
P_ONLY_AT = 40  # the one cell that a mask selects, -1 when it is not one
P_HEAD = 41
WORD_BITS = 62
BIT_REMAINDERS = 67  # all powers of two up to 2**65 leave different ones

# --- a unit
U_ROUNDING, U_STEP = 0, 1
U_CAP_FROM, U_CAP_TO = 2, 3
U_IDLE = 4  # days without a purchase after which all lots end; 0: never
U_SPENDABLE, U_TENDER = 5, 6
U_VALUE, U_PER = 7, 8
U_SHARE, U_MINIMUM, U_SPEND_STEP, U_MINIMUM_ORDER, U_SPEND_MASK = 9, 10, 11, 12, 13
U_STEPS = 14  # the most steps of its rounding that an amount may be
UNIT_SIZE = 15

# --- a rule
R_FROM, R_TO = 0, 1  # the code of what of its condition the index does not decide
R_MASK, R_STACK, R_MODE = 2, 3, 4
R_STARTS, R_ENDS = 5, 6
R_EFFECT_FROM, R_EFFECT_TO = 7, 8
R_CAP_FROM, R_CAP_TO = 9, 10
R_BUDGET = 11
RULE_SIZE = 12

# --- an effect
X_KIND, X_UNIT, X_A, X_B, X_CARRY, X_TABLE, X_RULE = 0, 1, 2, 3, 4, 5, 6
X_EXPIRY, X_EXPIRY_A, X_EXPIRY_B, X_EXPIRY_C, X_PENDING = 7, 8, 9, 10, 11
EFFECT_SIZE = 12

# --- a cap, and a level
C_PER, C_AMOUNT = 0, 1
CAP_SIZE = 2
PER_ORDER, PER_DAY, PER_MONTH, PER_YEAR, PER_MEMBER = range(5)

# --- choices
PER_AMOUNT, SHARE, FIXED, PER_ITEM, MULTIPLY = range(5)
FLOOR, NEAREST, CEILING = range(3)
ALL, BEST, FIRST = range(3)
EXPIRE_NEVER, EXPIRE_DAYS, EXPIRE_DATE = range(3)
NO_LADDER, BY_SPEND, BY_POINTS, BY_VISITS = range(4)
ROLLING, SEASON, YEAR, LIFETIME = range(4)
PRODUCT, GIFT_CARD, SHIPPING, TOP_UP = range(4)
KINDS = 4
PURCHASE = 0  # the first trigger

# --- s: the member
(
    S_DAY, S_TIER, S_SINCE, S_GRACE, S_MANUAL, S_PURCHASES, S_FIRST, S_LAST, S_VALUE, S_HEAD,
    S_COUNT, S_LOTS, S_SEQ, S_LOT_END, S_TRACK,
) = range(15)  # fmt: skip
S_UNITS = (
    15  # then per unit: available, pending, owed; then per cap: key, granted; then per rule: carry
)
AVAILABLE, PENDING, OWED = 0, 1, 2
BALANCE_SIZE = 3

# --- a bucket of the window: day, amount
BUCKET_SIZE = 2

# --- a lot; its number is that of the movement which opened it. Per unit two lots stand first that
# are none: the ends of the ring of those that wait and of the ring of those that may be spent
L_SEQ, L_UNIT, L_ISSUED, L_LEFT, L_FROM, L_UNTIL, L_AWARD, L_DUE, L_NEXT, L_BEFORE = range(10)
LOT_SIZE = 10
RINGS = 2
RING_WAITING, RING_OPEN = range(2)

# --- e: the event. Then per wish (unit, units or -1, held or -1, its worth), then per budget what
# is left (-1: no limit), then facts. A replay offers as many wishes to every order, taken when the
# order wants credit
(
    E_TRIGGER, E_DAY, E_MINUTE, E_CHANNEL, E_BRANCH, E_PARTNER, E_AHEAD, E_BEHIND, E_LINES,
    E_WISHES,
    E_BUDGET_AT, E_FACT_AT, E_ORDER, E_EXPLAIN, E_NET, E_ELIGIBLE, E_VALUE, E_QUALIFYING, E_AWARDS,
    E_WORK_RULES, E_WORK_EFFECTS, E_WORK_MASKS, E_WORK_STACKS, E_WORK_STACK, E_TENDERED, E_CREDIT,
    E_OFFERED, E_STAMP, E_ON, E_WORK_ON, E_MULTIPLIERS, E_WORK_MULTIPLIERS,
    E_SUMS, E_WORK_SOLD, E_CELLS, E_WORK_CELLS, E_WORK_BASES,
) = range(37)  # fmt: skip
E_WISH_AT = 37
W_UNIT, W_UNITS, W_HELD, W_VALUE, W_PER = range(5)  # W_PER units are worth W_VALUE Rial
WISH_SIZE = 5

# --- a line, and its workings
N_CELL, N_NET, N_GROSS, N_VAT, N_QUANTITY = range(5)  # cell: kind and group as one number
LINE_SIZE = 5
K_BASE, K_CREDIT, K_NET, K_VAT, K_LEFT, K_PART = range(6)
LINE_WORK = 6

# --- workings of a rule, an effect, a mask, a multiplier
RW_BASE = 0
RULE_WORK = 1
XW_ON, XW_UNITS, XW_CARRY, XW_BASIS, XW_ROUNDED, XW_MIXED = range(6)
EFFECT_WORK = 6
MW_STAMP, MW_BASE = range(2)  # known for the event of that stamp
MASK_WORK = 2
ZW_EFFECT, ZW_IN_PART = range(2)  # a multiplier, and whether it multiplies some lines only
MULTIPLIER_WORK = 2

# --- out: the length used, then rows; where only sums are asked for (`E_SUMS`) none of the kinds
# after the last that is added up
OUT_ROWS = 1
ROW = 16  # kind, then up to 15 figures
(
    O_MOVEMENT, O_AWARD, O_BURN, O_TIER, O_LOT_USE, O_LOT, O_BURN_LINE, O_REASON, O_LINE,
    O_MEMBER, O_SALE,
    O_BALANCE, O_STATE, O_BUCKET,
) = range(1, 15)  # fmt: skip
O_SUMMED = O_TIER  # the last kind that is added up

# --- movements, as the ledger counts accounts
SPENDABLE, WAITING, OWING = 1, 2, 3
ISSUER, REDEMPTION, BREAKAGE = 10, 11, 12
EARN, BURN, EXPIRE, ACTIVATE, NET_OWED = range(1, 6)

# --- steps of a tier
UP, DOWN, GRACE_STARTED, GRACE_ENDED, WARNING = range(5)

# --- reasons; `reasons` names their figures
(
    WHY_PER_AMOUNT, WHY_SHARE, WHY_SHARE_PART, WHY_FIXED, WHY_PER_ITEM, WHY_MULTIPLIED,
    WHY_CARRIED_IN, WHY_CARRIED_OUT, WHY_ROUNDED, WHY_CAPPED, WHY_BUDGET, WHY_NO_RULE,
    WHY_NOTHING_PAID, WHY_OUTDONE,
    WHY_REACHED, WHY_BELOW, WHY_REGAINED, WHY_WILL_FALL, WHY_GRACE, WHY_MANUAL_ENDED,
) = range(1, 21)  # fmt: skip

# --- what limits a spend
(
    BY_WISH, BY_AVAILABLE, BY_HOLD, BY_SHARE, BY_TO_PAY, BY_STEP, BY_MINIMUM, BY_MINIMUM_ORDER,
    BY_NO_ELIGIBLE,
) = range(9)  # fmt: skip
