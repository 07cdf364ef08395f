"""Every member of a club, page by page, with what is open."""

import pytest

from tests.factories.clubs import a_club, a_club_with_credit
from vafa.ledger import standings

pytestmark = pytest.mark.django_db


def test_every_member_comes_once_with_the_open_lots_however_small_the_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    club = a_club()
    for name in ("Sara", "Ali", "Mina"):
        club.buy(1_000_000, name=name)
    monkeypatch.setattr(standings, "PAGE", 2)

    pages = list(standings.holders(club_id=club.club_id))

    assert [len(page) for page in pages] == [2, 1]
    assert [one.member_id for page in pages for one in page] == sorted(club.members.values())
    lots = {(lot.unit, lot.units, lot.rule) for lot in pages[0][0].lots}
    assert lots == {(1, 10, "points-on-purchase"), (2, 20_000, "cashback")}


def test_members_after_one_come_without_lots_when_nobody_asks_for_them() -> None:
    club = a_club_with_credit()
    later = club.join("Ali")

    (page,) = standings.holders(club_id=club.club_id, after_member_id=club.join(), with_lots=False)

    assert [(one.member_id, one.lots) for one in page] == [(later, ())]
