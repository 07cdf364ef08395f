"""A condition tree as a clause that follows "if", in Persian and English.

Negation is pushed down to the single conditions, so "not (a or b)" reads "not a and not b" and no
reader has to unfold it. A range that is open on a side says only the other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias, assert_never

from vafa.kit.persian import time_of_day
from vafa.programme.clause_texts import TEXTS
from vafa.programme.conditions import (
    AllOf,
    AmountIs,
    AnyOf,
    AttributeIs,
    BirthdayWindow,
    BranchIs,
    ChannelIs,
    DateIn,
    DaysSinceVisit,
    FirstPurchase,
    HasGroup,
    HoursAre,
    InSegment,
    Not,
    PartnerIs,
    PurchaseNumber,
    TierIs,
    WeekdayIs,
    type_of_condition,
)
from vafa.programme.wording import (
    Kind,
    Wording,
    all_of,
    count_text,
    date_text,
    names_of,
    one_of,
    quoted,
    rials_text,
    weekday_text,
)

_Said: TypeAlias = tuple[str, dict[str, str]]
_Children: TypeAlias = list[tuple[type_of_condition, bool]]


def clause(condition: type_of_condition, *, wording: Wording, negated: bool = False) -> str:
    """Say when the condition holds (or, negated, when it does not) as a clause after "if"."""
    match condition:
        case Not():
            return clause(condition.of, wording=wording, negated=not negated)
        case AllOf() | AnyOf():
            return _tree(condition, wording, negated=negated)
        case AmountIs() | HasGroup() | PurchaseNumber() | FirstPurchase() | DaysSinceVisit():
            key, figures = _of_purchases(condition, wording)
        case WeekdayIs() | HoursAre() | DateIn() | BirthdayWindow():
            key, figures = _of_days(condition, wording)
        case ChannelIs() | BranchIs() | PartnerIs() | TierIs() | InSegment() | AttributeIs():
            key, figures = _of_names(condition, wording)
        case _:
            assert_never(condition)
    return TEXTS[wording.language][key + "!" * negated].format(**figures)


def asks_nothing(condition: type_of_condition) -> bool:
    """Tell whether the condition is the empty one, which needs no words."""
    return isinstance(condition, AllOf) and not condition.of


def _tree(condition: AllOf | AnyOf, wording: Wording, *, negated: bool) -> str:
    every = isinstance(condition, AllOf) != negated
    children = _flat(condition, every=every, negated=negated)
    if not children:
        return TEXTS[wording.language]["always" if every else "always!"]
    said = [
        _within(child, wording, negated=no, alone=len(children) == 1) for child, no in children
    ]
    return all_of(wording, said) if every else one_of(wording, said)


def _flat(condition: type_of_condition, *, every: bool, negated: bool) -> _Children:
    """Give the leaves and the trees of the other kind: "a and (b and c)" loses its brackets."""
    while isinstance(condition, Not):
        condition, negated = condition.of, not negated
    if isinstance(condition, AllOf | AnyOf) and (isinstance(condition, AllOf) != negated) == every:
        return [
            pair for child in condition.of for pair in _flat(child, every=every, negated=negated)
        ]
    return [(condition, negated)]


def _within(child: type_of_condition, wording: Wording, *, negated: bool, alone: bool) -> str:
    text = clause(child, wording=wording, negated=negated)
    needs_brackets = isinstance(child, AllOf | AnyOf) and len(child.of) > 1 and not alone
    return f"({text})" if needs_brackets else text


_OfPurchases: TypeAlias = AmountIs | HasGroup | PurchaseNumber | FirstPurchase | DaysSinceVisit
_OfDays: TypeAlias = WeekdayIs | HoursAre | DateIn | BirthdayWindow
_OfNames: TypeAlias = ChannelIs | BranchIs | PartnerIs | TierIs | InSegment | AttributeIs


def _of_purchases(condition: _OfPurchases, wording: Wording) -> _Said:
    match condition:
        case AmountIs(of=what, at_least=low, below=high):
            figures = {
                "what": TEXTS[wording.language][what],
                "low": rials_text(wording, low),
                "high": rials_text(wording, high or 0),
            }
            return "amount." + _side(low=low > 0, high=high is not None), figures
        case HasGroup(groups=groups, quantity=quantity):
            figures = {
                "names": names_of(wording, "group", groups),
                "count": count_text(wording, quantity),
            }
            return "group.some" if quantity == 1 else "group.count", figures
        case PurchaseNumber():
            return _nth(condition, wording)
        case FirstPurchase():
            return "first", {}
        case DaysSinceVisit(at_least=least, at_most=most):
            figures = {"low": count_text(wording, least), "high": count_text(wording, most or 0)}
            return "since." + _side(low=least > 0, high=most is not None), figures
        case _:
            assert_never(condition)


def _of_days(condition: _OfDays, wording: Wording) -> _Said:
    language = wording.language
    match condition:
        case WeekdayIs(days=days):
            return "weekday", {"names": one_of(wording, [weekday_text(wording, d) for d in days])}
        case HoursAre(from_minute=start, to_minute=end):
            figures = {"start": time_of_day(start, language), "end": time_of_day(end, language)}
            return "hours.over" if start > end else "hours", figures
        case DateIn(starts_on=first, ends_before=end_date):
            figures = {}
            if first is not None:
                figures["low"] = date_text(wording, first)
            if end_date is not None:
                figures["last"] = date_text(wording, end_date - timedelta(days=1))
            return "date." + _side(low=first is not None, high=end_date is not None), figures
        case BirthdayWindow(days_before=before, days_after=after):
            figures = {"before": count_text(wording, before), "after": count_text(wording, after)}
            return "birthday.window" if before or after else "birthday", figures
        case _:
            assert_never(condition)


def _of_names(condition: _OfNames, wording: Wording) -> _Said:
    match condition:
        case AttributeIs(name=name, values=values):
            said = one_of(wording, [quoted(wording, value) for value in values])
            return "attribute", {"name": quoted(wording, name), "names": said}
        case ChannelIs(channels=codes):
            kind: Kind = "channel"
        case BranchIs(branches=codes):
            kind = "branch"
        case PartnerIs(partners=codes):
            kind = "partner"
        case TierIs(tiers=codes):
            kind = "tier"
        case InSegment(segments=codes):
            kind = "segment"
        case _:
            assert_never(condition)
    return kind, {"names": names_of(wording, kind, codes)}


def _nth(condition: PurchaseNumber, wording: Wording) -> _Said:
    figures = {
        "numbers": one_of(wording, [count_text(wording, n) for n in condition.numbers]),
        "every": count_text(wording, condition.every or 0),
    }
    if condition.numbers and condition.every:
        return "nth.both", figures
    if condition.every:
        return "nth.every", figures
    return "nth.numbers" if condition.numbers else "nth.none", figures


def _side(*, low: bool, high: bool) -> str:
    if low and high:
        return "both"
    return "low" if low else "high" if high else "any"
