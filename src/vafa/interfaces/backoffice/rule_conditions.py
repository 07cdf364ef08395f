"""The fields of when a rule holds: simple conditions, all of which must hold together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import MoneyField, NumberField, TextField
from vafa.kit.persian import WEEKDAYS
from vafa.kit.text import ascii_digits
from vafa.programme.conditions import (
    AmountIs,
    BirthdayWindow,
    BranchIs,
    DaysSinceVisit,
    FirstPurchase,
    HoursAre,
    PurchaseNumber,
    TierIs,
    WeekdayIs,
    type_of_condition,
)
from vafa.programme.editing import type_flat

_TIME: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?", re.ASCII)
_WEEK: Final = ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")
_DAY: Final = 24 * 60
_HOUR: Final = 60


class TimeField(TextField):
    """A time of the day such as 17:30, given in minutes."""

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as a time."""
        if isinstance(value, int):
            return formats.digits(f"{value // _HOUR:02d}:{value % _HOUR:02d}")
        return value

    def clean(self, value: Any) -> Any:
        """Give minutes, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        found = _TIME.fullmatch(ascii_digits(text))
        minutes = int(found[1]) * _HOUR + int(found[2] or 0) if found else _DAY + 1
        if minutes > _DAY or (found and int(found[2] or 0) >= _HOUR):
            example = formats.digits("17:30")
            raise ValidationError(
                gettext("Write a time such as %(example)s.") % {"example": example}
            )
        return minutes


def fields_of(
    parts: type_flat, *, branches: Mapping[str, str], tiers: Mapping[str, str]
) -> Iterator[tuple[str, forms.Field, Any]]:
    """Give name, field and value of each condition that may be set."""
    amount, hours = parts.get("amount", AmountIs()), parts.get("hours")
    nth, birthday = parts.get("nth_purchase", PurchaseNumber()), parts.get("birthday_window")
    away, held = parts.get("days_since_last_visit"), parts.get("tier")
    days, places = parts.get("weekday"), parts.get("branch")
    assert isinstance(amount, AmountIs)
    assert isinstance(nth, PurchaseNumber)
    yield (
        "least",
        MoneyField(label=_("Purchases of at least"), required=False),
        (amount.at_least or None),
    )
    yield "below", MoneyField(label=_("Purchases below"), required=False, least=1), amount.below
    week = zip(_WEEK, WEEKDAYS[formats.language()], strict=True)
    yield "days", choices_field(_("Days of the week"), list(week)), _codes(days, "days")
    start, end = (
        (hours.from_minute, hours.to_minute) if isinstance(hours, HoursAre) else (None, None)
    )
    yield "from_time", TimeField(label=_("From the time"), required=False, max_length=5), start
    yield "to_time", TimeField(label=_("Until the time"), required=False, max_length=5), end
    if branches or places:
        known = _codes(places, "branches")
        yield "branches", choices_field(_("Branches"), named(branches, known)), known
    if tiers or held:
        known = _codes(held, "tiers")
        yield "tiers", choices_field(_("Tiers of members"), named(tiers, known)), known
    first = forms.BooleanField(label=_("Only the first purchase"), required=False)
    yield "first", first, "first_purchase" in parts
    every = NumberField(label=_("Every so many purchases"), required=False, least=2, most=10**6)
    yield "every", every, nth.every
    before, after = (
        (birthday.days_before, birthday.days_after)
        if isinstance(birthday, BirthdayWindow)
        else (None, None)
    )
    label = _("Days before the birthday")
    yield "birthday_before", NumberField(label=label, required=False, most=60), before
    label = _("Days after the birthday")
    yield "birthday_after", NumberField(label=label, required=False, most=60), after
    least = away.at_least if isinstance(away, DaysSinceVisit) else None
    field = NumberField(label=_("Away for so many days"), required=False, least=1, most=36500)
    yield "away", field, least


def least_field(parts: type_flat) -> tuple[forms.Field, int | None]:
    """Give the field of what an invited person must buy for at least, and its value."""
    amount = parts.get("amount", AmountIs())
    assert isinstance(amount, AmountIs)
    field = MoneyField(
        label=_("First purchase of at least"), required=False,
        help_text=_("A smaller one does not count; the first that is large enough does."),
    )  # fmt: skip
    return field, amount.at_least or None


def with_least(given: Mapping[str, Any], before: type_flat) -> list[type_of_condition]:
    """Give the conditions with the least purchase that the form says; others stay as they were."""
    amount = before.get("amount", AmountIs())
    assert isinstance(amount, AmountIs)
    others = [part for kind, part in before.items() if kind != "amount"]
    if given["least"] or amount.below:
        others.append(amount.model_copy(update={"at_least": given["least"] or 0}))
    return others


def check(form: forms.Form) -> None:
    """Ask for both ends of the hours, or neither."""
    given = form.cleaned_data
    if (given.get("from_time") is None) != (given.get("to_time") is None):
        form.add_error("to_time", gettext("Write both times, or neither."))


def parts_of(given: Mapping[str, Any], before: type_flat) -> list[type_of_condition]:
    """Give the conditions that the form says; what it does not show of one stays as it was."""
    found: list[type_of_condition] = []
    amount = before.get("amount", AmountIs())
    if given["least"] or given["below"]:
        changes = {"at_least": given["least"] or 0, "below": given["below"]}
        found.append(amount.model_copy(update=changes))
    for name, kind in (("days", WeekdayIs), ("branches", BranchIs), ("tiers", TierIs)):
        if given.get(name):
            found.append(kind.model_validate({name: given[name]}))
    if given["from_time"] is not None:
        found.append(HoursAre(from_minute=given["from_time"] % _DAY, to_minute=given["to_time"]))
    if given["first"]:
        found.append(FirstPurchase())
    nth = before.get("nth_purchase", PurchaseNumber())
    assert isinstance(nth, PurchaseNumber)
    if given["every"] or nth.numbers:
        found.append(nth.model_copy(update={"every": given["every"]}))
    if given["birthday_before"] is not None or given["birthday_after"] is not None:
        window = (given["birthday_before"] or 0, given["birthday_after"] or 0)
        found.append(BirthdayWindow(days_before=window[0], days_after=window[1]))
    if given["away"]:
        away = before.get("days_since_last_visit", DaysSinceVisit())
        found.append(away.model_copy(update={"at_least": given["away"]}))
    return found


def choices_field(label: Any, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Give a field of boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def named(names: Mapping[str, str], known: Iterable[str]) -> list[tuple[str, str]]:
    """Give choices by name, and those that are set already although nobody named them."""
    return [*names.items(), *((code, code) for code in known if code not in names)]


def _codes(part: type_of_condition | None, name: str) -> list[str]:
    return list(getattr(part, name, ()))
