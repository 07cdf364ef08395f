"""The proof of the book in the office: it holds, it is sealed, and who may see it."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web import sources
from vafa.journeys.prove_book import work_checks

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_the_book_is_checked_when_it_is_asked_for() -> None:
    shop = open_shop()
    shop.purchase(shop.member(), 5_000_000)
    client = staff_client(shop)

    before = client.get("/reports/proof/").content.decode()
    asked = client.post("/reports/proof/", follow=True).content.decode()
    work_checks(club_id=shop.club_id, clock=sources.now)
    after = client.get("/reports/proof/")

    assert "هنوز" in before
    assert 'hx-trigger="every 2s"' in asked
    assert "دفتر درست است" not in asked
    assert sum(check.checked for _, check in after.context["checks"]) > 0
    assert "دفتر درست است" in after.content.decode()
    assert 'hx-trigger="every 2s"' not in after.content.decode()


def test_a_marketer_may_not_see_it() -> None:
    assert staff_client(open_shop(), "marketer").get("/reports/proof/").status_code == 403
