"""A purchase in a member's file: foreseen and put right, or taken back whole."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.backoffice.test_together import credit

pytestmark = pytest.mark.django_db


def bought(shop: Shop, rials: int = 10_000_000) -> tuple[Client, str, str]:
    """Sell to a new member; give who looks, the member and the address of the purchase."""
    member = shop.member(first_name="سارا")
    sale = shop.purchase(member, rials)["purchase_id"]
    number = shop.owner.get(f"/v1/members/{member}").json()["number"]
    return staff_client(shop), member, f"/members/{number}/purchases/{sale}/"


def test_a_purchase_is_taken_back_with_what_it_gave() -> None:
    shop = open_shop()
    client, member, address = bought(shop)
    listed = client.get(address.rsplit("/", 2)[0] + "/").content.decode()
    page = client.get(address)
    before = credit(shop, member)
    done = client.post(address, {"act": "void", "key": "k1"}, follow=True)
    again = client.get(address).content.decode()
    twice = client.post(address, {"act": "void", "key": "k2"})

    assert address in listed
    assert page.context["would"]["cash_rials"] == page.context["whole_rials"]
    assert before > 0
    assert "خرید و هرچه داده بود برگشت" in done.content.decode()
    assert credit(shop, member) == 0
    assert "همهٔ این خرید برگشت خورده است" in again
    assert twice.status_code == 302
    assert credit(shop, member) == 0


def test_a_wrong_amount_is_foreseen_then_put_right_once() -> None:
    shop = open_shop()
    client, member, address = bought(shop)
    gave = credit(shop, member)
    whole = client.get(address).context["whole_rials"]
    sent = {"act": "edit", "key": "k1", "line_1": str(whole // 20)}
    seen = client.post(address, sent)
    untouched = credit(shop, member)
    done = client.post(address, {**sent, "sure": "yes"})
    after = client.get(done["Location"])

    assert len(seen.context["foreseen"]) >= 2
    assert untouched == gave
    assert done.status_code == 302
    assert after.context["whole_rials"] == whole // 2
    assert 0 < credit(shop, member) < gave


def test_nothing_new_and_nothing_left_are_refused() -> None:
    shop = open_shop()
    client, _, address = bought(shop)
    whole = client.get(address).context["whole_rials"]
    same = client.post(address, {"act": "edit", "key": "k1", "line_1": str(whole // 10)})
    gone = client.post(address, {"act": "edit", "key": "k1", "line_1": "0"})

    assert (same.status_code, gone.status_code) == (422, 422)
    assert "چیزی با پیش فرق نکرده است" in same.content.decode()
    assert "چیزی نمی‌ماند" in gone.content.decode()


def test_another_purchase_and_readers_change_nothing() -> None:
    shop = open_shop()
    _, _, address = bought(shop)
    other, _, theirs = bought(shop)
    swapped = f"{address.rsplit('/', 2)[0]}/{theirs.rstrip('/').rpartition('/')[2]}/"
    reader = staff_client(shop, "auditor")

    assert other.get(swapped).status_code == 404
    assert "ابطال خرید" not in reader.get(address).content.decode()
    assert reader.post(address, {"act": "void", "key": "k1"}).status_code in {403, 422}
