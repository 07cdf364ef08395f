"""What the till's script asks: who it is, what a sale comes to, the sale once, and its undoing."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

import pytest
from django.test import Client

from tests.factories.people import member_client, staff_client
from tests.factories.shops import Shop, new_mobile, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.programme.presets import PRESETS

pytestmark = pytest.mark.django_db

TOMAN = {"unit": "toman"}


@pytest.fixture
def shop() -> Shop:
    """Open a shop."""
    return open_shop()


@pytest.fixture
def till(shop: Shop) -> Client:
    """Sign a cashier in."""
    return staff_client(shop, "cashier")


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    """Send what the script sends."""
    return client.post(f"/cashier/{path}/", json.dumps(body), content_type="application/json")


def sale_of(member_id: str, toman: int, **more: Any) -> dict[str, Any]:
    """Give a sale to a member, as the script does."""
    return {"who": f"#{member_id}", "amount": str(toman), **TOMAN, **more}


def with_key(sale: dict[str, Any]) -> dict[str, Any]:
    """Give the sale a key, as the script does before it sends it."""
    return {**sale, "key": secrets.token_hex(16)}


def credit_of(shop: Shop, member_id: str) -> int:
    """Read how much credit a member has to come or to spend."""
    found = shop.owner.get(f"/v1/members/{member_id}/wallet").json()["balances"]
    return sum(one["spendable"] + one["pending"] for one in found if one["unit"] == "credit")


@pytest.mark.parametrize("form", ["{}", "+98{0}", "VAFA:{1}", "{1}"])
def test_member_is_found_by_mobile_number_or_card(shop: Shop, till: Client, form: str) -> None:
    mobile = new_mobile()
    member_id = shop.member(mobile=mobile, first_name="مریم")
    number = shop.owner.get(f"/v1/members/{member_id}").json()["number"]
    typed = {"{}": mobile, "+98{0}": f"+98{mobile[1:]}"}.get(form, form.format("", number))

    answer = post(till, "member", {"who": typed})

    assert answer.status_code == 200
    assert answer.json()["who"] == f"#{member_id}"
    assert "مریم" in answer.json()["html"]


def test_unknown_mobile_is_enrolled_in_one_step(shop: Shop, till: Client) -> None:
    mobile = new_mobile()
    unknown = post(till, "member", {"who": mobile})
    body = {"key": secrets.token_hex(16), "mobile": unknown.json()["mobile"], "name": "علی احمدی"}

    first, again = post(till, "enrol", body), post(till, "enrol", body)

    assert (unknown.status_code, first.status_code) == (404, 200)
    assert first.json()["name"] == "علی احمدی"
    assert again.json()["who"] == first.json()["who"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("سلام", "who_is_missing"), ("6037991234567893", "card_number_typed")],
)
def test_what_names_nobody_says_what_to_type(till: Client, typed: str, code: str) -> None:
    answer = post(till, "member", {"who": typed})

    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == code


def test_quote_shows_what_the_sale_earns_and_why(shop: Shop, till: Client) -> None:
    answer = post(till, "quote", sale_of(shop.member(), 435_000))

    assert answer.status_code == 200
    assert "۴۳۵٬۰۰۰" in answer.json()["html"]
    assert answer.json()["quote"]


def test_sale_is_recorded_once_for_its_key(shop: Shop, till: Client) -> None:
    member_id = shop.member()
    sale = with_key(sale_of(member_id, 500_000))

    first = post(till, "purchase", sale)
    again = post(till, "purchase", {**sale, "waited_ms": 60_000})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["purchase_id"] == first.json()["purchase_id"]
    shown = shop.owner.get(f"/v1/purchases/{first.json()['purchase_id']}").json()["purchase"]
    assert shown["net_rials"] + shown["vat_rials"] == 5_000_000


def test_credit_pays_as_the_quote_said(shop: Shop, till: Client) -> None:
    member_id = shop.member()
    grant = {
        "member_id": member_id, "unit": "credit", "units": 100_000, "reason": "goodwill",
    }  # fmt: skip
    given = shop.owner.write("/v1/adjustments", grant)
    assert given.status_code in {201, 202}, given.content
    sale = sale_of(member_id, 50_000)
    quoted = post(till, "quote", {**sale, "spend": [{"unit": "credit"}]}).json()
    assert quoted["spend"]

    bought = post(
        till, "purchase", with_key({**sale, "spend": quoted["spend"], "quote": quoted["quote"]})
    )

    assert bought.status_code == 201, bought.content
    shown = shop.owner.get(f"/v1/purchases/{bought.json()['purchase_id']}").json()["purchase"]
    assert [one["unit"] for one in shown["spent"]] == ["credit"]
    assert shown["to_pay_rials"] <= 500_000 - shown["spent"][0]["rials"]


def test_less_vat_is_said_so_that_the_sums_add_up(shop: Shop, till: Client) -> None:
    member_id = shop.member()
    grant = {"member_id": member_id, "unit": "credit", "units": 100_000, "reason": "goodwill"}
    assert shop.owner.write("/v1/adjustments", grant).status_code in {201, 202}
    sale = sale_of(member_id, 50_000)

    plain = post(till, "quote", sale).json()["html"]
    used = post(till, "quote", {**sale, "spend": [{"unit": "credit"}]}).json()["html"]

    assert "مالیات کمتر" not in plain
    assert "مالیات کمتر" in used  # credit is a discount here


def test_what_cannot_be_used_has_its_reason() -> None:
    market = open_shop(programme=PRESETS["supermarket"]())
    till, member_id = staff_client(market, "cashier"), market.member()
    grant = {"member_id": member_id, "unit": "credit", "units": 90_000, "reason": "goodwill"}
    assert market.owner.write("/v1/adjustments", grant).status_code in {201, 202}

    usable = post(till, "quote", sale_of(member_id, 50_000)).json()["usable"]

    assert "data-spend" not in usable
    assert "خرج نمی‌شود، چون" in usable


def test_more_credit_than_there_is_declines_in_words(shop: Shop, till: Client) -> None:
    sale = sale_of(shop.member(), 50_000, spend=[{"unit": "credit", "units": 90_000}])

    answer = post(till, "purchase", with_key(sale))

    assert answer.status_code in {402, 422}
    assert answer.json()["text"].endswith(".")


def test_amount_that_is_none_is_refused_in_words(shop: Shop, till: Client) -> None:
    answer = post(till, "purchase", with_key({**sale_of(shop.member(), 0), "amount": "0"}))

    assert answer.json() == {
        "code": "amount_unread",
        "text": "مبلغ را با رقم بنویسید؛ بیشتر از صفر.",
    }


def test_undone_sale_gives_nothing(shop: Shop, till: Client) -> None:
    member_id = shop.member()
    bought = post(till, "purchase", with_key(sale_of(member_id, 500_000))).json()
    before = credit_of(shop, member_id)

    undone = [till.post(bought["undo"]).status_code for _ in range(2)]

    assert before > 0
    assert undone == [200, 200]
    assert credit_of(shop, member_id) == 0


def test_what_waited_counts_from_when_it_was_made(shop: Shop, till: Client) -> None:
    """Not before the club's programme began: this shop opened a moment ago."""
    early = with_key(sale_of(shop.member(), 10_000, waited_ms=3_600_000))

    answer = post(till, "purchase", early)

    assert answer.status_code == 422
    assert answer.json()["text"].endswith(".")


