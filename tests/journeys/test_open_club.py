"""Opening a club, and the key that comes with it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories.clubs import IDS, NOON, a_club, entropy
from vafa.domain.clubs.operations import CodeTaken, EmptyName
from vafa.domain.clubs.principal import RIGHTS
from vafa.domain.clubs.queries import all_clubs, authenticate, club_facts
from vafa.domain.clubs.records import ClubOpened, NewBranch, NewClub
from vafa.domain.clubs.scope import club_scope
from vafa.journeys.open_club import open_club
from vafa.kit.calendar import UnknownZone

pytestmark = pytest.mark.django_db

CLUB = NewClub(code="", name="  فروشگاه   نمونه ", branches=(NewBranch("north", "شمال"),))


def opened(**more: Any) -> ClubOpened:
    club = replace(CLUB, **{"code": f"club-{IDS.next()}", **more})
    return open_club(ids=IDS, at=NOON, entropy=entropy(), club=club)


def test_club_opens_with_its_branches_rate_and_first_key() -> None:
    club = opened(vat_basis_points=900)

    with club_scope(club.club_id):
        facts = club_facts(club_id=club.club_id)
    principal = authenticate(secret=club.key.secret, at=NOON)

    assert (facts.name, facts.branches, facts.vat_on(20_000)) == (
        "فروشگاه نمونه", frozenset({"north"}), 900,
    )  # fmt: skip
    assert (principal.club_id, principal.rights, principal.test) == (club.club_id, RIGHTS, False)
    assert club.club_id in {listed.club_id for listed in all_clubs()}


def test_a_test_clubs_key_is_a_test_key() -> None:
    club = opened(test=True)

    assert club.key.secret.startswith("vafa_test_")
    assert authenticate(secret=club.key.secret, at=NOON).test


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"zone": "Asia/Nowhere"}, UnknownZone),
        ({"name": " "}, EmptyName),
        ({"branches": (NewBranch("a", "a"), NewBranch("a", "b"))}, CodeTaken),
    ],
)
def test_what_cannot_open_leaves_nothing(more: dict[str, Any], error: type[Exception]) -> None:
    before = len(all_clubs())

    with pytest.raises(error):
        opened(**more)

    assert len(all_clubs()) == before


def test_a_clubs_code_is_its_own() -> None:
    club = a_club()
    with club_scope(club.club_id):
        code = next(one.code for one in all_clubs() if one.club_id == club.club_id)

    with pytest.raises(CodeTaken):
        opened(code=code)
