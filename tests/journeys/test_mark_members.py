"""Notes, tags, account managers and views: written, changed, carried along, forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim
from vafa.domain.clubs.people import NoSuchStaff
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import notes as kept
from vafa.domain.members.notes import NoSuchNote, NoteUnfit, NoteWish
from vafa.domain.members.tags import NoSuchColour, NoSuchTag, TagExists, TagNameUnfit
from vafa.domain.members.views import NoSuchView, ViewNameUnfit
from vafa.journeys import mark_members as marking
from vafa.journeys.merge_members import merge_members, unmerge_members

pytestmark = pytest.mark.django_db


def doing(club: Club, *rights: str, staff_id: int = 0) -> marking.Doing:
    """Say who writes: the club's owner, or somebody with these rights only."""
    principal = club.principal
    if rights:
        principal = replace(principal, rights=frozenset(rights))
    return marking.Doing(
        replace(principal, staff_id=staff_id, name="سارا"), claim(), IDS, VAULT, club.at
    )


def test_a_note_is_written_changed_pinned_and_removed_with_its_history() -> None:
    club = a_club()
    sara = club.join("Sara")
    marking.write_note(doing=doing(club), member_id=sara, text=" likes tea \n")
    first = marking.write_note(doing=doing(club), member_id=sara, text="second").notes[1]
    wish = NoteWish(text="likes coffee", is_pinned=True)
    changed = marking.change_note(
        doing=doing(club), member_id=sara, note_id=first.note_id, wish=wish
    ).notes
    gone = marking.change_note(
        doing=doing(club), member_id=sara, note_id=first.note_id, wish=NoteWish(is_removed=True)
    ).notes
    back = marking.change_note(
        doing=doing(club), member_id=sara, note_id=first.note_id, wish=NoteWish(is_removed=False)
    ).notes

    assert first.text == "likes tea"
    assert [one.text for one in changed] == ["likes coffee", "second"]
    assert changed[0].is_pinned
    assert [(one.author, one.text) for one in changed[0].before] == [("سارا", "likes tea")]
    assert [one.text for one in gone] == ["second"]
    assert [one.text for one in back] == ["likes coffee", "second"]


def test_notes_are_refused_that_are_none() -> None:
    club, other = a_club(), a_club()
    sara, reza = club.join("Sara"), other.join("Reza")
    note = marking.write_note(doing=doing(club), member_id=sara, text="x").notes[0]

    with pytest.raises(NoteUnfit):
        marking.write_note(doing=doing(club), member_id=sara, text="  ")
    with pytest.raises(NoteUnfit):
        marking.write_note(doing=doing(club), member_id=sara, text="x" * 2_001)
    with pytest.raises(NoSuchNote):
        marking.change_note(
            doing=doing(other), member_id=reza, note_id=note.note_id, wish=NoteWish(text="y")
        )
    with pytest.raises(RightMissing):
        marking.write_note(doing=doing(club, "members.read"), member_id=sara, text="x")


def test_tags_have_one_name_each_and_go_from_all_members() -> None:
    club = a_club()
    sara = club.join("Sara")
    tag = marking.save_tag(doing=doing(club), name="کافه", colour="info")
    marks = marking.tag_member(doing=doing(club), member_id=sara, add=[tag.tag_id])
    renamed = marking.save_tag(
        doing=doing(club), name="Wholesale", colour="error", tag_id=tag.tag_id
    )

    assert marks.tags == (tag,)
    assert marking.list_tags(principal=club.principal) == (renamed,)
    with pytest.raises(TagExists):
        marking.save_tag(doing=doing(club), name="wholeSALE", colour="info")
    with pytest.raises(TagNameUnfit):
        marking.save_tag(doing=doing(club), name=" ", colour="info")
    with pytest.raises(NoSuchColour):
        marking.save_tag(doing=doing(club), name="x", colour="pink")
    with pytest.raises(NoSuchTag):
        marking.tag_member(doing=doing(club), member_id=sara, add=[1])
    marking.drop_tag(doing=doing(club), tag_id=tag.tag_id)
    after = marking.show_marks(principal=club.principal, vault=VAULT, member_id=sara)
    assert after.tags == ()


