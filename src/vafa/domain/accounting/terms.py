"""What a unit is worth and how much of it will be used: the programme's rate, or the accountant's.

Pure. A figure set by hand holds from its month until another one is set; none set again, the
programme's rate and the estimate from the club's own history hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.accounting.measure import estimate
from vafa.domain.accounting.months import days_of
from vafa.domain.accounting.records import (
    FINE,
    NO_RATE,
    Cohort,
    Rate,
    RateChange,
    UnitTerms,
)
from vafa.domain.rewards.answers import Why


@dataclass(frozen=True, slots=True)
class Term:
    """What the accountant set for a unit from a month on; None leaves it to the programme."""

    unit: int
    month: int
    rate: Rate | None
    use_basis_points: int | None
    set_by: int = 0
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitKnown:
    """A unit of the programme with the rates that its versions gave it, oldest first."""

    number: int
    code: str
    name: Why
    rates: tuple[RateChange, ...]

    @property
    def is_money(self) -> bool:
        """Tell whether one of it is one Rial now."""
        rate = self.rates[-1].rate
        return 0 < rate.rials == rate.per_units


def terms_of(
    *, unit: UnitKnown, month: int, settings: Sequence[Term], cohorts: Iterable[Cohort]
) -> UnitTerms:
    """Give how a unit is measured in a month.

    Without a share set by hand it is estimated from the cohorts that are over; without enough of
    those, all is expected to be used (15.B46: no breakage before it can be told).
    """
    own = sorted((term for term in settings if term.unit == unit.number), key=lambda t: t.month)
    starts = [(days_of(term.month).first, term) for term in own]
    changes = sorted({change.day for change in unit.rates} | {day for day, _ in starts})
    rates = tuple(_rate_on(day, unit, starts) for day in changes) or (RateChange(0, NO_RATE),)
    in_force = [term for term in own if term.month <= month]
    share = in_force[-1].use_basis_points if in_force else None
    return UnitTerms(rates, share or estimate(cohorts=cohorts) or FINE)


def _rate_on(day: int, unit: UnitKnown, starts: Sequence[tuple[int, Term]]) -> RateChange:
    by_hand = [term.rate for start, term in starts if start <= day]
    if by_hand and by_hand[-1] is not None:
        return RateChange(day, by_hand[-1])
    past = [change for change in unit.rates if change.day <= day] or list(unit.rates[:1])
    if not past:
        return RateChange(day, NO_RATE)
    return RateChange(day, past[-1].rate, past[-1].version)
