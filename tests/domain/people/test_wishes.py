"""Wishes to be erased: one open at a time, in order of their day."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.people import wishes

pytestmark = pytest.mark.django_db


def test_one_is_open_at_a_time_and_a_new_one_may_follow() -> None:
    club = a_club()
    club_id, later = club.club_id, club.at + timedelta(days=1)
    with club_scope(club_id):
        first = wishes.ask(club_id=club_id, wish_id=IDS.next(), member_id=7, at=club.at)
        again = wishes.ask(club_id=club_id, wish_id=IDS.next(), member_id=7, at=later)
        wishes.settle(club_id=club_id, member_id=7, at=later)
        none = wishes.wish_of(club_id=club_id, member_ids=[7])
        new = wishes.ask(club_id=club_id, wish_id=IDS.next(), member_id=7, at=later)

    assert again == first
    assert none is None
    assert new.due_at == later + wishes.WAITS


def test_the_first_to_be_done_leads() -> None:
    club = a_club()
    club_id = club.club_id
    with club_scope(club_id):
        for member_id, days in ((1, 2), (2, 1), (3, 9)):
            at = club.at + timedelta(days=days)
            wishes.ask(club_id=club_id, wish_id=IDS.next(), member_id=member_id, at=at)
        due = wishes.wishes(club_id=club_id, due_by=club.at + timedelta(days=10))
        every = wishes.wishes(club_id=club_id)

    assert [one.member_id for one in due] == [2, 1]
    assert [one.member_id for one in every] == [2, 1, 3]
