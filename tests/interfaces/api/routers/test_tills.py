"""Tills without a connection, over HTTP: terms, a shift, sales sent later, what was rejected."""

from typing import Any

from tests.factories.shops import Shop, purchase_of


def opened(shop: Shop) -> tuple[str, dict[str, Any]]:
    """Open a till and a shift for a member who bought there; give the member and the shift."""
    member = shop.member()
    shop.purchase(member, 10_000_000)
    assert shop.owner.write("/v1/tills", {"code": "till-1"}).status_code == 201
    shift = shop.owner.write("/v1/tills/till-1/shifts", {"member_ids": [member]})
    assert shift.status_code == 201, shift.content
    found: dict[str, Any] = shift.json()
    return member, found


def sale(member: str, number: int, shift: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a sale as a till sends it."""
    purchase = purchase_of(member, 1_000_000, **more)
    return {"sequence": number, "rung_at": shift["shift"]["opened_at"], "purchase": purchase}


def test_till_sells_without_a_connection_and_sends_each_sale_once(shop: Shop) -> None:
    member, shift = opened(shop)
    sales = [
        sale(member, number, shift, spend=[{"unit": "credit", "units": 30_000}])
        for number in (1, 3)
    ]
    body = {"shift_id": shift["shift"]["shift_id"], "sales": sales}

    first = shop.owner.write("/v1/tills/till-1/offline-sales", body).json()
    again = shop.owner.write("/v1/tills/till-1/offline-sales", body).json()

    assert [one["units"] for one in shift["allowed"]] == [50_000]
    assert shift["signed"]["public_key"]
    assert again == first
    assert first["gaps"] == [{"first": 2, "last": 2}]
    assert [(one["state"], one["flags"]) for one in first["results"]] == [
        ("posted", []), ("posted", ["beyond_allowance"]),
    ]  # fmt: skip


def test_rejected_sale_is_listed_corrected_or_dropped(shop: Shop) -> None:
    member, shift = opened(shop)
    wrong = sale("123", 1, shift), sale("123", 2, shift)
    body = {"shift_id": shift["shift"]["shift_id"], "sales": list(wrong)}
    received = shop.owner.write("/v1/tills/till-1/offline-sales", body).json()
    (till,) = shop.owner.get("/v1/tills").json()["tills"]
    path = "/v1/tills/till-1/offline-sales"

    right = sale(member, 1, shift)["purchase"]
    corrected = shop.owner.write(f"{path}/1/retry", {"purchase": right})
    dropped = shop.owner.write(f"{path}/2/drop", {"note": "گم شد"})
    listed = shop.owner.get(f"{path}?limit=1").json()
    rest = shop.owner.get(f"{path}?limit=1&cursor={listed['next_cursor']}").json()

    assert [one["reason"] for one in received["results"]] == ["no_such_member"] * 2
    assert till["rejected"] == 2
    assert (corrected.json()["state"], dropped.status_code) == ("posted", 204)
    assert [(one["sequence"], one["state"]) for one in (*listed["sales"], *rest["sales"])] == [
        (2, "dropped"), (1, "posted"),
    ]  # fmt: skip


def test_numbers_in_one_sending_differ(shop: Shop) -> None:
    member, shift = opened(shop)
    body = {
        "shift_id": shift["shift"]["shift_id"],
        "sales": [sale(member, 1, shift), sale(member, 1, shift)],
    }

    assert shop.owner.write("/v1/tills/till-1/offline-sales", body).status_code == 422


def test_owner_sets_the_most_that_can_be_lost(shop: Shop) -> None:
    opened(shop)
    terms = {"unit": "credit", "member_day_rials": 30_000, "members_per_till": 40}

    before = shop.owner.get("/v1/tills/terms").json()
    after = shop.owner.write("/v1/tills/terms", terms).json()
    closed = shop.owner.write("/v1/tills/till-1", method="DELETE")

    assert before["maximum_loss_rials"] == 200 * 50_000
    assert (after["open_tills"], after["maximum_loss_rials"]) == (1, 1_200_000)
    assert closed.status_code == 204
    assert shop.owner.get("/v1/tills/terms").json()["maximum_loss_rials"] == 0
    assert shop.owner.write("/v1/tills/terms", {**terms, "unit": "none"}).status_code == 422
