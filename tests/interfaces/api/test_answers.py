"""Declines: stored, explained, and no error of anybody."""

from tests.factories.shops import Shop


def test_decline_says_what_is_available_and_repeats_itself(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)  # 2 % credit: 100,000
    body = {"member": {"id": member}, "unit": "credit", "units": 150_000}

    first = shop.owner.write("/v1/holds", body, key="hold", Accept_Language="en")
    again = shop.owner.write("/v1/holds", body, key="hold", Accept_Language="fa")

    assert first.status_code == again.status_code == 402
    assert again["Idempotent-Replayed"] == "true"
    said, repeated = first.json(), again.json()
    assert said["code"] == repeated["code"] == "not_enough"
    assert said["available"] == repeated["available"] == 100_000
    assert said["title"] == said["reason"]["en"]
    assert repeated["title"] == repeated["reason"]["fa"]
    assert said["title"] == "Not enough: 10,000 Toman of credit available."
    assert said["member_id"] == member
    assert {one["unit"]: one["spendable"] for one in said["balances"]}["credit"] == 100_000


def test_decline_writes_nothing_but_itself(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    before = shop.owner.get(f"/v1/members/{member}/statement").json()

    shop.owner.write("/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 10**9})

    after = shop.owner.get(f"/v1/members/{member}/statement").json()
    assert after["entries"] == before["entries"]
    assert after["balances"] == before["balances"]
