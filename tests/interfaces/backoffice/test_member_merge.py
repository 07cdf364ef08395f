"""Two members are looked at, merged once confirmed, and parted again."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import new_mobile, open_shop
from vafa.domain.members.numbers import number_from
from vafa.interfaces.backoffice.member_merge import ref_of
from vafa.interfaces.web import formats
from vafa.interfaces.web.forms import new_key
from vafa.kit.text import ascii_digits

pytestmark = pytest.mark.django_db


def test_members_are_merged_after_a_look_and_parted_again() -> None:
    shop, mobile = open_shop(), new_mobile()
    sara, negar = shop.member(mobile=mobile, first_name="سارا"), shop.member(first_name="نگار")
    for one in (sara, negar):
        shop.purchase(one, 10_000_000)
    client = staff_client(shop)
    kept, gone = (row.cells[0].href for row in client.get("/members/").context["table"].rows)

    looked = client.get(f"{kept}merge/?other={mobile}")
    duplicate = looked.context["preview"].duplicate.member
    sent = {"other": mobile, "duplicate": duplicate.member_id, "key": new_key()}
    merged = client.post(f"{kept}merge/", sent)
    again = client.post(f"{kept}merge/", sent)
    found = client.get(gone).context["name"]
    listed = client.get("/members/merges/").context["table"].rows
    undo = client.get(merged["Location"]).context
    parted = client.post(f"{merged['Location']}undo/", {"key": new_key()})

    assert duplicate.first_name == "سارا"
    held = [dict(looked.context[name])["امتیاز"] for name in ("kept", "gone", "after")]
    assert held[2] == formats.number(
        sum(int(ascii_digits(one).replace("٬", "")) for one in held[:2])
    )
    assert "سطح" in dict(looked.context["after"])
    assert merged.status_code == 302
    assert again["Location"] == merged["Location"]
    assert found == "نگار"
    assert [row.cells[0].href for row in listed] == [merged["Location"]]
    assert [row.cells[1].shown for row in listed] == ["سارا"]
    assert undo["name"] == "نگار"
    assert parted.status_code == 302
    assert client.get(gone).context["name"] == "سارا"
    assert client.get("/members/merges/").context["table"].rows[0].cells[0].href == kept
    file = client.get("/members/merges/?file=csv").getvalue().decode("utf-8-sig")
    assert "سارا" in file
    assert len(shop.owner.get("/v1/merges").json()["merges"]) == 1


def test_an_unknown_number_is_said_at_the_field() -> None:
    shop = open_shop()
    shop.member()
    client = staff_client(shop)
    kept = client.get("/members/").context["table"].rows[0].cells[0].href

    page = client.get(f"{kept}merge/?other={new_mobile()}")

    assert page.status_code == 422
    assert page.context["form"].errors["other"]


def test_a_number_that_looks_like_a_mobile_is_a_number() -> None:
    numbers = [number_from(seed) for seed in range(200)]
    like_mobiles = [one for one in numbers if one.startswith("9")]

    assert like_mobiles
    assert {ref_of(one).kind for one in like_mobiles} == {"number"}
    assert ref_of("09121234567").kind == "mobile"
    assert ref_of("nobody").kind == "number"
