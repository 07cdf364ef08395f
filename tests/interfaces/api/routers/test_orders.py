"""Orders over HTTP: placed, worked on, with files, and billed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.shops import Answer, Shop, open_shop

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open a shop of its own."""
    return open_shop()


def place(shop: Shop, member: str, **fields: Any) -> dict[str, Any]:
    """Place an order and give it."""
    body = {"member": {"id": member}, "title": "میز", "currency": "IRR", **fields}
    answer = shop.owner.write("/v1/orders", body)
    assert answer.status_code == 201, answer.content
    order: dict[str, Any] = answer.json()
    return order


def codes(answer: Answer) -> set[str]:
    """Read what was found wrong."""
    return {error["code"] for error in answer.json().get("errors", ())}


def test_an_order_goes_from_placed_to_billed(shop: Shop) -> None:
    member = shop.member()
    number = place(shop, member, wished_on="2027-03-21")["order"]["number"]

    said = shop.owner.ask(
        f"/v1/orders/{number}/steps/preview", {"state": "review", "note": "۲ روز"}
    )
    shop.owner.write(f"/v1/orders/{number}/steps", {"state": "review", "note": "۲ روز"})
    cost = {"cost_rials": 22_000_000, "currency": "IRR"}
    shop.owner.write(f"/v1/orders/{number}/cost", cost, method="PUT")
    billed = shop.owner.write(f"/v1/orders/{number}/bill", {}, key="bill")
    again = shop.owner.write(f"/v1/orders/{number}/bill", {}, key="bill")
    shown = shop.owner.get(f"/v1/orders/{number}").json()

    assert said.json()["text"].endswith("۲ روز")
    assert billed.json()["purchase"]["to_pay_rials"] == 22_000_000
    assert again["Idempotent-Replayed"] == "true"
    assert shown["order"]["sale_id"] == billed.json()["purchase"]["purchase_id"]
    assert [step["kind"] for step in shown["steps"]] == ["state", "state", "cost", "billed"]
    assert shown["order"]["wished_on"] == "2027-03-21"


def test_lists_go_page_by_page(shop: Shop) -> None:
    member = shop.member()
    for _ in range(3):
        place(shop, member)

    first = shop.owner.get("/v1/orders?limit=2").json()
    second = shop.owner.get(f"/v1/orders?limit=2&cursor={first['next_cursor']}").json()
    theirs = shop.owner.get(f"/v1/orders?member_id={member}&state=registered").json()

    assert [one["number"] for one in first["orders"]] == [3, 2]
    assert [one["number"] for one in second["orders"]] == [1]
    assert second["next_cursor"] == ""
    assert len(theirs["orders"]) == 3


def test_a_file_comes_back_as_it_was_sent(shop: Shop) -> None:
    number = place(shop, shop.member())["order"]["number"]

    sent = shop.owner.send_file(f"/v1/orders/{number}/files?file_name=plan.png", PNG)
    file = sent.json()["files"][0]
    got = shop.owner.get(f"/v1/orders/{number}/files/{file['id']}")

    assert (file["name"], file["size"]) == ("plan.png", len(PNG))
    assert got.content == PNG
    assert got["Content-Type"] == "image/png"
    assert got["Content-Disposition"].startswith("attachment")


def test_what_is_no_picture_or_too_large_is_refused(shop: Shop) -> None:
    number = place(shop, shop.member())["order"]["number"]
    path = f"/v1/orders/{number}/files?file_name=x.png"

    other = shop.owner.send_file(path, b"MZ\x90 a program")
    large = shop.owner.send_file(path, PNG + b"0" * 5_000_000)

    assert (other.status_code, other.json()["code"]) == (422, "file_not_taken")
    assert large.status_code == 413


def test_a_note_may_not_hold_a_card_number(shop: Shop) -> None:
    number = place(shop, shop.member())["order"]["number"]

    answer = shop.owner.write(f"/v1/orders/{number}/notes", {"note": "کارت 6037991234567893"})

    assert answer.status_code == 422
    assert codes(answer) == {"card_number"}
