"""Which units are shown as a card of stamps, and how full it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from vafa.domain.rewards.answers import UnitHeld, Wallet, Why
from vafa.interfaces.web.stamps import StampCard, stamp_cards
from vafa.programme.presets import PRESETS, cafe_programme

(DRINK,) = cafe_programme().rewards


def held(unit: str, available: int, **more: Any) -> UnitHeld:
    """Give so much of a unit."""
    return UnitHeld(unit, Why("مهر", "stamps"), available, 0, 0, 0, available, 0, None, **more)


def cards_of(*balances: UnitHeld, rewards: Any = (DRINK,)) -> tuple[StampCard, ...]:
    """Give the cards of a wallet."""
    wallet = Wallet(1, datetime(2026, 1, 1, tzinfo=UTC), balances)
    return stamp_cards(rewards=rewards, wallet=wallet)


def test_a_card_is_as_full_as_it_can_be() -> None:
    counts = [
        (one.title, one.have, one.need)
        for units in (0, 4, 9, 23)
        for one in cards_of(held("points", 700), held("stamps", units))
    ]

    assert counts == [("مهر", 0, 9), ("مهر", 4, 9), ("مهر", 9, 9), ("مهر", 9, 9)]


def test_many_points_money_and_what_is_not_asked_for_are_no_stamps() -> None:
    assert DRINK.cost is not None
    dear = DRINK.model_copy(update={"cost": DRINK.cost.model_copy(update={"units": 21})})
    single = DRINK.model_copy(update={"cost": DRINK.cost.model_copy(update={"units": 1})})
    coupon = DRINK.model_copy(update={"given": "coupon", "cost": None})

    assert cards_of(held("stamps", 5), rewards=(dear,)) == ()
    assert cards_of(held("stamps", 5), rewards=(single,)) == ()
    assert cards_of(held("stamps", 5), rewards=(coupon,)) == ()
    assert cards_of(held("stamps", 5, is_money=True)) == ()
    assert cards_of(held("points", 5), rewards=PRESETS["clothes"]().rewards) == ()
