"""Club-wide budgets: taken in slices before the posting, and what was not used goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vafa.domain.rewards.rulebook import Version
from vafa.kit.calendar import jalali_of
from vafa.ledger import operations as book
from vafa.programme.document import Budget
from vafa.programme.records import PurchaseDecision

type_choose = Callable[[Mapping[str, int]], PurchaseDecision]


@dataclass(slots=True)
class Purse:
    """What one event has taken from the budgets, and what its last decision used."""

    club_id: int
    event_id: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)

    def decide(
        self, *, version: Version, event_id: int, day: int, choose: type_choose
    ) -> PurchaseDecision:
        """Decide freely, take what that needs, and decide within what was granted.

        A second decision of the same event keeps to what the first one took.
        """
        self.event_id = event_id
        decision = choose(self.taken)
        budgets = {budget.code: budget for budget in version.document.budgets}
        wanted = _granted(decision)
        missing = [code for code in wanted if code not in self.taken]
        for code in missing:
            self.taken[code] = _take(self, budgets[code], day, wanted[code])
        if missing:
            decision = choose(self.taken)
        self.used = _granted(decision)
        return decision

    def close(self, *, is_posted: bool) -> None:
        """Give back what was taken and not used; all of it when nothing was posted."""
        for code, taken in self.taken.items():
            rest = taken - (self.used.get(code, 0) if is_posted else 0)
            if rest > 0:
                book.return_budget(
                    club_id=self.club_id, event_id=self.event_id, budget=code, units=rest
                )


def _take(purse: Purse, budget: Budget, day: int, units: int) -> int:
    return book.take_budget(
        club_id=purse.club_id,
        event_id=purse.event_id,
        budget=budget.code,
        period=period_of(per=budget.per, day=day),
        total=budget.amount,
        units=units,
    )


def _granted(decision: PurchaseDecision) -> dict[str, int]:
    granted: dict[str, int] = {}
    for award in decision.awards:
        if award.budget:
            granted[award.budget] = granted.get(award.budget, 0) + award.units
    return granted


def period_of(*, per: str, day: int) -> int:
    """Give the number of the budget's period that a day lies in, as caps count theirs."""
    year, month, _ = jalali_of(day)
    return {"day": day, "month": year * 12 + month, "year": year, "ever": 0}[per]
