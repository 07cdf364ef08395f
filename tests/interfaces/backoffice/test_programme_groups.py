"""What each product group earns, in the office."""

from __future__ import annotations

import pytest

from tests.factories.people import staff_client
from tests.factories.shops import open_shop
from tests.programme.shop import patched

pytestmark = pytest.mark.django_db


def test_groups_are_listed_with_what_they_earn_searched_and_exported() -> None:
    shop = open_shop(programme=patched({"/base/excluded_groups": ["tobacco"]}))
    groups = [
        {"code": code, "name_fa": fa, "name_en": code}
        for code, fa in (("dairy", "لبنیات"), ("dairy.milk", "شیر"), ("tobacco", "دخانیات"))
    ]
    shop.owner.write("/v1/catalogue/groups", {"groups": groups}, method="PUT")
    client = staff_client(shop)

    rows = client.get("/programme/groups/").context["table"].rows
    nothing = client.get("/programme/groups/?earns=no").context["table"].rows
    found = client.get("/programme/groups/", {"q": "شیر"}).context["table"].rows
    file = client.get("/programme/groups/?file=csv").getvalue().decode("utf-8-sig")

    assert [row.title for row in rows] == ["کالای بی‌گروه", "لبنیات", "شیر", "دخانیات"]
    assert [row.title for row in nothing] == ["دخانیات"]
    assert [row.cells[1].shown for row in found] == ["لبنیات"]
    assert "٪" in found[0].cells[2].shown
    assert len(file.strip().splitlines()) == 5


def test_without_a_programme_in_force_the_list_says_so() -> None:
    shop = open_shop(programme=patched({}))

    assert len(staff_client(shop).get("/programme/groups/").context["table"].rows) == 1
