"""Who invited whom, and how far it has come. Each function runs in the caller's `club_scope`.

What it gives is decided and posted by `rewards.operations.inviting`. A row names two members by
id and nothing else of them, so an erasure leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Count, Q
from django.db.models.functions import Now

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Principal
from vafa.domain.members.models import Invitation, Member
from vafa.domain.members.operations import present
from vafa.domain.members.queries import survivors
from vafa.domain.members.records import NewMember
from vafa.domain.members.tokens import id_of, token_of
from vafa.domain.members.vault import Vault
from vafa.kit.errors import Refused

State = Literal["open", "given", "refused"]
REFUSED_ACT: Final = "invitation_refused"
# More people than this do not come in a day by one person's friends.
MOST_A_DAY: Final = 20
_DAY: Final = timedelta(days=1)


class UnknownInvitation(Refused):
    """The link of this invitation is not ours: join without it, or ask for the link again."""


@dataclass(frozen=True, slots=True)
class InvitationFound:
    """An invitation: who came, by whom, and the purchase that it stands on.

    `least_rials` is what that purchase must keep; `attempt` counts how often it was taken back.
    """

    invited_id: int
    inviter_id: int
    joined_at: datetime
    state: State
    reason: str
    sale_id: int | None
    least_rials: int
    attempt: int


@dataclass(frozen=True, slots=True)
class InvitationsSought:
    """Which invitations: of one state, of these members (on either side), around one of them."""

    state: State | None = None
    member_ids: tuple[int, ...] | None = None
    before_id: int = 0
    after_id: int = 0
    limit: int = 50


def token(*, vault: Vault, club_id: int, member_id: int) -> str:
    """Give what stands in a member's link: it says nothing of the member and cannot be guessed."""
    return token_of(vault=vault, club_id=club_id, kind="invitation", id_=member_id)


def inviter(*, vault: Vault, club_id: int, token: str) -> int:
    """Give who invites with a token: whoever that member is by now.

    :raises UnknownInvitation: when we did not make it for this club.
    """
    member_id = id_of(vault=vault, club_id=club_id, kind="invitation", token=token)
    if member_id is None:
        raise UnknownInvitation
    return survivors(member_ids=[member_id]).get(member_id, member_id)


def first_names(*, member_ids: Sequence[int]) -> dict[int, str]:
    """Give the first names of those who are there."""
    rows = Member.objects.filter(id__in=list(member_ids), left_at=None, erased_at=None)
    return dict(rows.values_list("id", "first_name"))


def link(
    *, principal: Principal, member: NewMember, inviter_id: int, invited_id: int, is_new: bool,
    at: datetime,
) -> None:  # fmt: skip
    """Keep who invited whoever joined just now; one that does not count is noted in the trail."""
    club_id = principal.club_id
    reason = "" if is_new else "known"
    if not present(member_ids=[inviter_id]):
        reason = "inviter_gone"
    elif _is_in_one_hand(inviter_id, member.device_of):
        reason = "same_device"
    elif _is_too_many(inviter_id, at):
        reason = "too_many"
    if reason:
        refuse(
            principal=principal, inviter_id=inviter_id, invited_id=invited_id, reason=reason, at=at
        )
        return
    Invitation.objects.create(
        invited_id=invited_id, club_id=club_id, inviter_id=inviter_id, joined_at=at
    )


def refuse(
    *, principal: Principal, inviter_id: int, invited_id: int, reason: str, at: datetime
) -> None:
    """Note in the trail that an invitation does not count, and why."""
    trail.note(
        principal=principal, at=at, act=REFUSED_ACT, object_kind="member", object_id=invited_id,
        after={"reason": reason, "inviter_id": str(inviter_id)},
    )  # fmt: skip


def _is_in_one_hand(inviter_id: int, device_of: int) -> bool:
    """Tell whether the device is the inviter's, or of somebody whom the inviter brought."""
    if not device_of or device_of == inviter_id:
        return device_of == inviter_id
    friends = Invitation.objects.filter(inviter_id=inviter_id, invited_id=device_of)
    return friends.exists()


def _is_too_many(inviter_id: int, at: datetime) -> bool:
    rows = Invitation.objects.filter(inviter_id=inviter_id, joined_at__gt=at - _DAY)
    return rows.count() >= MOST_A_DAY


def is_invited(*, club_id: int, member_id: int) -> bool:
    """Tell whether somebody came by an invitation that counts."""
    rows = Invitation.objects.filter(club_id=club_id, invited_id=member_id)
    return rows.exclude(state="refused").exists()


