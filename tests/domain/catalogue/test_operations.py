"""Naming groups."""

import pytest

from tests.factories.clubs import IDS, a_club
from vafa.domain.catalogue.operations import BadGroup, NamedGroup, name_groups
from vafa.domain.catalogue.queries import group_names
from vafa.domain.clubs.scope import club_scope

pytestmark = pytest.mark.django_db


def test_groups_are_named_and_renamed() -> None:
    club = a_club()

    with club_scope(club.club_id):
        first = [NamedGroup("food", "خوراک", "Food"), NamedGroup("food.dairy", "لبنیات")]
        name_groups(club_id=club.club_id, ids=IDS, groups=first)
        again = name_groups(
            club_id=club.club_id, ids=IDS, groups=[NamedGroup("food", "خوراکی", "Foods")]
        )
        names = group_names(club_id=club.club_id)

    assert again == 1
    assert names == {
        "fa": {"food": "خوراکی", "food.dairy": "لبنیات"},
        "en": {"food": "Foods", "food.dairy": "food.dairy"},
    }


@pytest.mark.parametrize("group", [NamedGroup("Food!", "خوراک"), NamedGroup("food", " ")])
def test_a_group_needs_a_code_and_a_name(group: NamedGroup) -> None:
    club = a_club()

    with club_scope(club.club_id), pytest.raises(BadGroup):
        name_groups(club_id=club.club_id, ids=IDS, groups=[group])
