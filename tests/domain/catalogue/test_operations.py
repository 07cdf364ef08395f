"""Naming groups; putting products, and finding them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, Club, a_club
from vafa.domain.catalogue.operations import (
    BadGroup,
    BadProduct,
    BarcodeTaken,
    ProductTwice,
    UnknownGroup,
    name_groups,
    put_products,
)
from vafa.domain.catalogue.queries import (
    NoSuchProduct,
    group_names,
    groups,
    product,
    products,
    products_named,
)
from vafa.domain.catalogue.records import NamedGroup, ProductGiven, ProductsSought, PutProducts
from vafa.domain.clubs.scope import club_scope

pytestmark = pytest.mark.django_db


def test_groups_are_named_and_renamed() -> None:
    club = a_club()

    with club_scope(club.club_id):
        first = [NamedGroup("food", "خوراک", "Food"), NamedGroup("food.dairy", "لبنیات")]
        name_groups(club_id=club.club_id, ids=IDS, groups=first)
        again = name_groups(
            club_id=club.club_id, ids=IDS, groups=[NamedGroup("food", "خوراکی", "Foods")]
        )
        names = group_names(club_id=club.club_id)

    assert again == 1
    assert names == {
        "fa": {"food": "خوراکی", "food.dairy": "لبنیات"},
        "en": {"food": "Foods", "food.dairy": "food.dairy"},
    }


@pytest.mark.parametrize("group", [NamedGroup("Food!", "خوراک"), NamedGroup("food", " ")])
def test_a_group_needs_a_code_and_a_name(group: NamedGroup) -> None:
    club = a_club()

    with club_scope(club.club_id), pytest.raises(BadGroup):
        name_groups(club_id=club.club_id, ids=IDS, groups=[group])


TEA = ProductGiven(
    "tea-1", "چای سیلان", "Ceylon tea", "food.tea", 1_200_000, None, "6260001000017"
)
SALT = ProductGiven("salt", "نمک", group="food", vat_basis_points=0)


def a_shop(*given: ProductGiven) -> Club:
    """Open a club that sells food, tea and these products."""
    club = a_club()
    with club_scope(club.club_id):
        named = [NamedGroup("food", "خوراک"), NamedGroup("food.tea", "چای")]
        name_groups(club_id=club.club_id, ids=IDS, groups=named)
        put_products(club_id=club.club_id, ids=IDS, products=given)
    return club


def put(club: Club, *given: ProductGiven) -> PutProducts:
    """Put products."""
    with club_scope(club.club_id):
        return put_products(club_id=club.club_id, ids=IDS, products=given)


def found(club: Club, **wish: object) -> list[str]:
    """Give the codes of the products that are found."""
    sought = replace(ProductsSought(), **wish)  # type: ignore[arg-type]  # framework
    with club_scope(club.club_id):
        return [one.code for one in products(club_id=club.club_id, sought=sought)]


def test_products_are_added_changed_and_left_alone() -> None:
    club = a_shop(TEA, SALT)

    done = put(club, TEA, replace(SALT, price_rials=300_000), ProductGiven("cup", "فنجان"))

    with club_scope(club.club_id):
        named = products_named(club_id=club.club_id, codes=["tea-1", "salt", "cup", "none"])
    assert done == PutProducts(added=1, changed=1)
    assert {code: one.price_rials for code, one in named.items()} == {
        "tea-1": 1_200_000, "salt": 300_000, "cup": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("چای", ["tea-1"]), ("چاي سيلان", ["tea-1"]), ("CEYLON", ["tea-1"]),
        ("۶۲۶۰۰۰۱۰۰۰۰۱۷", ["tea-1"]), ("sal", ["salt"]), ("نان", []), ("%", []),
    ],
)  # fmt: skip
def test_product_is_found_however_it_is_typed(text: str, codes: list[str]) -> None:
    assert found(a_shop(TEA, SALT), text=text) == codes


def test_products_of_a_group_are_those_of_its_sub_groups_too() -> None:
    club = a_shop(TEA, SALT, ProductGiven("foodie", "کتاب"))

    assert found(club, group="food") == ["salt", "tea-1"]
    assert found(club, group="food.tea") == ["tea-1"]
    with club_scope(club.club_id):
        cards = groups(club_id=club.club_id)
    assert [(one.code, one.products) for one in cards] == [("food", 1), ("food.tea", 1)]


def test_pages_go_on_both_ways() -> None:
    club = a_shop(*(ProductGiven(f"p{n}", "کالا") for n in range(5)))

    assert found(club, limit=2) == ["p0", "p1"]
    assert found(club, after="p1", limit=2) == ["p2", "p3"]
    assert found(club, before="p3", limit=2) == ["p1", "p2"]


def test_retired_product_frees_its_barcode_and_stays_known() -> None:
    club = a_shop(TEA)

    put(club, replace(TEA, is_active=False))
    put(club, replace(TEA, code="tea-2"))

    assert found(club, state="active") == ["tea-2"]
    assert found(club, state="retired") == ["tea-1"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ((replace(SALT, code=" "),), BadProduct), ((replace(SALT, name_fa=""),), BadProduct),
        ((replace(SALT, price_rials=0),), BadProduct),
        ((replace(SALT, vat_basis_points=10_001),), BadProduct),
        ((replace(SALT, name_fa="6037 9912 3456 7893"),), BadProduct),
        ((replace(SALT, group="toys"),), UnknownGroup), ((SALT, SALT), ProductTwice),
        ((replace(SALT, barcode=TEA.barcode),), BarcodeTaken),
        ((replace(SALT, barcode="1"), replace(SALT, code="x", barcode="1")), BarcodeTaken),
    ],
)  # fmt: skip
def test_product_that_is_none_changes_nothing(
    given: tuple[ProductGiven, ...], error: type[Exception]
) -> None:
    club = a_shop(TEA)

    with pytest.raises(error):
        put(club, *given)

    assert found(club) == ["tea-1"]


def test_catalogues_of_clubs_do_not_meet() -> None:
    club, other = a_shop(TEA), a_shop(TEA)
    with club_scope(other.club_id):
        theirs = products_named(club_id=other.club_id, codes=["tea-1"])["tea-1"]

    with club_scope(club.club_id), pytest.raises(NoSuchProduct):
        product(club_id=club.club_id, product_id=theirs.product_id)


@pytest.mark.parametrize(("own_rate", "net"), [(None, 1_000_000), (0, 1_100_000)])
def test_net_of_a_product_follows_its_rate(own_rate: int | None, net: int) -> None:
    club = a_shop(replace(TEA, vat_basis_points=own_rate))
    with club_scope(club.club_id):
        card = products_named(club_id=club.club_id, codes=["tea-1"])["tea-1"]

    assert card.net_of(1_100_000, club_rate=1_000) == net
