"""The form of one rule: what it gives, when, at most how much, from when to when.

What the form cannot show (conditions built otherwise, odd factors) it leaves as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.backoffice import rule_conditions, rule_effects
from vafa.interfaces.backoffice.drafts import PartForm, Work
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import DayField, NumberField, TextField
from vafa.programme.clauses import clause
from vafa.programme.document import (
    BY_FRIENDS_PURCHASE,
    AfterDays,
    Cap,
    Label,
    Multiply,
    Rule,
)
from vafa.programme.editing import flat, joined

# Where a problem of a rule stands in the form, by its place in the document without numbers.
PLACES: Final = {
    "/rules/ends_before": "last_day",
    "/rules/expiry": "valid_days",
    "/rules/caps/amount": "cap_order",
}
_CAPS: Final = {
    "order": _("In one purchase"),
    "day": _("In a day"),
    "month": _("In a month"),
    "year": _("In a year"),
    "member": _("For each member ever"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together, or why there are none."""

    title: str
    fields: Sequence[BoundField]
    note: str = ""
    is_open: bool = True


class RuleForm(PartForm):
    """A rule, in the fields that its kind has."""

    name_fa = TextField(label=_("Name in Persian"), max_length=120)
    name_en = TextField(label=_("Name in English"), max_length=120, required=False)
    starts_on = DayField(label=_("First day"), required=False)
    last_day = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, rule: Rule, work: Work, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rule, self.work = rule, work
        self.parts = flat(rule.condition)
        self.initial.update({
            "seen": self.initial.get("seen", work.number),
            "name_fa": rule.name.fa, "name_en": rule.name.en,
            "starts_on": _date(rule.starts_on), "last_day": _last(rule.ends_before),
        })  # fmt: skip
        self.only_multiplies = all(isinstance(one, Multiply) for one in rule.effects)
        self._groups: dict[str, list[str]] = {}
        self._add_effects()
        if rule.trigger == "purchase":
            self._add_conditions()
        elif rule.trigger in BY_FRIENDS_PURCHASE and self.parts is not None:
            field, value = rule_conditions.least_field(self.parts)
            self._put("when", "least", field, value)
        if not self.only_multiplies:
            self._add_limits()

    def sections(self) -> list[Section]:
        """Give the fields in the order in which a person thinks of them."""
        wording = self.work.wording()
        given = Section(gettext("What it gives"), self._bound("gives"))
        limits = Section(gettext("At most"), self._bound("limits"), is_open=self._has("limits"))
        dates = Section(
            gettext("From when to when"), [self["starts_on"], self["last_day"]],
            is_open=self._has("dates", ("starts_on", "last_day")),
        )  # fmt: skip
        named = Section(gettext("Name"), [self["name_fa"], self["name_en"]])
        found = [named, given]
        asks = self.rule.trigger == "purchase" or self.rule.trigger in BY_FRIENDS_PURCHASE
        if asks and self.parts is None:
            told = clause(self.rule.condition, wording=wording)
            note = gettext("It stays as it is: %(condition)s.") % {"condition": told}
            found.append(Section(gettext("When"), [], note))
        elif asks:
            when = Section(gettext("When"), self._bound("when"), is_open=self._has("when"))
            found.append(when)
        if self._groups.get("lines"):
            title = gettext("On which products")
            found.append(Section(title, self._bound("lines"), is_open=self._has("lines")))
        if not self.only_multiplies:
            found.append(limits)
        return [*found, dates]

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        given = super().clean() or self.cleaned_data
        if self.rule.trigger == "purchase" and self._groups.get("when"):
            rule_conditions.check(self)
        return given

    def changed_rule(self) -> Rule:
        """Give the rule as the form says it."""
        given, rule = self.cleaned_data, self.rule
        last = given["last_day"]
        changes: dict[str, Any] = {
            "name": Label(fa=given["name_fa"], en=given["name_en"] or given["name_fa"]),
            "starts_on": given["starts_on"].isoformat() if given["starts_on"] else None,
            "ends_before": (last + timedelta(days=1)).isoformat() if last else None,
            "effects": tuple(self._effect(place) for place in range(len(rule.effects))),
        }
        if self._groups.get("when") and self.parts is not None:
            is_purchase = rule.trigger == "purchase"
            read = rule_conditions.parts_of if is_purchase else rule_conditions.with_least
            parts = read(given, self.parts)
            changes["condition"] = joined(parts, rule.condition)
        for name in self._groups.get("lines", ()):
            changes[name] = tuple(given[name])
        if not self.only_multiplies:
            changes |= self._limits(given)
        return rule.model_copy(update=changes)

    def _effect(self, place: int) -> Any:
        effect, before = self.rule.effects[place], f"e{place}_"
        given = {
            name.removeprefix(before): value
            for name, value in self.cleaned_data.items()
            if name.startswith(before)
        }
        return rule_effects.effect_of(effect, given) if given else effect

    def _limits(self, given: Mapping[str, Any]) -> dict[str, Any]:
        caps = {cap.per: cap for cap in self.rule.caps}
        kept = tuple(
            caps[per]
            if per in caps and caps[per].amount == amount
            else Cap(per=per, amount=amount)
            for per in sorted(_CAPS, key=[*caps, *_CAPS].index)
            if (amount := given[f"cap_{per}"]) is not None
        )
        found: dict[str, Any] = {"caps": kept, "pending_days": given["pending_days"]}
        if "valid_days" in given:
            days = given["valid_days"]
            found["expiry"] = AfterDays(days=days) if days else None
        return found

    def _add_effects(self) -> None:
        names = self._tiers()
        for place, effect in enumerate(self.rule.effects):
            if not rule_effects.is_plain(effect):
                continue
            fields = rule_effects.fields_of(
                effect, rule=self.rule, document=self.work.document, names=names
            )
            for name, field, value in fields:
                self._put("gives", f"e{place}_{name}", field, value)

    def _add_conditions(self) -> None:
        if self.parts is not None:
            fields = rule_conditions.fields_of(
                self.parts, branches=self.work.found.branches, tiers=self._tiers()
            )
            for name, field, value in fields:
                self._put("when", name, field, value)
        groups = self.work.found.groups.get(formats.language(), {})
        labels = {"groups": _("Only on these groups"), "excluded_groups": _("Not on these groups")}
        for name, label in labels.items():
            known: Iterable[str] = getattr(self.rule, name)
            choices = rule_conditions.named(groups, known)
            if choices:
                field = rule_conditions.choices_field(label, choices)
                self._put("lines", name, field, list(known))

    def _add_limits(self) -> None:
        caps = {cap.per: cap.amount for cap in self.rule.caps}
        unit = self.rule.effects[0].unit
        for per, label in _CAPS.items():
            field = rule_effects.amount_field(
                self.work.document, unit, label=label, required=False
            )
            self._put("limits", f"cap_{per}", field, caps.get(per))  # type: ignore[call-overload]  # framework
        if self.rule.expiry is None or isinstance(self.rule.expiry, AfterDays):
            field = NumberField(
                label=_("Valid for so many days"), required=False, least=1, most=36500,
                help_text=_("Leave it empty for what holds for all of it."),
            )  # fmt: skip
            days = self.rule.expiry.days if self.rule.expiry else None
            self._put("limits", "valid_days", field, days)
        field = NumberField(
            label=_("Usable after so many days"), required=False, most=3650,
            help_text=_("Leave it empty for what holds for all of it."),
        )  # fmt: skip
        self._put("limits", "pending_days", field, self.rule.pending_days)

    def _put(self, group: str, name: str, field: forms.Field, value: Any) -> None:
        self._groups.setdefault(group, []).append(name)
        self.add(name, field, value)

    def _bound(self, group: str) -> list[BoundField]:
        return [self[name] for name in self._groups.get(group, ())]

    def _has(self, group: str, names: Sequence[str] = ()) -> bool:
        """Tell whether anything stands in a group, or is wrong in it: then it is shown open."""
        names = names or self._groups.get(group, ())
        return any(self.initial.get(name) or self.errors.get(name) for name in names)

    def _tiers(self) -> dict[str, str]:
        ladder, language = self.work.document.ladder, formats.language()
        levels = ladder.levels if ladder else ()
        return {one.code: one.name.fa if language == "fa" else one.name.en for one in levels}


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _last(text: str | None) -> date | None:
    found = _date(text)
    return found - timedelta(days=1) if found else None
