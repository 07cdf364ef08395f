"""The chart of accounts and the kinds of movement, as the book stores them.

A member has three accounts per unit; the club's side (issuer, redemption …) has no balance row:
its totals are sums of movements. `sql/lend_tables.sql` holds the same pairs as a constraint; a
test compares the two.
"""

from __future__ import annotations

from typing import Final

SPENDABLE: Final = 1
PENDING: Final = 2
OWED: Final = 3
ISSUER: Final = 10
REDEMPTION: Final = 11
BREAKAGE: Final = 12
CHARITY: Final = 13
PARTNER: Final = 14
TRANSIT: Final = 15
OPENING: Final = 16
ADJUSTMENT: Final = 17
CONVERSION: Final = 18

ACCOUNTS: Final = {
    SPENDABLE: "spendable",
    PENDING: "pending",
    OWED: "owed",
    ISSUER: "issuer",
    REDEMPTION: "redemption",
    BREAKAGE: "breakage",
    CHARITY: "charity",
    PARTNER: "partner",
    TRANSIT: "transit",
    OPENING: "opening",
    ADJUSTMENT: "adjustment",
    CONVERSION: "conversion",
}

KINDS: Final = {
    1: "earn",
    2: "burn",
    3: "expire",
    4: "activate",
    5: "take_back",
    6: "correct_breakage",
    7: "restore",
    8: "adjust",
    9: "opening",
    10: "convert",
    11: "gift",
    12: "donate",
    13: "partner",
    14: "merge",
    15: "lend",
}
CODES: Final = {name: code for code, name in KINDS.items()}

# Every movement there is: its kind, from which account, to which.
PAIRS: Final = {
    "earn": ((ISSUER, SPENDABLE), (ISSUER, PENDING), (ISSUER, OWED)),
    "burn": ((SPENDABLE, REDEMPTION),),
    "expire": ((SPENDABLE, BREAKAGE), (PENDING, BREAKAGE)),
    "activate": ((PENDING, SPENDABLE), (PENDING, OWED)),
    "take_back": ((SPENDABLE, ISSUER), (PENDING, ISSUER), (OWED, ISSUER)),
    "correct_breakage": ((BREAKAGE, ISSUER),),
    "restore": ((REDEMPTION, SPENDABLE), (REDEMPTION, BREAKAGE)),
    "adjust": ((ADJUSTMENT, SPENDABLE), (SPENDABLE, ADJUSTMENT)),
    "opening": ((OPENING, SPENDABLE), (OPENING, PENDING)),
    "convert": ((CONVERSION, SPENDABLE), (CONVERSION, PENDING), (SPENDABLE, CONVERSION)),
    "gift": ((TRANSIT, SPENDABLE), (TRANSIT, PENDING), (SPENDABLE, TRANSIT)),
    "donate": ((SPENDABLE, CHARITY),),
    "partner": ((PARTNER, SPENDABLE), (PARTNER, PENDING), (SPENDABLE, PARTNER)),
    "merge": (
        (SPENDABLE, TRANSIT),
        (PENDING, TRANSIT),
        (OWED, TRANSIT),
        (TRANSIT, SPENDABLE),
        (TRANSIT, PENDING),
        (TRANSIT, OWED),
    ),
    "lend": ((OWED, SPENDABLE), (SPENDABLE, OWED)),
}

# Where the units of an `Earn` come from and those of a `BurnUnits` go to, by kind.
EARN_SOURCES: Final = {
    "earn": ISSUER,
    "opening": OPENING,
    "convert": CONVERSION,
    "gift": TRANSIT,
    "partner": PARTNER,
}
BURN_SINKS: Final = {
    "burn": REDEMPTION,
    "convert": CONVERSION,
    "gift": TRANSIT,
    "donate": CHARITY,
    "partner": PARTNER,
}

HOLD_STATES: Final = {1: "open", 2: "captured", 3: "released", 4: "expired"}
