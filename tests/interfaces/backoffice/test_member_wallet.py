"""What a member can use besides the own wallet: coupons given, a wallet shared."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from tests.interfaces.backoffice.test_coupons import begun, with_coupons
from tests.interfaces.backoffice.test_gift_cards import a_shop_with_cards
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def page_of(shop: Shop, member: str) -> str:
    """Give the address of the page of a member."""
    return f"/members/{number_of(shop, member)}/wallet/"


def number_of(shop: Shop, member: str) -> str:
    return str(shop.owner.get(f"/v1/members/{member}").json()["number"])


def sent(client: Client, address: str, act: str, **more: Any) -> str:
    """Do something on the page and give what it says then."""
    done = client.post(address, {"act": act, "key": f"{act}-1", "agrees": "on", **more},
                       follow=True)  # fmt: skip
    return done.content.decode()


def test_a_coupon_is_given_and_seen() -> None:
    shop = with_coupons()
    client = staff_client(shop)
    series = begun(client).rstrip("/").rpartition("/")[2]
    address = page_of(shop, shop.member())
    empty = client.get(address).content.decode()
    given = sent(client, address, "coupon", series=series)
    again = sent(client, address, "coupon", series=series)
    wrong = client.post(address, {"act": "coupon", "key": "k", "series": "1"})

    assert "این عضو اکنون کوپن یا کارتی برای استفاده ندارد" in empty
    assert "به عضو داده شد" in given
    assert "ده درصد" in given
    assert len(client.get(address).context["coupons"]) == 1
    assert "به عضو داده شد" in again
    assert wrong.status_code == 422


def test_a_family_shares_a_wallet_and_parts_again() -> None:
    shop = open_shop()
    client = staff_client(shop)
    sara, mina = shop.member(first_name="سارا"), shop.member(first_name="مینا")
    address = page_of(shop, sara)
    shy = client.post(address, {"act": "open", "key": "k", "kind": "household", "name": "خانه"})
    opened = sent(client, address, "open", kind="household", name="خانهٔ سارا", brings="on")
    who = number_of(shop, mina)
    nobody = sent(client, address, "add", who="09120000000", role="adult", key="k2")
    joined = sent(client, address, "add", who=who, role="adult", month="500000", key="k3")
    people = client.get(address).context["people"]
    left = sent(client, address, "leave", member=mina)
    closed = sent(client, address, "close")

    assert shy.status_code == 422
    assert shy.context["forms"]["open"].errors["agrees"]
    assert "کیف پول مشترک باز شد" in opened
    assert "خانهٔ سارا" in opened
    assert "این باشگاه چنین عضوی ندارد" in nobody
    assert "به کیف پول مشترک پیوست" in joined
    assert [one.member.first_name for one, _, _ in people] == ["سارا", "مینا"]
    assert people[1][0].limits.month_rials == 5_000_000
    assert "از این پس کیف پول جدا دارد" in left
    assert "کیف پول مشترک بسته شد" in closed
    assert client.get(address).context["shared"] is None


def test_a_gift_card_is_sold_to_the_member_or_for_the_member() -> None:
    shop = a_shop_with_cards()
    client = staff_client(shop)
    mobile, other = new_mobile(), open_shop()
    none = other.member()
    number = number_of(shop, shop.member(mobile=mobile))
    page = client.get(f"/members/{number}/wallet/").content.decode()

    def named(query: str) -> dict[str, Any]:
        initial: dict[str, Any] = client.get(f"/gift-cards/new/?{query}").context["form"].initial
        return {name: mobile for name, mobile in initial.items() if name != "key"}

    assert f"/gift-cards/new/?buyer={number}" in page
    assert f"/gift-cards/new/?receiver={number}" in page
    assert "gift-cards/new/?" not in staff_client(other).get(page_of(other, none)).content.decode()
    assert set(named(f"buyer={number}")) == {"buyer"}
    assert normalise_mobile(named(f"receiver={number}")["receiver"]) == normalise_mobile(mobile)
    assert named("buyer=0000000000") == named("") == {}
    assert (
        "receiver="
        not in staff_client(shop, "auditor").get(f"/members/{number}/").content.decode()
    )
