"""Credit without a connection, through the till; and whose sale it is when it comes."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import pytest
from django.test import Client

from tests.factories.people import Worker, hire, signed_in, staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.domain.tills.marks import finding_mark

pytestmark = pytest.mark.django_db


class Till:
    """A shop's till with a member who bought there and has credit."""

    def __init__(self) -> None:
        self.shop: Shop = open_shop(branches=("north",))
        self.shop.owner.write("/v1/tills", {"code": "t1", "branch": "north"})
        self.mobile = new_mobile()
        self.member_id = self.shop.member(mobile=self.mobile)
        self.cashier = hire(self.shop, "cashier", branches=("north",))
        self.client = self.stand(self.cashier)
        self.post("purchase", self.sale(100_000))
        granted = {
            "member_id": self.member_id, "unit": "credit", "units": 40_000, "reason": "goodwill",
        }  # fmt: skip
        assert self.shop.owner.write("/v1/adjustments", granted).status_code in {201, 202}

    def stand(self, worker: Worker) -> Client:
        client = signed_in(worker)
        assert client.post("/cashier/device/here/", {"till": "t1"}).status_code == 302
        return client

    def post(self, path: str, body: dict[str, Any], client: Client | None = None) -> Any:
        text = json.dumps(body)
        who = client or self.client
        return who.post(f"/cashier/{path}/", text, content_type="application/json")

    def sale(self, toman: int, **more: Any) -> dict[str, Any]:
        return {
            "who": f"#{self.member_id}", "amount": str(toman), "unit": "toman", "branch": "north",
            "key": secrets.token_hex(16), **more,
        }  # fmt: skip

    def kept(self) -> dict[str, Any]:
        answer = self.post("allowance", {})
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def away(self, sequence: int, units: int, **more: Any) -> dict[str, Any]:
        """Give a sale in which credit was used without a connection."""
        told = json.loads(self.kept()["signed"]["text"])
        return self.sale(
            50_000, shift=told["shift"], sequence=sequence, rung_ms=int(time.time() * 1000),
            spend=[{"unit": "credit", "units": units}], **more,
        )  # fmt: skip

    def seller(self, client: Client) -> str:
        page = client.get("/cashier/").content.decode()
        return page.partition('data-seller="')[2].partition('"')[0]

    def by(self, purchase_id: str) -> str:
        """Give who rang a sale up, as the club's list names it."""
        listed = self.shop.owner.get("/v1/sales").json()["sales"]
        return str(next(one["by_id"] for one in listed if str(one["id"]) == purchase_id))


@pytest.fixture
def till() -> Till:
    """Open a shop with a till."""
    return Till()


def test_the_till_gets_what_who_bought_there_may_spend(till: Till) -> None:
    kept = till.kept()
    told = json.loads(kept["signed"]["text"])
    mark = finding_mark(salt=kept["salt"], digits=till.mobile)

    assert told["members"] == {till.member_id: 50_000}  # of a day, at most
    assert kept["finds"][mark] == till.member_id
    assert (kept["used"], kept["next"]) == ({till.member_id: 0}, 1)
    assert till.mobile not in json.dumps(kept)
    assert {"value_rials", "per_units", "maximum_share", "vat"} < set(kept["spent"])


def test_the_till_is_needed_and_the_right(till: Till) -> None:
    elsewhere = staff_client(till.shop, "cashier")

    assert till.post("allowance", {}, elsewhere).status_code == 404
    assert till.post("allowance", {}, staff_client(till.shop, "auditor")).status_code == 403


def test_credit_used_away_is_posted_once_under_its_number(till: Till) -> None:
    sale = till.away(1, 30_000)

    first, again = till.post("offline", sale), till.post("offline", sale)

    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert again.json()["purchase_id"] == first.json()["purchase_id"]
    assert first.json()["warning"] == ""
    kept = till.kept()
    assert (kept["used"][till.member_id], kept["next"]) == (30_000, 2)


def test_more_than_there_is_stands_and_is_told(till: Till) -> None:
    till.post("offline", till.away(1, 40_000))

    answer = till.post("offline", till.away(2, 40_000))

    assert answer.status_code == 201
    assert answer.json()["warning"].endswith(".")


def test_another_sale_under_a_used_number_gets_the_next_one(till: Till) -> None:
    till.post("offline", till.away(1, 10_000))

    clash = till.post("offline", till.away(1, 20_000))

    assert (clash.status_code, clash.json()) == (409, {"next": 2})


def test_what_is_refused_is_kept_says_why_and_goes_without_credit(till: Till) -> None:
    sale = till.away(1, 10_000)
    wrong = {**sale, "spend": [{"unit": "credit"}]}  # how many is not said

    refused = till.post("offline", wrong)
    still = till.post("offline", {**wrong, "again": True})
    done = till.post("offline", {**wrong, "again": True, "without_credit": True})

    assert [one.status_code for one in (refused, still, done)] == [422, 422, 201]
    assert refused.json()["kept"] is True
    assert refused.json()["text"].endswith(".")
    assert till.kept()["used"][till.member_id] == 0


def test_a_sale_is_whose_who_sold_it_whoever_sends_it(till: Till) -> None:
    other = till.stand(hire(till.shop, "cashier", branches=("north",)))
    mark = till.seller(till.client)

    waited = till.post("purchase", till.sale(10_000, seller=mark), other).json()
    away = till.post("offline", till.away(1, 5_000, seller=mark), other).json()
    own = till.post("purchase", till.sale(10_000), other).json()

    sold_by = [till.by(one["purchase_id"]) for one in (waited, away, own)]
    assert sold_by[:2] == [str(till.cashier.staff_id)] * 2
    assert sold_by[2] != sold_by[0]


def test_a_forged_seller_is_refused_with_the_reason(till: Till) -> None:
    mark = till.seller(till.client)
    foreign = Till()

    forged = till.post("purchase", till.sale(10_000, seller=f"AA{mark[2:]}"))
    others = till.post("purchase", till.sale(10_000, seller=foreign.seller(foreign.client)))

    assert {forged.status_code, others.status_code} == {422}
    assert forged.json()["code"] == others.json()["code"] == "seller_mark_wrong"
    assert forged.json()["text"].endswith(".")
