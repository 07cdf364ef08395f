"""A programme to begin with, from what a shop says of itself; and what one costs, by tier.

A preset's shape is kept, its figures follow the answers. Costs come from the evaluator itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vafa.kit.amounts import BASIS_POINTS
from vafa.programme.compile import compile_programme
from vafa.programme.decide import decide_purchase
from vafa.programme.document import (
    Effect,
    FixedAmount,
    Ladder,
    Lifetime,
    PerAmount,
    PerItem,
    Programme,
    Rule,
    ShareOfAmount,
    Unit,
)
from vafa.programme.presets import PRESETS
from vafa.programme.records import Line, MemberSnapshot, MemberState, PurchaseEvent

TRADES: Final = ("cafe", "clothes", "supermarket", "salon", "project")
COST_OF_RIALS: Final = 1_000_000

_QUARTER: Final = 25
_GIFT_SHARE: Final = 500
_STEPS: Final = (0, 1, 2, 4)
_LIFETIME_STEPS: Final = (0, 2, 5, 10)
_SEVERAL: Final = 5
_NOON: Final = 12 * 60
_TWO_DIGITS: Final = 100


@dataclass(frozen=True, slots=True)
class ShopAnswers:
    """What a shop says of itself: amounts in Rial, shares in basis points."""

    trade: str
    basket_rials: int
    margin: int
    visits_a_year: int
    give_back: int


@dataclass(frozen=True, slots=True)
class TierCost:
    """What a million Rial of sales to members of a tier cost; without tiers `tier` is empty."""

    tier: str
    rials: int


def proposed(answers: ShopAnswers, *, keep: Programme | None = None) -> Programme:
    """Give the trade's programme with figures that follow the answers.

    Units of `keep`, the programme in force, stay: members may hold them.
    """
    document = PRESETS[answers.trade]()
    units = {unit.code: unit for unit in document.units}
    rules = tuple(_scaled(rule, units, answers) for rule in document.rules)
    ladder = document.ladder and _ladder(document.ladder, answers)
    before = {unit.code: unit for unit in keep.units} if keep else {}
    kept = tuple(_as_before(unit, before.get(unit.code)) for unit in document.units)
    others = tuple(unit for code, unit in before.items() if code not in units)
    changes = {"rules": rules, "ladder": ladder, "units": (*kept, *others)}
    return document.model_copy(update=changes)


def highest_share(document: Programme) -> int:
    """Give the largest share of a purchase that any tier gets as credit, in basis points."""
    shares = [
        share
        for rule in document.rules
        for effect in rule.effects
        if isinstance(effect, ShareOfAmount)
        for share in (effect.share, *effect.by_tier.values())
    ]
    return max(shares, default=0)


def costs(document: Programme, *, basket_rials: int, day: int) -> tuple[TierCost, ...]:
    """Tell what a million Rial of usual purchases cost, in each tier.

    As a member who has bought before, on that day and without occasion; what is given is worth
    what it pays for.
    """
    programme = compile_programme(document)
    event = PurchaseEvent(
        day=day, minute=_NOON, lines=(Line(1, "unspecified", basket_rials, basket_rials),)
    )
    levels = [level.code for level in document.ladder.levels] if document.ladder else [""]
    found = []
    for level in levels:
        state = MemberState(day=day, tier=level, purchases=_SEVERAL, last_purchase_day=day - 7)
        decision = decide_purchase(
            programme=programme, snapshot=MemberSnapshot(state), event=event
        )
        worth = sum(_worth(document, award.unit, award.units) for award in decision.awards)
        found.append(TierCost(level, worth * COST_OF_RIALS // basket_rials))
    return tuple(found)


def _worth(document: Programme, unit: str, units: int) -> int:
    policy = next((one.redemption for one in document.units if one.code == unit), None)
    return units * policy.value_rials // policy.per_units if policy else 0


def _scaled(rule: Rule, units: dict[str, Unit], answers: ShopAnswers) -> Rule:
    effects = tuple(_effect(effect, units[effect.unit], answers) for effect in rule.effects)
    caps = rule.caps
    if effects != rule.effects and isinstance(effects[0], FixedAmount):
        given = effects[0].units
        caps = tuple(cap.model_copy(update={"amount": given}) for cap in rule.caps)
    return rule.model_copy(update={"effects": effects, "caps": caps})


def _effect(effect: Effect, unit: Unit, answers: ShopAnswers) -> Effect:
    if unit.kind == "points" and unit.redemption is None:
        return effect  # stamps: they are counted, and no Rial says how many
    value = unit.redemption.value_rials if unit.redemption else 1
    match effect:
        case ShareOfAmount():
            lowest = effect.share
            by_tier = {
                tier: _quarters(answers.give_back * share // lowest)
                for tier, share in effect.by_tier.items()
            }
            return effect.model_copy(
                update={"share": _quarters(answers.give_back), "by_tier": by_tier}
            )
        case PerAmount():
            rials = value * effect.units * BASIS_POINTS // answers.give_back
            return effect.model_copy(update={"rials": max(_nice(rials), 1)})
        case PerItem():
            units = answers.basket_rials * answers.give_back // BASIS_POINTS // value
            return effect.model_copy(update={"units": max(units, 1)})
        case FixedAmount():
            units = answers.basket_rials * _GIFT_SHARE // BASIS_POINTS // value
            return effect.model_copy(update={"units": max(_nice(units), 1)})
        case _:
            return effect


def _ladder(ladder: Ladder, answers: ShopAnswers) -> Ladder:
    is_lifetime = isinstance(ladder.window, Lifetime)
    steps = _LIFETIME_STEPS if is_lifetime else _STEPS
    if ladder.basis == "visits":
        first = max(answers.visits_a_year, 2)
    elif is_lifetime:
        first = answers.basket_rials
    else:
        first = answers.basket_rials * answers.visits_a_year
    levels = tuple(
        level.model_copy(update={"threshold": _nice(first * step)})
        for level, step in zip(ladder.levels, steps, strict=True)
    )
    return ladder.model_copy(update={"levels": levels})


def _as_before(unit: Unit, before: Unit | None) -> Unit:
    """Keep what the book knows a unit by."""
    if before is None or (before.number, before.kind) == (unit.number, unit.kind):
        return unit
    return before


def _quarters(share: int) -> int:
    """Round a share to a quarter of a percent, at least one."""
    return max(_QUARTER, (share + _QUARTER // 2) // _QUARTER * _QUARTER)


def _nice(amount: int) -> int:
    """Round down to two digits and zeros."""
    step = 1
    while amount // step >= _TWO_DIGITS:
        step *= 10
    return amount // step * step
