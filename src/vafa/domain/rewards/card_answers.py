"""What gift cards paid, as an answer says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CardPaid:
    """What a gift card paid of a purchase."""

    card_id: int
    unit: str
    rials: int


def cards_paid(said: Mapping[str, Any]) -> tuple[CardPaid, ...]:
    """Give what cards paid, as it was stored."""
    return tuple(
        CardPaid(int(one["card_id"]), one["unit"], one["rials"])
        for one in said.get("gift_cards", ())
    )
