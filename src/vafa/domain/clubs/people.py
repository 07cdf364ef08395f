"""Who works in the club: inviting, roles and branches, suspending, and who signs in as whom.

Whatever writes runs inside the caller's `club_scope`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from vafa.domain.clubs.models import ApiKey, Branch, Staff
from vafa.domain.clubs.operations import EmptyName
from vafa.domain.clubs.principal import OtherBranch, Principal
from vafa.domain.clubs.rights import ROLES, rights_of_role
from vafa.kit.errors import NotFound, Refused
from vafa.kit.text import clean

OWNER = "owner"
MOST_BRANCHES = 200


class NoSuchStaff(NotFound):
    """Nobody of this id works, or has worked, in the club."""


class NoSuchRole(Refused):
    """There is no such role."""


class NoSuchBranch(Refused):
    """The club has no such branch."""


class NameTaken(Refused):
    """Somebody of this name works here already: add something that tells them apart."""


class RoleExceeds(Refused):
    """Somebody with more rights than you, or in other branches, is not yours to change."""


class LastClubOwner(Refused):
    """The club needs an owner who can sign in: make somebody else an owner first."""


class WorksHere(Refused):
    """Somebody else here is this user already, or this person is another user."""


class StaffNotActive(Refused):
    """Your work in this club is suspended or has ended: ask the club's owner."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to invite; no branches means all of them."""

    name: str
    role: str
    branches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """A club in which a user works; `status` is active, suspended or ended."""

    club_id: int
    club_code: str
    club_name: str
    staff_id: int
    name: str
    role: str
    branches: frozenset[str]
    status: str
    test: bool = False


def memberships(*, user_id: int) -> tuple[Membership, ...]:
    """List the clubs in which a user works or worked, by name, before any club is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT club_id, club_code, club_name, staff_id, name, role, branches, suspended_at,"
            " ended_at, is_test FROM clubs_staff_of_user_v1(%s)",
            [user_id],
        )
        found = cursor.fetchall()
    return tuple(
        Membership(
            club_id=row[0],
            club_code=row[1],
            club_name=row[2],
            staff_id=row[3],
            name=row[4],
            role=row[5],
            branches=frozenset(row[6]),
            status=_status(row[7], row[8]),
            test=row[9],
        )
        for row in found
    )


def principal_of(
    *, membership: Membership, branch: str = "", address: str = "", request_id: str = ""
) -> Principal:
    """Give what somebody who is signed in may do, at the branch chosen; the staff id is the key's.

    :raises StaffNotActive: when that person is suspended or has left.
    :raises OtherBranch: when the person does not work in the branch.
    """
    if membership.status != "active":
        raise StaffNotActive
    if branch and membership.branches and branch not in membership.branches:
        raise OtherBranch(branch=branch)
    return Principal(
        club_id=membership.club_id,
        credential_id=membership.staff_id,
        rights=rights_of_role(membership.role),
        branch=branch,
        test=membership.test,
        name=membership.name,
        staff_id=membership.staff_id,
        role=membership.role,
        branches=membership.branches,
        address=address,
        request_id=request_id,
    )


def invite(
    *, principal: Principal, staff_id: int, staff: NewStaff, at: datetime
) -> Mapping[str, Any]:
    """Add somebody with a role, who still has to come; whoever only had keys gets the role.

    Gives what the trail keeps of the person.

    :raises NoSuchRole: when there is no such role.
    :raises NoSuchBranch: when the club has none of a code.
    :raises RoleExceeds: when the role has more rights, or branches, than the one who asks.
    :raises NameTaken: when somebody else has the name.
    :raises EmptyName: when no name is left.
    """
    branches = _checked(principal, staff.role, staff.branches)
    name = clean(staff.name)
    if not name:
        raise EmptyName
    row = Staff.objects.filter(club_id=principal.club_id, name=name).first()
    if row is not None:
        if row.role or row.user_id is not None or row.ended_at is not None:
            raise NameTaken
        row.role, row.branches = staff.role, branches
        row.save(update_fields=["role", "branches"])
    else:
        row = Staff.objects.create(
            id=staff_id, club_id=principal.club_id, name=name, added_at=at, role=staff.role,
            branches=branches,
        )  # fmt: skip
    return _told(row) | {"staff_id": row.id}


def change(
    *, principal: Principal, staff_id: int, role: str, branches: Iterable[str]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Give somebody another role or other branches; gives what was, and what is.

    :raises NoSuchStaff: when the club has nobody of this id who still works here.
    :raises NoSuchRole: when there is no such role.
    :raises NoSuchBranch: when the club has none of a code.
    :raises RoleExceeds: when the old or the new role has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    row = _mine(principal, staff_id)
    codes = _checked(principal, role, branches)
    before = _told(row)
    if role != OWNER:
        _keep_an_owner(row)
    row.role, row.branches = role, codes
    row.save(update_fields=["role", "branches"])
    return before, _told(row)


def suspend(*, principal: Principal, staff_id: int, at: datetime) -> bool:
    """Let somebody do nothing until resumed, with a key neither; tells whether that changed.

    :raises NoSuchStaff: when the club has nobody of this id who still works here.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    row = _mine(principal, staff_id)
    _keep_an_owner(row)
    rows = Staff.objects.filter(club_id=row.club_id, id=row.id, suspended_at=None)
    return bool(rows.update(suspended_at=at))


