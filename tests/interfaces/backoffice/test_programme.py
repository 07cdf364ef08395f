"""The programme in the office: told in sentences, compared, published once it is confirmed."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def draft(shop: Shop) -> int:
    """Save the programme in force with another notice as a draft, over the API."""
    document = shop.owner.get("/v1/programme/versions/1").json()["document"]
    body = {"document": {**document, "back_dating_days": 11}}
    saved = shop.owner.write("/v1/programme/versions", body)
    assert saved.status_code == 201, saved.content
    return int(saved.json()["version"]["number"])


def test_what_is_in_force_is_told_with_the_ways_to_earn() -> None:
    page = staff_client(open_shop()).get("/programme/")

    assert page.context["card"].number == 1
    for way in page.context["ways"]:
        assert way.name in page.content.decode()
    assert page.context["paragraphs"][0].sentences[0] in page.content.decode()


def test_versions_are_listed_and_exported() -> None:
    shop = open_shop()
    draft(shop)
    client = staff_client(shop)

    rows = client.get("/programme/versions/").context["table"].rows
    file = client.get("/programme/versions/?file=csv").getvalue().decode("utf-8-sig")

    assert [row.cells[1].shown for row in rows] == ["پیش‌نویس", "در حال اجرا"]
    assert len(file.strip().splitlines()) == 3


def test_a_draft_is_compared_and_published_once_it_is_confirmed() -> None:
    shop = open_shop()
    number = draft(shop)
    client = staff_client(shop)

    page = client.get(f"/programme/versions/{number}/")
    asked = client.get(f"/programme/versions/{number}/publish/")
    form = asked.context["form"]
    sent = {"key": form["key"].value(), "preview_hash": form["preview_hash"].value()}
    done = client.post(f"/programme/versions/{number}/publish/", sent)
    again = client.post(f"/programme/versions/{number}/publish/", sent)

    assert len(page.context["changes"]) == 1
    assert "۱۱" in page.context["changes"][0]
    assert asked.context["preview"].moving == 0
    assert (done.status_code, done["Location"]) == (302, "/programme/")
    assert again.status_code == 302
    assert client.get("/programme/").context["card"].number == number


def test_a_start_in_the_past_is_refused_at_its_field() -> None:
    shop = open_shop()
    number = draft(shop)
    sent = {"key": new_key(), "starts_on": "2020-01-01"}

    page = staff_client(shop).post(f"/programme/versions/{number}/publish/", sent)

    assert page.context["form"].errors["starts_on"]


def test_who_only_reads_does_not_publish_and_another_clubs_version_is_none() -> None:
    shop = open_shop()
    number = draft(shop)
    auditor = staff_client(shop, "auditor")

    assert auditor.get(f"/programme/versions/{number}/").context["may_publish"] is False
    assert auditor.get(f"/programme/versions/{number}/publish/").status_code == 403
    assert staff_client(open_shop()).get(f"/programme/versions/{number}/").status_code == 404
