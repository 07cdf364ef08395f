"""The programme in the office: told in sentences, compared, published once it is confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def draft(shop: Shop, **changes: Any) -> int:
    """Save the programme in force with another notice as a draft, over the API."""
    document = shop.owner.get("/v1/programme/versions/1").json()["document"]
    body = {"document": {**document, **(changes or {"back_dating_days": 11})}}
    saved = shop.owner.write("/v1/programme/versions", body)
    assert saved.status_code == 201, saved.content
    return int(saved.json()["version"]["number"])


def lower_silver(shop: Shop) -> dict[str, Any]:
    """Give the ladder in force with silver from 55,000,000 Rial."""
    ladder = shop.owner.get("/v1/programme/versions/1").json()["document"]["ladder"]
    ladder["levels"][2]["threshold"] = 55_000_000
    return dict(ladder)


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
    address = f"/programme/versions/{number}/"

    page = client.get(address)
    asked = client.get(f"{address}publish/")
    counted = client.get(f"{address}count/").context["counted"]
    sent = {"key": asked.context["form"]["key"].value(), "preview_hash": counted.preview_hash}
    done = client.post(f"{address}publish/", sent)
    again = client.post(f"{address}publish/", sent)

    assert len(page.context["changes"]) == 1
    assert "۱۱" in page.context["changes"][0]
    assert f"{address}count/" in asked.content.decode()
    assert (counted.moving, counted.last_member_id) == (0, 0)
    assert (done.status_code, done["Location"]) == (302, "/programme/")
    assert again.status_code == 302
    assert client.get("/programme/").context["card"].number == number


def test_members_are_counted_part_by_part_and_listed() -> None:
    shop = open_shop()
    member = shop.member(first_name="سارا")
    shop.purchase(member, 66_000_000)
    number = draft(shop, ladder=lower_silver(shop))
    client = staff_client(shop)
    address = f"/programme/versions/{number}/"

    first = client.get(f"{address}count/")
    going_on = first.context["counted"].last_member_id
    last = client.get(f"{address}count/?after={going_on}&members=1&moving=1&ending=0")
    rows = client.get(f"{address}movers/").context["table"].rows

    assert f"after={going_on}" in first.content.decode()
    assert (last.context["members"], last.context["moving"]) == (1, 1)
    assert 'name="preview_hash"' in last.content.decode()
    assert [[cell.shown for cell in row.cells][:3] for row in rows] == [
        ["سارا", "برنزی", "نقره‌ای"]
    ]


def test_a_version_that_waits_is_taken_back() -> None:
    shop = open_shop()
    number = draft(shop)
    client = staff_client(shop)
    address = f"/programme/versions/{number}/"
    client.post(f"{address}publish/", {"key": new_key(), "starts_on": "2090-01-01"})

    page = client.get(address)
    done = client.post(f"{address}take-back/", {"key": page.context["key"]})

    assert page.context["may_take_back"] is True
    assert (done.status_code, done["Location"]) == (302, address)
    assert client.get(address).context["version"].state == "draft"
    assert client.post("/programme/versions/99/take-back/").status_code == 404


def test_a_version_with_problems_says_them_and_cannot_be_published() -> None:
    shop = open_shop()
    number = draft(shop, zone="Nowhere")

    page = staff_client(shop).get(f"/programme/versions/{number}/publish/")

    assert len(page.context["problems"]) == 1
    assert "Nowhere" in page.context["problems"][0]
    assert 'type="submit"' not in page.content.decode().partition("<main")[2]


def test_a_programme_goes_out_as_a_file_and_comes_in_as_a_draft() -> None:
    shop, other = open_shop(), open_shop()
    client = staff_client(other)
    file = staff_client(shop).get("/programme/versions/1/file/").content

    def bring(content: bytes) -> Any:
        upload = SimpleUploadedFile("p.json", content)
        return client.post("/programme/file/", {"key": new_key(), "file": upload})

    done, wrong = bring(file), bring(b'{"format": "other"}')

    versions = other.owner.get("/v1/programme/versions").json()["versions"]
    assert (done.status_code, len(versions), versions[0]["state"]) == (302, 2, "draft")
    assert wrong.context["form"].errors["file"]
    assert client.get("/programme/versions/9/file/").status_code == 404


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
