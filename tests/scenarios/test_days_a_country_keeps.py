"""Nowruz and the lunar feasts: a gift to everybody, once an occasion, on the day (E21)."""

from datetime import UTC, datetime

import pytest

from tests.factories.clubs import Club, a_club
from vafa.domain.clubs.scope import club_scope
from vafa.ledger.models import Event
from vafa.programme.conditions import AttributeIs
from vafa.programme.document import FixedAmount, Label, Rule
from vafa.programme.presets import reference_programme

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    """Give noon in Tehran."""
    return datetime(year, month, day, 8, 30, tzinfo=UTC)


def giving_on(*keys: str, at: datetime) -> Club:
    """Open a club that gives 300 points on these occasions."""
    document = reference_programme()
    gift = Rule(
        code="feast",
        name=Label(fa="عیدی", en="Gift of the day"),
        trigger="custom",
        condition=AttributeIs(name="occasion", values=keys),
        effects=(FixedAmount(unit="points", units=300),),
    )
    club = a_club(document.model_copy(update={"rules": (*document.rules, gift)}), at=at)
    for name in ("Sara", "Ali"):
        club.join(name)
    return club


def points(club: Club) -> list[int]:
    """Give what Sara and Ali have."""
    return [club.available("points", name) for name in ("Sara", "Ali")]


def test_everybody_has_the_gift_of_a_lunar_day_once_and_again_eleven_days_earlier_next_year() -> (
    None
):
    club = giving_on("eid_al_ghadir", at=noon(2025, 6, 13))
    given = []
    for at in (noon(2025, 6, 13), noon(2025, 6, 14), noon(2025, 6, 14), noon(2026, 6, 4)):
        club.at = at
        given.append(club.run_day().gifts)

    assert (given, points(club)) == ([0, 2, 0, 2], [600, 600])


def test_two_occasions_on_one_day_are_two_gifts() -> None:
    """Eid al-Fitr of 1447 fell on Nowruz of 1405."""
    club = giving_on("nowruz", "eid_al_fitr", at=noon(2026, 3, 21))

    assert (club.run_day().gifts, points(club)) == (4, [600, 600])


def test_day_that_is_only_estimated_gives_nothing() -> None:
    club = giving_on("eid_al_fitr", at=noon(2027, 3, 10))

    assert (club.run_day().gifts, points(club)) == (0, [0, 0])


def test_day_that_no_rule_names_writes_nothing() -> None:
    club = giving_on("yalda", at=noon(2026, 3, 21))

    assert club.run_day().gifts == 0
    with club_scope(club.club_id):
        assert not Event.objects.filter(club_id=club.club_id, kind="occasion").exists()
