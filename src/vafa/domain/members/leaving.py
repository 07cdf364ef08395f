"""Leaving a club, and coming back within the days of grace: the same member, with all they had.

When the days are over the mobile is free for anybody; what was held has ended by then (`rewards`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.members import consents
from vafa.domain.members.models import Consent, Contact, Member
from vafa.domain.members.queries import NoSuchMember

GRACE: Final = timedelta(days=30)
FORMER: Final = "former"  # a contact by which nobody is found: this mobile was a member once


@dataclass(frozen=True, slots=True)
class Left:
    """Since when a member has left, and until when they may come back with all they had."""

    left_at: datetime
    ends_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody whose days of grace are over, with the moment at which they left."""

    member_id: int
    left_at: datetime


def leave(*, club_id: int, member_id: int, source: str, at: datetime) -> Left:
    """Note that a member leaves and withdraw every consent; leaving again changes nothing.

    :raises NoSuchMember: when the club has none.
    """
    rows = Member.objects.filter(id=member_id, club_id=club_id, erased_at=None)
    row = rows.select_for_update(no_key=True).first()
    if row is None:
        raise NoSuchMember
    if row.left_at is not None and row.ends_at is not None:
        return Left(row.left_at, row.ends_at, is_new=False)
    rows.update(left_at=at, ends_at=at + GRACE)
    consents.end(
        club_id=club_id, member_id=member_id, purposes=consents.PURPOSES, source=source, at=at
    )
    return Left(at, at + GRACE, is_new=True)


def come_back(*, club_id: int, member_id: int, source: str, at: datetime) -> bool:
    """Let somebody who left within the days of grace be a member again; False when none had left.

    Only the consent to being a member comes back with them; messages need a new one.
    """
    rows = Member.objects.filter(id=member_id, club_id=club_id, ended_at=None, erased_at=None)
    if not rows.filter(left_at__isnull=False).update(left_at=None, ends_at=None):
        return False
    Consent.objects.create(
        club_id=club_id, member_id=member_id, purpose="membership", given_at=at, source=source
    )
    return True


def was_member(*, club_id: int, member_id: int) -> bool:
    """Tell whether this member's mobile had a membership before that ended; in the scope."""
    mine = Contact.objects.filter(club_id=club_id, member_id=member_id, kind="mobile")
    return Contact.objects.filter(
        club_id=club_id, kind=FORMER, trace__in=mine.values("trace")
    ).exists()


def leavers(*, club_id: int, at: datetime) -> tuple[Leaver, ...]:
    """Give those whose days of grace are over and whose membership has not ended; in the scope."""
    rows = Member.objects.filter(club_id=club_id, ends_at__lte=at, ended_at=None, erased_at=None)
    found = rows.order_by("id").values_list("id", "left_at")
    return tuple(Leaver(member_id, left_at) for member_id, left_at in found if left_at)


def end(*, club_id: int, member_id: int, at: datetime) -> bool:
    """End a membership: mobile and e-mail are free. False when the member came back meanwhile."""
    rows = Member.objects.filter(
        id=member_id, club_id=club_id, ends_at__lte=at, ended_at=None, erased_at=None
    )
    if not rows.update(ended_at=at):
        return False
    mobiles = Contact.objects.filter(club_id=club_id, member_id=member_id, kind="mobile")
    for trace in mobiles.values_list("trace", flat=True):  # for was_member
        Contact.objects.get_or_create(
            club_id=club_id, kind=FORMER, trace=trace, defaults={"member_id": member_id}
        )
    Contact.objects.filter(
        club_id=club_id, member_id=member_id, kind__in=("mobile", "email")
    ).delete()
    return True
