"""What a member agreed to, where, to which wording, and since when it is withdrawn.

Each giving is a row of its own; withdrawing only says when and where. Being a member is a consent
as well: it ends by leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vafa.domain.members.erasure import was_erased
from vafa.domain.members.models import Consent
from vafa.domain.members.operations import UnknownConsentSource
from vafa.domain.members.records import CONSENT_SOURCES
from vafa.kit.errors import Refused

PURPOSES: Final = ("membership", "sms", "email", "profiling")
MARKETING: Final = frozenset({"sms", "email"})
# Who had their data erased hears from the shop again only when they say so themselves.
_IN_PERSON: Final = frozenset({"till", "portal", "staff"})


class UnknownPurpose(Refused):
    """Consent is for one of: membership, sms, email, profiling."""


class MembershipEndsByLeaving(Refused):
    """Consent to being a member is withdrawn by leaving the club."""


class ConsentNotInPerson(Refused):
    """The data of this person was erased once: only they themselves agree to messages."""


class NothingToWithdraw(Refused):
    """There is no consent to withdraw."""


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """A consent as it was given, and withdrawn if it was."""

    purpose: str
    given_at: datetime
    source: str
    wording: str
    withdrawn_at: datetime | None
    withdrawn_source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agrees to: the purpose, where they say so, and which wording they saw."""

    purpose: str
    source: str
    wording: str = ""


def consents_of(*, club_id: int, member_id: int) -> tuple[ConsentShown, ...]:
    """Give every consent of a member, oldest first; inside the club's scope."""
    rows = Consent.objects.filter(club_id=club_id, member_id=member_id)
    return tuple(
        ConsentShown(
            row.purpose, row.given_at, row.source, row.wording, row.withdrawn_at,
            row.withdrawn_source,
        )
        for row in rows.order_by("given_at", "purpose")
    )  # fmt: skip


def give(*, club_id: int, member_id: int, agreement: Agreement, at: datetime) -> bool:
    """Note a consent; False when the very same one is in force already.

    :raises UnknownPurpose: when the purpose is none of ours.
    :raises UnknownConsentSource: when the source is none of ours.
    :raises ConsentNotInPerson: when a list says so for somebody whose data was erased once.
    """
    _check(agreement.purpose, agreement.source)
    if (
        agreement.purpose in MARKETING
        and agreement.source not in _IN_PERSON
        and was_erased(club_id=club_id, member_id=member_id) is not None
    ):
        raise ConsentNotInPerson
    rows = Consent.objects.filter(
        club_id=club_id, member_id=member_id, purpose=agreement.purpose, withdrawn_at=None
    )
    if rows.filter(wording=agreement.wording).exists():
        return False
    Consent.objects.create(
        club_id=club_id, member_id=member_id, purpose=agreement.purpose, given_at=at,
        source=agreement.source, wording=agreement.wording,
    )  # fmt: skip
    return True


def withdraw(*, club_id: int, member_id: int, purpose: str, source: str, at: datetime) -> None:
    """Note that a consent is withdrawn, whatever its wording was.

    :raises UnknownPurpose: when the purpose is none of ours.
    :raises UnknownConsentSource: when the source is none of ours.
    :raises MembershipEndsByLeaving: when it is the one to being a member.
    :raises NothingToWithdraw: when none is in force.
    """
    _check(purpose, source)
    if purpose == "membership":
        raise MembershipEndsByLeaving
    if not end(club_id=club_id, member_id=member_id, purposes=(purpose,), source=source, at=at):
        raise NothingToWithdraw


def end(
    *, club_id: int, member_id: int, purposes: tuple[str, ...], source: str, at: datetime
) -> int:
    """End every consent to these purposes; says how many were in force."""
    rows = Consent.objects.filter(
        club_id=club_id, member_id=member_id, purpose__in=purposes, withdrawn_at=None
    )
    return rows.update(withdrawn_at=at, withdrawn_source=source)


def may_write_to(*, club_id: int, member_id: int, purpose: str) -> bool:
    """Tell whether a member agreed to messages of this kind and has not withdrawn it."""
    return Consent.objects.filter(
        club_id=club_id, member_id=member_id, purpose=purpose, withdrawn_at=None
    ).exists()


def _check(purpose: str, source: str) -> None:
    if purpose not in PURPOSES:
        raise UnknownPurpose
    if source not in CONSENT_SOURCES:
        raise UnknownConsentSource
