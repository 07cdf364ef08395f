"""Whether a condition can hold at all: finds contradictions, and in doubt finds none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    BranchIs,
    ChannelIs,
    DateIn,
    DaysSinceVisit,
    FirstPurchase,
    HasGroup,
    HoursAre,
    Not,
    PartnerIs,
    PurchaseNumber,
    TierIs,
    WeekdayIs,
    type_of_condition,
)

_Leaves: TypeAlias = list[tuple[type_of_condition, bool]]

_WEEK: Final = frozenset(
    ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")
)
_MINUTES: Final = 1440
_OPEN: Final = 10**18


def can_hold(
    condition: type_of_condition, *, tiers: Iterable[str], on_purchase: bool,
    has_amount: bool = False, negated: bool = False,
) -> bool:  # fmt: skip
    """Tell whether some event could satisfy the condition; in doubt it could.

    An event that is no purchase may still have an amount: what an invited person paid.
    """
    leaves: _Leaves = []
    choices: _Leaves = []
    _spread(condition, leaves, choices, no=negated)
    known = frozenset(tiers)
    for tree, no in choices:
        assert isinstance(tree, AllOf | AnyOf)
        if not any(
            can_hold(
                child, tiers=known, on_purchase=on_purchase, has_amount=has_amount, negated=no
            )
            for child in tree.of
        ):
            return False
    if not on_purchase and any(
        _needs_purchase(leaf, has_amount=has_amount) and not no for leaf, no in leaves
    ):
        return False
    return (
        _amounts_meet(leaves)
        and _names_meet(leaves, known)
        and _days_meet(leaves)
        and _visits_meet(leaves)
    )


def _spread(condition: type_of_condition, leaves: _Leaves, choices: _Leaves, *, no: bool) -> None:
    """Part a conjunction into its leaves and the disjunctions in it."""
    if isinstance(condition, Not):
        _spread(condition.of, leaves, choices, no=not no)
    elif not isinstance(condition, AllOf | AnyOf):
        leaves.append((condition, no))
    elif isinstance(condition, AllOf) != no:
        for child in condition.of:
            _spread(child, leaves, choices, no=no)
    else:
        choices.append((condition, no))


def _needs_purchase(leaf: type_of_condition, *, has_amount: bool) -> bool:
    if isinstance(leaf, AmountIs):
        return leaf.at_least > 0 and not has_amount
    return isinstance(leaf, HasGroup | ChannelIs | BranchIs | PartnerIs)


def _amounts_meet(leaves: _Leaves) -> bool:
    for what in ("net", "eligible"):
        low, high = 0, _OPEN
        for leaf, no in leaves:
            if not isinstance(leaf, AmountIs) or leaf.of != what:
                continue
            below = _OPEN if leaf.below is None else leaf.below
            if not no:
                low, high = max(low, leaf.at_least), min(high, below)
            elif leaf.at_least <= low:
                low = max(low, below)
            elif below >= high:
                high = min(high, leaf.at_least)
        if low >= high:
            return False
    return True


def _names_meet(leaves: _Leaves, tiers: frozenset[str]) -> bool:
    weekdays, levels = set(_WEEK), set(tiers)
    channels: set[str] | None = None
    branches: set[str] | None = None
    partners: set[str] | None = None
    for leaf, no in leaves:
        match leaf:
            case WeekdayIs(days=days):
                weekdays = weekdays - set(days) if no else weekdays & set(days)
            case TierIs(tiers=codes):
                levels = levels - set(codes) if no else levels & set(codes)
            case ChannelIs(channels=codes) if not no:
                channels = set(codes) if channels is None else channels & set(codes)
            case BranchIs(branches=codes) if not no:
                branches = set(codes) if branches is None else branches & set(codes)
            case PartnerIs(partners=codes) if not no:
                partners = set(codes) if partners is None else partners & set(codes)
            case _:
                pass
    asked = any(isinstance(leaf, TierIs) for leaf, _ in leaves)
    if not weekdays or (asked and not levels):
        return False
    return all(found is None or found for found in (channels, branches, partners))


def _days_meet(leaves: _Leaves) -> bool:
    minutes, first, end = (1 << _MINUTES) - 1, -_OPEN, _OPEN
    everything = minutes
    for leaf, no in leaves:
        match leaf:
            case HoursAre(from_minute=start, to_minute=stop):
                mask = _minutes(start, stop)
                minutes &= everything & ~mask if no else mask
            case DateIn(starts_on=starts, ends_before=ends) if not no:
                first = max(first, starts.toordinal()) if starts else first
                end = min(end, ends.toordinal()) if ends else end
            case DateIn(starts_on=None, ends_before=None):
                return False
            case _:
                pass
    return minutes != 0 and first < end


def _minutes(start: int, stop: int) -> int:
    if start <= stop:
        return (1 << stop) - (1 << start)
    return ((1 << _MINUTES) - (1 << start)) | ((1 << stop) - 1)


def _visits_meet(leaves: _Leaves) -> bool:
    numbers: set[int] | None = None
    low, high, bought = 0, _OPEN, False
    for leaf, no in leaves:
        match leaf:
            case FirstPurchase() if not no:
                numbers = {1} if numbers is None else numbers & {1}
            case PurchaseNumber(numbers=listed, every=None) if not no:
                numbers = set(listed) if numbers is None else numbers & set(listed)
            case DaysSinceVisit(at_least=least, at_most=most) if not no:
                bought = True
                low, high = max(low, least), min(high, _OPEN if most is None else most)
            case _:
                pass
    if numbers is not None:
        counting = [pair for pair in leaves if isinstance(pair[0], FirstPurchase | PurchaseNumber)]
        numbers = {n for n in numbers if all(_number_fits(n, leaf) != no for leaf, no in counting)}
        numbers = numbers - {1} if bought else numbers
    return low <= high and (numbers is None or bool(numbers))


def _number_fits(number: int, leaf: type_of_condition) -> bool:
    match leaf:
        case FirstPurchase():
            return number == 1
        case PurchaseNumber(numbers=listed, every=every):
            return number in listed or (every is not None and number % every == 0)
        case _:
            return False
