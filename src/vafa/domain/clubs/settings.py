"""What a club says of itself, how it shows values from a day on, and its own texts.

Amounts stay whole Rial wherever they are kept; only how they are written changes with the day.
Each write runs inside the caller's `club_scope`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Literal, cast

from django.db.models import F

from vafa.domain.clubs.models import Club, Logo, Text
from vafa.domain.clubs.models import Display as DisplayRow
from vafa.domain.clubs.operations import EmptyName
from vafa.kit.errors import NotFound, Refused
from vafa.kit.identity import (
    normalise_economic_code,
    normalise_legal_id,
    normalise_national_id,
    normalise_postal_code,
)
from vafa.kit.persian import MoneyUnit
from vafa.kit.text import ascii_digits, clean

Calendar = Literal["by_language", "jalali", "gregorian"]
Digits = Literal["by_language", "latin"]
TextKind = Literal["terms", "messages", "thanks"]

SHORTEST_TEXT = 20
LONGEST_TEXT = 20_000
LONGEST_PHONE = 20
LONGEST_ADDRESS = 300
_LEGAL_DIGITS = 11


class SettingInPast(Refused):
    """A dated setting starts today or later: what is past stays as it was shown."""


class NoSuchDisplay(NotFound):
    """No change of how values are shown starts on this day."""


class UnfitPhone(Refused):
    """A telephone number has 4 to 15 digits, with + in front at most."""


class UnfitEmail(Refused):
    """The text is not an e-mail address."""


class UnfitText(Refused):
    """A text has at least 20 and at most 20,000 letters."""


@dataclass(frozen=True, slots=True)
class Business:
    """What a club says of itself; everything but the name may be empty.

    `business_id` is the national id of the firm (11 digits) or of its owner (10 digits).
    """

    name: str
    contact_phone: str = ""
    contact_email: str = ""
    business_address: str = ""
    business_postcode: str = ""
    economic_code: str = ""
    business_id: str = ""


@dataclass(frozen=True, slots=True)
class DisplayFrom:
    """How values are written from a day on: unit of money, calendar, digits."""

    starts_on: date
    unit: MoneyUnit = "toman"
    calendar: Calendar = "by_language"
    digits: Digits = "by_language"


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version of a text of the club, in force until the next one."""

    kind: TextKind
    number: int
    text_fa: str
    text_en: str
    since: datetime


def business(*, club_id: int) -> Business:
    """Give what the club says of itself."""
    row = Club.objects.get(id=club_id)
    return Business(**{name: getattr(row, name) for name in asdict(Business(""))})


def set_business(*, club_id: int, business: Business) -> Business:
    """Set what the club says of itself; gives it as it is kept.

    :raises EmptyName: when no name is left.
    :raises UnfitPhone: when the telephone number is none.
    :raises UnfitEmail: when the e-mail address is none.
    :raises InvalidPostalCode: when the postal code is none.
    :raises InvalidEconomicCode: when the economic code is none.
    :raises InvalidLegalId: when the id of the firm is none.
    :raises InvalidNationalId: when the id of the owner is none.
    """
    kept = Business(
        name=clean(business.name)[:120],
        contact_phone=phone_of(business.contact_phone),
        contact_email=_email(business.contact_email),
        business_address=clean(business.business_address)[:LONGEST_ADDRESS],
        business_postcode=_or_empty(normalise_postal_code, business.business_postcode),
        economic_code=_or_empty(normalise_economic_code, business.economic_code),
        business_id=_or_empty(_id_of_business, business.business_id),
    )
    if not kept.name:
        raise EmptyName
    Club.objects.filter(id=club_id).update(**asdict(kept))
    return kept


def phone_of(text: str) -> str:
    """Give a telephone number as digits, with a + when one was typed; "" for nothing.

    :raises UnfitPhone: when it is none.
    """
    plain = "".join(char for char in ascii_digits(text) if char not in " -()/\u200c\u200e\u200f")
    if not plain:
        return ""
    digits = plain.removeprefix("+")
    if not digits.isdecimal() or not 4 <= len(digits) <= 15:  # noqa: PLR2004  framework
        raise UnfitPhone
    return plain


def displays(*, club_id: int) -> tuple[DisplayFrom, ...]:
    """List how values are written, by the day that each starts on."""
    rows = DisplayRow.objects.filter(club_id=club_id).order_by("starts_on")
    return tuple(_display(row.starts_on, row.unit, row.calendar, row.digits) for row in rows)


def display_of(*, starts_on: str, unit: str, calendar: str, digits: str) -> DisplayFrom:
    """Give a display whose day is written as ISO has it."""
    return _display(date.fromisoformat(starts_on), unit, calendar, digits)


