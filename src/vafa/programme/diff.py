"""What changed between two versions of a programme, in words, matched by code and not by position.

Two documents are equal exactly when there is no change to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from vafa.kit.persian import Language, MoneyUnit, percent
from vafa.programme.clauses import asks_nothing, clause
from vafa.programme.conditions import Node, type_of_condition
from vafa.programme.diff_texts import CHOICES, FIELDS, TEXTS, WHERE
from vafa.programme.document import (
    Budget,
    Cap,
    Ladder,
    Level,
    Notice,
    Programme,
    Redemption,
    Reward,
    Rule,
    Stacking,
    Unit,
)
from vafa.programme.phrases import (
    cap_phrase,
    caps_unit,
    effect_phrase,
    expiry_phrase,
    window_phrase,
)
from vafa.programme.problems import pointer
from vafa.programme.sentence import (
    ladder_sentences,
    redemption_sentences,
    rule_sentence,
    threshold_text,
)
from vafa.programme.sentence_rewards import (
    cost_phrase,
    gift_phrase,
    notice_sentence,
    reward_sentence,
    thresholds_phrase,
)
from vafa.programme.wording import (
    Names,
    Wording,
    all_of,
    count_text,
    date_text,
    label,
    listed,
    name_of,
    quoted,
    rials_text,
    unit_name,
    units_text,
    wording_of,
)

Kind: TypeAlias = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change at a place that is named by codes; `before` and `after` are JSON values."""

    place: str
    kind: Kind
    fa: str
    en: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two documents, and the part of it that is being compared."""

    document: Programme
    owner: Node
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    place: str
    kind: Kind
    field: str
    before: Any
    after: Any
    old: _Side
    new: _Side


def diff(
    before: Programme,
    after: Programme,
    *,
    money: MoneyUnit = "toman",
    names: Mapping[Language, Names] | None = None,
) -> tuple[Change, ...]:
    """Tell every change from one document to the other, in the order of the document.

    `names` are the club's own in each language: kind, then code, to name.
    """
    found = list(_fields(_Side(before, before), _Side(after, after), ""))
    told = []
    for language in _LANGUAGES:
        own = (names or {}).get(language)
        old = wording_of(document=before, language=language, money=money, names=own)
        new = wording_of(document=after, language=language, money=money, names=own)
        told.append([_told(one, old, new) for one in found])
    return tuple(
        Change(one.place, one.kind, fa, en, _json(one.before), _json(one.after))
        for one, fa, en in zip(found, *told, strict=True)
    )


def _fields(old: _Side, new: _Side, place: str) -> Iterator[_Found]:
    for field in type(old.owner).model_fields:
        before, after = getattr(old.owner, field), getattr(new.owner, field)
        if before == after:
            continue
        at = place + pointer(field)
        if _is_keyed(before) or _is_keyed(after):
            yield from _items(before, after, old, new, at)
        elif _is_part(before) and type(before) is type(after):
            yield from _fields(
                _Side(old.document, before, _unit_of(old)),
                _Side(new.document, after, _unit_of(new)),
                at,
            )
        else:
            kind: Kind = "changed"
            if _is_part(before) or _is_part(after):
                kind = "added" if before is None else "removed"
            yield _Found(at, kind, field, before, after, old, new)


def _items(
    before: Sequence[Any], after: Sequence[Any], old: _Side, new: _Side, place: str
) -> Iterator[_Found]:
    was, now = _by_key(before), _by_key(after)
    for key, item in was.items():
        at = place + pointer(key)
        if key in now:
            yield from _fields(
                _Side(old.document, item, _unit_of(old)),
                _Side(new.document, now[key], _unit_of(new)),
                at,
            )
        else:
            yield _Found(at, "removed", "", item, None, old, new)
    for key, item in now.items():
        if key not in was:
            yield _Found(place + pointer(key), "added", "", None, item, old, new)
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        yield _Found(place, "moved", place.rpartition("/")[2], list(was), list(now), old, new)


def _by_key(items: Sequence[Any]) -> dict[str, Any]:
    """Index by code; one that stands twice (`validate` refuses it) is told apart by its count."""
    found: dict[str, Any] = {}
    for item in items:
        key, count = item.code, 2
        while key in found:
            key, count = f"{item.code}#{count}", count + 1
        found[key] = item
    return found


def _is_keyed(value: object) -> bool:
    return isinstance(value, tuple) and any(
        isinstance(item, Unit | Rule | Stacking | Budget | Level | Reward | Notice)
        for item in value
    )


def _is_part(value: object) -> bool:
    """Tell whether the value has fields of its own that are compared one by one."""
    return type(value).__name__ in WHERE["en"]


def _unit_of(side: _Side) -> Unit | None:
    return side.owner if isinstance(side.owner, Unit) else side.unit


def _told(found: _Found, old: Wording, new: Wording) -> str:
    texts = TEXTS[new.language]
    if found.kind == "changed":
        return texts["changed"].format(
            where=_where(found.new.owner, new, found.new.unit),
            field=FIELDS[new.language][found.field],
            before=_value(found.before, found.field, found.old, old),
            after=_value(found.after, found.field, found.new, new),
        )
    if found.kind == "moved":
        order = listed(new, [_called(found.field, code, new) for code in found.after])
        return texts["moved"].format(things=WHERE[new.language][found.field], after=order)
    side, value, wording = (
        (found.new, found.after, new) if found.kind == "added" else (found.old, found.before, old)
    )
    where = _where(value, wording, _unit_of(side))
    return texts[found.kind].format(where=where, told=_thing(value, side, wording)).strip()


def _called(things: str, code: str, wording: Wording) -> str:
    """Give the name of one of the things that were put in another order."""
    if things == "units":
        return unit_name(wording, code)
    kind = _KINDS.get(things)
    return name_of(wording, kind, code) if kind else code


def _where(owner: object, wording: Wording, unit: Unit | None) -> str:
    text = WHERE[wording.language][type(owner).__name__]
    if isinstance(owner, Redemption) and unit is not None:
        return f"{text} {quoted(wording, label(unit.name, wording.language))}"
    if isinstance(owner, Unit | Rule | Level | Reward):
        return text.format(name=quoted(wording, label(owner.name, wording.language)))
    if isinstance(owner, Budget | Stacking | Notice):
        return text.format(name=quoted(wording, owner.code))
    return text


def _thing(value: object, side: _Side, wording: Wording) -> str:
    """Tell a whole thing that came or went."""
    match value:
        case Rule():
            return rule_sentence(value, wording=wording, document=side.document)
        case Ladder():
            return " ".join(ladder_sentences(value, wording=wording))
        case Redemption() if isinstance(side.owner, Unit):
            return " ".join(redemption_sentences(side.owner, wording=wording))
        case Level() if side.document.ladder:
            told = threshold_text(side.document.ladder, value.threshold, wording=wording)
            return f"{FIELDS[wording.language]['threshold']}: {told}."
        case Budget():
            return f"{units_text(wording, value.unit, value.amount)}."
        case _:
            return _reward(value, wording)


def _reward(value: object, wording: Wording) -> str:
    if isinstance(value, Reward):
        return reward_sentence(value, wording=wording)
    return notice_sentence(value, wording=wording) if isinstance(value, Notice) else ""


def _value(value: Any, field: str, side: _Side, wording: Wording) -> str:
    if field == "condition":
        return _condition(value, wording)
    if value is None or value == ():
        return TEXTS[wording.language][_EMPTY.get(field, "none")]
    if isinstance(value, tuple):
        return _tuple(value, field, side, wording)
    if isinstance(value, int):
        return _number(value, field, side, wording)
    if isinstance(value, str):
        return _text(value, field, wording)
    return _part(value, field, wording)


def _part(value: Any, field: str, wording: Wording) -> str:
    if field == "name":
        return label(value, wording.language)
    if field == "effect":
        return gift_phrase(value, wording=wording)
    if field == "cost":
        return cost_phrase(value, wording=wording)
    if field == "expiry":
        return expiry_phrase(value, wording=wording)
    return window_phrase(value, wording=wording)


_NameKind = Literal["tier", "rule", "reward"]
_LANGUAGES: Final[tuple[Language, ...]] = ("fa", "en")
_KINDS: Final[Mapping[str, _NameKind]] = {"rules": "rule", "levels": "tier", "rewards": "reward"}
_EMPTY = {"groups": "all", "expiry": "as_unit", "pending_days": "as_unit"}
_RIALS = frozenset({"value_rials", "minimum_order"})
_UNITS = frozenset({"rounding_step", "minimum_units", "step_units", "amount"})
_NAMED = frozenset({"kind", "rounding", "spend_as", "trigger", "mode", "per", "basis"}) | {
    "landing", "order", "shortfall", "currency", "given", "free_items",
}  # fmt: skip


def _condition(value: type_of_condition, wording: Wording) -> str:
    if asks_nothing(value):
        return TEXTS[wording.language]["no_condition"]
    return clause(value, wording=wording)


def _number(value: int, field: str, side: _Side, wording: Wording) -> str:
    if isinstance(value, bool):
        return TEXTS[wording.language]["yes" if value else "no"]
    if field == "maximum_share":
        return percent(value, wording.language)
    if field in _RIALS:
        return rials_text(wording, value)
    if field == "threshold" and side.document.ladder:
        return threshold_text(side.document.ladder, value, wording=wording)
    if field in _UNITS:
        owner = side.owner
        code = owner.unit if isinstance(owner, Budget) else getattr(_unit_of(side), "code", "")
        return units_text(wording, code, value)
    return count_text(wording, value)


def _text(value: str, field: str, wording: Wording) -> str:
    if field in _NAMED:
        return CHOICES[wording.language][value]
    if field in ("starts_on", "ends_before"):
        try:
            return date_text(wording, date.fromisoformat(value))
        except ValueError:
            return value
    if field.endswith("unit") and value in wording.units:
        return quoted(wording, unit_name(wording, value))
    return value


def _tuple(value: tuple[Any, ...], field: str, side: _Side, wording: Wording) -> str:
    owner = side.owner
    if isinstance(value[0], Cap):
        unit = caps_unit(owner) if isinstance(owner, Rule) else getattr(owner, "code", "")
        return all_of(wording, [cap_phrase(cap, unit=unit, wording=wording) for cap in value])
    if isinstance(owner, Notice):
        return thresholds_phrase(owner, wording=wording)
    if field == "effects" and isinstance(owner, Rule):
        return all_of(wording, [effect_phrase(one, rule=owner, wording=wording) for one in value])
    return listed(wording, [name_of(wording, "group", code) for code in value])


def _json(value: Any) -> Any:
    if isinstance(value, Node):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value
