"""What can be tried in the demo club is there, works, and is laid out once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from django.test import Client

from tests.factories.shops import Shop, new_mobile, open_shop
from tests.interfaces.cashier.test_selling import post, with_key
from vafa.domain.catalogue.records import ProductGiven
from vafa.interfaces.web import sources
from vafa.journeys.manage_approvals import count_approvals
from vafa.kit.identity import normalise_mobile
from vafa.programme.validate import problems
from vafa.server.demo import desk, logins, tryouts
from vafa.server.demo.groups import GROUPS
from vafa.server.demo.history import History
from vafa.server.demo.loading_clubs import ClubReady
from vafa.server.demo.shelf import ITEMS

pytestmark = pytest.mark.django_db


def a_demo() -> tuple[Shop, dict[str, Any], list[str]]:
    """Open a shop with the demo's people, shelf and five members; gives what was told of them."""
    shop = open_shop(branches=("north",))
    mobiles = [normalise_mobile(new_mobile()) for _ in range(5)]
    for mobile in mobiles:
        shop.member(mobile=mobile)
    history = SimpleNamespace(
        branches=(SimpleNamespace(code="north"),),
        members=tuple(SimpleNamespace(mobile=mobile) for mobile in mobiles),
        orders=SimpleNamespace(member=np.arange(5)),
    )
    club = ClubReady(shop.club_id, shop.owner.secret, test=False)
    told = logins.make_logins(club=club, code=shop.code, history=cast("History", history))
    named = [{"code": one.code, "name_fa": one.persian} for one in GROUPS]
    shop.owner.write("/v1/catalogue/groups", {"groups": named}, method="PUT")
    desk.fill_shelf(
        club_id=shop.club_id, login=told["logins"]["manager"],
        products=[ProductGiven(one.code, one.persian, group=one.group) for one in ITEMS],
    )  # fmt: skip
    return shop, told, mobiles


def lay(shop: Shop, told: dict[str, Any], mobiles: list[str]) -> dict[str, Any]:
    return tryouts.lay_out(
        club_id=shop.club_id, logins=told["logins"], branch="north", mobiles=mobiles
    )


def test_the_programme_of_today_has_no_problems() -> None:
    assert problems(tryouts.programme_of_today()) == ()


def test_coupon_card_stamps_and_pins_work_at_the_till() -> None:
    shop, told, mobiles = a_demo()
    there = lay(shop, told, mobiles)
    till = Client()
    till.post("/sign-in/", {"login": told["logins"]["cashier"], "password": told["password"]})
    sale = {"who": mobiles[0], "amount": "50000", "unit": "toman", "branch": "north"}

    drink = post(till, "purchase", with_key({**sale, "claims": ["free-drink"]}))
    tenth = post(till, "purchase", with_key({**sale, "coupon": there["coupon"]}))
    card = post(till, "purchase", with_key({**sale, "gift_card": there["gift_card"]}))
    till.post("/cashier/device/here/", {"till": there["till"]})
    till.post("/cashier/lock/")
    people = till.get("/cashier/switch/").context["people"]
    owner = next(one for one in people if one.name == logins.NAMES["owner"])
    switched = till.post(f"/cashier/switch/?who={owner.staff_id}", {"pin": there["pins"]["owner"]})

    assert (drink.json()["to_pay"], tenth.json()["to_pay"]) == ("۰ تومان", "۴۵٬۰۰۰ تومان")
    assert (card.json()["to_pay"], switched.status_code) == ("۰ تومان", 302)


def test_laid_out_again_there_is_nothing_twice_and_the_desk_has_work() -> None:
    shop, told, mobiles = a_demo()

    first, second = lay(shop, told, mobiles), lay(shop, told, mobiles)

    assert first | {"pins": 0} == second | {"pins": 0}
    sales = shop.owner.get("/v1/sales").json()["sales"]
    assert len(sales) == tryouts.STAMPS_FOR_A_DRINK + 3  # one undone, and the card that was sold
    assert [one["rejected"] for one in shop.owner.get("/v1/tills").json()["tills"]] == [1]
    owner = desk.staff_of(club_id=shop.club_id, login=told["logins"]["owner"])
    assert count_approvals(principal=owner, at=sources.now()) == 1
