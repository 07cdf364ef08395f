"""The rules of a club as everybody may read them."""

from __future__ import annotations

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.journeys.show_rules import show_rules
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def test_the_programme_in_force_is_shown() -> None:
    club = a_club(reference_programme())
    caller = Principal(club.club_id, 1, frozenset({"programme.read"}))

    shown = show_rules(principal=caller, at=club.at)

    assert shown.document.code == "reference"
    assert shown.since <= club.at
    with pytest.raises(NoProgramme):
        show_rules(principal=caller, at=shown.since.replace(year=shown.since.year - 1))


def test_reading_needs_its_right() -> None:
    club = a_club(reference_programme())

    with pytest.raises(RightMissing):
        show_rules(principal=Principal(club.club_id, 1, frozenset()), at=club.at)
