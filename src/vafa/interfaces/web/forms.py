"""Forms of the HTML doors: fields that read any digits, errors of journeys beside their fields.

A form reads and checks shape only; what may be done is the journey's to say. `PageForm.refuse`
puts a journey's error where the person can mend it. A form that moves value carries the key of
its request (`KeyedForm`), made when it was drawn: sent twice, it is answered once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext

from vafa.interfaces.web import formats
from vafa.interfaces.web.errors import title_of
from vafa.interfaces.web.sources import entropy
from vafa.kit.amounts import BASIS_POINTS, MAX_RIALS
from vafa.kit.calendar import date_of, day_of_jalali
from vafa.kit.errors import Unavailable, VafaError
from vafa.kit.identity import InvalidMobile, looks_like_card, normalise_mobile, spaced_mobile
from vafa.kit.persian import fixed
from vafa.kit.text import ascii_digits, clean

_SEPARATORS: Final = str.maketrans("٫", ".", "٬,، \u200c")
_NUMBER: Final = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)
_FIRST_GREGORIAN_YEAR: Final = 1800
_LAST_YEAR: Final = 2200
_DATE_PARTS: Final = 3
_KEY_BYTES: Final = 16
_KEY_REUSED: Final = "key_reused"


class TextInput(forms.TextInput):
    """A line of text."""

    kind = "text"


class MoneyInput(forms.TextInput):
    """An amount, typed and shown in the unit of the club."""

    kind = "money"


class MobileInput(forms.TextInput):
    """A mobile number, left to right, with a phone's keypad."""

    kind = "mobile"
    input_type = "tel"


class DayInput(forms.TextInput):
    """A day: sent as ISO, shown and picked in the reader's calendar."""

    kind = "day"


class TextField(forms.CharField):
    """A line of text in its stored form."""

    widget = TextInput

    def clean(self, value: Any) -> str:
        """Give the cleaned text; a number of a bank card is stored nowhere."""
        text = clean(super().clean(value) or "")
        if looks_like_card(text):
            raise ValidationError(gettext("A bank card's number is never kept: leave it out."))
        return text


