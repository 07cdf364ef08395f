"""Settings over HTTP: the business, how values are written, VAT, branches and texts."""

from __future__ import annotations

import pytest

from tests.factories.shops import Shop

WORDS = "اطلاعات شما فقط برای باشگاه مشتریان نگه داشته می‌شود."

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_business_and_how_it_writes_values(shop: Shop) -> None:
    owner = shop.owner
    today = owner.get("/v1/club/settings").json()["today"]
    business = owner.write(
        "/v1/club/business", {"name": "کافه", "contact_phone": "۰۲۱ ۸۸۷۷"}, method="PUT"
    )
    coming = {"starts_on": "2090-01-01", "unit": "new_rial"}
    owner.write("/v1/club/displays", {"starts_on": today, "unit": "rial"})
    shown = owner.write("/v1/club/displays", coming).json()
    gone = owner.write("/v1/club/displays/take-back", {"starts_on": "2090-01-01"})
    past = owner.write("/v1/club/displays", {"starts_on": "2020-01-01", "unit": "rial"})
    vat = owner.write("/v1/club/vat-rates", {"starts_on": today, "basis_points": 900}).json()

    assert business.json()["contact_phone"] == "0218877"
    assert (shown["display"]["unit"], len(shown["displays"])) == ("rial", 2)
    assert (gone.status_code, past.status_code, past.json()["code"]) == (
        200, 422, "setting_in_past",
    )  # fmt: skip
    assert (vat["vat_basis_points"], vat["display"]["unit"]) == (900, "rial")


def test_a_branch_is_opened_described_closed_and_opened_again(shop: Shop) -> None:
    owner = shop.owner
    body = {"code": "south", "name": "جنوب", "hours": "۹ تا ۲۱"}
    opened, taken = (owner.write("/v1/branches", body) for _ in range(2))
    renamed = owner.write("/v1/branches/south", {"name": "مرکز"}, method="PUT").json()
    closed = owner.write("/v1/branches/south", method="DELETE")
    again = owner.write("/v1/branches/south/reopen").json()
    codes = [one["code"] for one in owner.get("/v1/branches").json()["branches"]]

    assert (opened.status_code, taken.json()["code"]) == (201, "code_taken")
    assert (renamed["name"], renamed["hours"]) == ("مرکز", "")
    assert (closed.status_code, closed.json()["code"]) == (422, "last_branch")
    assert (again["closed_at"], codes) == (None, ["south"])


def test_a_colour_has_to_be_read(shop: Shop) -> None:
    pale = shop.owner.write("/v1/club/look", {"colour": "#f0e68c"}, method="PUT").json()
    kept = shop.owner.write("/v1/club/look", {"colour": "#7A1F3D"}, method="PUT").json()

    assert (pale["code"], pale["details"]["nearest"][0]) == ("colour_too_pale", "#")
    assert kept == {"colour": "#7a1f3d", "has_logo": False}
    assert shop.owner.get("/v1/club/look").json() == kept


def test_a_text_is_published_as_versions(shop: Shop) -> None:
    owner = shop.owner
    first = owner.write("/v1/club/texts", {"kind": "terms", "text_fa": WORDS}).json()
    second = owner.write("/v1/club/texts", {"kind": "terms", "text_fa": f"{WORDS} بیشتر"}).json()
    listed = owner.get("/v1/club/texts?kind=terms").json()["texts"]

    assert (first["number"], second["number"]) == (1, 2)
    assert [one["number"] for one in listed] == [2, 1]
    assert owner.get("/v1/club/texts?kind=messages").json()["texts"] == []
