"""The office's menu: what waits for somebody is counted beside its entry, for who may decide."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def entry(page: str) -> str:
    """Give what stands in the menu beside the approvals."""
    return page.partition('href="/approvals/"')[2].partition("</a>")[0]


def test_what_waits_is_counted_for_who_may_decide() -> None:
    shop = open_shop()
    assert shop.owner.write("/v1/branches", {"code": "north", "name": "شمال"}).status_code == 201
    owner, cashier = staff_client(shop), staff_client(shop, "cashier", branches=("north",))
    number = shop.owner.get(f"/v1/members/{shop.member()}").json()["number"]
    before = owner.get("/members/").content.decode()
    sent = {
        "key": new_key(), "unit": "credit", "direction": "give", "amount": "500000",
        "units": "5000000", "reason": "goodwill", "note": "",
    }  # fmt: skip
    assert owner.post(f"/members/{number}/adjust/", sent).status_code == 302
    after = owner.get("/members/").content.decode()

    assert "۱" not in entry(before)
    assert "۱" in entry(after)
    assert not entry(cashier.get("/members/").content.decode())
