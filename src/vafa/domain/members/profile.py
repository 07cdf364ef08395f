"""A member's own profile: name, birthday, and what is sealed as one document.

Every edit is partial: a field that is not named stays, one that is named with None goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction

from vafa.domain.members import own_values
from vafa.domain.members.fields import UnknownMemberField, fields_of
from vafa.domain.members.fields import checked as checked_own
from vafa.domain.members.models import Contact, Member, Profile
from vafa.domain.members.operations import claim
from vafa.domain.members.queries import (
    NoSuchMember,
    folded_name,
    mobile_place,
    opened,
    profile_place,
)
from vafa.domain.members.vault import Vault
from vafa.kit.calendar import birthday_in, jalali_of
from vafa.kit.errors import Refused
from vafa.kit.identity import masked_mobile
from vafa.kit.text import ascii_digits, clean

LONGEST: Final = {
    "first_name": 80, "last_name": 80, "address": 300, "company": 120, "job_title": 80,
}  # fmt: skip
SEALED: Final = (
    "email", "address", "company", "job_title", "company_phone", "wedding", "custom",
)  # fmt: skip
_LEAP_YEAR: Final = 1403
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
_LONGEST_EMAIL: Final = 254
_PHONE = re.compile(r"\+?\d{4,15}", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s\-()./\u200c]")


class ProfileTextTooLong(Refused):
    """A text of the profile is too long: shorten it."""


class InvalidEmail(Refused):
    """It is not an e-mail address."""


class InvalidPhone(Refused):
    """A telephone number has 4 to 15 digits, perhaps with + in front."""


class EmailTaken(Refused):
    """Another member of the club has this e-mail address."""


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """Everything that a member says of themselves; days are Jalali (month, day)."""

    member_id: int
    number: str
    mobile: str
    first_name: str
    last_name: str
    birthday: tuple[int, int] | None
    email: str
    address: str
    company: str
    job_title: str
    company_phone: str
    wedding: tuple[int, int] | None
    custom: Mapping[str, str | int]
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class ProfileEdited:
    """Which fields an edit changed, with their values before and after it."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]


def show(*, club_id: int, member_id: int, vault: Vault) -> ProfileShown:
    """Give a member's profile in full; inside the club's scope.

    :raises NoSuchMember: when the club has none, or the member was erased.
    """
    row = Member.objects.filter(id=member_id, club_id=club_id, erased_at=None).first()
    if row is None:
        raise NoSuchMember
    values = _open(member_id, vault)
    known = {field.code for field in fields_of(club_id=club_id)}
    return ProfileShown(
        member_id=member_id,
        number=row.number,
        mobile=vault.unseal(sealed=bytes(row.mobile_sealed), place=mobile_place(member_id)),
        first_name=row.first_name,
        last_name=row.last_name,
        birthday=_day(row.birth_month, row.birth_day),
        email=values.get("email", ""),
        address=values.get("address", ""),
        company=values.get("company", ""),
        job_title=values.get("job_title", ""),
        company_phone=values.get("company_phone", ""),
        wedding=tuple(values["wedding"]) if values.get("wedding") else None,
        custom={k: v for k, v in values.get("custom", {}).items() if k in known},
    )


def said_many(
    *, club_id: int, member_ids: Sequence[int], vault: Vault
) -> dict[int, Mapping[str, Any]]:
    """Give what members say of themselves beyond their names, by id; inside the club's scope."""
    ids = list(member_ids)
    born = Member.objects.filter(club_id=club_id, id__in=ids, birth_month__isnull=False)
    found: dict[int, dict[str, Any]] = {
        member_id: {"birthday": (month, day)}
        for member_id, month, day in born.values_list("id", "birth_month", "birth_day")
    }
    for row in Profile.objects.filter(club_id=club_id, member_id__in=ids):
        found.setdefault(row.member_id, {}).update(opened(row=row, vault=vault))
    return dict(found)


