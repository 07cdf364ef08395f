"""Purchases, quotes and refunds over HTTP."""

from datetime import timedelta

import pytest

from tests.factories.shops import Shop, open_shop, purchase_of
from tests.programme.shop import patched
from vafa.domain.rewards import reviews
from vafa.interfaces.web import sources
from vafa.programme.presets import reference_programme


def test_purchase_by_amount_takes_the_vat_out(shop: Shop) -> None:
    member = shop.member()
    body = purchase_of(member, 0) | {"lines": [], "amount_rials": 1_100_000}

    answer = shop.owner.write("/v1/purchases", body).json()

    assert (answer["net_rials"], answer["vat_rials"], answer["to_pay_rials"]) == (
        1_000_000,
        100_000,
        1_100_000,
    )


def test_purchase_of_yesterday_is_recorded_and_one_of_tomorrow_refused(shop: Shop) -> None:
    member = shop.member()

    def at(days: int) -> tuple[int, str]:
        moment = (sources.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = purchase_of(member, 1_000_000, occurred_at=moment)
        answer = shop.owner.write("/v1/purchases", body)
        return answer.status_code, answer.json().get("code", "")

    assert at(1) == (422, "in_the_future")
    assert at(-400)[0] == 422


def test_purchase_that_crosses_a_threshold_says_so(shop: Shop) -> None:
    answer = shop.purchase(shop.member(), 50_000_000)

    [change] = answer["tier_changes"]
    assert (change["kind"], change["before"], change["after"]) == ("up", "regular", "bronze")
    assert change["reason"]["fa"]
    assert change["reason"]["en"]


def test_purchase_of_an_unknown_member_writes_nothing(shop: Shop) -> None:
    answer = shop.owner.write("/v1/purchases", purchase_of("77", 1_000_000))

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_member")


def test_purchase_paid_with_an_unknown_unit_is_refused(shop: Shop) -> None:
    body = purchase_of(shop.member(), 1_000_000, spend=[{"unit": "gold"}])

    answer = shop.owner.write("/v1/purchases", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_unit")


def test_purchase_paid_with_units_needs_the_right_to_use_credit(shop: Shop) -> None:
    till = shop.caller({"read", "purchases"})
    body = purchase_of(shop.member(), 1_000_000, spend=[{"unit": "credit"}])

    answer = till.write("/v1/purchases", body)

    assert (answer.status_code, answer.json()["details"]) == (403, {"right": "credit.apply"})


def test_purchase_after_the_member_changed_says_that_the_quote_is_old(shop: Shop) -> None:
    member = shop.member()
    body = purchase_of(member, 1_000_000)
    quote = shop.owner.ask("/v1/quotes", body).json()
    shop.purchase(member, 5_000_000)

    answer = shop.owner.write("/v1/purchases", body | {"quote": quote["quote"]}).json()

    assert answer["changed_since_quote"] is True


def test_quote_of_any_text_is_no_fault(shop: Shop) -> None:
    member = shop.member()
    statuses = {
        shop.owner.write("/v1/purchases", purchase_of(member, 1_000_000, quote=quote)).status_code
        for quote in ("x", "۱", "a.b.c.d", "9" * 400, "=" * 10)
    }

    assert statuses <= {201, 422}


def test_purchase_is_found_by_its_document_and_shown_as_it_was_answered(shop: Shop) -> None:
    purchase = shop.purchase(shop.member(), 1_000_000)

    found = shop.owner.ask(
        "/v1/purchases/find", {"source": "till-1", "document": purchase["document"]}
    ).json()
    shown = shop.owner.get(f"/v1/purchases/{found['purchase_id']}")

    assert found == {
        "purchase_id": purchase["purchase_id"],
        "member_id": purchase["member_id"],
    }
    line = {
        "number": 1, "product": "", "group": "unspecified", "kind": "product",
        "quantity_milli": 1000, "gross_rials": 1_000_000, "net_rials": 1_000_000, "vat_rials": 0,
    }  # fmt: skip
    assert shown.json() == {
        "purchase": purchase, "lines": [line], "returned": [], "refunded_cash_rials": 0,
    }  # fmt: skip


def test_refund_of_everything_returns_to_the_beginning(shop: Shop) -> None:
    purchase = shop.purchase(shop.member(), 1_000_000)

    answer = shop.owner.write(
        f"/v1/purchases/{purchase['purchase_id']}/refunds",
        {
            "member_id": purchase["member_id"],
            "source": "till-1",
            "document": "B-1",
            "currency": "IRR",
        },
    ).json()
    shown = shop.owner.get(f"/v1/purchases/{purchase['purchase_id']}").json()

    assert answer["cash_rials"] == 1_000_000
    assert shown["refunded_cash_rials"] == 1_000_000
    assert shown["returned"] == [{"number": 1, "quantity_milli": 1000, "net_rials": 1_000_000}]
    assert {one["unit"]: one["spendable"] for one in answer["balances"]} == {
        "points": 0,
        "credit": 0,
    }


def test_refund_of_more_than_was_bought_is_refused(shop: Shop) -> None:
    purchase = shop.purchase(shop.member(), 1_000_000)

    answer = shop.owner.write(
        f"/v1/purchases/{purchase['purchase_id']}/refunds",
        {
            "member_id": purchase["member_id"],
            "source": "till-1",
            "document": "B-1",
            "currency": "IRR",
            "amount_rials": 1_000_001,
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "returns_too_much")


def test_void_takes_all_back_once(shop: Shop) -> None:
    member = shop.member()
    sale = shop.purchase(member, 1_000_000)
    path, body = f"/v1/purchases/{sale['purchase_id']}/void", {"member_id": member}

    first, second = shop.owner.write(path, body), shop.owner.write(path, body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert first.json() == second.json()
    assert first.json()["cash_rials"] == 1_000_000
    assert [one["available"] for one in first.json()["balances"]] == [0, 0]


@pytest.mark.django_db(transaction=True)
def test_preview_says_what_comes_as_store_credit() -> None:
    document = patched({"/units/1/redemption/spend_as": "tender"})
    shop = open_shop(programme=document)
    member = shop.member()
    sale = shop.purchase(member, 1_000_000)
    body = {
        "member_id": member, "source": "till-1", "document": "F-1", "currency": "IRR",
        "amount_rials": 400_000, "store_credit": "credit",
    }  # fmt: skip

    place = f"/v1/purchases/{sale['purchase_id']}/refunds"
    foreseen = shop.owner.ask(f"{place}/preview", body).json()
    made = shop.owner.write(place, body).json()

    assert (foreseen["cash_rials"], made["cash_rials"]) == (0, 0)
    assert foreseen["store_credit"] == {"unit": "credit", "units": 400_000}
    assert made["store_credit"]["units"] == 400_000


def test_store_credit_in_a_unit_that_is_no_tender_is_refused(shop: Shop) -> None:
    member = shop.member()
    sale = shop.purchase(member, 1_000_000)
    body = {
        "member_id": member, "source": "till-1", "document": "B-1", "currency": "IRR",
        "store_credit": "points",
    }  # fmt: skip

    answer = shop.owner.write(f"/v1/purchases/{sale['purchase_id']}/refunds", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "no_store_credit")


def test_edit_answers_both_legs_and_the_difference(shop: Shop) -> None:
    member = shop.member()
    sale = shop.purchase(member, 200_000)
    body = {
        "member_id": member, "revision": 1, "currency": "IRR",
        "lines": [{"net_rials": 300_000, "vat_rials": 0}],
    }  # fmt: skip

    place = f"/v1/purchases/{sale['purchase_id']}/edit"
    foreseen = [shop.owner.ask(f"{place}/preview", body).json() for _ in range(2)]
    answer = shop.owner.write(place, body)

    assert answer.status_code == 201
    edited = answer.json()
    for one in foreseen:
        assert (one["earned"], one["to_pay_rials"]) == (edited["earned"], edited["to_pay_rials"])
    assert edited["earned"] == [{"unit": "points", "units": 1}, {"unit": "credit", "units": 2000}]
    assert edited["to_pay_rials"] == 100_000
    assert edited["returned"]["purchase_id"] == sale["purchase_id"]
    assert edited["purchase"]["purchase_id"] != sale["purchase_id"]


def test_exchange_that_spends_too_much_is_refused_with_what_there_is(shop: Shop) -> None:
    member = shop.member()
    sale = shop.purchase(member, 1_000_000)
    body = {
        "member_id": member, "source": "till-1", "document": "T-1", "currency": "IRR",
        "purchase": {
            "document": "T-1", "amount_rials": 1_000_000,
            "spend": [{"unit": "credit", "units": 30_000}],
        },
    }  # fmt: skip

    answer = shop.owner.write(f"/v1/purchases/{sale['purchase_id']}/exchange", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "second_declined")
    assert answer.json()["details"] == {"unit": "credit", "available": 0}


def test_amounts_far_above_what_is_usual_wait_for_a_person(shop: Shop) -> None:
    """E18 over HTTP: listed, accepted, declined."""
    member = shop.member()
    for _ in range(100):
        shop.purchase(member, 1_000_000)
    reviews._known.clear()  # what is usual is read anew

    first, second = (shop.purchase(member, 100_000_000) for _ in range(2))
    listed = shop.owner.get("/v1/reviews").json()["reviews"]
    accepted = shop.owner.write(f"/v1/reviews/{first['purchase_id']}/accept")
    declined = shop.owner.write(f"/v1/reviews/{second['purchase_id']}/decline")

    assert [one["waits_for_review"] for one in (first, second)] == [True, True]
    assert [one["purchase_id"] for one in listed] == [first["purchase_id"], second["purchase_id"]]
    assert (accepted.status_code, accepted.json()["to_pay_rials"]) == (201, 0)
    assert accepted.json()["purchase"]["awards"] != []
    assert (declined.status_code, declined.json()["state"]) == (200, "declined")
    assert shop.owner.get("/v1/reviews").json()["reviews"] == []


@pytest.mark.django_db
def test_old_purchase_waits_for_a_second_person() -> None:
    """E16 over HTTP: kept, listed, approved by a person, recorded once."""
    shop = open_shop(programme=reference_programme().model_copy(update={"back_dating_days": 0}))
    ali = shop.person("علی", {"approve"})
    old = sources.now().isoformat()
    body = purchase_of(shop.member(), 1_000_000, occurred_at=old)

    kept = shop.owner.write("/v1/purchases", body)
    (listed,) = ali.get("/v1/approvals").json()["approvals"]
    path = f"/v1/approvals/{kept.json()['approval_id']}/approve-purchase"
    word = {"payload_hash": kept.json()["payload_hash"]}
    by_machine = shop.owner.write(path, word)
    done = ali.write(path, word)
    again = shop.owner.write("/v1/purchases", body)

    assert (kept.status_code, listed["kind"]) == (202, "late_purchase")
    assert listed["payload"]["occurred_at"].startswith(old[:10])
    assert by_machine.json()["code"] == "personal_key_needed"
    assert (done.status_code, done.json()["awards"] != []) == (201, True)
    assert again.json()["purchase_id"] == done.json()["purchase_id"]
