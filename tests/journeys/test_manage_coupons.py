"""Coupons: begun for a reward, made once, used within their limits, ended."""

from datetime import timedelta

import pytest

from tests.factories.clubs import IDS, a_club, claim, clock
from tests.factories.coupons import buy_with, coupon, coupon_club, coupons, series
from tests.factories.receipts import moved
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.models import Member
from vafa.domain.rewards.operations.coupons import NoSuchCouponReward
from vafa.domain.rewards.records import PurchaseLine, Void
from vafa.domain.vouchers.operations import (
    CouponNotInTime,
    CouponUsedUp,
    NoSuchCoupon,
    NoSuchSeries,
    SeriesOutOfBounds,
)
from vafa.journeys import manage_coupons
from vafa.journeys.manage_coupons import CouponsOutOfBounds
from vafa.journeys.void_purchase import void_purchase
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db


def test_a_coupon_takes_its_reward_off_and_is_used_once() -> None:
    club = coupon_club()
    code = coupon(club)

    done = buy_with(club, code.lower().replace("-", " "))
    with pytest.raises(CouponUsedUp):
        buy_with(club, code)

    assert (done.net_rials, done.to_pay_rials) == (1_000_000, 900_000)
    assert [(one.reward, one.rials, one.units) for one in done.rewards] == [("tenth", 100_000, 0)]
    assert done.awards[0].units == 9
    assert verify(club_id=club.club_id).differences == 0


def test_a_refused_coupon_leaves_nothing_written() -> None:
    club = coupon_club()
    code = coupon(club)
    buy_with(club, code)
    before = club.wallet().balances

    with pytest.raises(CouponUsedUp):
        buy_with(club, code, document="R-2")
    again = buy_with(club, coupon(club), document="R-2")

    assert again.declined is None
    assert club.wallet().balances != before


def test_a_repeat_of_the_purchase_uses_no_second_coupon() -> None:
    club = coupon_club()
    code = coupon(club)

    first, second = (buy_with(club, code, document="R-1") for _ in range(2))

    assert (first.replayed, second.replayed) == (False, True)
    assert first.event_id == second.event_id


def test_a_void_gives_the_coupon_back() -> None:
    club = coupon_club()
    code = coupon(club)

    club.void(buy_with(club, code))

    assert buy_with(club, code).declined is None


def test_a_void_after_an_edit_gives_the_coupon_back_once() -> None:
    club = coupon_club()
    code = coupon(club)
    sale = buy_with(club, code, document="R-1")
    edited = club.edit(sale, 2_000_000).purchase
    asked = Void(edited.member_id, edited.event_id)

    club.void(edited)
    again = buy_with(club, code, document="R-2")
    with clock(club.at):
        repeated = void_purchase(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS, void=asked
        )

    assert again.to_pay_rials == 900_000
    assert repeated.replayed
    with pytest.raises(CouponUsedUp):
        buy_with(club, code, document="R-3")


def test_an_edit_keeps_what_the_coupon_took_off() -> None:
    club = coupon_club()
    sale = buy_with(club, coupon(club))

    done = club.edit(sale, lines=(PurchaseLine(2_000_000, vat_rials=0),), revision=1)

    assert done.purchase.to_pay_rials == 1_800_000


def test_a_members_coupon_is_no_coupon_for_another() -> None:
    club = coupon_club()
    ali = club.join("Ali")
    (made,) = coupons(club, series(club), members=[ali])

    with pytest.raises(NoSuchCoupon):
        buy_with(club, made.code, name="Sara")

    assert buy_with(club, made.code, name="Ali").declined is None


def test_a_limit_per_member_leaves_the_rest_to_others() -> None:
    club = coupon_club()
    code = coupon(club, uses=3, uses_per_member=1)
    buy_with(club, code)

    with pytest.raises(CouponUsedUp):
        buy_with(club, code)

    assert buy_with(club, code, name="Ali").declined is None


def test_a_coupon_is_good_in_its_time_only() -> None:
    club = coupon_club()
    later = coupon(club, starts_at=club.at + timedelta(days=1))
    with pytest.raises(CouponNotInTime):
        buy_with(club, later)
    ended = series(club)
    (made,) = coupons(club, ended, count=1)
    manage_coupons.end_series(principal=club.principal, at=club.at, series_id=ended)

    with pytest.raises(CouponNotInTime):
        buy_with(club, made.code)

    club.pass_days(1)
    assert buy_with(club, later).declined is None


def test_a_repeated_request_makes_the_same_codes() -> None:
    club = coupon_club()
    of = series(club)

    first, again = (coupons(club, of, count=2, key="make") for _ in range(2))

    assert first == again
    assert len({one.code for one in first}) == 2


def test_series_are_listed_with_their_uses() -> None:
    club = coupon_club()
    of = series(club, uses=5)
    one, _ = coupons(club, of, count=2)
    buy_with(club, one.code)

    with clock(club.at):
        (card,) = manage_coupons.list_series(principal=club.principal, at=club.at)

    assert (card.series_id, card.coupons, card.used, card.reserved) == (of, 2, 1, 0)


def test_what_is_not_there_or_out_of_bounds_is_refused() -> None:
    club = coupon_club()
    with pytest.raises(NoSuchSeries):
        coupons(club, 1, count=1)
    with pytest.raises(NoSuchSeries):
        manage_coupons.end_series(principal=club.principal, at=club.at, series_id=1)
    with pytest.raises(SeriesOutOfBounds):
        series(club, ends_at=club.at)
    with pytest.raises(SeriesOutOfBounds):
        series(club, uses=0)
    with pytest.raises(CouponsOutOfBounds):
        coupons(club, series(club))
    with pytest.raises(NoSuchCouponReward):
        series(a_club())


def test_a_merged_duplicates_uses_and_coupons_are_the_survivors() -> None:
    club = coupon_club()
    sara, other = club.join("Sara"), club.join("Sara again")
    code = coupon(club, uses=3, uses_per_member=1)
    buy_with(club, code, name="Sara again")
    (bound,) = coupons(club, series(club), members=[other])
    with club_scope(club.club_id):
        Member.objects.filter(id=other).update(merged_into=sara)

    with pytest.raises(CouponUsedUp):
        buy_with(club, code)

    assert buy_with(club, bound.code).declined is None


def test_a_moved_purchase_keeps_its_price_and_gives_what_was_paid_for() -> None:
    club = coupon_club()
    club.join("Ali")
    sale = buy_with(club, coupon(club))

    done = moved(club, sale, "Ali")

    assert done.purchase.to_pay_rials == 900_000
    assert [award.units for award in done.purchase.awards if award.unit == "points"] == [9]
    assert club.wallet("Sara").balances[0].spendable == 0
    assert verify(club_id=club.club_id).differences == 0
