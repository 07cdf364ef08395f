"""The proof of the book in the office: it holds, it is sealed, and who may see it."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop

pytestmark = pytest.mark.django_db


def test_the_book_is_checked_when_it_is_asked_for() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    client = staff_client(shop)

    before = client.get("/reports/proof/")
    after = client.post("/reports/proof/")

    assert before.context["report"] is None
    assert after.status_code == 200
    assert after.context["report"].differences == 0
    assert sum(check.checked for _, check in after.context["checks"]) > 0
    assert "دفتر درست است" in after.content.decode()


def test_a_marketer_may_not_see_it() -> None:
    assert staff_client(open_shop(), "marketer").get("/reports/proof/").status_code == 403
