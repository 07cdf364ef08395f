"""Cards of stamps: a few of a unit buy a reward; the till and the member's pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vafa.domain.rewards.answers import UnitHeld, Wallet
from vafa.interfaces.web import formats
from vafa.programme.document import Reward

# A unit whose first reward costs no more than this is shown as a card of stamps.
MOST_STAMPS: Final = 20


@dataclass(frozen=True, slots=True)
class StampCard:
    """What a member has of a unit, and how much of it the first reward costs."""

    held: UnitHeld
    need: int

    @property
    def title(self) -> str:
        """Give the unit's name in the reader's language."""
        return self.held.name.en if formats.language() == "en" else self.held.name.fa

    @property
    def have(self) -> int:
        """Give how many places of the card are stamped."""
        return min(self.held.available, self.need)


def stamp_cards(*, rewards: Iterable[Reward], wallet: Wallet) -> tuple[StampCard, ...]:
    """Give a card for each unit that is collected one by one for a reward that is asked for."""
    needs: dict[str, int] = {}
    for one in rewards:
        if one.given == "claimed" and one.cost is not None and one.cost.units <= MOST_STAMPS:
            cost = one.cost
            needs[cost.unit] = min(cost.units, needs.get(cost.unit, cost.units))
    return tuple(
        StampCard(held, needs[held.unit])
        for held in wallet.balances
        if needs.get(held.unit, 0) > 1 and not held.is_money
    )
