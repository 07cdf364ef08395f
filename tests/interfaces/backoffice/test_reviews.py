"""Unusual purchases wait in a list; each is accepted or declined once."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import Review
from vafa.interfaces.web import sources
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db
PAGE = "/purchases/reviews/"


def waits(shop: Shop, rials: int = 500_000_000) -> int:
    """Have a purchase wait; gives its id."""
    member = shop.member()
    sale = shop.purchase(member, rials)
    with club_scope(shop.club_id):
        Review.objects.create(
            club_id=shop.club_id, sale_id=int(sale["purchase_id"]), member_id=int(member),
            amount_rials=rials, usual_rials=rials // 12, state="waiting",
            recorded_at=sources.now(),
        )  # fmt: skip
    return int(sale["purchase_id"])


def test_what_waits_is_listed_and_declined() -> None:
    shop = open_shop()
    client = staff_client(shop)
    sale = waits(shop)

    row = client.get(PAGE).context["table"].rows[0]
    page = client.get(f"{PAGE}{sale}/")
    done = client.post(f"{PAGE}{sale}/", {"key": new_key(), "act": "decline"})

    assert row.cells[0].href == f"{PAGE}{sale}/"
    assert page.context["times"] == 12
    assert done["Location"] == PAGE
    assert list(client.get(PAGE).context["table"].rows) == []
    assert client.get(f"{PAGE}{sale}/").status_code == 404


def test_who_may_not_decide_sees_nothing() -> None:
    shop = open_shop()

    assert staff_client(shop, "cashier").get(PAGE).status_code == 403
    assert staff_client(open_shop()).get(f"{PAGE}{waits(shop)}/").status_code == 404
