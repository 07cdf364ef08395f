"""What a member can use at a till besides the wallet: coupons and gift cards with their codes."""

from datetime import timedelta

import pytest

from tests.factories.clubs import VAULT, Club, clock
from tests.factories.coupons import buy_with, coupon_club, coupons, series
from tests.factories.gift_cards import a_card, buy, card_club, card_line, goods, issue
from tests.factories.merging import merge
from vafa.domain.rewards.records import CardPayment
from vafa.journeys.show_vouchers import VouchersShown, show_vouchers

pytestmark = pytest.mark.django_db


def shown(club: Club, name: str = "Sara") -> VouchersShown:
    """Show what somebody can use."""
    with clock(club.at):
        return show_vouchers(
            principal=club.principal, vault=VAULT, at=club.at, member_id=club.join(name)
        )


def test_a_coupon_is_shown_to_its_member_until_it_is_used_up() -> None:
    club = coupon_club()
    series_id = series(club, uses=2)
    (made,) = coupons(club, series_id, members=[club.join()])
    coupons(club, series_id, count=3)

    before = shown(club).coupons
    buy_with(club, made.code)
    between = shown(club).coupons
    buy_with(club, made.code)

    assert [(one.code, one.reward, one.uses_left) for one in before] == [(made.code, "tenth", 2)]
    assert [one.uses_left for one in between] == [1]
    assert shown(club).coupons == ()
    assert shown(club, "Ali").coupons == ()


def test_coupons_out_of_time_are_not_shown_and_the_first_to_end_leads() -> None:
    club = coupon_club()
    sara, day = club.join(), timedelta(days=1)
    for more in (
        {"ends_at": None},
        {"ends_at": club.at + 3 * day},
        {"ends_at": club.at + day},
        {"starts_at": club.at + day},
    ):
        coupons(club, series(club, **more), members=[sara])

    assert [one.ends_at for one in shown(club).coupons] == [
        club.at + day, club.at + 3 * day, None,
    ]  # fmt: skip


def test_a_gift_card_shows_what_is_left_to_whom_it_is_bound() -> None:
    club = card_club()
    sara = club.join()
    card = issue(club, buy(club, card_line(500_000), name="Ali"), member_id=sara)
    a_card(club, 300_000)
    buy(club, goods(200_000), cards=[CardPayment(card.code)])

    (held,) = shown(club).gift_cards

    assert (held.code, held.sold_rials, held.balance_rials) == (card.code, 500_000, 300_000)
    assert shown(club, "Ali").gift_cards == ()


def test_what_a_duplicate_had_is_the_survivors() -> None:
    club = coupon_club()
    coupons(club, series(club), members=[club.join("Twin")])
    merge(club, survivor="Sara", duplicate="Twin")

    assert len(shown(club).coupons) == 1
