"""The fields of what a rule gives: one group of them for each of its effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import gcd
from typing import Any, Final, assert_never

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import MoneyField, NumberField, PercentField, TextField, exact
from vafa.kit.persian import fixed
from vafa.programme.check_frame import gives
from vafa.programme.document import (
    Effect,
    FixedAmount,
    Multiply,
    PerAmount,
    PerItem,
    Programme,
    Rule,
    ShareOfAmount,
)

MOST: Final = 10**9
_MOST_TIMES: Final = 1_000
_HUNDRED: Final = 100


class TimesField(TextField):
    """How many times as much, with up to two decimals, given in hundredths."""

    def prepare_value(self, value: Any) -> Any:
        """Show hundredths as a number."""
        if isinstance(value, int):
            return fixed(value, places=2, language=formats.figures())
        return value

    def clean(self, value: Any) -> Any:
        """Give hundredths."""
        found = exact(super().clean(value), places=2)
        if found is None or not 0 < found <= _MOST_TIMES:
            example = formats.number(150, 2)
            raise ValidationError(
                gettext("Write a number up to 10, such as %(example)s.") % {"example": example}
            )
        return found


def is_plain(effect: Effect) -> bool:
    """Tell whether the form can show an effect: of a factor, when two decimals tell it."""
    if isinstance(effect, Multiply):
        hundredths, rest = divmod(effect.numerator * _HUNDRED, effect.denominator)
        return not rest and hundredths <= _MOST_TIMES
    return True


def fields_of(
    effect: Effect, *, rule: Rule, document: Programme, names: Mapping[str, str]
) -> Iterator[tuple[str, forms.Field, Any]]:
    """Give name, field and value of what stands in an effect; `names` are those of tiers."""
    match effect:
        case PerAmount():
            yield "units", amount_field(document, effect.unit), effect.units
            yield "rials", MoneyField(label=_("For each"), least=1, most=MOST), effect.rials
            carry = forms.BooleanField(label=_("Keep what is left for next time"), required=False)
            yield "carry", carry, effect.carry
        case ShareOfAmount():
            label = _("Share of the purchase, in percent")
            yield "share", PercentField(label=label), effect.share
            for tier, name in names.items():
                text = gettext("For %(tier)s, in percent") % {"tier": name}
                field = PercentField(label=text, required=False)
                yield f"tier_{tier}", field, effect.by_tier.get(tier)
        case FixedAmount():
            yield "units", amount_field(document, effect.unit), effect.units
        case PerItem():
            yield "units", amount_field(document, effect.unit), effect.units
            label = _("For each so many items")
            yield "quantity", NumberField(label=label, least=1, most=10**6), effect.quantity
        case Multiply():
            times = effect.numerator * _HUNDRED // effect.denominator
            yield "times", TimesField(label=_("How many times as much"), max_length=10), times
            yield "rules", _rules_field(effect, rule, document), list(effect.rules)


def effect_of(effect: Effect, given: Mapping[str, Any]) -> Effect:
    """Give the effect as the form says it, its unit and kind as they were."""
    changes: dict[str, Any]
    match effect:
        case PerAmount():
            changes = {name: given[name] for name in ("units", "rials", "carry")}
        case ShareOfAmount():
            by_tier = {
                name.removeprefix("tier_"): share
                for name, share in given.items()
                if name.startswith("tier_") and share is not None
            }
            unknown = {
                tier: share
                for tier, share in effect.by_tier.items()
                if f"tier_{tier}" not in given
            }
            changes = {"share": given["share"], "by_tier": {**unknown, **by_tier}}
        case FixedAmount():
            changes = {"units": given["units"]}
        case PerItem():
            changes = {name: given[name] for name in ("units", "quantity")}
        case Multiply():
            common = gcd(given["times"], _HUNDRED)
            changes = {
                "numerator": given["times"] // common, "denominator": _HUNDRED // common,
                "rules": tuple(given["rules"]),
            }  # fmt: skip
        case _:
            assert_never(effect)
    return effect.model_copy(update=changes)


def amount_field(document: Programme, unit: str, **more: Any) -> forms.Field:
    """Give the field for an amount of a unit: money for credit, a number for points."""
    found = next((one for one in document.units if one.code == unit), None)
    name = found.name.fa if found and formats.language() == "fa" else ""
    label = more.pop("label", None) or name or (found.name.en if found else unit)
    if found is not None and found.kind == "credit":
        return MoneyField(label=label, least=more.pop("least", 1), **more)
    return NumberField(label=label, least=more.pop("least", 1), **more)


def _rules_field(effect: Multiply, rule: Rule, document: Programme) -> forms.Field:
    language = formats.language()
    choices = [
        (other.code, other.name.fa if language == "fa" else other.name.en)
        for other in document.rules
        if other.trigger == rule.trigger and any(gives(e, effect.unit) for e in other.effects)
    ]
    known = {code for code, _name in choices}
    choices += [(code, code) for code in effect.rules if code not in known]
    return forms.MultipleChoiceField(
        label=_("Multiplies"), choices=choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Choose none for all of them."),
    )  # fmt: skip
