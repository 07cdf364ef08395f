"""Writes of the members: somebody joins. Each runs inside the caller's `club_scope`."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vafa.domain.members.models import Consent, Contact, Member
from vafa.domain.members.numbers import number_from
from vafa.domain.members.queries import mobile_place
from vafa.domain.members.records import CONSENT_SOURCES, NewMember
from vafa.domain.members.vault import Vault
from vafa.kit.calendar import birthday_in
from vafa.kit.errors import Refused
from vafa.kit.identity import normalise_mobile
from vafa.kit.text import clean

LEAP_YEAR = 1403
_NUMBER_TRIES = 20


class UnknownConsentSource(Refused):
    """Consent can be given at the till, on the portal, to staff, in an import or by an invite."""


class NameTooLong(Refused):
    """A name has at most 80 characters."""


class NumbersExhausted(Refused):
    """No free membership number was found."""


def register(
    *, club_id: int, member_id: int, member: NewMember, at: datetime, vault: Vault
) -> tuple[int, bool]:
    """Register somebody who joins, once per mobile (E76), with the source of the consent (E90).

    Gives the member's id and whether it is new: a known mobile answers its member, unchanged.

    :raises InvalidMobile: when it is no Iranian mobile number in any script or form.
    :raises UnknownConsentSource: when the source is none of ours.
    :raises InvalidJalaliDate: when no year has such a birthday.
    """
    mobile = normalise_mobile(member.mobile)
    if member.consent_source not in CONSENT_SOURCES:
        raise UnknownConsentSource
    month, day = member.birthday or (None, None)
    if month is not None and day is not None:
        birthday_in(LEAP_YEAR, month, day)
    trace = vault.trace(club_id=club_id, kind="mobile", value=mobile)
    owner, is_new = Contact.objects.get_or_create(
        club_id=club_id, kind="mobile", trace=trace, defaults={"member_id": member_id}
    )
    if not is_new:
        return owner.member_id, False
    Member.objects.create(
        id=member_id, club_id=club_id, number=_take_number(club_id, member_id, vault),
        first_name=_name(member.first_name), last_name=_name(member.last_name),
        mobile_sealed=vault.seal(value=mobile, place=mobile_place(member_id)),
        birth_month=month, birth_day=day, joined_at=at, joined_by=member.channel,
        joined_branch=member.branch,
    )  # fmt: skip
    Consent.objects.create(
        member_id=member_id, purpose="membership", given_at=at, club_id=club_id,
        source=member.consent_source,
    )  # fmt: skip
    return member_id, True


def _take_number(club_id: int, member_id: int, vault: Vault) -> str:
    for attempt in range(_NUMBER_TRIES):
        number = number_from(member_id + attempt)
        trace = vault.trace(club_id=club_id, kind="number", value=number)
        try:
            with transaction.atomic():
                Contact.objects.create(
                    club_id=club_id, kind="number", trace=trace, member_id=member_id
                )
        except IntegrityError:
            continue
        return number
    raise NumbersExhausted


def _name(text: str) -> str:
    name = clean(text)
    if len(name) > 80:  # noqa: PLR2004 - framework
        raise NameTooLong
    return name
