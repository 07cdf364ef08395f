"""Who works in the club: roles within one's own rights, the last owner, and who signs in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, NOON, Club, a_club
from vafa.domain.clubs import people, queries
from vafa.domain.clubs.people import NewStaff
from vafa.domain.clubs.principal import OtherBranch, Principal
from vafa.domain.clubs.rights import ROLES
from vafa.domain.clubs.scope import club_scope

pytestmark = pytest.mark.django_db(transaction=True)


def add(club: Club, name: str, role: str, *branches: str, by: Principal | None = None) -> int:
    with club_scope(club.club_id):
        told = people.invite(
            principal=by or club.principal,
            staff_id=IDS.next(),
            staff=NewStaff(name, role, branches),
            at=NOON,
        )
    return int(told["staff_id"])


def come(club: Club, staff_id: int) -> int:
    """Let the person sign in from now on, as a user of their own; gives the user."""
    user_id = IDS.next()
    with club_scope(club.club_id):
        people.link_user(club_id=club.club_id, staff_id=staff_id, user_id=user_id)
    return user_id


def as_role(club: Club, role: str, *branches: str) -> Principal:
    return replace(
        club.principal, rights=ROLES[role], role=role, branches=frozenset(branches)  # type: ignore[index]  # framework
    )  # fmt: skip


def test_a_user_works_in_several_clubs() -> None:
    shop, cafe = a_club(branches=["north"]), a_club()
    user_id = come(shop, add(shop, "Sara", "cashier", "north"))
    with club_scope(cafe.club_id):
        people.link_user(
            club_id=cafe.club_id, staff_id=add(cafe, "Sara", "owner"), user_id=user_id
        )

    found = {one.club_id: one for one in people.memberships(user_id=user_id)}

    assert {(one.role, one.status) for one in found.values()} == {
        ("cashier", "active"), ("owner", "active"),
    }  # fmt: skip
    principal = people.principal_of(membership=found[shop.club_id], address="192.0.2.7")
    assert principal.rights == ROLES["cashier"]
    assert principal.branch_for("") == "north"
    assert (principal.credential_id, principal.staff_id) == (
        found[shop.club_id].staff_id, found[shop.club_id].staff_id,
    )  # fmt: skip
    with pytest.raises(OtherBranch):
        people.principal_of(membership=found[shop.club_id], branch="south")


def test_who_is_suspended_or_gone_may_do_nothing() -> None:
    club = a_club()
    staff_id = add(club, "Reza", "support")
    user_id = come(club, staff_id)

    with club_scope(club.club_id):
        assert people.suspend(principal=club.principal, staff_id=staff_id, at=NOON)
        assert not people.suspend(principal=club.principal, staff_id=staff_id, at=NOON)
    with pytest.raises(people.StaffNotActive):
        people.principal_of(membership=people.memberships(user_id=user_id)[0])
    with club_scope(club.club_id):
        assert people.resume(principal=club.principal, staff_id=staff_id)
    people.principal_of(membership=people.memberships(user_id=user_id)[0])
    with club_scope(club.club_id):
        people.end(principal=club.principal, staff_id=staff_id, at=NOON)
    with pytest.raises(people.StaffNotActive):
        people.principal_of(membership=people.memberships(user_id=user_id)[0])


def test_nobody_gives_or_takes_more_than_they_have() -> None:
    club = a_club(branches=["north", "south"])
    owner = add(club, "Mina", "owner")
    manager = as_role(club, "manager")
    northern = as_role(club, "manager", "north")

    with pytest.raises(people.RoleExceeds):
        add(club, "Ali", "owner", by=manager)
    with club_scope(club.club_id), pytest.raises(people.RoleExceeds):
        people.suspend(principal=manager, staff_id=owner, at=NOON)
    for branches in ((), ("south",), ("north", "south")):
        with pytest.raises(people.RoleExceeds):
            add(club, "Ali", "cashier", *branches, by=northern)
    add(club, "Ali", "cashier", "north", by=northern)


def test_the_last_owner_who_signs_in_stays() -> None:
    club = a_club()
    first, second = add(club, "Mina", "owner"), add(club, "Sara", "owner")
    come(club, first)

    with club_scope(club.club_id):
        with pytest.raises(people.LastClubOwner):
            people.change(principal=club.principal, staff_id=first, role="manager", branches=())
        with pytest.raises(people.LastClubOwner):
            people.suspend(principal=club.principal, staff_id=first, at=NOON)
        with pytest.raises(people.LastClubOwner):
            people.end(principal=club.principal, staff_id=first, at=NOON)
    come(club, second)
    with club_scope(club.club_id):
        before, after = people.change(
            principal=club.principal, staff_id=first, role="manager", branches=()
        )
    assert (before["role"], after["role"]) == ("owner", "manager")


def test_what_cannot_be_is_refused() -> None:
    club, other = a_club(), a_club()
    sara = add(club, "Sara", "support")
    user_id = come(club, sara)

    with pytest.raises(people.NoSuchRole):
        add(club, "Ali", "king")
    with pytest.raises(people.NoSuchBranch):
        add(club, "Ali", "cashier", "nowhere")
    with pytest.raises(people.NameTaken):
        add(club, "Sara", "support")
    ali = add(club, "Ali", "support")
    with club_scope(club.club_id), pytest.raises(people.WorksHere):
        people.link_user(club_id=club.club_id, staff_id=ali, user_id=user_id)
    with club_scope(other.club_id), pytest.raises(people.NoSuchStaff):
        people.suspend(principal=other.principal, staff_id=sara, at=NOON)


def test_list_tells_role_branches_and_status() -> None:
    club = a_club(branches=["north"])
    come(club, add(club, "Ali", "owner"))
    add(club, "Sara", "cashier", "north")

    with club_scope(club.club_id):
        found = queries.staff(club_id=club.club_id)

    assert [(one.name, one.role, one.branches, one.status) for one in found] == [
        ("Ali", "owner", (), "active"), ("Sara", "cashier", ("north",), "invited"),
    ]  # fmt: skip
