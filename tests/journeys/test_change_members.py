"""Many members changed at once, and as before again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim
from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.principal import Claim, RightMissing
from vafa.domain.members.listing import MembersSought
from vafa.domain.members.tags import NoSuchTag
from vafa.journeys import change_members as changing
from vafa.journeys import mark_members as marking
from vafa.journeys.change_members import Change, NothingToUndo, TooManyAtOnce

pytestmark = pytest.mark.django_db


def doing(club: Club, asked: Claim | None = None) -> marking.Doing:
    """Say who changes them."""
    return marking.Doing(club.principal, asked or claim(), IDS, VAULT, club.at)


def tagged(club: Club, name: str) -> list[str]:
    """Give the tags of a member."""
    marks = marking.show_marks(principal=club.principal, vault=VAULT, member_id=club.members[name])
    return [one.name for one in marks.tags]


def test_all_that_is_sought_gets_a_tag_once_and_undone_loses_it() -> None:
    club = a_club(branches=("north",))
    had = club.join("Sara", branch="north")
    club.join("Mina", branch="north")
    club.join("Reza")
    tag = marking.save_tag(doing=doing(club), name="VIP", colour="info")
    marking.tag_member(doing=doing(club), member_id=had, add=[tag.tag_id])
    asked, sought = claim(), MembersSought(branch="north")
    change = Change("add_tag", tag.tag_id)
    done = changing.change_members(doing=doing(club, asked), sought=sought, change=change)
    again = changing.change_members(doing=doing(club, asked), sought=sought, change=change)
    after = [tagged(club, name) for name in ("Sara", "Mina", "Reza")]
    undone = changing.undo_change(doing=doing(club), key=asked.key)

    assert (done.sought, done.changed) == (2, 1)
    assert again == done
    assert after == [["VIP"], ["VIP"], []]
    assert undone == 1
    assert [tagged(club, name) for name in ("Sara", "Mina")] == [["VIP"], []]
    with pytest.raises(NothingToUndo):
        changing.undo_change(doing=doing(club), key=asked.key)


def test_a_tag_is_taken_from_those_who_have_it_and_given_back() -> None:
    club = a_club()
    sara = club.join("Sara")
    tag = marking.save_tag(doing=doing(club), name="VIP", colour="info")
    marking.tag_member(doing=doing(club), member_id=sara, add=[tag.tag_id])
    asked = claim()
    changing.change_members(
        doing=doing(club, asked), sought=MembersSought(), change=Change("remove_tag", tag.tag_id)
    )
    without = tagged(club, "Sara")
    changing.undo_change(doing=doing(club), key=asked.key)

    assert (without, tagged(club, "Sara")) == ([], ["VIP"])


def test_what_cannot_be_done_changes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    club = a_club()
    club.join("Sara")
    club.join("Mina")
    everybody = MembersSought()

    with pytest.raises(NoSuchTag):
        changing.change_members(doing=doing(club), sought=everybody, change=Change("add_tag", 1))
    with pytest.raises(NoSuchStaff):
        changing.change_members(
            doing=doing(club), sought=everybody, change=Change("set_manager", 1)
        )
    with pytest.raises(NothingToUndo):
        changing.undo_change(doing=doing(club), key="unknown")
    reader = replace(club.principal, rights=frozenset({"members.read"}))
    with pytest.raises(RightMissing):
        changing.change_members(
            doing=replace(doing(club), principal=reader), sought=everybody,
            change=Change("add_tag", 1),
        )  # fmt: skip
    monkeypatch.setattr(changing, "MOST", 1)
    with pytest.raises(TooManyAtOnce):
        changing.change_members(
            doing=doing(club), sought=everybody, change=Change("set_manager", None)
        )
