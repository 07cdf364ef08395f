"""The shift of a till: what should be there follows from the book, a difference has a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories.clubs import claim
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import Move, Refund, Void
from vafa.domain.tills import drawers
from vafa.domain.tills.drawers import Count
from vafa.domain.tills.queries import NoSuchShift, NoSuchTill
from vafa.interfaces.web import sources
from vafa.journeys import count_drawer
from vafa.journeys.move_purchase import move_purchase
from vafa.journeys.refund_purchase import refund_purchase
from vafa.journeys.void_purchase import void_purchase

pytestmark = pytest.mark.django_db

FLOAT = 500_000
AT_TILL = {"attributes": {"till": "t1"}}


def owner_of(shop: Shop) -> Principal:
    """Give the owner's key."""
    return authenticate(secret=shop.owner.secret, at=sources.now())


def now() -> datetime:
    """Give the moment after whatever was just recorded."""
    return sources.now() + timedelta(seconds=1)


@pytest.fixture
def shop() -> Shop:
    """Open a shop with a till."""
    shop = open_shop()
    assert shop.owner.write("/v1/tills", {"code": "t1"}).status_code == 201
    return shop


def begun(shop: Shop, float_rials: int = FLOAT) -> int:
    """Open a shift a moment ago."""
    drawer = count_drawer.open_drawer(
        principal=owner_of(shop), ids=sources.ids(), at=sources.now() - timedelta(minutes=5),
        till="t1", float_rials=float_rials,
    )  # fmt: skip
    return drawer.shift_id


def shown(shop: Shop, shift_id: int) -> count_drawer.DrawerShown:
    """Show the shift by now."""
    return count_drawer.show_drawer(principal=owner_of(shop), at=now(), shift_id=shift_id)


def closed(shop: Shop, shift_id: int, count: Count) -> count_drawer.DrawerShown:
    """Close the shift."""
    return count_drawer.close_drawer(
        principal=owner_of(shop), at=sources.now(), shift_id=shift_id, count=count
    )


def test_what_should_be_there_is_float_and_sales_less_what_was_given_back(shop: Shop) -> None:
    member, shift_id = shop.member(), begun(shop)
    first = shop.purchase(member, 1_000_000, **AT_TILL)
    second = shop.purchase(member, 300_000, **AT_TILL)
    shop.purchase(member, 9_000_000)  # at another place
    refund_purchase(
        principal=owner_of(shop), claim=claim(), event_at=sources.now(), ids=sources.ids(),
        refund=Refund(
            int(member), int(first["purchase_id"]), "till", "B-1", amount_rials=400_000, till="t1"
        ),
    )  # fmt: skip
    void_purchase(
        principal=owner_of(shop), claim=claim(), event_at=sources.now(), ids=sources.ids(),
        void=Void(int(member), int(second["purchase_id"]), "t1"),
    )  # fmt: skip

    found = shown(shop, shift_id)

    (one,) = found.taken
    assert (one.sales, one.sold_rials, one.taken_rials) == (2, 1_300_000, 1_300_000)
    assert (one.returns, one.returned_rials, one.given_back_rials) == (2, 700_000, 700_000)
    assert (found.expected_rials, found.used_rials) == (FLOAT + 600_000, 0)
    assert {(one.units, one.is_money) for one in found.earned} == {(13, False), (26_000, True)}


def test_a_sale_that_is_moved_counts_once(shop: Shop) -> None:
    shift_id = begun(shop)
    sale = shop.purchase(shop.member(), 1_000_000, **AT_TILL)
    before = shown(shop, shift_id)
    right = MemberRef("id", shop.member())
    move_purchase(
        principal=owner_of(shop), claim=claim(), event_at=sources.now(), ids=sources.ids(),
        vault=sources.vault(), move=Move(int(sale["purchase_id"]), right),
    )  # fmt: skip

    after = shown(shop, shift_id)

    assert after.expected_rials == before.expected_rials == FLOAT + 1_000_000
    assert (after.taken, after.earned) == (before.taken, before.earned)


def test_a_count_that_fits_closes_at_once_and_stays(shop: Shop) -> None:
    shift_id = begun(shop)
    shop.purchase(shop.member(), 1_000_000, **AT_TILL)

    done = closed(shop, shift_id, Count(900_000, 600_000))
    shop.purchase(shop.member(), 1_000_000, **AT_TILL)

    assert (done.drawer.expected_rials, done.drawer.difference_rials) == (1_500_000, 0)
    assert shown(shop, shift_id).taken == done.taken
    with pytest.raises(drawers.DrawerClosed):
        closed(shop, shift_id, Count(1, 0, "again"))


def test_a_difference_needs_a_reason(shop: Shop) -> None:
    shift_id = begun(shop)

    with pytest.raises(drawers.DifferenceUnexplained) as refusal:
        closed(shop, shift_id, Count(FLOAT - 20_000, 0, "  "))
    assert refusal.value.details == {"expected_rials": FLOAT, "difference_rials": -20_000}
    done = closed(shop, shift_id, Count(FLOAT - 20_000, 0, "change for the bus"))

    assert (done.drawer.difference_rials, done.drawer.reason) == (-20_000, "change for the bus")


def test_a_till_has_one_open_shift(shop: Shop) -> None:
    first = begun(shop)
    with pytest.raises(drawers.DrawerOpen):
        begun(shop)
    open_now = count_drawer.open_drawer_at(principal=owner_of(shop), till="t1")
    assert open_now is not None
    assert open_now.shift_id == first
    closed(shop, first, Count(FLOAT, 0))
    second = begun(shop)

    listed = count_drawer.list_drawers(
        principal=owner_of(shop), since=now() - timedelta(days=1), until=now()
    )
    assert {one.shift_id for one in listed} == {first, second}


@pytest.mark.parametrize("float_rials", [-1, 10**30])
def test_a_float_is_an_amount(shop: Shop, float_rials: int) -> None:
    with pytest.raises(drawers.CountOutOfBounds):
        begun(shop, float_rials)


def test_what_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(NoSuchShift):
        shown(shop, 1)
    with pytest.raises(NoSuchTill):
        count_drawer.open_drawer(
            principal=owner_of(shop), ids=sources.ids(), at=now(), till="t9", float_rials=0
        )
    at = now()
    with pytest.raises(count_drawer.ShiftsOutOfBounds):
        count_drawer.list_drawers(principal=owner_of(shop), since=at, until=at)
