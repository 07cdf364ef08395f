"""The demo's desk: orders at every step and products, each once."""

import pytest

from tests.factories.people import hire
from tests.factories.shops import new_mobile, open_shop
from vafa.domain.catalogue.records import ProductGiven
from vafa.domain.orders.records import STATES
from vafa.kit.identity import normalise_mobile
from vafa.server.demo.desk import WISHES, fill_shelf, place_wishes
from vafa.server.demo.groups import GROUPS
from vafa.server.demo.shelf import ITEMS

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


def test_the_shelf_holds_products_of_the_demos_groups_once() -> None:
    shop = open_shop()
    login = hire(shop, "manager").login
    named = [{"code": one.code, "name_fa": one.persian} for one in GROUPS]
    named_all = shop.owner.write("/v1/catalogue/groups", {"groups": named}, method="PUT")
    assert named_all.status_code == 200, named_all.content

    given = [ProductGiven(one.code, one.persian, group=one.group) for one in ITEMS]
    for _ in range(2):
        fill_shelf(club_id=shop.club_id, login=login, products=given)

    products = shop.owner.get("/v1/catalogue/products?limit=500").json()["products"]
    assert {one["code"] for one in products} == {one.code for one in ITEMS}
