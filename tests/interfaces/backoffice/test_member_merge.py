"""Two members are looked at, merged once confirmed, and parted again."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web.forms import new_key

pytestmark = pytest.mark.django_db


def test_members_are_merged_after_a_look_and_parted_again() -> None:
    shop, mobile = open_shop(), new_mobile()
    shop.member(mobile=mobile, first_name="سارا")
    shop.member(first_name="نگار")
    client = staff_client(shop)
    kept, gone = (row.cells[0].href for row in client.get("/members/").context["table"].rows)

    looked = client.get(f"{kept}merge/?other={mobile}")
    merged = client.post(f"{kept}merge/", {"other": mobile, "key": new_key()})
    found = client.get(gone).context["name"]
    undo = f"{kept}merge/{merged.context['merge_id']}/undo/"
    parted = client.post(undo, {"key": new_key()})

    assert looked.context["preview"].duplicate.member.first_name == "سارا"
    assert merged.status_code == 200
    assert found == "نگار"
    assert parted.status_code == 302
    assert client.get(gone).context["name"] == "سارا"


def test_an_unknown_number_is_said_at_the_field() -> None:
    shop = open_shop()
    shop.member()
    client = staff_client(shop)
    kept = client.get("/members/").context["table"].rows[0].cells[0].href

    page = client.get(f"{kept}merge/?other={new_mobile()}")

    assert page.status_code == 422
    assert page.context["form"].errors["other"]
