"""What a programme asks of an invited person's first purchase before it rewards anybody for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vafa.programme.conditions import AllOf, AmountIs, type_of_condition
from vafa.programme.document import BY_FRIENDS_PURCHASE, Programme, Rule


def least_reached(document: Programme, *, paid_rials: int, on: date) -> int | None:
    """Give the largest least purchase in Rial that was reached, of the rules valid on a day.

    None: no rule rewards an invitation for so little. Nothing paid reaches nothing (E22).
    """
    reached = [
        least
        for rule in document.rules
        if rule.trigger in BY_FRIENDS_PURCHASE and is_valid(rule, on=on)
        and (least := _least(rule.condition)) <= paid_rials
    ]  # fmt: skip
    return max(reached, default=None)


def is_valid(rule: Rule, *, on: date) -> bool:
    """Tell whether a rule is valid on a day."""
    day = on.isoformat()
    has_begun = rule.starts_on is None or rule.starts_on <= day
    return has_begun and (rule.ends_before is None or day < rule.ends_before)


def _least(condition: type_of_condition) -> int:
    return max([1, *_amounts(condition)])


def _amounts(condition: type_of_condition) -> Iterator[int]:
    """Give what all of the condition asks at least; what stands under "any" or "not" may vary."""
    if isinstance(condition, AmountIs):
        yield condition.at_least
    elif isinstance(condition, AllOf):
        for part in condition.of:
            yield from _amounts(part)
