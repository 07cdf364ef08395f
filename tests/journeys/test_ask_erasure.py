"""A member asks to be erased: by a code, after a week, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.households import a_household
from tests.factories.merging import merge
from vafa.domain.accounts.operations import InAnAccount
from vafa.domain.clubs.principal import Claim
from vafa.domain.codes.operations import NoSuchProof
from vafa.domain.members.queries import NoSuchMember
from vafa.domain.people.wishes import WAITS, Wish
from vafa.journeys.ask_erasure import (
    OwnErasure,
    ask_erasure,
    erase_due,
    list_erasure_wishes,
    show_own_erasure,
    withdraw_erasure,
)
from vafa.journeys.edit_profile import show_member

pytestmark = pytest.mark.django_db


def wish(club: Club, name: str = "Sara", *, asked: Claim | None = None) -> Wish:
    """Let somebody ask before the staff."""
    staff = replace(club.principal, staff_id=1)
    member_id = club.join(name)
    with clock(club.at):
        return ask_erasure(
            principal=staff, claim=asked or claim(), ids=IDS, at=club.at, member_id=member_id
        )


def own(club: Club, name: str = "Sara") -> OwnErasure:
    """Show somebody the own wish."""
    return show_own_erasure(
        principal=club.principal, vault=VAULT, at=club.at, member_id=club.join(name)
    )


def erase(club: Club) -> tuple[int, int]:
    """Do what is due."""
    with clock(club.at):
        return erase_due(ids=IDS, vault=VAULT, at=club.at)


def test_after_a_week_the_person_is_gone() -> None:
    club = a_club()
    sara = club.join()
    club.buy(1_000_000)
    asked = wish(club)
    club.at += WAITS - timedelta(minutes=1)
    erase(club)
    still = show_member(principal=club.principal, vault=VAULT, member_id=sara)

    club.at += timedelta(minutes=1)
    erase(club)

    assert asked.due_at - asked.asked_at == WAITS
    assert still.profile.first_name == "Sara"
    with pytest.raises(NoSuchMember):
        show_member(principal=club.principal, vault=VAULT, member_id=sara)
    assert list_erasure_wishes(principal=club.principal) == ()


def test_who_thinks_better_of_it_stays() -> None:
    club = a_club()
    sara = club.join()
    wish(club)
    assert own(club).wish is not None

    taken = [
        withdraw_erasure(principal=club.principal, at=club.at, member_id=sara) for _ in range(2)
    ]
    club.at += WAITS
    erase(club)

    assert taken == [True, False]
    assert own(club).wish is None


def test_asking_again_keeps_the_first_day() -> None:
    club, key = a_club(), claim()
    first = wish(club, asked=key)
    club.at += timedelta(days=2)

    assert wish(club).due_at == first.due_at
    assert wish(club, asked=key) == first
    assert len(list_erasure_wishes(principal=club.principal)) == 1


def test_a_machine_needs_a_code_of_that_member() -> None:
    club = a_club()
    member_id = club.join()

    with pytest.raises(NoSuchProof):
        ask_erasure(
            principal=club.principal, claim=claim(), ids=IDS, at=club.at, member_id=member_id
        )

    assert own(club).wish is None


def test_who_shares_a_wallet_leaves_it_first() -> None:
    household = a_household()

    with pytest.raises(InAnAccount):
        wish(household.club)


def test_with_something_held_it_waits_and_stays_listed() -> None:
    club = a_club()
    club.buy(10_000_000)
    wish(club)
    club.at += WAITS
    club.hold(100_000)

    erase(club)

    assert len(list_erasure_wishes(principal=club.principal)) == 1


def test_the_wish_of_a_duplicate_is_the_survivors() -> None:
    club = a_club()
    wish(club, "Twin")
    merge(club, survivor="Sara", duplicate="Twin")

    assert own(club).wish is not None
    club.at += WAITS
    erase(club)

    with pytest.raises(NoSuchMember):
        own(club)
