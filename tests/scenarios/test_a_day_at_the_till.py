"""A cashier's day over HTTP: Sara joins, buys, pays with credit, brings something back."""

from typing import Any

import pytest

from tests.factories.shops import Caller, Shop, new_mobile, open_shop

RIGHTS = {"read", "members", "purchases", "credit", "refunds"}


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """Open the reference club: 1 point per 100,000 Rial, 2 % credit for regular members."""
    return open_shop()


def balances(answer: dict[str, Any]) -> dict[str, int]:
    """Give what is spendable of each unit."""
    return {one["unit"]: one["spendable"] for one in answer["balances"]}


def is_explained(reason: dict[str, str]) -> bool:
    """Tell whether a reason is said in Persian and in English."""
    return is_persian(reason["fa"]) and len(reason["en"].split()) > 2


def is_persian(text: str) -> bool:
    """Tell whether a text has Persian letters."""
    return any("\u0600" <= char <= "\u06ff" for char in text)


def test_a_day_at_the_till(shop: Shop) -> None:
    """Every answer of the day says what happened and why, and the figures add up to the Rial."""
    cashier = shop.caller(RIGHTS)
    mobile = new_mobile()

    sara = she_joins(cashier, mobile)
    she_buys(cashier, mobile)
    second = she_pays_with_credit(cashier, mobile)
    she_uses_a_hold(cashier, sara)
    she_brings_half_back(cashier, sara, second)
    her_account_adds_up(cashier, sara)


def she_joins(cashier: Caller, mobile: str) -> str:
    """Sara joins; her mobile in Persian digits is the same mobile."""
    joined = cashier.write(
        "/v1/members",
        {"mobile": mobile, "first_name": "سارا", "last_name": "احمدی", "consent_source": "till"},
    ).json()
    persian = mobile.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    found = cashier.ask("/v1/members/find", {"mobile": persian}).json()

    sara = str(joined["member"]["member_id"])
    assert joined["created"] is True
    assert found["member_id"] == sara
    assert found["mobile_masked"] == f"{mobile[:4]}***{mobile[-4:]}"
    return sara


def she_buys(cashier: Caller, mobile: str) -> None:
    """She buys for 10,000,000 and VAT: 100 points and 2 % credit."""
    first = cashier.write("/v1/purchases", body_of(mobile, "R-1", net=10_000_000)).json()

    figures = (first["net_rials"], first["vat_rials"], first["to_pay_rials"])
    assert figures == (10_000_000, 1_000_000, 11_000_000)
    assert units(first["awards"]) == {"points": 100, "credit": 200_000}
    assert all(is_explained(award["reason"]) for award in first["awards"])
    assert balances(first) == {"points": 100, "credit": 200_000}


def she_pays_with_credit(cashier: Caller, mobile: str) -> dict[str, Any]:
    """Ask what her credit would do; she agrees, and the purchase does just that.

    Credit is a discount here: VAT falls on what is left, and what is left earns.
    """
    body = body_of(mobile, "R-2", net=2_000_000) | {"spend": [{"unit": "credit"}]}

    quote = cashier.ask("/v1/quotes", body).json()
    assert (quote["to_pay_rials"], units(quote["spent"])) == (1_980_000, {"credit": 200_000})
    assert balances(quote) == {"points": 100, "credit": 200_000}
    assert {one["unit"] for one in quote["spendable"]} == {"points", "credit"}

    second: dict[str, Any] = cashier.write(
        "/v1/purchases", body | {"quote": quote["quote"]}
    ).json()
    assert second["to_pay_rials"] == quote["to_pay_rials"]
    assert second["changed_since_quote"] is False
    assert units(second["spent"]) == {"credit": 200_000}
    assert all(is_explained(one["reason"]) for one in second["spent"] + second["awards"])
    assert units(second["awards"]) == {"points": 18, "credit": 36_000}
    assert balances(second) == {"points": 118, "credit": 36_000}
    return second


def she_uses_a_hold(cashier: Caller, sara: str) -> None:
    """Too much is declined with what there is; a hold is captured in part, the rest returns."""
    body = {"member": {"id": sara}, "unit": "credit", "units": 50_000}

    declined = cashier.write("/v1/holds", body)
    assert declined.status_code == 402
    assert (declined.json()["code"], declined.json()["available"]) == ("not_enough", 36_000)
    assert is_explained(declined.json()["reason"])

    held = cashier.write("/v1/holds", body | {"units": 30_000}).json()
    used = cashier.write(
        f"/v1/holds/{held['hold_id']}/capture", {"member_id": sara, "units": 20_000}
    ).json()
    assert held["rials"] == 30_000
    assert (used["units"], balances(used)["credit"]) == (20_000, 16_000)


def she_brings_half_back(cashier: Caller, sara: str, second: dict[str, Any]) -> None:
    """Half of the second purchase comes back: half of all it gave and took."""
    refund = cashier.write(
        f"/v1/purchases/{second['purchase_id']}/refunds",
        {
            "member_id": sara,
            "source": "till-1",
            "document": "B-1",
            "currency": "IRR",
            "amount_rials": 1_000_000,
        },
    ).json()

    assert refund["cash_rials"] == 990_000
    assert units(refund["restored"]) == {"credit": 100_000}
    assert units(refund["taken_back"]) == {"points": 9, "credit": 18_000}
    assert all(is_explained(one["reason"]) for one in refund["taken_back"])
    assert balances(refund) == {"points": 109, "credit": 98_000}


def her_account_adds_up(cashier: Caller, sara: str) -> None:
    """Wallet, statement and tier say the same, and each entry says why."""
    wallet = cashier.get(f"/v1/members/{sara}/wallet").json()
    worth = {one["unit"]: one["worth_rials"] for one in wallet["balances"]}
    assert worth == {"points": 109_000, "credit": 98_000}

    entries = whole_statement(cashier, sara)
    assert all(is_explained(entry["reason"]) for entry in entries)
    assert len({entry["seq"] for entry in entries}) == len(entries)
    sums: dict[str, int] = {}
    for entry in reversed(entries):
        sums[entry["unit"]] = sums.get(entry["unit"], 0) + entry["units"]
        assert entry["balance_after"] == sums[entry["unit"]]
    assert sums == {"points": 109, "credit": 98_000}

    tier = cashier.get(f"/v1/members/{sara}/tier").json()
    assert (tier["tier"], tier["next_tier"]) == ("regular", "bronze")
    assert tier["value"] == 10_000_000 + 900_000
    assert tier["missing"] == tier["next_threshold"] - tier["value"]


def units(parts: list[dict[str, Any]]) -> dict[str, int]:
    """Give the units of each part."""
    return {one["unit"]: one["units"] for one in parts}


def body_of(mobile: str, document: str, *, net: int) -> dict[str, Any]:
    """Give a purchase of one line."""
    return {
        "member": {"mobile": mobile},
        "source": "till-1",
        "document": document,
        "currency": "IRR",
        "lines": [{"net_rials": net, "group": "bakery"}],
    }


def whole_statement(cashier: Caller, member: str) -> list[dict[str, Any]]:
    """Read the statement page by page."""
    entries: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = cashier.get(f"/v1/members/{member}/statement?limit=2&cursor={cursor}").json()
        entries += page["entries"]
        cursor = page["next_cursor"]
        if not cursor:
            return entries
