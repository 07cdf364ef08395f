"""Coupons over HTTP: begun, made, kept for a cart, used in a purchase, ended."""

import pytest

from tests.factories.coupons import TENTH
from tests.factories.shops import open_shop, purchase_of
from tests.programme.shop import patched

pytestmark = pytest.mark.django_db


def test_a_coupon_from_its_series_to_a_purchase() -> None:
    shop = open_shop(programme=patched({"/rewards": [TENTH]}))
    sara = shop.member()
    asked = {"reward": "tenth", "uses": 2}

    series = shop.owner.write("/v1/coupon-series", asked)
    series_id = series.json()["series_id"]
    made = shop.owner.write(f"/v1/coupon-series/{series_id}/coupons", {"count": 1})
    code = made.json()["coupons"][0]["code"]
    order = {"code": code, "member_id": sara, "source": "till-1", "document": "R-1"}
    kept = shop.owner.write("/v1/coupons/reserve", order)
    body = {**purchase_of(sara, 1_000_000, document="R-1"), "rewards": [{"coupon": code}]}
    quote = shop.owner.ask("/v1/quotes", body)
    bought = shop.owner.write("/v1/purchases", body)
    listed = shop.owner.get("/v1/coupon-series").json()["series"]
    released = shop.owner.write("/v1/coupons/release", order)
    ended = shop.owner.write(f"/v1/coupon-series/{series_id}", method="DELETE")
    refused = shop.owner.write(
        "/v1/purchases",
        {**purchase_of(sara, 1_000_000, document="R-2"), "rewards": [{"coupon": code}]},
    )

    assert (series.status_code, made.status_code, kept.status_code) == (201, 201, 200)
    assert kept.json()["reward"] == "tenth"
    assert quote.json()["rewards"] == bought.json()["rewards"]
    assert bought.json()["rewards"][0]["rials"] > 0
    assert [(one["used"], one["reserved"]) for one in listed] == [(1, 0)]
    assert released.json() == {"released": False}
    assert ended.status_code == 204
    assert (refused.status_code, refused.json()["code"]) == (422, "coupon_not_in_time")


def test_the_cost_that_a_till_sends_is_a_hint_only() -> None:
    """The server computes what a reward costs (E41, O13)."""
    ten = {"code": "ten", "name": {"fa": "ده", "en": "Ten"}, "cost": {"unit": "points",
           "units": 5}, "effect": {"kind": "percent", "share": 1000}}  # fmt: skip
    shop = open_shop(programme=patched({"/rewards": [ten]}))
    sara = shop.member()
    shop.owner.write("/v1/purchases", purchase_of(sara, 1_000_000, document="R-1"))
    body = purchase_of(sara, 1_000_000, document="R-2")

    done = shop.owner.write("/v1/purchases", {**body, "rewards": [{"reward": "ten", "units": 1}]})

    assert done.status_code == 201
    assert done.json()["rewards"][0]["units"] == 5


def test_a_reward_that_is_too_dear_is_declined() -> None:
    ten = {"code": "ten", "name": {"fa": "ده", "en": "Ten"}, "cost": {"unit": "points",
           "units": 5}, "effect": {"kind": "percent", "share": 1000}}  # fmt: skip
    shop = open_shop(programme=patched({"/rewards": [ten]}))
    sara = shop.member()
    body = {**purchase_of(sara, 1_000_000, document="R-2"), "rewards": [{"reward": "ten"}]}

    done = shop.owner.write("/v1/purchases", body)
    quote = shop.owner.ask("/v1/quotes", body)

    assert (done.status_code, done.json()["code"], done.json()["available"]) == (
        402, "not_enough", 0,
    )  # fmt: skip
    assert (quote.status_code, quote.json()["code"]) == (422, "reward_too_dear")
