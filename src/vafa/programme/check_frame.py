"""What is wrong with the frame of a programme: units, ladder, budgets, stacking groups, codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from vafa.programme.document import (
    Budget,
    Cap,
    Effect,
    Expiry,
    Multiply,
    OnFixedDate,
    Programme,
    Unit,
)
from vafa.programme.problems import Problem, pointer, problem

_LONG_MONTHS: Final = 6
_LONG, _SHORT = 31, 30
_ESFAND: Final = 12
_WHOLE: Final = 10_000


def frame_problems(document: Programme) -> Iterator[Problem]:
    """Judge everything but the rules themselves."""
    yield from _duplicates(document)
    for place, unit in enumerate(document.units):
        yield from _unit_problems(unit, pointer("units", place))
    yield from _ladder_problems(document)
    yield from _unused(document)
    for place, budget in enumerate(document.budgets):
        yield from _budget_problems(budget, pointer("budgets", place), document)


def cap_problems(caps: tuple[Cap, ...], place: str) -> Iterator[Problem]:
    """Judge the caps of a unit or a rule."""
    seen = set()
    for index, cap in enumerate(caps):
        if cap.amount == 0:
            yield problem(f"{place}/caps/{index}/amount", "cap_of_zero")
        if cap.per in seen:
            yield problem(f"{place}/caps/{index}/per", "duplicate_cap")
        seen.add(cap.per)


def expiry_problems(expiry: Expiry, place: str) -> Iterator[Problem]:
    """Judge the day of a fixed date."""
    if not isinstance(expiry, OnFixedDate):
        return
    days = _LONG if expiry.month <= _LONG_MONTHS else _SHORT
    if expiry.day > days:
        yield problem(f"{place}/day", "no_such_day", days=days)
    elif expiry.month == _ESFAND and expiry.day == _SHORT:
        yield problem(f"{place}/day", "leap_day")


def unit_problem(code: str, place: str, document: Programme) -> Iterator[Problem]:
    """Tell when the programme has no such unit."""
    known = [unit.code for unit in document.units]
    if code not in known:
        yield problem(place, "unknown_unit", code=code, choices=known)


def gives(effect: Effect, unit: str | None) -> bool:
    """Tell whether the effect earns the unit by itself."""
    return effect.unit == unit and not isinstance(effect, Multiply)


def _duplicates(document: Programme) -> Iterator[Problem]:
    levels = document.ladder.levels if document.ladder else ()
    coded: tuple[tuple[tuple[str, ...], Iterable[str]], ...] = (
        (("units",), (unit.code for unit in document.units)),
        (("rules",), (rule.code for rule in document.rules)),
        (("stacking",), (group.code for group in document.stacking)),
        (("budgets",), (budget.code for budget in document.budgets)),
        (("ladder", "levels"), (level.code for level in levels)),
    )
    for path, codes in coded:
        seen = set()
        for index, code in enumerate(codes):
            if code in seen:
                yield problem(pointer(*path, index, "code"), "duplicate_code", code=code)
            seen.add(code)
    numbers = set()
    for index, unit in enumerate(document.units):
        if unit.number in numbers:
            yield problem(
                pointer("units", index, "number"), "duplicate_number", number=unit.number
            )
        numbers.add(unit.number)


def _unit_problems(unit: Unit, place: str) -> Iterator[Problem]:
    yield from cap_problems(unit.caps, place)
    yield from expiry_problems(unit.expiry, f"{place}/expiry")
    policy = unit.redemption
    if policy is None:
        if unit.kind == "credit":
            yield problem(f"{place}/redemption", "cannot_be_spent")
        return
    place = f"{place}/redemption"
    if unit.kind == "credit" and policy.value_rials != policy.per_units:
        yield problem(f"{place}/value_rials", "credit_value")
    if policy.maximum_share == 0:
        yield problem(f"{place}/maximum_share", "share_of_zero")
    if policy.step_units * policy.value_rials < policy.per_units:
        yield problem(f"{place}/step_units", "worthless_step")
    if policy.minimum_units % policy.step_units:
        yield problem(f"{place}/minimum_units", "minimum_below_step")
    most = policy.minimum_order * policy.maximum_share // _WHOLE
    if (
        policy.minimum_order
        and policy.minimum_units * policy.value_rials > most * policy.per_units
    ):
        yield problem(f"{place}/minimum_units", "minimum_above_maximum")


def _ladder_problems(document: Programme) -> Iterator[Problem]:
    ladder = document.ladder
    if ladder is None:
        return
    if ladder.levels[0].threshold != 0:
        yield problem("/ladder/levels/0/threshold", "first_threshold")
    for index in range(1, len(ladder.levels)):
        if ladder.levels[index].threshold <= ladder.levels[index - 1].threshold:
            yield problem(pointer("ladder", "levels", index, "threshold"), "thresholds_order")
    if ladder.marginal and ladder.basis != "spend":
        yield problem("/ladder/marginal", "marginal_needs_spend")
    yield from _points_unit_problems(document, ladder.basis, ladder.points_unit)


def _points_unit_problems(document: Programme, basis: str, code: str | None) -> Iterator[Problem]:
    place = "/ladder/points_unit"
    if basis != "points":
        if code is not None:
            yield problem(place, "superfluous_points_unit")
        return
    if code is None:
        yield problem(place, "points_unit_missing")
        return
    yield from unit_problem(code, place, document)
    if any(unit.code == code and unit.kind != "points" for unit in document.units):
        yield problem(place, "points_unit_kind")
    if not any(gives(effect, code) for rule in document.rules for effect in rule.effects):
        yield problem(place, "unearned_points", unit=code)


def _budget_problems(budget: Budget, place: str, document: Programme) -> Iterator[Problem]:
    yield from unit_problem(budget.unit, f"{place}/unit", document)
    if budget.amount == 0:
        yield problem(f"{place}/amount", "budget_of_zero")


def _unused(document: Programme) -> Iterator[Problem]:
    budgets = {rule.budget for rule in document.rules}
    for index, budget in enumerate(document.budgets):
        if budget.code not in budgets:
            yield problem(pointer("budgets", index), "unused_budget")
    groups = {rule.stacking for rule in document.rules}
    for index, group in enumerate(document.stacking):
        if group.code not in groups and group.code != "base":
            yield problem(pointer("stacking", index), "unused_stacking")
