"""A few questions fill a draft, tell what it costs, and publish nothing."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db

ADDRESS = "/programme/presets/"
SHOP = {
    "trade": "clothes", "basket": "۲٬۰۰۰٬۰۰۰", "margin": "۳۰", "visits": "4", "give_back": "3"
}  # fmt: skip


def test_the_programme_is_shown_with_what_it_costs_and_nothing_is_saved() -> None:
    shop = open_shop()

    page = staff_client(shop).post(ADDRESS, {**SHOP, "key": new_key()})

    assert len(page.context["costs"]) == 4
    assert "۱۰۰٬۰۰۰" in page.context["costs"][0]
    assert "۳٬۰۰۰" in page.context["costs"][0]
    assert page.context["is_dear"] is False
    assert len(shop.owner.get("/v1/programme/versions").json()["versions"]) == 1


def test_a_draft_is_filled_once_and_nothing_is_published() -> None:
    shop = open_shop()
    client, sent = staff_client(shop), {**SHOP, "key": new_key(), "save": "1"}

    done, again = client.post(ADDRESS, sent), client.post(ADDRESS, sent)

    versions = shop.owner.get("/v1/programme/versions").json()["versions"]
    assert (done.status_code, done["Location"], again.status_code) == (
        302, "/programme/draft/", 302
    )  # fmt: skip
    assert [(one["number"], one["state"], one["code"]) for one in versions] == [
        (2, "draft", "clothes"), (1, "published", "reference")
    ]  # fmt: skip
    assert client.get("/programme/draft/").context["problems"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"give_back": "20"}, "give_back"),
        ({"give_back": "0"}, "give_back"),
        ({"basket": "خیلی"}, "basket"),
        ({"trade": "bank"}, "trade"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changes: dict[str, str], field: str) -> None:
    page = staff_client(open_shop()).post(ADDRESS, {**SHOP, "key": new_key(), **changes})

    assert list(page.context["form"].errors) == [field]
    assert "costs" not in page.context


def test_a_dear_top_tier_is_warned_of() -> None:
    page = staff_client(open_shop()).post(
        ADDRESS, {**SHOP, "key": new_key(), "margin": "10", "give_back": "4"}
    )

    assert page.context["is_dear"] is True
