"""The club's own fields of its members in a form: drawn by kind, read back as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext

from vafa.domain.members.fields import FieldDefinition
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import DayField, NumberField, PageForm, TextField
from vafa.kit.calendar import date_of, day_of, day_of_jalali, jalali_of

_PREFIX: Final = "own-"
_MOST: Final = 10**12
_EXAMPLE: Final = date(1991, 8, 5)


def add(
    form: PageForm,
    own: Sequence[FieldDefinition],
    values: Mapping[str, str | int],
    *,
    asks: bool,
) -> None:
    """Give a form the club's own fields; with `asks` whoever fills it in must give the required.

    `values` are what is stored, by the field's code.
    """
    for one in own:
        field = _field(one)
        field.required = asks and one.is_required
        form.add(name_of(one.code), field, _value(one, values.get(one.code)))


def drawn(form: PageForm, own: Sequence[FieldDefinition]) -> list[forms.BoundField]:
    """Give the club's own fields of a form for its page."""
    return [form[name_of(one.code)] for one in own]


def given(form: PageForm, own: Sequence[FieldDefinition]) -> dict[str, str | int | None]:
    """Give what was filled in as journeys take it; None clears a field."""
    return {one.code: _stored(form.cleaned_data[name_of(one.code)]) for one in own}


def name_of(code: str) -> str:
    """Give the name in the form of the field with this code."""
    return f"{_PREFIX}{code}"


def written(one: FieldDefinition, value: str | int) -> str:
    """Write a value in the reader's digits and calendar."""
    if one.kind == "date":
        return formats.day_date(_day(value))
    return formats.digits(value)


def cell(one: FieldDefinition, stored: str | int | None) -> Any:
    """Give a value as the cell of a list takes it: a date for a day."""
    return _value(one, stored)


def _field(one: FieldDefinition) -> forms.Field:
    if one.kind == "number":
        return NumberField(label=one.label, least=-_MOST, most=_MOST)
    if one.kind == "choice":
        return forms.ChoiceField(
            label=one.label, choices=[("", "—"), *((text, text) for text in one.choices)]
        )
    if one.kind == "date":
        example = gettext("As %(example)s") % {"example": formats.short_date(_EXAMPLE)}
        return DayField(label=one.label, help_text=example)
    return TextField(label=one.label, max_length=200)


def _value(one: FieldDefinition, stored: str | int | None) -> Any:
    return _day(stored) if stored is not None and one.kind == "date" else stored


def _stored(value: Any) -> str | int | None:
    if isinstance(value, date):
        year, month, day = jalali_of(day_of(value))
        return f"{year:04}-{month:02}-{day:02}"
    return value if isinstance(value, int) else value or None


def _day(stored: str | int) -> date:
    year, month, day = (int(part) for part in str(stored).split("-"))
    return date_of(day_of_jalali(year, month, day))
