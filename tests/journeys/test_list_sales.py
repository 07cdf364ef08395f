"""The sales of a day: newest first, returns too, of one's own branches only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.clubs import a_club_with_credit, ref
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.principal import Principal, RightMissing
from vafa.domain.clubs.queries import authenticate
from vafa.domain.rewards.records import Purchase, PurchaseLine, SpendWish
from vafa.domain.sales.listing import SalesSought
from vafa.interfaces.web import sources
from vafa.journeys.list_sales import SalesOutOfBounds, list_sales, sum_sales

pytestmark = pytest.mark.django_db


def who(shop: Shop) -> Principal:
    """Give the owner's key as a caller."""
    return authenticate(secret=shop.owner.secret, at=sources.now())


def last_hour(**more: object) -> SalesSought:
    """Ask for what was recorded in the last hour."""
    now = sources.now() + timedelta(seconds=5)
    return replace(SalesSought(now - timedelta(hours=1), now), **more)  # type: ignore[arg-type]  # framework


def test_newest_stand_first_and_returns_say_so() -> None:
    shop = open_shop()
    member = shop.member()
    first, second = (shop.purchase(member, rials) for rials in (1_000_000, 2_000_000))
    shop.owner.write(f"/v1/purchases/{first['purchase_id']}/void", {"member_id": member})

    listed = list_sales(principal=who(shop), sought=last_hour()).sales

    assert [one.returns_sale_id and str(one.returns_sale_id) for one in listed] == [
        first["purchase_id"],
        None,
        None,
    ]
    assert [str(one.id) for one in listed[1:]] == [second["purchase_id"], first["purchase_id"]]
    assert [one.is_returned for one in listed] == [False, False, True]
    assert [one.came_back for one in listed] == ["void", "", "void"]


def test_amount_is_the_receipts_sum_and_is_found_by_it() -> None:
    """E85: credit took VAT off too; what a cashier knows is the sum and what was to be paid."""
    club = a_club_with_credit(150_000)
    line = PurchaseLine(1_500_000, vat_rials=150_000)
    purchase = Purchase(
        ref(club.join()), "till-1", "R-85", (line,), spend=(SpendWish("credit", 150_000),)
    )
    sale = club.record(purchase)
    sought = SalesSought(club.at - timedelta(hours=1), club.at + timedelta(hours=1))

    listed = list_sales(principal=club.principal, sought=sought).sales
    by_sum = list_sales(principal=club.principal, sought=replace(sought, rials=1_650_000)).sales
    sums = sum_sales(principal=club.principal, sought=replace(sought, rials=1_650_000))

    assert (listed[0].amount_rials, listed[0].to_pay_rials) == (1_650_000, 1_485_000)
    assert [one.id for one in by_sum] == [sale.event_id]
    assert (sums.to_pay_rials, sums.given_back_rials) == (1_485_000, 0)


def test_what_happened_before_is_left_out_though_it_was_recorded_since() -> None:
    shop = open_shop()
    member = shop.member()
    shop.purchase(member, 1_000_000)
    between = sources.now()
    second = shop.purchase(member, 2_000_000)

    sought = last_hour(happened=between)
    listed = list_sales(principal=who(shop), sought=sought).sales

    assert [str(one.id) for one in listed] == [second["purchase_id"]]


def test_one_branch_sees_its_own() -> None:
    shop = open_shop(branches=("north", "south"))
    member = shop.member()
    for branch in ("north", "south"):
        shop.purchase(member, 1_000_000, branch=branch)
    of_north = replace(who(shop), branches=frozenset({"north"}))

    assert [one.branch for one in list_sales(principal=of_north, sought=last_hour()).sales] == [
        "north"
    ]


def test_another_club_sees_none() -> None:
    shop, other = open_shop(), open_shop()
    shop.purchase(shop.member(), 1_000_000)

    assert list_sales(principal=who(other), sought=last_hour()).sales == ()


def test_list_says_that_it_was_cut() -> None:
    shop = open_shop()
    for _ in range(2):
        shop.purchase(shop.member(), 1_000_000)

    assert list_sales(principal=who(shop), sought=last_hour(limit=1)).is_cut


def test_longer_than_a_month_is_refused() -> None:
    now = sources.now()
    with pytest.raises(SalesOutOfBounds):
        list_sales(principal=who(open_shop()), sought=SalesSought(now - timedelta(days=40), now))


def test_it_needs_its_right() -> None:
    nobody = replace(who(open_shop()), rights=frozenset())
    with pytest.raises(RightMissing):
        list_sales(principal=nobody, sought=last_hour())