def resume(*, principal: Principal, staff_id: int) -> bool:
    """Let somebody who was suspended work again; tells whether that changed.

    :raises NoSuchStaff: when the club has nobody of this id who still works here.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    """
    row = _mine(principal, staff_id)
    rows = Staff.objects.filter(club_id=row.club_id, id=row.id, suspended_at__isnull=False)
    return bool(rows.update(suspended_at=None))


def end(*, principal: Principal, staff_id: int, at: datetime) -> tuple[int, ...]:
    """End somebody's work in the club, with every key of that person's own; gives those keys.

    :raises NoSuchStaff: when the club has nobody of this id.
    :raises RoleExceeds: when that person has more rights than the one who asks.
    :raises LastClubOwner: when no owner would be left.
    """
    row = _found(principal.club_id, staff_id)
    _refuse_more(principal, row.role, row.branches)
    if row.ended_at is None:
        _keep_an_owner(row)
        Staff.objects.filter(club_id=row.club_id, id=row.id).update(ended_at=at)
    keys = ApiKey.objects.filter(club_id=row.club_id, staff_id=staff_id, revoked_at=None)
    ended = tuple(keys.values_list("id", flat=True))
    keys.update(revoked_at=at)
    return ended


def link_user(*, club_id: int, staff_id: int, user_id: int) -> None:
    """Say which user somebody of the staff is: the invitation is accepted.

    :raises NoSuchStaff: when the club has nobody of this id who still works here.
    :raises WorksHere: when the user is somebody else here, or this person is another user.
    """
    row = _found(club_id, staff_id)
    if row.ended_at is not None:
        raise NoSuchStaff
    if row.user_id not in {None, user_id}:
        raise WorksHere
    try:
        with transaction.atomic():
            Staff.objects.filter(club_id=club_id, id=staff_id).update(user_id=user_id)
    except IntegrityError as error:
        raise WorksHere from error


def _found(club_id: int, staff_id: int) -> Staff:
    row = Staff.objects.select_for_update().filter(club_id=club_id, id=staff_id).first()
    if row is None:
        raise NoSuchStaff
    return row


def _mine(principal: Principal, staff_id: int) -> Staff:
    """Find somebody who still works here and whom the caller may change."""
    row = _found(principal.club_id, staff_id)
    if row.ended_at is not None:
        raise NoSuchStaff
    _refuse_more(principal, row.role, row.branches)
    return row


def _checked(principal: Principal, role: str, branches: Iterable[str]) -> list[str]:
    """Check a role and branches that are given to somebody."""
    if role not in ROLES:
        raise NoSuchRole
    codes = sorted(set(branches))[: MOST_BRANCHES + 1]
    there = Branch.objects.filter(club_id=principal.club_id, code__in=codes).count()
    if there < len(codes):
        raise NoSuchBranch
    _refuse_more(principal, role, codes)
    return codes


def _refuse_more(principal: Principal, role: str, branches: Iterable[str]) -> None:
    if not rights_of_role(role) <= principal.rights:
        raise RoleExceeds
    mine, theirs = principal.branches, frozenset(branches)
    if mine and role and not (theirs and theirs <= mine):
        raise RoleExceeds


def _keep_an_owner(row: Staff) -> None:
    """Refuse to take away the last owner who can sign in; owners change one after the other."""
    if row.role != OWNER or row.user_id is None or row.suspended_at is not None:
        return
    owners = Staff.objects.select_for_update().filter(
        club_id=row.club_id, role=OWNER, ended_at=None, suspended_at=None, user_id__isnull=False
    )
    if {owner.id for owner in owners.order_by("id")} <= {row.id}:
        raise LastClubOwner


def _told(row: Staff) -> dict[str, Any]:
    return {"name": row.name, "role": row.role, "branches": list(row.branches)}


def _status(suspended_at: datetime | None, ended_at: datetime | None) -> str:
    if ended_at is not None:
        return "ended"
    return "active" if suspended_at is None else "suspended"
