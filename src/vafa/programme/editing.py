"""A programme document changed in one part: each function gives a new one, the rest as it was.

Forms change what they know; conditions that no form can show are told apart here (`flat`), so
that they stay as they are. Nothing is judged here: `validate` does that to the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    BirthdayWindow,
    BranchIs,
    DaysSinceVisit,
    FirstPurchase,
    HoursAre,
    Node,
    PurchaseNumber,
    TierIs,
    WeekdayIs,
    type_of_condition,
)
from vafa.programme.document import (
    Label,
    Ladder,
    Programme,
    Redemption,
    Reward,
    Rule,
    ShareOfAmount,
    Unit,
)

type_flat = Mapping[str, type_of_condition]
Item = TypeVar("Item", Rule, Unit, Reward)

_SIMPLE: Final = (
    AmountIs, BirthdayWindow, BranchIs, DaysSinceVisit, FirstPurchase, HoursAre, PurchaseNumber,
    TierIs, WeekdayIs,
)  # fmt: skip
_COPY: Final = {"fa": " (رونوشت)", "en": " (copy)"}
_LONGEST_NAME: Final = 120


def rule_of(document: Programme, code: str) -> Rule | None:
    """Give a rule by its code."""
    return next((rule for rule in document.rules if rule.code == code), None)


def with_rule(document: Programme, rule: Rule) -> Programme:
    """Put a rule in the place of the one of its code, or at the end."""
    return _with(document, "rules", _placed(document.rules, rule))


def without_rule(document: Programme, code: str) -> Programme:
    """Leave a rule out."""
    return _with(document, "rules", tuple(one for one in document.rules if one.code != code))


def with_copy(document: Programme, code: str) -> Programme:
    """Put a copy of a rule right after it, with a code and a name of its own."""
    rules: list[Rule] = []
    for rule in document.rules:
        rules.append(rule)
        if rule.code == code:
            taken = {one.code for one in document.rules}
            changes = {"code": free_code(code, taken), "name": _copied(rule.name)}
            rules.append(rule.model_copy(update=changes))
    return _with(document, "rules", tuple(rules))


def with_moved_rule(document: Programme, code: str, *, by: int) -> Programme:
    """Move a rule up (-1) or down (1); at the edge it stays."""
    rules = list(document.rules)
    at = next((place for place, one in enumerate(rules) if one.code == code), None)
    if at is not None and 0 <= at + by < len(rules):
        rules.insert(at + by, rules.pop(at))
    return _with(document, "rules", tuple(rules))


def with_unit(document: Programme, unit: Unit) -> Programme:
    """Put a unit in the place of the one of its code, or at the end."""
    return _with(document, "units", _placed(document.units, unit))


def with_reward(document: Programme, reward: Reward) -> Programme:
    """Put a reward in the place of the one of its code, or at the end."""
    return _with(document, "rewards", _placed(document.rewards, reward))


def without_reward(document: Programme, code: str) -> Programme:
    """Leave a reward out."""
    return _with(document, "rewards", tuple(one for one in document.rewards if one.code != code))


def with_ladder(document: Programme, ladder: Ladder | None) -> Programme:
    """Give the programme this ladder, sorted; shares of tiers that go away go with them."""
    before = {level.code for level in document.ladder.levels} if document.ladder else set()
    if ladder is not None:
        levels = tuple(sorted(ladder.levels, key=lambda level: level.threshold))
        ladder = ladder.model_copy(update={"levels": levels})
    gone = before - {level.code for level in ladder.levels} if ladder else before
    changed = _with(document, "ladder", ladder)
    for rule in document.rules:
        for place, effect in enumerate(rule.effects):
            if isinstance(effect, ShareOfAmount) and gone & set(effect.by_tier):
                kept = {tier: one for tier, one in effect.by_tier.items() if tier not in gone}
                changed = with_shares(changed, rule.code, place, kept)
    return changed


def with_shares(
    document: Programme, code: str, place: int, by_tier: Mapping[str, int]
) -> Programme:
    """Give what a rule's effect shares with each tier; the rule without one is left alone."""
    rule = rule_of(document, code)
    effect = rule.effects[place] if rule and place < len(rule.effects) else None
    if rule is None or not isinstance(effect, ShareOfAmount):
        return document
    other = effect.model_copy(update={"by_tier": dict(by_tier)})
    effects = (*rule.effects[:place], other, *rule.effects[place + 1 :])
    return with_rule(document, rule.model_copy(update={"effects": effects}))


def shares_of(document: Programme) -> tuple[tuple[Rule, int, ShareOfAmount], ...]:
    """Give every share of the amount, with its rule and place: the rates of tiers."""
    return tuple(
        (rule, place, effect)
        for rule in document.rules
        for place, effect in enumerate(rule.effects)
        if isinstance(effect, ShareOfAmount)
    )


def free_code(base: str, taken: Collection[str]) -> str:
    """Give the code itself, or with the first number that makes it its own."""
    code, number = base, 2
    while code in taken:
        code, number = f"{base[:50]}-{number}", number + 1
    return code


def flat(condition: type_of_condition) -> type_flat | None:
    """Give the simple conditions that hold together, by kind; None when it is built otherwise."""
    parts = condition.of if isinstance(condition, AllOf) else (condition,)
    found: dict[str, type_of_condition] = {
        part.kind: part for part in parts if isinstance(part, _SIMPLE)
    }
    return found if len(found) == len(parts) else None


def joined(parts: Sequence[type_of_condition], before: type_of_condition) -> type_of_condition:
    """Give the condition that all of these hold; the one before when it says the same."""
    if flat(before) == {part.kind: part for part in parts}:
        return before
    return parts[0] if len(parts) == 1 else AllOf(of=tuple(parts))


def _placed(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    if any(one.code == item.code for one in items):
        return tuple(item if one.code == item.code else one for one in items)
    return items + (item,)  # noqa: RUF005  stub is wrong


def _copied(name: Label) -> Label:
    room = _LONGEST_NAME - len(_COPY["fa"])
    return Label(fa=name.fa[:room] + _COPY["fa"], en=name.en[:room] + _COPY["en"])


def _with(document: Programme, part: str, value: Node | tuple[Node, ...] | None) -> Programme:
    return document.model_copy(update={part: value})


def with_gift_cards(document: Programme, *, are_sold: bool) -> Programme:
    """Give a document that keeps what is on gift cards, or one that sells none any more.

    It is kept in a credit that is spent like money: one that there is, or a new one. The unit
    stays when cards are no longer sold, for what members hold keeps its unit.
    """
    if are_sold == (document.gift_card_unit is not None):
        return document
    if not are_sold:
        return document.model_copy(update={"gift_card_unit": None})
    kept = next(
        (
            unit
            for unit in document.units
            if unit.kind == "credit" and unit.redemption and unit.redemption.spend_as == "tender"
        ),
        None,
    )
    units = document.units
    if kept is None:
        kept = Unit(
            code=free_code("gift-credit", {unit.code for unit in units}),
            number=max(unit.number for unit in units) + 1, kind="credit",
            name=Label(fa="اعتبار هدیه", en="Gift credit"),
            redemption=Redemption(spend_as="tender"),
        )  # fmt: skip
        units = (*units, kept)
    return document.model_copy(update={"units": units, "gift_card_unit": kept.code})