def masked(profile: ProfileShown) -> ProfileShown:
    """Give a profile as somebody may see it who only reads: enough to recognise the member."""
    name, _, host = profile.email.partition("@")
    return ProfileShown(
        member_id=profile.member_id,
        number=profile.number,
        mobile=masked_mobile(profile.mobile) if profile.mobile else "",
        first_name=profile.first_name,
        last_name=profile.last_name,
        birthday=None,
        email=f"{name[:1]}***@{host}" if host else "",
        address="",
        company=profile.company,
        job_title=profile.job_title,
        company_phone="",
        wedding=None,
        custom={},
        is_masked=True,
    )


def edit(
    *, club_id: int, member_id: int, changes: Mapping[str, Any], vault: Vault, day: int
) -> ProfileEdited:
    """Change the named fields on a day; gives what was different before and after.

    A birthday instead of another one counts from the next time of the one before (E19).

    :raises NoSuchMember: when the club has none, or the member was erased.
    :raises ProfileTextTooLong: when a text is longer than its field.
    :raises InvalidEmail: when it is no e-mail address.
    :raises EmailTaken: when another member has it.
    :raises InvalidPhone: when it is no telephone number.
    :raises InvalidJalaliDate: when no year has such a day.
    :raises UnknownMemberField: when the club has no such field of its own.
    :raises FieldValueUnfit: when a value does not fit the club's field.
    """
    rows = Member.objects.filter(id=member_id, club_id=club_id, erased_at=None)
    row = rows.select_for_update(no_key=True).first()
    if row is None:
        raise NoSuchMember
    stored = _open(member_id, vault)
    before: dict[str, Any] = {
        "first_name": row.first_name, "last_name": row.last_name,
        "birthday": _listed(row.birth_month, row.birth_day), **stored,
    }  # fmt: skip
    asked = {
        name: checked(name=name, value=value)
        for name, value in changes.items()
        if name != "custom"
    }
    if "custom" in changes:
        asked["custom"] = _custom(club_id, stored.get("custom", {}), changes["custom"])
    after = {name: value for name, value in asked.items() if value != before.get(name, _NONE)}
    after = {n: v for n, v in after.items() if v or before.get(n)}
    _store(club_id, row, stored, after, vault)
    if "birthday" in after:
        _let_birthday_wait(row, day)
    return ProfileEdited({name: before.get(name) for name in after}, after)


def fill_many(*, club_id: int, said: Mapping[int, Mapping[str, Any]], vault: Vault) -> None:
    """Keep what new members say of themselves, as `edit` stores it, in a few statements.

    An e-mail that another member has stays that member's and is left out here.
    """
    emails = {
        member_id: vault.trace(club_id=club_id, kind="email", value=values["email"])
        for member_id, values in said.items()
        if values.get("email")
    }
    owners = claim(club_id=club_id, kind="email", traces=list(emails.values()), ids=list(emails))
    rows = []
    for member_id, values in said.items():
        is_free = member_id not in emails or owners[emails[member_id]] == member_id
        kept = {name: one for name, one in values.items() if one and (is_free or name != "email")}
        if kept:
            rows.append(_row(club_id, member_id, kept, vault))
    Profile.objects.bulk_create(rows, ignore_conflicts=True)
    own = {
        member_id: values["custom"] for member_id, values in said.items() if values.get("custom")
    }
    if own:
        own_values.keep(club_id=club_id, said=own, vault=vault)


_NONE: Final = object()


