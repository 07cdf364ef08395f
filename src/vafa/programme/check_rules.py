"""What is wrong with the rules of a programme: what they name, what they give, when they apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import prod
from typing import Final, assert_never

from vafa.kit.amounts import MAX_RIALS
from vafa.programme.check_frame import cap_problems, expiry_problems, gives, unit_problem
from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    DateIn,
    DaysSinceVisit,
    HoursAre,
    Not,
    PurchaseNumber,
    TierIs,
    type_of_condition,
)
from vafa.programme.document import (
    BY_FRIENDS_PURCHASE,
    AfterInactivity,
    Effect,
    FixedAmount,
    Multiply,
    PerAmount,
    PerItem,
    Programme,
    Rule,
    ShareOfAmount,
)
from vafa.programme.problems import Problem, pointer, problem
from vafa.programme.reach import can_hold

MAX_DEPTH: Final = 8
MAX_CONDITIONS: Final = 200

_WHOLE: Final = 10_000
_MOST_FACTOR: Final = 2**60
_MOST_UNITS: Final = 2**62
_MOST_ITEMS: Final = 10**9


def rule_problems(document: Programme) -> Iterator[Problem]:
    """Judge every rule."""
    for index, rule in enumerate(document.rules):
        place = pointer("rules", index)
        yield from _reference_problems(rule, place, document)
        yield from _limit_problems(rule, place)
        yield from _expiry_problems(rule, place, document)
        for number, effect in enumerate(rule.effects):
            yield from _effect_problems(effect, rule, f"{place}/effects/{number}", document)
        yield from _carry_problems(rule, place, document)
        yield from _condition_problems(rule, place, document)
        yield from _period_problems(rule, place)


def parts_of(
    condition: type_of_condition, place: str, depth: int = 1
) -> Iterator[tuple[str, int, type_of_condition]]:
    """Walk a condition tree: the place, depth and node of each part."""
    yield place, depth, condition
    if isinstance(condition, Not):
        yield from parts_of(condition.of, f"{place}/of", depth + 1)
    elif isinstance(condition, AllOf | AnyOf):
        for index, child in enumerate(condition.of):
            yield from parts_of(child, f"{place}/of/{index}", depth + 1)


def _reference_problems(rule: Rule, place: str, document: Programme) -> Iterator[Problem]:
    stacks = {"base", *(group.code for group in document.stacking)}
    if rule.stacking not in stacks:
        yield problem(f"{place}/stacking", "unknown_stacking", code=rule.stacking)
    budgets = {budget.code: budget for budget in document.budgets}
    if rule.budget is None:
        return
    if rule.budget not in budgets:
        yield problem(f"{place}/budget", "unknown_budget", code=rule.budget)
        return
    unit = budgets[rule.budget].unit
    for effect in rule.effects:
        if effect.unit != unit:
            figures = {"budget_unit": unit, "unit": effect.unit}
            yield problem(f"{place}/budget", "budget_of_other_unit", **figures)
            return


def _limit_problems(rule: Rule, place: str) -> Iterator[Problem]:
    yield from cap_problems(rule.caps, place)
    if all(isinstance(effect, Multiply) for effect in rule.effects):
        for name in ("caps", "budget", "expiry", "pending_days"):
            if getattr(rule, name) not in ((), None):
                yield problem(f"{place}/{name}", "without_effect")
    if rule.caps and len({effect.unit for effect in rule.effects}) > 1:
        yield problem(f"{place}/caps", "cap_of_several_units")
    if rule.groups and set(rule.groups) <= set(rule.excluded_groups):
        yield problem(f"{place}/excluded_groups", "no_lines_left")
    if rule.trigger != "purchase" and (rule.groups or rule.excluded_groups):
        yield problem(
            f"{place}/{'groups' if rule.groups else 'excluded_groups'}", "needs_purchase"
        )


def _expiry_problems(rule: Rule, place: str, document: Programme) -> Iterator[Problem]:
    if rule.expiry is None:
        return
    place = f"{place}/expiry"
    yield from expiry_problems(rule.expiry, place)
    idle = {unit.code for unit in document.units if isinstance(unit.expiry, AfterInactivity)}
    if isinstance(rule.expiry, AfterInactivity):
        yield problem(place, "inactivity_is_the_units")
    elif any(effect.unit in idle for effect in rule.effects):
        yield problem(place, "expiry_beside_inactivity")


def _effect_problems(
    effect: Effect, rule: Rule, place: str, document: Programme
) -> Iterator[Problem]:
    yield from unit_problem(effect.unit, f"{place}/unit", document)
    if isinstance(effect, PerAmount | ShareOfAmount | PerItem) and rule.trigger != "purchase":
        yield problem(place, "needs_purchase")
    if isinstance(effect, Multiply):
        yield from _multiply_problems(effect, rule, place, document)
    elif _is_too_large(effect, rule, document):
        yield problem(place, "too_large_together")
    if isinstance(effect, ShareOfAmount):
        for tier in effect.by_tier:
            yield from _tier_problem(tier, f"{place}{pointer('by_tier', tier)}", document)
        if not effect.share and not any(effect.by_tier.values()):
            yield problem(f"{place}/share", "gives_nothing")


def _multiply_problems(
    effect: Multiply, rule: Rule, place: str, document: Programme
) -> Iterator[Problem]:
    if effect.numerator == effect.denominator:
        yield problem(f"{place}/numerator", "multiplies_by_one")
    giving = {
        other.code
        for other in document.rules
        if other.trigger == rule.trigger and any(gives(e, effect.unit) for e in other.effects)
    }
    if not giving:
        yield problem(place, "multiplies_nothing", unit=effect.unit)
        return
    known = [other.code for other in document.rules]
    for index, code in enumerate(effect.rules):
        at = f"{place}/rules/{index}"
        if code not in known:
            yield problem(at, "unknown_rule", code=code, choices=sorted(giving))
        elif code not in giving:
            yield problem(at, "multiplied_rule_gives_none", code=code, unit=effect.unit)


def _is_too_large(effect: Effect, rule: Rule, document: Programme) -> bool:
    """Tell whether the largest event and every multiplier together could leave 64 bits."""
    factors = [
        other
        for holder in document.rules
        for other in holder.effects
        if isinstance(other, Multiply)
        and other.unit == effect.unit
        and holder.trigger == rule.trigger
        and (not other.rules or rule.code in other.rules)
    ]
    steps = [unit.rounding_step for unit in document.units if unit.code == effect.unit]
    up = prod(factor.numerator for factor in factors)
    down = prod([*steps, *(factor.denominator for factor in factors)])
    growth = prod(max(1, factor.numerator) for factor in factors)
    match effect:
        case PerAmount(units=units, rials=rials):
            most, up, down = MAX_RIALS * units // rials, up * units, down * rials
        case ShareOfAmount():
            most, up, down = MAX_RIALS, up * _WHOLE, down * _WHOLE
        case FixedAmount(units=units):
            most, up = units, up * units
        case PerItem(units=units, quantity=quantity):
            most, up, down = _MOST_ITEMS * units // quantity, up * units, down * quantity
        case Multiply():
            return False
        case _:
            assert_never(effect)
    return max(up, down) > _MOST_FACTOR or most * growth > _MOST_UNITS


def _carry_problems(rule: Rule, place: str, document: Programme) -> Iterator[Problem]:
    carrying = [
        (index, effect)
        for index, effect in enumerate(rule.effects)
        if isinstance(effect, PerAmount) and effect.carry
    ]
    if carrying and len(rule.effects) > 1:
        yield problem(f"{place}/effects", "carry_alone")
    for index, effect in carrying:
        for unit in document.units:
            rounds_down = unit.rounding == "floor" and unit.rounding_step == 1
            if unit.code == effect.unit and not rounds_down:
                yield problem(f"{place}/effects/{index}/carry", "carry_rounding")


def _condition_problems(rule: Rule, place: str, document: Programme) -> Iterator[Problem]:
    place = f"{place}/condition"
    parts = list(parts_of(rule.condition, place))
    if max(depth for _, depth, _ in parts) > MAX_DEPTH:
        yield problem(place, "conditions_too_deep", limit=MAX_DEPTH)
        return
    if len(parts) > MAX_CONDITIONS:
        yield problem(place, "too_many_conditions", limit=MAX_CONDITIONS)
        return
    wrong = [found for at, _, part in parts for found in _part_problems(part, at, document)]
    yield from wrong
    if any(found.blocks for found in wrong):
        return
    tiers = [level.code for level in document.ladder.levels] if document.ladder else []
    limits = DateIn(starts_on=_date(rule.starts_on), ends_before=_date(rule.ends_before))
    together = AllOf(of=(rule.condition, limits))
    if not can_hold(
        together, tiers=tiers, on_purchase=rule.trigger == "purchase",
        has_amount=rule.trigger in BY_FRIENDS_PURCHASE,
    ):  # fmt: skip
        yield problem(place, "never_applies")


def _part_problems(part: type_of_condition, place: str, document: Programme) -> Iterator[Problem]:
    match part:
        case TierIs(tiers=tiers):
            for index, tier in enumerate(tiers):
                yield from _tier_problem(tier, f"{place}/tiers/{index}", document)
        case AmountIs(at_least=low, below=high) if high is not None and high <= low:
            yield problem(place, "never_holds")
        case AmountIs(at_least=0, below=None) | DateIn(starts_on=None, ends_before=None):
            yield problem(place, "always_on")
        case DateIn(starts_on=first, ends_before=end) if first and end and end <= first:
            yield problem(place, "empty_period")
        case HoursAre(from_minute=start, to_minute=end_minute) if start == end_minute:
            yield problem(place, "never_holds")
        case PurchaseNumber(numbers=(), every=None):
            yield problem(place, "never_holds")
        case DaysSinceVisit(at_least=least, at_most=most) if most is not None and most < least:
            yield problem(place, "never_holds")
        case _:
            pass


def _tier_problem(tier: str, place: str, document: Programme) -> Iterator[Problem]:
    if document.ladder is None:
        yield problem(place, "no_ladder", code=tier)
        return
    known = [level.code for level in document.ladder.levels]
    if tier not in known:
        yield problem(place, "unknown_tier", code=tier, choices=known)


def _period_problems(rule: Rule, place: str) -> Iterator[Problem]:
    for name, text in (("starts_on", rule.starts_on), ("ends_before", rule.ends_before)):
        if text is not None and _date(text) is None:
            yield problem(f"{place}/{name}", "bad_date")
    first, end = _date(rule.starts_on), _date(rule.ends_before)
    if first and end and end <= first:
        yield problem(f"{place}/ends_before", "empty_period")


def _date(text: str | None) -> date | None:
    """Give the date within the years that conditions allow, or nothing."""
    try:
        value = date.fromisoformat(text or "")
    except ValueError:
        return None
    return value if date(1900, 1, 1) <= value <= date(2200, 1, 1) else None
