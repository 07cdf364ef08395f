"""Which version decides, and that a change is seen at once."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, NOON, a_club
from vafa.domain.catalogue.operations import name_groups
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.operations import open_branch
from vafa.domain.clubs.records import NewBranch
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.settings import DisplayFrom
from vafa.domain.rewards.rulebook import NoProgramme, NoSuchVersion, UnknownUnit, rulebook
from vafa.journeys.change_club import set_display
from vafa.ledger import operations as book
from vafa.programme.presets import demo_programme

pytestmark = pytest.mark.django_db


def epoch_of(club_id: int) -> int:
    """Say that the rules changed, which also tells their new epoch."""
    return book.advance_epoch(club_id=club_id)


def test_the_version_that_had_started_last_is_in_force() -> None:
    club = a_club()
    club.publish(demo_programme(), starts_at=NOON + timedelta(days=1))

    rules = rulebook(club.club_id, epoch_of(club.club_id))

    assert rules.in_force(NOON).number == 1
    assert rules.in_force(NOON + timedelta(days=1)).number == 2
    assert rules.latest(NOON - timedelta(days=9999)).number == 1
    with pytest.raises(NoProgramme):
        rules.in_force(NOON - timedelta(days=9999))


def test_versions_are_found_by_id_and_number() -> None:
    club = a_club()
    rules = rulebook(club.club_id, epoch_of(club.club_id))

    version = rules.by_number(1)

    assert rules.by_id(version.id) is version
    assert version.unit("points").number == 1
    assert rules.codes == {1: "points", 2: "credit"}
    with pytest.raises(NoSuchVersion):
        rules.by_id(1)
    with pytest.raises(NoSuchVersion):
        rules.by_number(2)
    with pytest.raises(UnknownUnit):
        version.unit("gold")


def test_a_change_makes_a_new_rulebook() -> None:
    club = a_club()
    before = rulebook(club.club_id, epoch_of(club.club_id))

    with club_scope(club.club_id):
        open_branch(
            club_id=club.club_id, branch_id=IDS.next(), branch=NewBranch("north", "شمال"), at=NOON
        )
        name_groups(club_id=club.club_id, ids=IDS, groups=[NamedGroup("food", "خوراک", "Food")])
    after = rulebook(club.club_id, epoch_of(club.club_id))

    assert (before.club.branches, after.club.branches) == (frozenset(), frozenset({"north"}))
    assert after.by_number(1).wordings[0].names["group"] == {"food": "خوراک"}
    assert rulebook(club.club_id, epoch_of(club.club_id)) is not after


def test_a_club_without_programme_has_none() -> None:
    club = a_club(is_published=False)

    with pytest.raises(NoProgramme):
        rulebook(club.club_id, epoch_of(club.club_id)).latest(NOON)


def test_reasons_say_money_in_the_unit_of_the_club_from_its_day_on() -> None:
    """No sentence says Toman to a club that shows Rial; a unit of tomorrow comes with its day."""
    club = a_club()
    before = club.buy(1_000_000).awards[1].why
    for days, unit in ((0, "rial"), (1, "new_rial")):
        day = (club.at + timedelta(days=days)).date()
        set_display(
            principal=club.principal,
            at=club.at,
            display=DisplayFrom(day, unit),  # type: ignore[arg-type]  # framework
        )
    today = club.buy(1_000_000).awards[1].why
    club.pass_days(1)
    club.run_day()
    tomorrow = club.buy(1_000_000).awards[1].why

    assert "تومان" in before.fa
    assert ("تومان" in today.fa, "ریال" in today.fa) == (False, True)
    assert "Toman" not in tomorrow.en
    assert tomorrow.en != today.en
