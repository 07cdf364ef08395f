"""Households and companies over HTTP."""

from typing import Any

from tests.factories.shops import Answer, Caller, Shop, purchase_of


def staff(shop: Shop) -> Caller:
    """Give a person of the staff, with a key of their own."""
    rights = {"members", "read", "credit", "purchases", "refunds"}
    return shop.caller(rights, staff="رضا")


def _opened(shop: Shop, keeper: str, **more: Any) -> dict[str, Any]:
    body = {"kind": "household", "name": "خانهٔ سارا", "keeper": {"member": {"id": keeper}}, **more}
    answer = staff(shop).write("/v1/accounts", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def _redeem(by: Caller, member_id: str, units: int) -> Answer:
    body = {
        "member": {"id": member_id}, "unit": "credit", "units": units, "source": "till-1",
        "document": f"V-{units}",
    }  # fmt: skip
    return by.write("/v1/redemptions", body)


def _credit(answer: dict[str, Any]) -> Any:
    return next(one["available"] for one in answer["balances"] if one["unit"] == "credit")


def test_a_household_from_opening_to_closing(shop: Shop) -> None:
    sara, ali = shop.member(), shop.member(first_name="علی")
    shop.purchase(sara, 5_000_000)
    by = staff(shop)

    account = _opened(shop, sara)
    here = f"/v1/accounts/{account['account_id']}"
    body = {"member": {"id": ali}, "role": "child", "limits": {"month_rials": 50_000}}
    joined = by.write(f"{here}/people", body, key="join-1")
    again = by.write(f"{here}/people", body, key="join-1")
    wallet = by.get(f"/v1/members/{ali}/wallet").json()
    too_much = _redeem(by, ali, 50_001)
    spent = _redeem(by, ali, 50_000)
    quote = by.ask("/v1/quotes", purchase_of(ali, 1_000_000))
    changed = by.write(f"{here}/people/{ali}", {"role": "adult"})
    others = by.write(f"{here}/close", {})
    left = by.write(f"{here}/people/{ali}/leave")
    full = by.write(f"{here}/close", {"carries_rest": False})
    closed = by.write(f"{here}/close", {"carries_rest": True})

    assert (joined.status_code, len(joined.json()["people"])) == (201, 2)
    assert (again.content, again["Idempotent-Replayed"]) == (joined.content, "true")
    assert (wallet["account"]["name"], _credit(wallet)) == ("خانهٔ سارا", 100_000)
    assert (too_much.status_code, too_much.json()["code"]) == (422, "above_own_limit")
    assert spent.status_code == 201
    assert quote.status_code == 200, quote.content
    assert quote.json()["own_limit"]["left_rials"] == 0
    assert "سقف ماهانهٔ" in quote.json()["own_limit"]["reason"]["fa"]
    assert changed.json()["people"][1]["limits"] == {"month_rials": None, "purchase_rials": None}
    assert (others.status_code, others.json()["code"]) == (422, "others_in_account")
    assert (left.status_code, left.json()["carried"]) == (200, [])
    assert full.status_code == 200, full.content  # all that is left is what Sara brought
    assert closed.json()["code"] == "no_such_account"
    assert _credit(by.get(f"/v1/members/{sara}/wallet").json()) == 50_000


def test_the_admin_of_a_company_sees_who_spent_what(shop: Shop) -> None:
    sara = shop.member()
    shop.purchase(sara, 5_000_000)
    account = _opened(
        shop, sara, kind="company", name="شرکت آبی", invoice_name="شرکت بازرگانی آبی",
        legal_id="10380284790", economic_code="10380284790",
    )  # fmt: skip
    by = staff(shop)
    here = f"/v1/accounts/{account['account_id']}"
    _redeem(by, sara, 30_000)

    shown = by.get(here).json()
    spending = by.get(f"{here}/spending?month=1405-09")
    wrong = by.get(f"{here}/spending?month=1405-13")

    assert (shown["people"][0]["role"], shown["people"][0]["month_spent_rials"]) == (
        "admin", 30_000,
    )  # fmt: skip
    assert spending.status_code == 200, spending.content
    assert [one["spent_rials"] for one in spending.json()["people"]] == [30_000]
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_month")


def test_ids_of_a_company_are_checked(shop: Shop) -> None:
    body = {
        "kind": "company", "name": "x", "legal_id": "10380284791",
        "keeper": {"member": {"id": shop.member()}},
    }  # fmt: skip

    answer = staff(shop).write("/v1/accounts", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_legal_id")
