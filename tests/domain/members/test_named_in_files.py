"""A mobile in a file stands for whoever it is now."""

from __future__ import annotations

import pytest

from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock
from tests.factories.merging import merge, unmerge
from tests.factories.whole import erase
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.named_in_files import ERASED, LEFT, gone, has_gone, merged_mobiles
from vafa.journeys.leave_club import leave_club

pytestmark = pytest.mark.django_db
SARA, ALI, MINA, NOBODY = "+989125550001", "+989125550002", "+989125550003", "+989125550004"


@pytest.fixture
def club() -> Club:
    """Give a club of three."""
    made = a_club()
    for name, mobile in (("Sara", SARA), ("Ali", ALI), ("Mina", MINA)):
        made.join(name, mobile=mobile)
    return made


def merged(club: Club) -> dict[str, str]:
    """Give who is somebody else now."""
    with club_scope(club.club_id):
        return merged_mobiles(club_id=club.club_id, vault=VAULT)


def away(club: Club) -> dict[str, str]:
    """Give who of all is no member any more."""
    everybody = (SARA, ALI, MINA, NOBODY)
    with club_scope(club.club_id):
        return gone(club_id=club.club_id, mobiles=everybody, vault=VAULT)


def test_merged_mobiles_name_whoever_stayed_through_several_merges(club: Club) -> None:
    """Mina became Ali, and Ali Sara: both are Sara, until they are parted."""
    assert merged(club) == {}
    merge(club, "Ali", "Mina")
    assert merged(club) == {MINA: ALI}
    second = merge(club, "Sara", "Ali")
    assert merged(club) == {MINA: SARA, ALI: SARA}
    unmerge(club, second.merge_id)
    assert merged(club) == {MINA: ALI}


def test_gone_tells_who_left_and_who_was_erased(club: Club) -> None:
    """Whoever joins anew is there; another club knows nothing of it."""
    with club_scope(club.club_id):
        assert not has_gone(club_id=club.club_id)
    assert away(club) == {}
    with clock(club.at):
        leave_club(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members["Ali"], source="till",
        )  # fmt: skip
    erase(club, "Mina")

    assert away(club) == {ALI: LEFT, MINA: ERASED}
    with club_scope(club.club_id):
        assert has_gone(club_id=club.club_id)
    assert away(a_club()) == {}
    club.join("Mina again", mobile=MINA)
    assert away(club) == {ALI: LEFT}