def display_on(displays: tuple[DisplayFrom, ...], day: date) -> DisplayFrom:
    """Give what is in force on a day; Toman by the reader's language before the first."""
    begun = [one for one in displays if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on, default=DisplayFrom(date(1970, 1, 1)))


def set_display(*, club_id: int, display: DisplayFrom, today: date) -> None:
    """Let values be written so from a day on.

    :raises SettingInPast: when the day is before today.
    """
    if display.starts_on < today:
        raise SettingInPast
    fields = {"unit": display.unit, "calendar": display.calendar, "digits": display.digits}
    DisplayRow.objects.update_or_create(
        club_id=club_id, starts_on=display.starts_on, defaults=fields
    )


def take_back_display(*, club_id: int, starts_on: date, today: date) -> DisplayFrom:
    """Take back a change of the display that has not come yet; gives it.

    :raises SettingInPast: when it is in force already.
    :raises NoSuchDisplay: when none starts on that day.
    """
    found = next((one for one in displays(club_id=club_id) if one.starts_on == starts_on), None)
    if found is None:
        raise NoSuchDisplay
    if starts_on <= today:
        raise SettingInPast
    DisplayRow.objects.filter(club_id=club_id, starts_on=starts_on).delete()
    return found


def texts(*, club_id: int, kind: TextKind) -> tuple[TextVersion, ...]:
    """List the versions of a text, the newest first."""
    rows = Text.objects.filter(club_id=club_id, kind=kind).order_by("-number")
    return tuple(
        TextVersion(kind, row.number, row.text_fa, row.text_en, row.since) for row in rows
    )


def newest_text(*, club_id: int, kind: TextKind) -> TextVersion | None:
    """Give the version of a text that is in force; nothing when the club has none of its own."""
    row = Text.objects.filter(club_id=club_id, kind=kind).order_by("-number").first()
    if row is None:
        return None
    return TextVersion(kind, row.number, row.text_fa, row.text_en, row.since)


def publish_text(
    *, club_id: int, kind: TextKind, text_fa: str, text_en: str, at: datetime
) -> tuple[TextVersion, bool]:
    """Put a new version of a text in force; the same words again are no new version.

    Gives what is in force, and whether it is new. The thanks for a purchase may be short, and
    empty: then nothing is sent.

    :raises UnfitText: when the Persian text is too short, or one is too long.
    """
    fa, en = _paragraphs(text_fa), _paragraphs(text_en)
    least = 0 if kind == "thanks" else SHORTEST_TEXT
    if not least <= len(fa) <= LONGEST_TEXT or len(en) > LONGEST_TEXT:
        raise UnfitText
    Club.objects.select_for_update().get(id=club_id)  # two versions come one after the other
    newest = newest_text(club_id=club_id, kind=kind)
    number = 1 if newest is None else newest.number + 1
    version = TextVersion(kind, number, fa, en, at)
    if newest is not None and newest == replace(version, number=newest.number, since=newest.since):
        return newest, False
    Text.objects.create(club_id=club_id, **asdict(version))
    return version, True


def look_of(*, club_id: int) -> tuple[str, bytes, bytes]:
    """Give the club's colour, its logo and its icon; empty for what it has not."""
    colour = Club.objects.values_list("colour", flat=True).get(id=club_id)
    row = Logo.objects.filter(club_id=club_id).first()
    return colour, bytes(row.image) if row else b"", bytes(row.icon) if row else b""


def keep_look(*, club_id: int, colour: str, logo: bytes, icon: bytes) -> None:
    """Keep the club's colour and logo; whoever kept the ones before learns of it by `look`."""
    Club.objects.filter(id=club_id).update(colour=colour, look=F("look") + 1)
    if logo:
        Logo.objects.update_or_create(club_id=club_id, defaults={"image": logo, "icon": icon})
    else:
        Logo.objects.filter(club_id=club_id).delete()


def _display(starts_on: date, unit: str, calendar: str, digits: str) -> DisplayFrom:
    return DisplayFrom(
        starts_on, cast("MoneyUnit", unit), cast("Calendar", calendar), cast("Digits", digits)
    )


def _or_empty(normalise: object, text: str) -> str:
    assert callable(normalise)
    return str(normalise(text)) if clean(text) else ""


def _id_of_business(text: str) -> str:
    digits = "".join(char for char in ascii_digits(text) if char.isdecimal())
    return (
        normalise_legal_id(text) if len(digits) == _LEGAL_DIGITS else normalise_national_id(text)
    )


def _email(text: str) -> str:
    plain = clean(text)
    name, at, host = plain.partition("@")
    fits = name and at and "." in host.strip(".") and " " not in plain and host.count("@") == 0
    if plain and (not fits or len(plain) > 254):  # noqa: PLR2004  framework
        raise UnfitEmail
    return plain


def _paragraphs(text: str) -> str:
    """Clean each line; at most one empty line in a row."""
    lines = [clean(line) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
