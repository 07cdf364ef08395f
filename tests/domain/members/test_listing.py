"""The list of members: found by parts of names and mobiles, narrowed, sorted, paged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import tags
from vafa.domain.members.listing import MembersSought, UnitNotListed, count, members
from vafa.journeys.relay_changes import relay_changes
from vafa.kit.calendar import local_day

pytestmark = pytest.mark.django_db


def listed(club: Club, **sought: Any) -> list[str]:
    """Give the first names of who is sought."""
    with club_scope(club.club_id):
        found = members(club_id=club.club_id, sought=MembersSought(**sought), vault=VAULT)
    return [one.first_name for one in found]


def relayed(club: Club) -> Club:
    """Let the relay carry what happened."""
    while relay_changes(batch=500):
        pass
    return club


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("مینا", ["مینا"]),
        ("كريم", ["رضا"]),
        ("ریم", ["رضا"]),
        ("اح", ["مینا"]),
        ("رضا کریمی", ["رضا"]),
        ("۱۱۱۲", ["مینا"]),
        ("111 0002", ["رضا"]),
        ("09121110002", ["رضا"]),
        ("0002", ["رضا"]),
        ("9999", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_members_are_found_however_they_are_typed(typed: str, names: list[str]) -> None:
    club, other = a_club(), a_club()
    club.join("مینا", last_name="احمدی", mobile="09121111112")
    club.join("رضا", last_name="کریمی", mobile="09121110002")
    other.join("مینا", last_name="کریمی", mobile="09121110002")

    assert listed(club, text=typed) == names


def test_a_name_with_a_slip_finds_who_is_alike_and_says_so() -> None:
    club = a_club()
    club.join("علی", last_name="ابراهیمی")
    club.join("سارا", last_name="موسوی")

    with club_scope(club.club_id):
        sought = MembersSought(text="ابراهمی")
        found = members(club_id=club.club_id, sought=sought, vault=VAULT)

    assert [(one.first_name, one.is_alike) for one in found] == [("علی", True)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("وحدی", "وحید"),  # a letter left out
        ("وحییدی", "وحید"),  # one too many
        ("وخیدی", "وحید"),  # another one
        ("ویحدی", "وحید"),  # two swapped
        ("محمد رظا", "محمدرضا"),
        ("محمدرظا", "محمدرضا"),
        ("علی رضا", "علیرضا"),
        ("امیرالی", "امیر علی"),
        ("وحدی وحید", "وحید"),
        ("لعی", "امیر علی"),
    ],
)
def test_one_slip_finds_the_name_short_ones_too(typed: str, name: str) -> None:
    club = a_club()
    club.join("وحید", last_name="وحیدی")
    club.join("محمدرضا", last_name="کاشانی")
    club.join("علیرضا", last_name="بهرامی")
    club.join("امیر علی", last_name="شجاعی")

    assert listed(club, text=typed)[:1] == [name]


def test_a_slip_finds_nobody_of_another_club_nor_anybody_quite_different() -> None:
    club, other = a_club(), a_club()
    club.join("وحید", last_name="وحیدی")
    other.join("نگار", last_name="شفیعی")

    assert listed(club, text="شفعی") == []
    assert listed(other, text="شفعی") == ["نگار"]
    assert listed(club, text="مو") == []


def test_what_members_hold_and_bought_narrows_and_sorts() -> None:
    club = a_club()
    for name, rials in (("much", 90_000_000), ("some", 10_000_000)):
        club.buy(rials, name=name)
    club.join("none")
    relayed(club)
    today = local_day(club.at, "Asia/Tehran")

    with club_scope(club.club_id):
        listing = members(club_id=club.club_id, sought=MembersSought(sort="unit_2"), vault=VAULT)
    values = [one.place.value for one in listing]

    assert [one.first_name for one in listing] == ["much", "some", "none"]
    assert values == sorted(values, reverse=True)
    assert values[2] == 0
    assert listed(club, unit=2, units_from=values[0]) == ["much"]
    assert listed(club, unit=2, units_to=0) == ["none"]
    assert listed(club, bought_from=today) == ["some", "much"]
    assert listed(club, bought_from=0, bought_until=0) == ["none"]
    assert listed(club, sort="bought", is_descending=False)[0] == "none"
    with pytest.raises(UnitNotListed):
        listed(club, unit=4, units_from=1)


def test_who_and_where_narrow_together_and_are_counted() -> None:
    club = a_club(branches=("north", "south"))
    mina = club.join("Mina", branch="north", birthday=(9, 1))
    club.join("Sara", branch="north")
    club.join("Reza", branch="south", birthday=(9, 1))
    with club_scope(club.club_id):
        tag = tags.save(club_id=club.club_id, tag_id=IDS.next(), name="VIP", colour="info")
        tags.add(club_id=club.club_id, tag_id=tag.tag_id, member_ids=(mina,))
        north = MembersSought(branch="north")

        named = MembersSought(branch="north", text="mina")
        told = [
            count(club_id=club.club_id, sought=sought, vault=VAULT, most=most)
            for sought, most in ((north, 9), (north, 1), (named, 9), (MembersSought(), 9))
        ]
        assert told == [2, 1, 1, 3]
    assert listed(club, branch="north") == ["Sara", "Mina"]
    assert listed(club, branch="north", birthdays=((9, 1), (9, 2))) == ["Mina"]
    assert listed(club, tag_id=tag.tag_id) == ["Mina"]
    assert listed(club, tag_id=tag.tag_id, text="sara") == []
    assert listed(club, state="left") == []
    assert listed(club, consent="sms") == []
    assert listed(club, member_ids=(mina,)) == ["Mina"]
    assert listed(club, member_ids=()) == []


def test_pages_go_on_after_a_place_and_back() -> None:
    club = a_club()
    for name in ("A", "B", "C", "D", "E"):
        club.buy(1_000_000, name=name)
    relayed(club)
    for sort in ("joined", "bought", "unit_1"):
        with club_scope(club.club_id):
            whole = members(club_id=club.club_id, sought=MembersSought(sort=sort), vault=VAULT)
        names = [one.first_name for one in whole]

        assert listed(club, sort=sort, after=whole[1].place, limit=2) == names[2:4]
        assert (
            listed(club, sort=sort, after=whole[3].place, is_backwards=True, limit=2) == names[1:3]
        )