def look_again(*, club_id: int, holder_ids: Sequence[int]) -> None:
    """Have the invitations looked at of those who use these wallets: something happened there.

    Who was merged into one of them is meant too.
    """
    users = Member.objects.filter(wallet_id__in=list(holder_ids)).values_list("id", flat=True)
    found, layer = [*holder_ids, *users], [*holder_ids, *users]
    while layer:
        rows = Member.objects.filter(club_id=club_id, merged_into__in=layer)
        layer = list(rows.values_list("id", flat=True))
        found += layer
    Invitation.objects.filter(
        club_id=club_id, invited_id__in=found, state__in=("open", "given")
    ).update(due_at=Now())


def due(*, club_id: int, limit: int) -> tuple[int, ...]:
    """Give whose invitations are to be looked at, the longest waiting first."""
    rows = Invitation.objects.filter(club_id=club_id, due_at__isnull=False)
    return tuple(rows.order_by("due_at").values_list("invited_id", flat=True)[:limit])


def lock(*, club_id: int, invited_id: int) -> InvitationFound | None:
    """Give an invitation as it is until the caller's transaction ends."""
    rows = Invitation.objects.filter(club_id=club_id, invited_id=invited_id)
    row = rows.select_for_update(no_key=True).first()
    return None if row is None else _found(row)


def settle(*, club_id: int, invitation: InvitationFound, is_due: bool) -> None:
    """Keep how far an invitation has come; unless it is due, it waits until something happens."""
    Invitation.objects.filter(club_id=club_id, invited_id=invitation.invited_id).update(
        state=invitation.state, reason=invitation.reason, sale_id=invitation.sale_id,
        least_rials=invitation.least_rials, attempt=invitation.attempt,
        due_at=Now() if is_due else None,
    )  # fmt: skip


def was_somebody(*, club_id: int, invitation: InvitationFound) -> bool:
    """Tell whether the invited person turned out to be another member, or an earlier one."""
    asked = invitation.invited_id
    return (
        Member.objects.filter(club_id=club_id, id=asked, merged_into__isnull=False).exists()
        or Member.objects.filter(
            club_id=club_id, merged_into=asked, joined_at__lt=invitation.joined_at
        ).exists()
    )


def by_inviter(
    *, club_id: int, member_ids: Sequence[int], limit: int
) -> tuple[InvitationFound, ...]:
    """Give whom a member (with the duplicates that are part of it) invited, newest first."""
    rows = Invitation.objects.filter(club_id=club_id, inviter_id__in=list(member_ids))
    return tuple(_found(row) for row in rows.order_by("-joined_at", "-invited_id")[:limit])


def listed(*, club_id: int, sought: InvitationsSought) -> tuple[InvitationFound, ...]:
    """List a page of a club's invitations, whoever joined last first."""
    rows = Invitation.objects.filter(club_id=club_id)
    if sought.state is not None:
        rows = rows.filter(state=sought.state)
    if sought.member_ids is not None:
        people = sought.member_ids
        rows = rows.filter(Q(inviter_id__in=people) | Q(invited_id__in=people))
    if sought.before_id:
        rows = rows.filter(invited_id__lt=sought.before_id)
    if sought.after_id:
        rows = rows.filter(invited_id__gt=sought.after_id)
    found = rows.order_by("invited_id" if sought.after_id else "-invited_id")[: sought.limit]
    page = [_found(row) for row in found]
    return tuple(reversed(page) if sought.after_id else page)


def counted(*, club_id: int, member_ids: Sequence[int]) -> tuple[int, int]:
    """Count whom a member invited, and for how many that was rewarded."""
    rows = Invitation.objects.filter(club_id=club_id, inviter_id__in=list(member_ids))
    told = rows.aggregate(all=Count("pk"), given=Count("pk", filter=Q(state="given")))
    return told["all"], told["given"]


def of_invited(*, club_id: int, member_id: int) -> InvitationFound | None:
    """Give by which invitation a member came, if by any."""
    row = Invitation.objects.filter(club_id=club_id, invited_id=member_id).first()
    return None if row is None else _found(row)


def _found(row: Invitation) -> InvitationFound:
    return InvitationFound(
        invited_id=row.invited_id,
        inviter_id=row.inviter_id,
        joined_at=row.joined_at,
        state=row.state,  # type: ignore[arg-type]  # framework: a stored state is one of them
        reason=row.reason,
        sale_id=row.sale_id,
        least_rials=row.least_rials,
        attempt=row.attempt,
    )
