"""Limits of roles: what a cashier gives and lets be spent alone, and who sets that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, Club, a_club, a_club_with_credit, claim, clock
from tests.factories.receipts import move
from vafa.domain.clubs.people import NoSuchRole
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.records import RoleLimitSet
from vafa.domain.clubs.rights import ROLES, Role
from vafa.domain.rewards.answers import Adjusted, Exchanged
from vafa.domain.rewards.records import Adjustment, SpendWish
from vafa.domain.rewards.role_limits import AboveRoleLimit
from vafa.journeys import limit_roles
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.move_purchase import MoveWaiting

pytestmark = pytest.mark.django_db(transaction=True)

CASHIER = RoleLimitSet("cashier", grant_rials=50_000, apply_rials=30_000)


def work_as(club: Club, role: Role) -> None:
    club.principal = replace(club.principal, rights=ROLES[role], role=role, staff_id=IDS.next())


def limited(club: Club, limit: RoleLimitSet = CASHIER) -> RoleLimitSet:
    return limit_roles.set_role_limit(principal=club.principal, at=club.at, limit=limit)


def give(club: Club, units: int) -> Adjusted:
    with clock(club.at):
        return adjust_balance(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            adjustment=Adjustment(club.join(), "credit", units, "goodwill"),
        )  # fmt: skip


def test_above_the_limit_of_the_role_a_second_person_approves() -> None:
    club = a_club_with_credit()
    limited(club)

    work_as(club, "cashier")

    assert give(club, 50_000).approval_id == 0
    assert give(club, 50_001).approval_id
    work_as(club, "support")
    assert give(club, 50_001).approval_id == 0


def test_what_a_move_writes_off_counts_for_the_limit_of_the_role() -> None:
    club = a_club()
    limited(club, RoleLimitSet("manager", grant_rials=10_000))
    sale = club.buy(1_000_000)
    club.redeem(20_000)
    work_as(club, "manager")

    waiting = move(club, sale, "Ali", if_spent="forgive")

    assert isinstance(waiting, MoveWaiting)
    work_as(club, "owner")
    assert isinstance(move(club, sale, "Ali", if_spent="forgive"), Exchanged)


def test_more_credit_than_the_role_may_take_is_refused_and_nothing_is_written() -> None:
    club = a_club_with_credit()
    limited(club)
    work_as(club, "cashier")
    before = club.available("credit")

    for spend in (
        lambda: club.buy(1_000_000, spend=(SpendWish("credit", 30_001),)),
        lambda: club.redeem(30_001),
        lambda: club.hold(30_001),
    ):
        with pytest.raises(AboveRoleLimit) as refused:
            spend()
        assert refused.value.details == {"limit_rials": 30_000}
    assert club.available("credit") == before
    club.redeem(30_000)
    work_as(club, "manager")
    club.redeem(30_001)


def test_a_machine_has_no_role_and_no_limit_of_one() -> None:
    club = a_club_with_credit()
    limited(club)

    club.redeem(60_000)


def test_limits_of_roles_are_listed_and_set_by_who_stands_above() -> None:
    club = a_club_with_credit()
    limited(club)

    found = limit_roles.list_role_limits(principal=club.principal)

    assert len(found) == len(ROLES)
    assert [one for one in found if one.apply_rials is not None] == [CASHIER]
    work_as(club, "manager")
    limited(club, RoleLimitSet("cashier", 1, None))
    for role in ("manager", "owner"):
        with pytest.raises(limit_roles.OwnRoleLimit):
            limited(club, RoleLimitSet(role, 1, None))
    work_as(club, "cashier")
    with pytest.raises(RightMissing):
        limited(club)


def test_a_limit_that_cannot_be_is_refused() -> None:
    club = a_club_with_credit()

    with pytest.raises(NoSuchRole):
        limited(club, RoleLimitSet("king"))
    for rials in (-1, 10**13 + 1):
        with pytest.raises(limit_roles.RoleLimitOutOfBounds):
            limited(club, RoleLimitSet("cashier", grant_rials=rials))
