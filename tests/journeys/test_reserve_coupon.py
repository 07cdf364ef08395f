"""A coupon kept for a cart: by its document, for half an hour, within its limit (E72)."""

from datetime import timedelta

import pytest

from tests.factories.clubs import Club
from tests.factories.coupons import (
    buy_with,
    coupon,
    coupon_club,
    coupons,
    release,
    reserve,
    series,
)
from tests.factories.households import Household
from tests.factories.merging import merge
from tests.journeys.test_claim_purchase_races import refusal
from tests.journeys.test_record_purchase_races import at_once
from vafa.domain.clubs.scope import club_scope
from vafa.domain.vouchers.models import Use
from vafa.domain.vouchers.operations import CouponUsedUp, NoSuchCoupon
from vafa.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def uses(club: Club) -> int:
    """Count the sales that have used coupons."""
    with club_scope(club.club_id):
        return Use.objects.filter(club_id=club.club_id, sale_id__isnull=False).count()


def test_of_five_uses_at_once_exactly_three_are_had() -> None:
    """The count is taken under the coupon's lock, whoever asks (E72)."""
    club = coupon_club()
    code = coupon(club, uses=3)
    names = ("Sara", "Ali", "Reza", "Mina", "Omid")
    for name in names:
        club.join(name)

    done = at_once(
        [
            lambda name=name: refusal(lambda: buy_with(club, code, name=name))  # type: ignore[misc]  # framework
            for name in names
        ]
    )

    assert sorted(str(one) for one in done) == sorted([str(None)] * 3 + [str(CouponUsedUp)] * 2)
    assert uses(club) == 3
    bought = sum(bool(club.wallet(name).balances[0].spendable) for name in names)
    assert bought == 3
    assert verify(club_id=club.club_id).differences == 0


def test_an_abandoned_cart_releases() -> None:
    club = coupon_club()
    code = coupon(club)
    reserve(club, code, "CART-1")
    with pytest.raises(CouponUsedUp):
        buy_with(club, code, name="Ali")

    club.at += timedelta(minutes=30)

    assert buy_with(club, code, name="Ali").declined is None
    with pytest.raises(CouponUsedUp):
        buy_with(club, code, document="CART-1")
    assert uses(club) == 1


def test_the_purchase_of_the_cart_uses_what_was_kept_for_it() -> None:
    club = coupon_club()
    code = coupon(club)
    kept = reserve(club, code, "CART-1")
    again = reserve(club, code, "CART-1")

    done = buy_with(club, code, document="CART-1")

    assert kept == again
    assert (done.declined, uses(club)) == (None, 1)
    with pytest.raises(CouponUsedUp):
        reserve(club, code, "CART-1")


def test_each_person_of_a_household_has_the_uses_of_one_member() -> None:
    club = coupon_club()
    code = coupon(club, uses=5, uses_per_member=1)
    house = Household(club)
    house.open()
    house.add("Mina")
    reserve(club, code, "cart", name="Mina")

    buy_with(club, code)
    buy_with(club, code, name="Mina", document="cart")
    with pytest.raises(CouponUsedUp):
        reserve(club, code, "another", name="Mina")
    with pytest.raises(CouponUsedUp):
        buy_with(club, code)

    assert uses(club) == 2


def test_an_id_that_was_merged_away_reserves_for_who_goes_on() -> None:
    club = coupon_club()
    ali = club.join("Ali")
    merge(club, "Sara", "Ali")
    mine = coupons(club, series(club), members=[club.members["Sara"]])[0].code

    reserve(club, mine, "CART-1", name="Ali")

    assert club.members["Ali"] == ali
    assert buy_with(club, mine, document="CART-1").declined is None


def test_what_is_released_is_free_at_once() -> None:
    club = coupon_club()
    code = coupon(club)
    reserve(club, code, "CART-1")

    assert release(club, code, "CART-1")
    assert not release(club, code, "CART-1")
    assert reserve(club, code, "CART-2", "Ali").reward == "tenth"


def test_a_wrong_code_keeps_nothing() -> None:
    club = coupon_club()

    with pytest.raises(NoSuchCoupon):
        reserve(club, "22222", "CART-1")


def test_ten_misses_within_an_hour_end_looking_up() -> None:
    """The right code gets the same answer as a wrong one, until the hour is over."""
    club = coupon_club()
    code = coupon(club)
    for _ in range(10):
        with pytest.raises(NoSuchCoupon):
            buy_with(club, "22222-22222-2222")

    with pytest.raises(NoSuchCoupon):
        buy_with(club, code)
    other = buy_with(club, coupon(club), name="Ali")

    club.at += timedelta(hours=1, seconds=1)
    assert other.declined is None
    assert buy_with(club, code).declined is None
