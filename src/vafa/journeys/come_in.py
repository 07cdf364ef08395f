"""Coming in as staff: in which clubs a user works, and as whom in one of them."""

from datetime import datetime

from vafa.domain.clubs import people as staff
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import Membership
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.people import operations as people
from vafa.domain.people.queries import ClubHere, club_by_code
from vafa.domain.tills import pins


def clubs_of(*, user_id: int) -> tuple[Membership, ...]:
    """List the clubs in which a user works now, by name; suspended ones are left out."""
    return tuple(one for one in staff.memberships(user_id=user_id) if one.status == "active")


def work_in(
    *, membership: Membership, address: str, request_id: str
) -> tuple[ClubHere, Principal]:
    """Give the club and who the person is in it.

    :raises StaffNotActive: when the person was suspended or ended meanwhile.
    """
    club = club_by_code(code=membership.club_code)
    principal = staff.principal_of(membership=membership, address=address, request_id=request_id)
    return club, principal


def note_came_in(*, membership: Membership, address: str, at: datetime) -> None:
    """Note in the club's trail that somebody signed in; the PIN for its tills counts again."""
    principal = staff.principal_of(membership=membership, address=address)
    with club_scope(membership.club_id):
        pins.forgive(club_id=membership.club_id, staff_id=membership.staff_id)
        trail.note(
            principal=principal, at=at, act="signed_in", object_kind="staff",
            object_id=membership.staff_id, before={}, after={},
        )  # fmt: skip


def end_session(*, user_id: int, session_id: int) -> None:
    """Sign a user out on one of their devices; nothing when it is no session of theirs."""
    people.end_session(user_id=user_id, session_id=session_id)