class NumberField(forms.CharField):
    """A whole number in digits of any script, grouped or not."""

    widget = TextInput

    def __init__(self, *, least: int = 0, most: int = 10**12, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most = least, most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the keypad of digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        """Show a number in the reader's digits; what was typed stays as typed."""
        return formats.digits(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Give the number, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        found = exact(text, places=0)
        if found is None:
            raise ValidationError(gettext("Write a whole number."), code="invalid")
        if not self.least <= found <= self.most:
            raise ValidationError(
                gettext("Write a number from %(least)s to %(most)s.")
                % {"least": formats.number(self.least), "most": formats.number(self.most)},
                code="bounds",
            )
        return found


class MoneyField(forms.CharField):
    """An amount of money: typed in the club's unit, given as whole Rials."""

    widget = MoneyInput

    def __init__(self, *, least: int = 0, most: int = MAX_RIALS, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most = least, most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the keypad of digits."""
        keypad = "decimal" if formats.PLACES[formats.current().unit] > 1 else "numeric"
        return {**super().widget_attrs(widget), "inputmode": keypad, "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        """Show Rials in the club's unit; what was typed stays as typed."""
        if isinstance(value, int):
            return formats.plain_amount(value)
        return value

    def clean(self, value: Any) -> Any:
        """Give whole Rials, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        rials = exact(text, places=formats.PLACES[formats.current().unit])
        if rials is None:
            raise ValidationError(gettext("Write an amount in digits."), code="invalid")
        if not self.least <= rials <= self.most:
            raise ValidationError(
                gettext("The amount may be from %(least)s to %(most)s.")
                % {
                    "least": formats.plain_money(self.least),
                    "most": formats.plain_money(self.most),
                },
                code="bounds",
            )
        return rials


class PercentField(forms.CharField):
    """A percentage of up to two decimals, given in basis points."""

    widget = TextInput

    def __init__(self, *, most: int = BASIS_POINTS, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the keypad with a point."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        """Show basis points as a percentage."""
        if isinstance(value, int):
            return fixed(value, places=2, language=formats.language())
        return value

    def clean(self, value: Any) -> Any:
        """Give basis points, or None for nothing."""
        text = (super().clean(value) or "").strip().strip("%٪").strip()
        if not text:
            return None
        found = exact(text, places=2)
        if found is None or not 0 <= found <= self.most:
            most = formats.number(self.most, places=2)
            raise ValidationError(
                gettext("Write a percentage from 0 to %(most)s.") % {"most": most}, code="invalid"
            )
        return found


class MobileField(forms.CharField):
    """An Iranian mobile number in digits of any script, given in its stored form."""

    widget = MobileInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for a phone's keypad and the person's own number."""
        more = {"inputmode": "tel", "dir": "ltr", "autocomplete": "tel", "maxlength": "20"}
        return {**super().widget_attrs(widget), **more}

    def prepare_value(self, value: Any) -> Any:
        """Show a stored mobile as people write it."""
        if isinstance(value, str) and value.startswith("+98"):
            return formats.digits(spaced_mobile(value))
        return value

    def clean(self, value: Any) -> str:
        """Give the stored form, or "" for nothing."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_mobile(text)
        except InvalidMobile as error:
            raise ValidationError(
                gettext("Write a mobile number such as %(example)s.")
                % {"example": formats.digits("0912 345 6789")},
                code="invalid",
            ) from error


class DayField(forms.CharField):
    """A day: ISO from the picker, or typed in the Jalali calendar; given as a date."""

    widget = DayInput

    def prepare_value(self, value: Any) -> Any:
        """Give the picker the ISO day."""
        return value.isoformat() if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """Give the date, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        found = day_typed(text)
        if found is None:
            raise ValidationError(
                gettext("There is no such day. Write it as %(example)s.")
                % {"example": formats.short_date(date(2025, 8, 3))},
                code="invalid",
            )
        return found


class PageForm(forms.Form):
    """A form whose widgets carry our classes and which takes a journey's refusal."""

    required_css_class = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in self.fields.values():
            _dress(one)

    def add(self, name: str, field: forms.Field, value: Any = None) -> None:
        """Give the form one more field, and what stands in it at first."""
        _dress(field)
        self.fields[name] = field
        self.initial.setdefault(name, value)

    def refuse(self, error: VafaError, *, fields: Mapping[str, str] | None = None) -> None:
        """Show a journey's error: at the field named for its code, else above the form."""
        place = (fields or {}).get(error.code)
        self.add_error(place, title_of(error, formats.language()))


class KeyedForm(PageForm):
    """A form that moves value: `key` is made when it is drawn and names the request.

    What was refused and is mended is another request: the form is then drawn with a new key.
    """

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.is_bound:
            self.initial.setdefault("key", new_key())

    def refuse(self, error: VafaError, *, fields: Mapping[str, str] | None = None) -> None:
        """Show a journey's error; whether an unavailable one was done is not known."""
        if isinstance(error, Unavailable):
            super().refuse(error, fields=fields)
        elif error.code == _KEY_REUSED:
            self.decline(
                gettext(
                    "This was sent before with something else in it. Look at what is recorded;"
                    " if you want this too, send it again."
                )
            )
        else:
            self.decline(title_of(error, formats.language()), (fields or {}).get(error.code))

    def decline(self, text: str, field: str | None = None) -> None:
        """Say why nothing was done, at a field or above the form, which may be sent again."""
        self.add_error(field, text)
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("key")] = new_key()
        self.data = data


def new_key() -> str:
    """Make the key of one request."""
    return entropy()[:_KEY_BYTES].hex()


def exact(text: str, *, places: int) -> int | None:
    """Read a number as ``value * 10**places``; None when it is none or finer than that."""
    plain = ascii_digits(text).translate(_SEPARATORS).replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    scaled = Decimal(plain).scaleb(places)
    return int(scaled) if scaled == scaled.to_integral_value() else None


def day_typed(text: str) -> date | None:
    """Read a day typed as year, month, day; years before 1800 are Jalali."""
    parts = ascii_digits(text).replace("-", "/").replace(".", "/").split("/")
    if len(parts) != _DATE_PARTS or not all(part.strip().isdigit() for part in parts):
        return None
    year, month, day = (int(part) for part in parts)
    try:
        if year < _FIRST_GREGORIAN_YEAR:
            return date_of(day_of_jalali(year, month, day))
        return date(year, month, day) if year <= _LAST_YEAR else None
    except (ValueError, VafaError):
        return None


def props_of(bound: BoundField) -> dict[str, Any]:
    """Give what the field component draws of one field."""
    widget = bound.field.widget
    kind = "hidden" if bound.is_hidden else _kind(widget)
    options = list(bound) if kind == "choices" else []
    return {
        "kind": kind,
        "id": bound.id_for_label or bound.auto_id,
        "label": bound.label,
        "hint": bound.help_text,
        "errors": list(bound.errors),
        "required": bound.field.required,
        "control": bound.as_widget() if kind != "choices" else "",
        "options": options,
        "described": getattr(bound, "aria_describedby", None),
        "unit": formats.unit_name() if kind == "money" else "",
    }


def _dress(field: forms.Field) -> None:
    style = _CLASSES.get(_kind(field.widget), "input")
    field.widget.attrs["class"] = f"{style} {field.widget.attrs.get('class', '')}".strip()


def _kind(widget: forms.Widget) -> str:
    found = getattr(widget, "kind", "")
    if found:
        return str(found)
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "file" if isinstance(widget, forms.FileInput) else "text"


_CLASSES: Final = {
    "text": "input",
    "mobile": "input",
    "day": "input",
    "money": "money-typed",
    "select": "select",
    "textarea": "textarea",
    "file": "file-input",
    "check": "checkbox",
    "choices": "choice",
}
