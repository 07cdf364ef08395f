"""The demo's orders: one at every step, placed once."""

import pytest

from tests.factories.people import hire
from tests.factories.shops import new_mobile, open_shop
from vafa.domain.orders.records import STATES
from vafa.kit.identity import normalise_mobile
from vafa.server.demo.desk import WISHES, place_wishes

pytestmark = pytest.mark.django_db


def test_orders_at_every_step_are_placed_once() -> None:
    shop = open_shop()
    login = hire(shop, "manager").login
    mobiles = [normalise_mobile(new_mobile()) for _ in range(2)]
    for mobile in mobiles:
        shop.member(mobile=mobile)

    for _ in range(2):
        place_wishes(club_id=shop.club_id, login=login, mobiles=mobiles)

    orders = shop.owner.get("/v1/orders").json()["orders"]
    assert len(orders) == len(WISHES)
    assert {one["state"] for one in orders} == set(STATES)
