"""A member's photo in the file: seen, put and taken away by the staff."""

from __future__ import annotations

import pytest

from tests.factories.people import member_client, staff_client
from tests.factories.shops import open_shop
from tests.interfaces.portal.test_photo import picture

pytestmark = pytest.mark.django_db


def test_the_shop_sees_it_in_the_members_file() -> None:
    shop = open_shop()
    member = shop.member()
    office = staff_client(shop)
    file = f"/members/{shop.owner.get(f'/v1/members/{member}').json()['number']}/"
    without = office.get(f"{file}photo/").status_code
    member_client(shop, member).post(f"/c/{shop.code}/me/photo/", {"photo": picture()})

    assert without == 404
    assert office.get(file).context["has_photo"] is True
    assert office.get(f"{file}photo/")["Content-Type"] == "image/jpeg"
    assert staff_client(open_shop()).get(f"{file}photo/").status_code == 404


def test_the_shop_puts_one_and_takes_it_away() -> None:
    shop = open_shop()
    number = shop.owner.get(f"/v1/members/{shop.member()}").json()["number"]
    office, file = staff_client(shop), f"/members/{number}/"
    kept = office.post(f"{file}picture/", {"photo": picture()})
    page = office.get(f"{file}picture/")
    gone = office.post(f"{file}picture/", {"remove": "yes"})

    assert (kept["Location"], gone["Location"]) == (file, file)
    assert page.context["has_photo"] is True
    assert office.get(file).context["has_photo"] is False
    assert staff_client(shop, "auditor").get(f"{file}picture/").status_code == 403