def test_receipt_can_be_printed(shop: Shop, till: Client) -> None:
    bought = post(till, "purchase", with_key(sale_of(shop.member(), 500_000))).json()

    page = till.get(bought["receipt"]).content.decode()

    assert bought["document"] in page
    assert "۵۰۰٬۰۰۰" in page


def test_token_is_for_who_sells(shop: Shop, till: Client) -> None:
    assert till.get("/cashier/token/").json()["csrf"]
    assert staff_client(shop, "auditor").get("/cashier/token/").status_code == 403


def test_get_asks_nothing(till: Client) -> None:
    assert [till.get(f"/cashier/{one}/").status_code for one in ("member", "purchase")] == [
        405,
        405,
    ]


def test_a_sale_without_a_member_has_a_receipt_to_join_by(shop: Shop, till: Client) -> None:
    sale = {**sale_of("", 500_000), "who": ""}

    quoted = post(till, "quote", sale)
    bought = post(till, "purchase", with_key({**sale, "quote": quoted.json()["quote"]}))
    paper = till.get(bought.json()["receipt"]).content.decode()
    page = till.get(f"/cashier/sales/{bought.json()['purchase_id']}/").content.decode()

    assert (quoted.status_code, bought.status_code) == (200, 201), bought.content
    assert "/move/" not in page
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}", paper)
    assert found, paper
    member = member_client(shop, shop.member())
    claim = {"key": new_key(), "code": found.group()}
    assert member.post(f"/c/{shop.code}/me/receipt/", claim).status_code == 302
    assert member.get(f"/c/{shop.code}/me/").context["holds"].points == 45


def test_who_is_no_member_uses_nothing_and_an_undone_sale_is_gone(
    shop: Shop, till: Client
) -> None:
    sale = {**sale_of("", 500_000), "who": ""}
    bought = post(till, "purchase", with_key(sale)).json()

    refused = post(till, "purchase", with_key({**sale, "coupon": "TENTH"}))
    undone = till.post(bought["undo"])

    assert refused.status_code == 422
    assert refused.json()["text"].endswith(".")
    assert undone.status_code == 200, undone.content


def test_a_full_card_of_stamps_is_handed_out_at_the_till() -> None:
    cafe = open_shop(programme=PRESETS["cafe"]())
    till = staff_client(cafe, "cashier")
    member_id = cafe.member()
    sale = sale_of(member_id, 100_000)
    for _ in range(8):
        post(till, "purchase", with_key(sale))
    card = post(till, "member", {"who": f"#{member_id}"}).json()["html"]
    early = post(till, "quote", sale).json()["usable"]
    post(till, "purchase", with_key(sale))
    full = post(till, "quote", sale).json()["usable"]

    quoted = post(till, "quote", {**sale, "claims": ["free-drink"]}).json()
    bought = post(
        till, "purchase", with_key({**sale, "claims": ["free-drink"], "quote": quoted["quote"]})
    )

    assert card.count("is-on") == 8
    assert "۸ از ۹ مهر" in early
    assert "disabled" in early
    assert "۹ از ۹ مهر" in full
    assert "disabled" not in full
    assert bought.status_code == 201, bought.content
    shown = cafe.owner.get(f"/v1/purchases/{bought.json()['purchase_id']}").json()["purchase"]
    assert shown["to_pay_rials"] == 0
    again = post(till, "purchase", with_key({**sale, "claims": ["free-drink"]}))
    assert again.status_code in {402, 422}
    assert again.json()["text"].endswith(".")
