"""The custom fields of a club's members: how they are defined, and what a value of one may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

from vafa.domain.members.models import FieldSet
from vafa.kit.amounts import MAX_RIALS
from vafa.kit.calendar import day_of_jalali
from vafa.kit.errors import Refused
from vafa.kit.text import ascii_digits, clean

FieldKind = Literal["text", "number", "date", "choice"]
MOST_FIELDS: Final = 20
MOST_CHOICES: Final = 50
LONGEST_TEXT: Final = 200

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)


class TooManyFields(Refused):
    """A club has at most twenty fields of its own; take one out first."""


class FieldTwice(Refused):
    """Two fields have the same code."""


class ChoicesUnfit(Refused):
    """A field of choices needs 2 to 50 different ones, and no other field has any."""


class FieldKindChanged(Refused):
    """A field keeps its kind, since members have values of it: define another field instead."""


class UnknownMemberField(Refused):
    """The club has no such field; the club's own fields are at /v1/club/member-fields."""


class FieldValueUnfit(Refused):
    """The value does not fit its field: see the field's kind and choices."""


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field that a club defined for its members.

    Members fill a required one in when they edit their profile; one for the staff they never see.
    """

    code: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_for_staff: bool = False


def fields_of(*, club_id: int) -> tuple[FieldDefinition, ...]:
    """Give the club's own fields in their order; inside its scope."""
    row = FieldSet.objects.filter(club_id=club_id).first()
    stored = row.fields if row is not None else []
    return tuple(
        FieldDefinition(
            one["code"], one["label"], one["kind"], tuple(one["choices"]),
            one.get("is_required", False), one.get("is_for_staff", False),
        )
        for one in stored
    )  # fmt: skip


def set_fields(*, club_id: int, fields: Sequence[FieldDefinition]) -> None:
    """Define the club's own fields anew; values of a field that is taken out are not shown.

    :raises TooManyFields: when there are more than twenty.
    :raises FieldTwice: when a code comes twice.
    :raises ChoicesUnfit: when the choices do not suit the kind.
    :raises FieldKindChanged: when a field that is there would get another kind.
    """
    if len(fields) > MOST_FIELDS:
        raise TooManyFields
    if len({field.code for field in fields}) < len(fields):
        raise FieldTwice
    for field in fields:
        _check_choices(field)
    kinds = {field.code: field.kind for field in fields_of(club_id=club_id)}
    changed = [field.code for field in fields if kinds.get(field.code, field.kind) != field.kind]
    if changed:
        raise FieldKindChanged(field=changed[0])
    FieldSet.objects.update_or_create(
        club_id=club_id, defaults={"fields": [asdict(field) for field in fields]}
    )


def checked(*, field: FieldDefinition, value: str | int) -> str | int:
    """Give a value as it is stored: clean text, a whole number, a Jalali date, one of the choices.

    :raises FieldValueUnfit: when it does not fit the field.
    """
    if field.kind == "number":
        if type(value) is not int or abs(value) > MAX_RIALS:
            raise FieldValueUnfit(field=field.code)
        return value
    if not isinstance(value, str) or not 0 < len(clean(value)) <= LONGEST_TEXT:
        raise FieldValueUnfit(field=field.code)
    text = clean(value)
    if field.kind == "date":
        return _jalali_date(field, text)
    if field.kind == "choice" and text not in field.choices:
        raise FieldValueUnfit(field=field.code)
    return text


def _check_choices(field: FieldDefinition) -> None:
    count = len(field.choices)
    is_fit = 1 < count <= MOST_CHOICES if field.kind == "choice" else count == 0
    if not is_fit or len(set(field.choices)) < count:
        raise ChoicesUnfit(field=field.code)


def _jalali_date(field: FieldDefinition, text: str) -> str:
    match = _DATE.fullmatch(ascii_digits(text))
    if match is None:
        raise FieldValueUnfit(field=field.code)
    year, month, day = (int(part) for part in match.groups())
    try:
        day_of_jalali(year, month, day)
    except Refused as error:
        raise FieldValueUnfit(field=field.code) from error
    return f"{year:04}-{month:02}-{day:02}"
