"""What a member can use, get and earn, on one page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.people import member_client
from tests.factories.shops import Shop, open_shop
from tests.programme.shop import patched

pytestmark = pytest.mark.django_db

TENTH = {
    "code": "tenth", "name": {"fa": "ده درصد", "en": "Ten off"}, "given": "coupon",
    "effect": {"kind": "percent", "share": 1000},
}  # fmt: skip
CAKE = {
    "code": "cake", "name": {"fa": "کیک", "en": "Cake"}, "effect": {"kind": "free_items"},
    "cost": {"unit": "points", "units": 150},
}  # fmt: skip


def give_coupon(shop: Shop, member_id: str) -> str:
    """Make a coupon for a member; give its code."""
    series = shop.owner.write("/v1/coupon-series", {"reward": "tenth"}).json()["series_id"]
    made = shop.owner.write(f"/v1/coupon-series/{series}/coupons", {"member_ids": [member_id]})
    return str(made.json()["coupons"][0]["code"])


def rewards_of(shop: Shop, member_id: str) -> Any:
    """Open the page."""
    return member_client(shop, member_id).get(f"/c/{shop.code}/me/rewards/").context


def test_coupons_are_shown_with_what_they_give() -> None:
    shop = open_shop(programme=patched({"/rewards": [TENTH]}))
    member_id = shop.member()
    code = give_coupon(shop, member_id)

    (coupon,) = rewards_of(shop, member_id)["coupons"]
    api = shop.owner.get(f"/v1/members/{member_id}/vouchers").json()["coupons"]

    assert (coupon.name, coupon.code, coupon.often) == ("ده درصد", code, "یک بار قابل استفاده")
    assert coupon.gift.startswith("۱۰٪")
    assert [one["code"] for one in api] == [code]
    assert rewards_of(shop, shop.member())["coupons"] == ()


def test_a_reward_says_what_is_missing_until_it_can_be_had() -> None:
    shop = open_shop(programme=patched({"/rewards": [CAKE]}))
    member_id = shop.member()
    shop.purchase(member_id, 10_000_000)

    (far,) = rewards_of(shop, member_id)["holds"].offers
    shop.purchase(member_id, 5_000_000)
    (near,) = rewards_of(shop, member_id)["holds"].offers

    assert (far.name, far.cost, far.missing) == ("کیک", "۱۵۰ امتیاز", "۵۰ امتیاز دیگر لازم است")
    assert near.missing == ""


def test_a_few_units_for_a_reward_are_a_card_of_stamps() -> None:
    card = {**CAKE, "cost": {"unit": "points", "units": 10}}
    shop = open_shop(programme=patched({"/rewards": [card]}))
    member_id = shop.member()
    shop.purchase(member_id, 700_000)

    holds = rewards_of(shop, member_id)["holds"]

    assert [(one.have, one.need) for one in holds.stamps] == [(7, 10)]
    assert holds.points is None


def test_home_tells_of_a_coupon_and_of_what_happened() -> None:
    shop = open_shop(programme=patched({"/rewards": [TENTH]}))
    member_id = shop.member()
    shop.purchase(member_id, 10_000_000)
    give_coupon(shop, member_id)

    page = member_client(shop, member_id).get(f"/c/{shop.code}/me/").context

    assert [one.text for one in page["nudges"]] == ["یک کد تخفیف دارید."]
    assert len(page["newest"]) == 2
