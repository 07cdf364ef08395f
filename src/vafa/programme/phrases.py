"""Effects, caps, expiry and windows as phrases: the pieces of `sentence` and of `diff`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from vafa.kit.persian import percent
from vafa.programme.document import (
    AfterDays,
    AfterInactivity,
    CalendarWindow,
    Cap,
    Effect,
    Expiry,
    FixedAmount,
    Lifetime,
    Multiply,
    NeverExpires,
    OnFixedDate,
    PerAmount,
    PerItem,
    Rolling,
    Rule,
    ShareOfAmount,
    Window,
)
from vafa.programme.sentence_texts import TEXTS
from vafa.programme.wording import (
    Wording,
    all_of,
    count_text,
    date_text,
    jalali_day_text,
    name_of,
    names_of,
    quoted,
    ratio_text,
    rials_text,
    unit_name,
    units_text,
)


def say(wording: Wording, key: str, **figures: str) -> str:
    """Fill one template of the language."""
    return TEXTS[wording.language][key].format(**figures)


def effect_phrase(effect: Effect, *, rule: Rule, wording: Wording) -> str:
    """Say what one effect of a rule gives."""
    match effect:
        case PerAmount():
            return say(
                wording,
                "per_amount.carry" if effect.carry else "per_amount",
                units=units_text(wording, effect.unit, effect.units),
                rials=rials_text(wording, effect.rials),
                scope=_scope(rule, wording, "scope"),
            )
        case ShareOfAmount():
            return _share_phrase(effect, rule, wording)
        case FixedAmount():
            return say(wording, "fixed", units=units_text(wording, effect.unit, effect.units))
        case PerItem():
            many = effect.quantity > 1
            return say(
                wording,
                "per_item.count" if many else "per_item",
                units=units_text(wording, effect.unit, effect.units),
                count=count_text(wording, effect.quantity),
                items=_scope(rule, wording, "many" if many else "items"),
            )
        case Multiply():
            return say(
                wording,
                "multiply.rules" if effect.rules else "multiply",
                factor=ratio_text(wording, effect.numerator, effect.denominator),
                unit=unit_name(wording, effect.unit),
                rules=all_of(wording, [name_of(wording, "rule", code) for code in effect.rules]),
            )
        case _:
            assert_never(effect)


def cap_phrase(cap: Cap, *, unit: str, wording: Wording) -> str:
    """Say one cap: "100 points per day"."""
    return say(wording, f"cap.{cap.per}", units=units_text(wording, unit, cap.amount))


def expiry_phrase(expiry: Expiry, *, wording: Wording) -> str:
    """Say how long a lot may be used."""
    match expiry:
        case NeverExpires():
            return say(wording, "expiry.never")
        case AfterDays(days=days):
            return say(wording, "expiry.after_days", days=count_text(wording, days))
        case OnFixedDate():
            return say(
                wording,
                "expiry.fixed_date.least" if expiry.minimum_days else "expiry.fixed_date",
                date=jalali_day_text(wording, expiry.month, expiry.day),
                days=count_text(wording, expiry.minimum_days),
            )
        case AfterInactivity(days=days):
            return say(wording, "expiry.inactivity", days=count_text(wording, days))
        case _:
            assert_never(expiry)


def window_phrase(window: Window, *, wording: Wording) -> str:
    """Say over which time the ladder counts."""
    match window:
        case Rolling(days=days):
            return say(wording, "window.rolling", days=count_text(wording, days))
        case CalendarWindow(period=period):
            return say(wording, f"window.{period}")
        case Lifetime():
            return say(wording, "window.lifetime")
        case _:
            assert_never(window)


def dates_phrase(starts_on: str | None, ends_before: str | None, *, wording: Wording) -> str:
    """Say from when to when a rule runs; nothing when it has no bounds."""
    if not starts_on and not ends_before:
        return ""
    low = _day(starts_on, wording, before=0) if starts_on else ""
    last = _day(ends_before, wording, before=1) if ends_before else ""
    side = "both" if low and last else "low" if low else "high"
    return say(wording, f"dates.{side}", low=low, last=last)


def caps_unit(rule: Rule) -> str:
    """Give the unit that a rule's caps count."""
    return rule.effects[0].unit


def _share_phrase(effect: ShareOfAmount, rule: Rule, wording: Wording) -> str:
    language = wording.language
    figures = {
        "scope": _scope(rule, wording, "scope"),
        "unit": unit_name(wording, effect.unit),
    }
    if not effect.by_tier:
        return say(wording, "share", share=percent(effect.share, language), **figures)
    tiers = wording.names.get("tier", {})
    order = {code: place for place, code in enumerate(tiers)}
    named = sorted(effect.by_tier, key=lambda code: (order.get(code, len(order)), code))
    rates = [
        say(
            wording,
            "share.rate",
            share=percent(effect.by_tier[code], language),
            tier=name_of(wording, "tier", code),
        )
        for code in named
    ]
    if not set(tiers) <= set(effect.by_tier):
        rates.append(say(wording, "share.others", share=percent(effect.share, language)))
    return say(wording, "share.tiers", rates=all_of(wording, rates), **figures)


def _scope(rule: Rule, wording: Wording, key: str) -> str:
    text = say(wording, key)
    if rule.groups:
        text = say(wording, f"{key}.groups", groups=names_of(wording, "group", rule.groups))
    if rule.excluded_groups:
        groups = names_of(wording, "group", rule.excluded_groups)
        text = say(wording, "except", scope=text, groups=groups)
    return text


def _day(text: str, wording: Wording, *, before: int) -> str:
    """Say a day; one that no calendar has is said as it was written (`validate` refuses it)."""
    try:
        value = date.fromisoformat(text) - timedelta(days=before)
    except (ValueError, OverflowError):
        return quoted(wording, text)
    return date_text(wording, value)
