"""What callers are told before something is done: nothing of it is in the book."""

from __future__ import annotations

from dataclasses import dataclass

from vafa.domain.rewards.answers import UnitChange


@dataclass(frozen=True, slots=True)
class RefundForeseen:
    """What a refund would give back in cash, take of what was earned, and restore of units.

    `store_credit` would come back in a unit instead of cash.
    """

    cash_rials: int
    taken_back: tuple[UnitChange, ...]
    restored: tuple[UnitChange, ...]
    store_credit: UnitChange | None = None
