"""What members bought, as rules can be played over it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.clubs import a_club
from vafa.domain.rewards.records import PurchaseLine, ReturnedLine, SpendWish
from vafa.ledger import past_sales
from vafa.ledger.past_sales import PastPage, members_with_books, past_pages

pytestmark = pytest.mark.django_db


def test_orders_come_by_member_without_what_came_back() -> None:
    club = a_club()
    club.buy(50_000_000)
    sale = club.buy(
        lines=(
            PurchaseLine(1_000_000, vat_rials=100_000, group="dairy"),
            PurchaseLine(300_000, vat_rials=0, group="bread"),
        ),
        spend=(SpendWish("credit", None),),
    )
    gone = club.buy(700_000, name="Ali")
    club.refund(sale, lines=(ReturnedLine(2, 1000),))
    club.refund(gone)

    (page,) = past_pages(club_id=club.club_id, zone="Asia/Tehran", until=club.at)

    assert page.member_ids == (club.members["Sara"], club.members["Ali"])
    assert members_with_books(club_id=club.club_id) == 2
    assert [(one.group, one.net_rials, one.vat_rials, one.paid_with) for one in page.lines][
        1:
    ] == [("dairy", 1_000_000, 100_000, ("credit",))]
    assert (page.lines[0].net_rials, page.lines[0].minute) == (50_000_000, 12 * 60)


def test_pages_are_of_whole_members_and_later_orders_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    club = a_club()
    for name in ("Sara", "Ali", "Mina"):
        club.buy(1_000_000, name=name)
    monkeypatch.setattr(past_sales, "PAGE", 2)

    def pages(days: int) -> list[PastPage]:
        return list(
            past_pages(
                club_id=club.club_id, zone="Asia/Tehran", until=club.at + timedelta(days=days)
            )
        )

    assert [len(page.member_ids) for page in pages(0)] == [2, 1]
    assert [len(page.lines) for page in pages(0)] == [2, 1]
    assert [len(page.lines) for page in pages(-1)] == [0, 0]
