"""A mobile is changed in the file: by codes of both numbers, or with a second person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.people import code_to, staff_client
from tests.factories.shops import new_mobile, open_shop
from vafa.interfaces.web.forms import new_key
from vafa.kit.identity import normalise_mobile

pytestmark = pytest.mark.django_db


def test_both_codes_change_the_mobile(tmp_path: Path) -> None:
    shop, old, new = open_shop(), new_mobile(), new_mobile()
    shop.member(mobile=old)
    client = staff_client(shop)
    page = client.get("/members/").context["table"].rows[0].cells[0].href

    same = client.post(f"{page}mobile/", {"key": new_key(), "mobile": old})
    asked = client.post(f"{page}mobile/", {"key": new_key(), "mobile": new})
    confirm = str(asked["Location"])
    codes = {
        "old_code": code_to(shop.club_id, normalise_mobile(old), tmp_path),
        "new_code": code_to(shop.club_id, normalise_mobile(new), tmp_path),
    }
    wrong = client.post(confirm, {"key": new_key(), **codes, "new_code": "000000"})
    done = client.post(confirm, {"key": new_key(), **codes})

    assert same.context["form"].errors["mobile"]
    assert wrong.context["form"].errors["new_code"]
    assert done["Location"] == page
    assert client.get(page).context["profile"].mobile == normalise_mobile(new)


def test_a_lost_number_waits_for_a_second_person(tmp_path: Path) -> None:
    shop, old, new = open_shop(), new_mobile(), new_mobile()
    shop.member(mobile=old)
    client = staff_client(shop)
    page = client.get("/members/").context["table"].rows[0].cells[0].href

    asked = client.post(f"{page}mobile/", {"key": new_key(), "mobile": new, "old_is_lost": "on"})
    confirm = str(asked["Location"])
    code = code_to(shop.club_id, normalise_mobile(new), tmp_path)
    waits = client.post(confirm, {"key": new_key(), "new_code": code}, follow=True)

    assert "lost=1" in confirm
    assert "نفر دوم" in str(next(iter(waits.context["messages"])))
    assert client.get(page).context["profile"].mobile == normalise_mobile(old)
    support = staff_client(shop, "support").get(f"{page}mobile/")
    assert "old_is_lost" not in support.context["form"].fields
