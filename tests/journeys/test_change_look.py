"""The look of a club: changed with its trail, and counted so that browsers learn of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.clubs import a_club
from tests.factories.pictures import picture
from vafa.domain.clubs import trail
from vafa.domain.clubs.looks import logo_of
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.trail import ActsSought
from vafa.domain.people.queries import club_here
from vafa.journeys.change_look import Look, change_look, show_look
from vafa.kit.pictures import UnfitPicture

pytestmark = pytest.mark.django_db


def test_a_look_is_changed_kept_and_taken_away() -> None:
    club = a_club()

    def change(colour: str, logo: bytes | None) -> Look:
        return change_look(principal=club.principal, at=club.at, colour=colour, logo=logo)

    with_logo = change("#7a1f3d", picture())
    same = change("#7a1f3d", None)
    without = change("", b"")
    with pytest.raises(UnfitPicture):
        change("", b"no picture")

    assert (with_logo.logo, with_logo.icon) == logo_of(picture())
    assert same == with_logo
    assert (without, show_look(principal=club.principal)) == (Look("", b"", b""),) * 2
    with club_scope(club.club_id):
        sought = ActsSought(club.at - timedelta(1), club.at + timedelta(1), act="look_changed")
        acts = trail.acts(club_id=club.club_id, sought=sought)
        assert club_here(club_id=club.club_id).look == len(acts) == 2
