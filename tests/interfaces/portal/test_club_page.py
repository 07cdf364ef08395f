"""The page of a club that everybody may read."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.shops import open_shop
from vafa.domain.clubs.records import NewClub
from vafa.interfaces.web import sources
from vafa.journeys.open_club import open_club

pytestmark = pytest.mark.django_db


def test_rules_levels_and_ways_to_earn_are_told() -> None:
    shop = open_shop()

    page = Client().get(f"/c/{shop.code}/")
    text = page.content.decode()

    assert [way.rule for way in page.context["ways"]]
    assert [name for _, name, _ in page.context["levels"]] == ["عادی", "برنزی", "نقره‌ای", "طلایی"]
    assert "از ۵٬۰۰۰٬۰۰۰ تومان خرید" in text
    assert all(paragraph.sentences for paragraph in page.context["paragraphs"])
    assert "core.js" not in text


def test_a_club_without_rules_still_has_its_page() -> None:
    code = "no-rules-yet"
    open_club(
        ids=sources.ids(), at=sources.now(), entropy=sources.entropy(),
        club=NewClub(code=code, name="فروشگاه", test=False, branches=()),
    )  # fmt: skip

    page = Client().get(f"/c/{code}/")

    assert page.status_code == 200
    assert "ways" not in page.context


def test_there_is_no_page_of_no_club() -> None:
    assert Client().get("/c/nobody-here/").status_code == 404
    assert Client().get("/c/nobody-here/app.webmanifest").status_code == 404


def test_the_app_on_a_phone_has_the_clubs_name_and_begins_at_home() -> None:
    shop = open_shop()

    told = Client().get(f"/c/{shop.code}/app.webmanifest").json()

    assert told["name"] == "فروشگاه"
    assert told["start_url"] == f"/c/{shop.code}/me/"
    assert told["scope"] == f"/c/{shop.code}/"
    assert {one["url"] for one in told["shortcuts"]} == {
        f"/c/{shop.code}/me/card/", f"/c/{shop.code}/me/rewards/",
    }  # fmt: skip
