"""The tree of groups: what lies where, a new group, a sub-group, another name."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import staff_client
from tests.factories.shops import Shop, open_shop
from tests.interfaces.cashier.test_lines import with_catalogue
from vafa.domain.catalogue.records import GroupCard
from vafa.interfaces.backoffice.catalogue_groups import Branch, tree_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    """Open a shop that sells drinks."""
    return with_catalogue(open_shop())


@pytest.fixture
def office(shop: Shop) -> Client:
    """Sign the owner in."""
    return staff_client(shop)


def names(shop: Shop) -> dict[str, str]:
    """Read the groups."""
    found = shop.owner.get("/v1/catalogue/groups").json()["groups"]
    return {one["code"]: one["name_fa"] for one in found}


def test_tree_counts_what_lies_below_and_leaves_no_group_out() -> None:
    cards = tuple(
        GroupCard(code, code, "", products)
        for code, products in (("food", 1), ("food.tea", 2), ("food.x.y", 4), ("toys.cars", 8))
    )

    assert tree_of(cards) == (
        Branch("food", "food", 7, (
            Branch("food.tea", "food.tea", 2, ()), Branch("food.x.y", "food.x.y", 4, ()),
        )),
        Branch("toys.cars", "toys.cars", 8, ()),
    )  # fmt: skip


def test_group_and_sub_group_are_added_and_renamed(shop: Shop, office: Client) -> None:
    office.post("/catalogue/groups/", {"name_fa": "خوراک", "step": "Food"})
    office.post("/catalogue/groups/", {"name_fa": "چای", "parent": "drinks", "step": "tea"})
    office.post("/catalogue/groups/", {"name_fa": "اسباب‌بازی"})
    office.post("/catalogue/groups/?edit=food", {"name_fa": "خوراکی"})

    found = names(shop)
    made = next(code for code in found if code not in {"drinks", "drinks.tea", "food"})
    assert found == {
        "drinks": "نوشیدنی", "drinks.tea": "چای", "food": "خوراکی", made: "اسباب‌بازی",
    }  # fmt: skip
    assert "چای" in office.get("/catalogue/groups/").content.decode()


@pytest.mark.parametrize("step", ["drinks", "چای", "a.b"])
def test_code_that_is_taken_or_none_is_refused(shop: Shop, office: Client, step: str) -> None:
    answer = office.post("/catalogue/groups/", {"name_fa": "دیگر", "step": step})

    assert answer.status_code == 422
    assert names(shop) == {"drinks": "نوشیدنی"}


def test_who_only_sells_adds_no_group(shop: Shop) -> None:
    cashier = staff_client(shop, "cashier")

    assert cashier.post("/catalogue/groups/", {"name_fa": "دیگر"}).status_code == 403
    assert "گروه تازه" not in cashier.get("/catalogue/groups/").content.decode()
