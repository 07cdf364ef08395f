"""What accounting counts with: months, flows, cohorts, terms, entries. Pure, no tables.

A month is a number: Jalali year x 12 + month - 1. A cohort is what was issued of a unit in one
month. Amounts are whole Rial; `deferred` alone is in ten-thousandths, so that sums stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

FINE: Final = 10_000

LIABILITY: Final = "liability"
REVENUE: Final = "revenue"
BREAKAGE: Final = "breakage"
PROMOTION: Final = "promotion"
RECEIVABLE: Final = "receivable"
OPENING: Final = "opening"
REVALUATION: Final = "revaluation"
SETTLEMENT: Final = "settlement"
ACCOUNTS: Final = (
    LIABILITY, REVENUE, BREAKAGE, PROMOTION, RECEIVABLE, OPENING, REVALUATION, SETTLEMENT,
)  # fmt: skip

# Why an amount moves, with the account that rises and the one it comes from.
CAUSES: Final[Mapping[str, tuple[str, str]]] = {
    "sold": (LIABILITY, REVENUE),
    "given": (LIABILITY, PROMOTION),
    "adjusted": (LIABILITY, PROMOTION),
    "brought_in": (LIABILITY, OPENING),
    "paid_in": (LIABILITY, SETTLEMENT),
    "taken_back": (LIABILITY, REVENUE),
    "used": (LIABILITY, REVENUE),
    "breakage": (LIABILITY, BREAKAGE),
    "revalued": (LIABILITY, REVALUATION),
    "owed": (REVENUE, RECEIVABLE),
    "lent": (PROMOTION, RECEIVABLE),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved of a unit on one local day, in the lots of one cohort; counts of units.

    `restored` came back in a lot of its own; what came back to its old lot makes `used` less.
    `paid_in` is money that was given back as units (store credit).
    `lent` is what a till without a connection spent too much: the member owes it.
    """

    day: int
    unit: int
    cohort: int
    sold: int = 0
    given: int = 0
    brought_in: int = 0
    paid_in: int = 0
    adjusted_in: int = 0
    restored: int = 0
    moved_in: int = 0
    used: int = 0
    expired: int = 0
    taken_back: int = 0
    adjusted_out: int = 0
    moved_out: int = 0
    owed: int = 0
    lent: int = 0


@dataclass(frozen=True, slots=True)
class MonthFlows:
    """All flows booked in one month, with what was paid each day for what earned units."""

    month: int
    flows: tuple[Flow, ...] = ()
    prices: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The units issued in one month: how many, and what became of them. `gone` was taken back."""

    deferred: int = 0
    issued: int = 0
    gone: int = 0
    used: int = 0
    expired: int = 0

    @property
    def outstanding(self) -> int:
        """Give the units that members still have."""
        return self.issued - self.gone - self.used - self.expired


class Rate(NamedTuple):
    """What units are worth: `per_units` of them are `rials` Rial."""

    rials: int
    per_units: int

    def worth(self, units: int) -> int:
        """Give the worth of units in whole Rial, floored."""
        return units * self.rials // self.per_units


NO_RATE: Final = Rate(0, 1)


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate from a local day on; `version` is the programme's, 0 when set by hand."""

    day: int
    rate: Rate
    version: int = 0


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """How a unit is measured in one month: its dated rates, and the share expected to be used."""

    rates: tuple[RateChange, ...]
    use_basis_points: int

    def on(self, day: int) -> RateChange:
        """Give the rate of a day; before the first one, the first."""
        past = [change for change in self.rates if change.day <= day]
        return past[-1] if past else self.rates[0]


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit at the end of a month: its cohorts, what members owe, and how it was measured."""

    cohorts: Mapping[int, Cohort] = field(default_factory=dict)
    owed: int = 0
    rate: Rate = NO_RATE
    use_basis_points: int = FINE

    @property
    def outstanding(self) -> int:
        """Give the units that members have."""
        return sum(cohort.outstanding for cohort in self.cohorts.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """A unit's month: units first, then deferred revenue in Rial. Opening + changes = closing."""

    unit: int
    opening_units: int
    issued_units: int
    used_units: int
    expired_units: int
    taken_back_units: int
    adjusted_units: int
    closing_units: int
    owed_units: int
    worth_rials: int
    use_basis_points: int
    opening_rials: int
    added_rials: int
    taken_back_rials: int
    used_rials: int
    breakage_rials: int
    revalued_rials: int
    closing_rials: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A balanced amount: the cause's first account is credited with it, its second debited.

    `day` is in the month that it is booked in; `effective_day` is when it happened. Below zero,
    the two sides change places.
    """

    day: int
    effective_day: int
    unit: int
    cause: str
    amount: int


@dataclass(frozen=True, slots=True)
class Revaluation:
    """A new rate met what members had: worth before and after, and what the liability changed."""

    day: int
    unit: int
    version: int
    units: int
    old_worth: int
    new_worth: int
    difference: int


@dataclass(frozen=True, slots=True)
class MonthRolled:
    """A month as it is reported, and the state that the next one starts from."""

    month: int
    states: Mapping[int, UnitState]
    figures: tuple[Figures, ...]
    entries: tuple[Entry, ...]
    revaluations: tuple[Revaluation, ...]
