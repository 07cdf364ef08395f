"""Holds and redemptions over HTTP."""

from tests.factories.shops import Shop


def credit_of(shop: Shop, member: str) -> tuple[int, int]:
    """Give what is spendable and what is held of the credit."""
    wallet = shop.owner.get(f"/v1/members/{member}/wallet").json()
    [credit] = [one for one in wallet["balances"] if one["unit"] == "credit"]
    return credit["spendable"], credit["held"]


def test_hold_cancelled_leaves_everything_as_it_was(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    hold = shop.owner.write(
        "/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 60_000}
    ).json()
    held = credit_of(shop, member)

    cancelled = shop.owner.write(f"/v1/holds/{hold['hold_id']}/cancel", {"member_id": member})

    assert held == (100_000, 60_000)
    assert cancelled.status_code == 200
    assert credit_of(shop, member) == (100_000, 0)


def test_hold_captured_twice_is_declined_the_second_time(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    hold = shop.owner.write(
        "/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 60_000}
    ).json()
    path = f"/v1/holds/{hold['hold_id']}/capture"

    first = shop.owner.write(path, {"member_id": member})
    second = shop.owner.write(path, {"member_id": member})

    assert (first.status_code, second.status_code) == (200, 402)
    assert second.json()["code"] == "hold_captured"
    assert credit_of(shop, member) == (40_000, 0)


def test_hold_of_a_purchase_is_captured_by_it(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    hold = shop.owner.write(
        "/v1/holds", {"member": {"id": member}, "unit": "credit", "units": 60_000}
    ).json()

    purchase = shop.purchase(
        member, 1_000_000, spend=[{"unit": "credit", "hold_id": hold["hold_id"]}]
    )

    assert purchase["spent"][0]["hold_id"] == hold["hold_id"]
    assert purchase["to_pay_rials"] == 940_000


def test_redemption_at_once_uses_and_says_the_worth(shop: Shop) -> None:
    member = shop.member()
    shop.purchase(member, 5_000_000)
    body = {
        "member": {"id": member},
        "unit": "points",
        "units": 20,
        "source": "till-1",
        "document": "V-1",
    }

    used = shop.owner.write("/v1/redemptions", body)
    again = shop.owner.write("/v1/redemptions", body)

    assert (used.status_code, used.json()["rials"]) == (201, 20_000)
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == used.json()


def test_hold_of_an_unknown_unit_is_refused(shop: Shop) -> None:
    answer = shop.owner.write(
        "/v1/holds", {"member": {"id": shop.member()}, "unit": "gold", "units": 1}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_unit")
