"""Saying which member a person of the staff is."""

from vafa.domain.clubs import queries as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import claiming


def link_staff(*, principal: Principal, vault: Vault, staff_id: int, member: MemberRef) -> None:
    """Say which member somebody of the staff is, so that nobody claims what they rang up (E88).

    Saying it again is harmless; it cannot be unsaid.

    :raises NoSuchStaff: when nobody of this id works or has worked here.
    :raises NoSuchMember: when the club has no such member.
    :raises StaffIsAnother: when the person was said to be another member.
    """
    principal.require("staff.manage")
    club_id = principal.club_id
    found = members.find(club_id=club_id, member=member, vault=vault)
    with club_scope(club_id):
        if staff_id not in {one.staff_id for one in clubs.staff(club_id=club_id)}:
            raise NoSuchStaff
        claiming.link_staff(club_id=club_id, staff_id=staff_id, member_id=found.member_id)
        trail.note(
            principal=principal, act="staff_linked", object_kind="staff",
            object_id=staff_id, after={"member_id": found.member_id},
        )  # fmt: skip