def _store(
    club_id: int, row: Member, stored: Mapping[str, Any], after: Mapping[str, Any], vault: Vault
) -> None:
    if not after:
        return
    month, day = after.get("birthday", _listed(row.birth_month, row.birth_day)) or (None, None)
    first = after.get("first_name", row.first_name)
    last = after.get("last_name", row.last_name)
    Member.objects.filter(id=row.id, club_id=club_id).update(
        first_name=first,
        last_name=last,
        folded=folded_name(first_name=first, last_name=last),
        birth_month=month,
        birth_day=day,
    )
    if "email" in after:
        _take_email(club_id, row.id, after["email"], vault)
    sealed = {**stored, **{name: after[name] for name in SEALED if name in after}}
    sealed = {name: value for name, value in sealed.items() if value}
    if sealed != stored:
        made = _row(club_id, row.id, sealed, vault)
        Profile.objects.update_or_create(
            member_id=row.id, club_id=club_id, defaults={"sealed": made.sealed}
        )
    if "custom" in after:
        own_values.keep(club_id=club_id, said={row.id: after["custom"]}, vault=vault)


def _row(club_id: int, member_id: int, values: Mapping[str, Any], vault: Vault) -> Profile:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    sealed = vault.seal(value=text, place=profile_place(member_id))
    return Profile(member_id=member_id, club_id=club_id, sealed=sealed)


def _let_birthday_wait(row: Member, today: int) -> None:
    """Let a changed birthday count when the one before comes again; further changes wait too."""
    is_waiting = row.birthday_from is not None and row.birthday_from > today
    if is_waiting or row.birth_month is None or row.birth_day is None:
        return
    year, _, _ = jalali_of(today)
    again = birthday_in(year, row.birth_month, row.birth_day)
    if again <= today:
        again = birthday_in(year + 1, row.birth_month, row.birth_day)
    Member.objects.filter(id=row.id, club_id=row.club_id).update(birthday_from=again)


def _take_email(club_id: int, member_id: int, email: str, vault: Vault) -> None:
    Contact.objects.filter(club_id=club_id, kind="email", member_id=member_id).delete()
    if not email:
        return
    trace = vault.trace(club_id=club_id, kind="email", value=email)
    try:
        with transaction.atomic():
            Contact.objects.create(club_id=club_id, kind="email", trace=trace, member_id=member_id)
    except IntegrityError as error:
        raise EmailTaken from error


def checked(*, name: str, value: Any) -> Any:
    """Give what a profile keeps of a value of one of its fields, but for the club's own.

    :raises ProfileTextTooLong: when a text is longer than its field.
    :raises InvalidEmail: when it is no e-mail address.
    :raises InvalidPhone: when it is no telephone number.
    :raises InvalidJalaliDate: when no year has such a day.
    """
    if name in {"birthday", "wedding"}:
        if value is None:
            return None
        month, day = value
        birthday_in(_LEAP_YEAR, month, day)
        return [month, day]
    text = clean(value or "")
    if name == "email":
        return _email(text)
    if name == "company_phone":
        return _phone(text)
    if len(text) > LONGEST[name]:
        raise ProfileTextTooLong(field=name, longest=LONGEST[name])
    return text


def _email(text: str) -> str:
    address = text.lower()
    if address and (len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address)):
        raise InvalidEmail
    return address


def _phone(text: str) -> str:
    digits = _BETWEEN_DIGITS.sub("", ascii_digits(text))
    if digits and not _PHONE.fullmatch(digits):
        raise InvalidPhone
    return digits


def _custom(
    club_id: int, stored: Mapping[str, Any], asked: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Change the club's own fields one by one, too: null clears one, or all of them."""
    if asked is None:
        return {}
    known = {field.code: field for field in fields_of(club_id=club_id)}
    values = {code: value for code, value in stored.items() if code in known}
    for code, value in asked.items():
        if code not in known:
            raise UnknownMemberField(field=code)
        if value is None:
            values.pop(code, None)
        else:
            values[code] = checked_own(field=known[code], value=value)
    return values


def _open(member_id: int, vault: Vault) -> dict[str, Any]:
    row = Profile.objects.filter(member_id=member_id).first()
    return {} if row is None else opened(row=row, vault=vault)


def _day(month: int | None, day: int | None) -> tuple[int, int] | None:
    return (month, day) if month and day else None


def _listed(month: int | None, day: int | None) -> list[int] | None:
    return [month, day] if month and day else None
