"""Claims and moves over HTTP: what is answered, refused and kept out of the logs."""

import logging

import pytest

from tests.factories.shops import Shop, open_shop, purchase_of

pytestmark = pytest.mark.django_db(transaction=True)


def unnamed(rials: int, **more: object) -> dict[str, object]:
    """Give the body of a purchase without a member."""
    return {
        name: value for name, value in purchase_of("1", rials, **more).items() if name != "member"
    }


def points(shop: Shop, member_id: str) -> int:
    """Give the points that a member may spend."""
    wallet = shop.owner.get(f"/v1/members/{member_id}/wallet").json()
    return int(next(one["available"] for one in wallet["balances"] if one["unit"] == "points"))


def test_quote_record_claim_refund_and_show() -> None:
    shop = open_shop()
    sara, body = shop.member(), unnamed(1_000_000)

    quote = shop.owner.ask("/v1/quotes", body).json()
    sale = shop.owner.write("/v1/purchases", {**body, "quote": quote["quote"]}).json()
    asked = {"receipt_code": sale["receipt_code"].lower(), "member": {"id": sara}}
    claimed = shop.owner.write("/v1/purchases/claim", asked, key="c")
    again = shop.owner.write("/v1/purchases/claim", asked, key="c")

    assert (quote["member_id"], quote["to_pay_rials"], quote["awards"]) == (None, 1_000_000, [])
    assert (sale["awards"], sale["changed_since_quote"]) == ([], False)
    assert (claimed.status_code, again.content) == (201, claimed.content)
    assert again["Idempotent-Replayed"] == "true"
    assert points(shop, sara) == 10

    back = shop.owner.write(
        f"/v1/purchases/{sale['purchase_id']}/refunds",
        {"member_id": sale["member_id"], "source": "t", "document": "B", "currency": "IRR"},
    ).json()
    shown = shop.owner.get(f"/v1/purchases/{sale['purchase_id']}").json()
    assert (back["member_id"], back["cash_rials"]) == (sara, 1_000_000)
    assert shown["purchase"]["purchase_id"] == claimed.json()["purchase_id"]
    assert points(shop, sara) == 0


def test_move_answers_both_sides_or_waits_for_a_second_person() -> None:
    shop = open_shop()
    sara, ali = shop.member(), shop.member(first_name="علی")
    small, large = shop.purchase(sara, 1_000_000), shop.purchase(sara, 100_000_000)
    shop.owner.write(
        "/v1/redemptions",
        {"member": {"id": sara}, "unit": "credit", "units": 2_020_000,
         "source": "t", "document": "V"},
    )  # fmt: skip
    body = {"to": {"id": ali}, "if_spent": "forgive"}

    moved = shop.owner.write(f"/v1/purchases/{small['purchase_id']}/move", {"to": {"id": ali}})
    waits = shop.owner.write(f"/v1/purchases/{large['purchase_id']}/move", body)
    mina = shop.person("Mina")
    approved = mina.write(
        f"/v1/approvals/{waits.json()['approval_id']}/approve-move",
        {"payload_hash": waits.json()["payload_hash"]},
    )

    assert (moved.status_code, waits.status_code, approved.status_code) == (201, 202, 201)
    answer = moved.json()
    assert (answer["purchase"]["member_id"], answer["returned"]["member_id"]) == (ali, sara)
    assert approved.json()["purchase"]["member_id"] == ali
    assert points(shop, ali) == 1010


def test_wrong_code_is_not_found_and_the_eleventh_has_to_wait() -> None:
    shop = open_shop()
    sara = shop.member()
    asked = {"receipt_code": "22222-22222-2222", "member": {"id": sara}}

    answers = [shop.owner.write("/v1/purchases/claim", asked) for _ in range(11)]

    assert [one.status_code for one in answers] == [404] * 10 + [429]
    assert {one.json()["code"] for one in answers[:10]} == {"no_such_receipt"}
    assert 3500 < int(answers[10]["Retry-After"]) <= 3600


def test_staff_cannot_claim_what_they_rang_up() -> None:
    shop = open_shop()
    reza = shop.member(first_name="رضا")
    till = shop.person("Reza")
    (staff,) = shop.owner.get("/v1/staff").json()["staff"]
    link = f"/v1/staff/{staff['staff_id']}/member"

    linked = [shop.owner.write(link, {"id": reza}).status_code for _ in range(2)]
    another = shop.owner.write(link, {"id": shop.member()})
    sale = till.write("/v1/purchases", unnamed(1_000_000)).json()
    refused = shop.owner.write(
        "/v1/purchases/claim", {"receipt_code": sale["receipt_code"], "member": {"id": reza}}
    )

    assert linked == [204, 204]
    assert (another.status_code, another.json()["code"]) == (422, "staff_is_another")
    assert (refused.status_code, refused.json()["code"]) == (422, "own_receipt")
    assert shop.owner.write("/v1/staff/1/member", {"id": reza}).status_code == 404


def test_code_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shop = open_shop()
    sara = shop.member()

    code = shop.owner.write("/v1/purchases", unnamed(1_000_000)).json()["receipt_code"]
    asked = {"receipt_code": code, "member": {"id": sara}}
    shop.owner.write("/v1/purchases/claim", asked)
    shop.owner.write("/v1/purchases/claim", {**asked, "member": {"id": "1"}})

    assert code not in caplog.text
    assert code.replace("-", "") not in caplog.text
