"""Programmes that follow what a shop says of itself, and what they cost."""

from __future__ import annotations

import pytest

from vafa.kit.calendar import day_of_jalali
from vafa.programme.document import FixedAmount, PerAmount, ShareOfAmount
from vafa.programme.presets import demo_programme, reference_programme, salon_programme
from vafa.programme.proposing import TRADES, ShopAnswers, TierCost, costs, highest_share, proposed
from vafa.programme.validate import problems

MONDAY = day_of_jalali(1405, 9, 2)


def answers(trade: str, **more: int) -> ShopAnswers:
    figures = {
        "basket_rials": 3_000_000, "margin": 3_000, "visits_a_year": 12, "give_back": 300, **more
    }  # fmt: skip
    return ShopAnswers(trade, **figures)


@pytest.mark.parametrize("trade", TRADES)
@pytest.mark.parametrize("basket", [50_000, 3_000_000, 900_000_000])
@pytest.mark.parametrize("visits", [2, 52])
@pytest.mark.parametrize("give_back", [50, 1_000])
def test_every_answer_gives_a_programme_that_can_be_published(
    trade: str, basket: int, visits: int, give_back: int
) -> None:
    document = proposed(
        answers(trade, basket_rials=basket, visits_a_year=visits, give_back=give_back)
    )

    assert [one for one in problems(document) if one.blocks] == []
    assert len(costs(document, basket_rials=basket, day=MONDAY)) >= 1


def test_shares_and_thresholds_follow_the_answers() -> None:
    document = proposed(answers("clothes"))

    effect = document.rules[0].effects[0]
    assert isinstance(effect, ShareOfAmount)
    assert effect.by_tier == {"regular": 300, "bronze": 400, "silver": 600, "gold": 800}
    assert document.ladder is not None
    assert [level.threshold for level in document.ladder.levels] == [
        0, 36_000_000, 72_000_000, 140_000_000
    ]  # fmt: skip
    assert highest_share(document) == 800


def test_points_are_worth_what_is_given_back() -> None:
    document = proposed(answers("cafe", give_back=200))

    effect = document.rules[0].effects[0]
    assert isinstance(effect, PerAmount)
    assert (effect.units, effect.rials) == (1, 50_000)
    assert costs(document, basket_rials=3_000_000, day=MONDAY) == (TierCost("", 20_000),)


def test_a_purchase_earns_one_stamp_whatever_it_costs() -> None:
    document = proposed(answers("cafe", give_back=500))

    (stamp,) = (rule for rule in document.rules if rule.code == "stamp")
    assert stamp.effects == (FixedAmount(unit="stamps", units=1),)


def test_what_it_costs_is_told_for_each_tier() -> None:
    """2, 3, 5 and 7 % as credit, and a point worth 1,000 Rial for each 100,000 Rial."""
    found = costs(reference_programme(), basket_rials=10_000_000, day=MONDAY)

    assert found == (
        TierCost("regular", 30_000), TierCost("bronze", 40_000), TierCost("silver", 60_000),
        TierCost("gold", 80_000),
    )  # fmt: skip


def test_units_that_members_hold_stay() -> None:
    document = proposed(answers("salon"), keep=demo_programme())

    assert [unit.code for unit in document.units] == ["points", "credit"]
    assert document.units[0].redemption == salon_programme().units[0].redemption
