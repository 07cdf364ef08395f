"""The rules of IFRS 15 for units given with a sale, in whole numbers (facts of the standard only).

- 15.73-80, B40: the price of a sale is split between goods and units by stand-alone selling
  price; that of units is their worth times the share expected to be used.
- 15.B44-B46: what is deferred is released in proportion to what was used of what is expected to
  be used; so the expected breakage is released along with use, and the rest as the last units end.
- 15.B47, 15.59 and 15.88: a changed expectation changes the release to date at once; the split
  of the price stays.

Rounding: what is deferred is kept in ten-thousandths of a Rial. A balance is half-up(deferred)
less half-up(released to date), and every entry is the difference of two balances: the releases
add up to what was deferred, to the Rial, in whatever steps they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from vafa.domain.accounting.records import FINE, Cohort, Rate

# So few cohorts that are over say nothing yet about how many units are used.
FEWEST_COHORTS: Final = 3


class Position(NamedTuple):
    """A cohort in Rial: deferred in all, released by use, released as breakage."""

    deferred: int
    used: int
    breakage: int

    @property
    def liability(self) -> int:
        """Give what is still owed to members."""
        return self.deferred - self.used - self.breakage


def fair_value(*, units: int, rate: Rate, use_basis_points: int) -> int:
    """Give the stand-alone price of units in ten-thousandths of a Rial, floored."""
    return units * rate.rials * use_basis_points // rate.per_units


def deferral(*, price: int, values: Sequence[int]) -> list[int]:
    """Give the part of a price (Rial) that belongs to each stand-alone price of units.

    Values and parts are in ten-thousandths of a Rial; each part is floored, goods get the rest.
    """
    paid = max(price, 0) * FINE
    whole = paid + sum(values)
    return [paid * value // whole if whole else 0 for value in values]


def position(*, cohort: Cohort, use_basis_points: int) -> Position:
    """Give where a cohort stands when so large a share of it is expected to be used.

    Rights to come are at most the units outstanding, and none when none are.
    """
    live = cohort.issued - cohort.gone
    if live <= 0:
        return Position(0, 0, 0)
    expected = use_basis_points * live
    to_come = min(expected - FINE * cohort.used, FINE * max(cohort.outstanding, 0))
    done = expected - max(to_come, 0)
    deferred = half_up(cohort.deferred * live, cohort.issued * FINE)
    released = half_up(cohort.deferred * done, cohort.issued * use_basis_points * FINE)
    used = min(half_up(cohort.deferred * cohort.used, cohort.issued * FINE), released)
    return Position(deferred, used, released - used)


def estimate(*, cohorts: Iterable[Cohort]) -> int | None:
    """Give the share used of what is over, in basis points; None while too little is over."""
    over = [one for one in cohorts if one.outstanding == 0 and one.used + one.expired > 0]
    if len(over) < FEWEST_COHORTS:
        return None
    used = sum(one.used for one in over)
    ended = used + sum(one.expired for one in over)
    return max(half_up(used * FINE, ended), 1)


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, a half upwards; nothing is below zero."""
    return (2 * numerator + denominator) // (2 * denominator)