def test_only_who_works_here_looks_after_a_member() -> None:
    club = a_club()
    sara = club.join("Sara")

    with pytest.raises(NoSuchStaff):
        marking.set_manager(doing=doing(club), member_id=sara, staff_id=5)
    marks = marking.set_manager(doing=doing(club), member_id=sara, staff_id=None)
    assert (marks.manager_id, marks.manager) == (None, "")


def test_views_are_shared_or_ones_own() -> None:
    club = a_club()
    own = marking.save_view(
        doing=doing(club, "members.read", staff_id=1), name="mine", query={"tier": "gold"},
        is_shared=False,
    )  # fmt: skip
    shared = marking.save_view(doing=doing(club), name="ours", query={"q": "x"}, is_shared=True)
    mine = marking.list_views(principal=doing(club, "members.read", staff_id=1).principal)
    others = marking.list_views(principal=doing(club, "members.read", staff_id=2).principal)

    assert (mine, others) == ((own, shared), (shared,))
    with pytest.raises(RightMissing):
        marking.save_view(doing=doing(club, "members.read"), name="ours", query={}, is_shared=True)
    with pytest.raises(RightMissing):
        marking.drop_view(doing=doing(club, "members.read"), view_id=shared.view_id)
    with pytest.raises(NoSuchView):
        marking.drop_view(doing=doing(club, staff_id=2), view_id=own.view_id)
    with pytest.raises(ViewNameUnfit):
        marking.save_view(doing=doing(club), name=" ", query={}, is_shared=False)
    marking.drop_view(doing=doing(club), view_id=shared.view_id)


def test_a_merge_shows_both_members_notes_and_tags() -> None:
    club = a_club()
    sara, twin = club.join("Sara"), club.join("Twin")
    tag = marking.save_tag(doing=doing(club), name="VIP", colour="info")
    marking.tag_member(doing=doing(club), member_id=twin, add=[tag.tag_id])
    marking.write_note(doing=doing(club), member_id=twin, text="of the twin")
    done = merge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
        survivor_id=sara, duplicate_id=twin,
    )  # fmt: skip
    merged = marking.show_marks(principal=club.principal, vault=VAULT, member_id=sara)
    edited = marking.change_note(
        doing=doing(club), member_id=sara, note_id=merged.notes[0].note_id,
        wish=NoteWish(text="of both"),
    )  # fmt: skip
    unmerge_members(
        principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
        merge_id=done.merge_id,
    )  # fmt: skip
    parted = marking.show_marks(principal=club.principal, vault=VAULT, member_id=twin)

    assert (merged.tags, [one.text for one in merged.notes]) == ((tag,), ["of the twin"])
    assert [one.text for one in edited.notes] == ["of both"]
    assert [one.text for one in parted.notes] == ["of both"]


def test_parted_again_each_has_the_tags_of_before() -> None:
    club = a_club()
    sara, twin = club.join("Sara"), club.join("Twin")
    hers, both, later = (
        marking.save_tag(doing=doing(club), name=name, colour="info").tag_id
        for name in ("VIP", "Near", "Later")
    )
    marking.tag_member(doing=doing(club), member_id=twin, add=[hers, both])
    marking.tag_member(doing=doing(club), member_id=sara, add=[both])
    for _ in range(2):
        done = merge_members(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, vault=VAULT,
            survivor_id=sara, duplicate_id=twin,
        )  # fmt: skip
        marking.tag_member(doing=doing(club), member_id=sara, add=[later])
        unmerge_members(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            merge_id=done.merge_id,
        )  # fmt: skip
    sara_has, twin_has = (
        {one.tag_id for one in marking.show_marks(
            principal=club.principal, vault=VAULT, member_id=member_id
        ).tags}
        for member_id in (sara, twin)
    )  # fmt: skip

    assert sara_has == {both, later}
    assert twin_has == {hers, both}


def test_a_note_is_forgotten_with_all_its_versions() -> None:
    club = a_club()
    sara = club.join("Sara")
    marking.write_note(doing=doing(club), member_id=sara, text="secret")
    with club_scope(club.club_id):
        kept.forget(club_id=club.club_id, member_id=sara)
    marks = marking.show_marks(principal=club.principal, vault=VAULT, member_id=sara)

    assert marks.notes == ()
