"""What the club sells, through its journeys: who may change it, and the lines a till rings up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories.clubs import IDS, NOON, Club, a_club
from vafa.domain.catalogue.operations import UnknownGroup
from vafa.domain.catalogue.records import NamedGroup, ProductGiven, ProductsSought
from vafa.domain.clubs.principal import RightMissing
from vafa.domain.rewards.decide import AmountOutOfBounds, QuantityOutOfBounds
from vafa.domain.rewards.records import PurchaseLine
from vafa.journeys import manage_catalogue as catalogue
from vafa.journeys.manage_catalogue import LineRung

pytestmark = pytest.mark.django_db

TEA = ProductGiven("tea", "چای", group="food.tea", price_rials=110_000)
SALT = ProductGiven("salt", "نمک", vat_basis_points=0)


@pytest.fixture
def club() -> Club:
    """Open a club with a VAT of 10 %, two groups and two products."""
    club = a_club()
    named = [NamedGroup("food", "خوراک"), NamedGroup("food.tea", "چای")]
    catalogue.put_groups(principal=club.principal, ids=IDS, at=NOON, groups=named)
    catalogue.put_products(principal=club.principal, ids=IDS, at=NOON, products=[TEA, SALT])
    return club


def test_lines_have_their_group_net_and_vat(club: Club) -> None:
    rung = [
        LineRung(220_000, product="tea", quantity_milli=2_000),
        LineRung(50_000, product="salt"),
        LineRung(11_000, group="food"),
        LineRung(11_000),
    ]

    lines = catalogue.price_lines(principal=club.principal, at=NOON, lines=rung)

    assert lines == (
        PurchaseLine(200_000, None, 20_000, "food.tea", "tea", quantity_milli=2_000),
        PurchaseLine(50_000, None, 0, "unspecified", "salt"),
        PurchaseLine(10_000, None, 1_000, "food"),
        PurchaseLine(10_000, None, 1_000, "unspecified"),
    )


def test_lines_of_what_is_not_sold_are_refused(club: Club) -> None:
    for line, error in (
        (LineRung(1, product="gold"), catalogue.UnknownProduct),
        (LineRung(1, group="gold"), UnknownGroup),
    ):
        with pytest.raises(error):
            catalogue.price_lines(principal=club.principal, at=NOON, lines=[line])


def test_retired_product_can_still_be_rung_up_by_a_till_that_was_away(club: Club) -> None:
    gone = replace(TEA, is_active=False)
    catalogue.put_products(principal=club.principal, ids=IDS, at=NOON, products=[gone])

    lines = catalogue.price_lines(
        principal=club.principal, at=NOON, lines=[LineRung(110_000, product="tea")]
    )

    assert lines[0].group == "food.tea"


@pytest.mark.parametrize(("milli", "rials"), [(1_000, 333), (500, 166), (1, 0)])
def test_amount_of_a_part_is_rounded_down(milli: int, rials: int) -> None:
    assert catalogue.amount_of(unit_rials=333, quantity_milli=milli) == rials


def test_amount_out_of_bounds_is_refused() -> None:
    with pytest.raises(QuantityOutOfBounds):
        catalogue.amount_of(unit_rials=1, quantity_milli=0)
    with pytest.raises(AmountOutOfBounds):
        catalogue.amount_of(unit_rials=10**13, quantity_milli=2_000)


def test_only_who_may_change_settings_changes_the_catalogue(club: Club) -> None:
    seller = replace(club.principal, rights=frozenset({"sales.read"}))

    with pytest.raises(RightMissing):
        catalogue.put_products(principal=seller, ids=IDS, at=NOON, products=[TEA])
    with pytest.raises(RightMissing):
        catalogue.put_groups(principal=seller, ids=IDS, at=NOON, groups=[])
    codes = [
        one.code for one in catalogue.list_products(principal=seller, sought=ProductsSought())
    ]
    assert codes == ["salt", "tea"]
    assert len(catalogue.list_groups(principal=seller)) == 2


def test_more_than_a_thousand_at_once_are_refused(club: Club) -> None:
    many = [replace(TEA, code=f"t{number}") for number in range(1_001)]

    with pytest.raises(catalogue.TooManyProducts):
        catalogue.put_products(principal=club.principal, ids=IDS, at=NOON, products=many)


def test_product_is_shown_by_its_id_and_named_by_its_code(club: Club) -> None:
    tea = catalogue.name_products(principal=club.principal, codes=["tea", "gold"])["tea"]

    assert catalogue.show_product(principal=club.principal, product_id=tea.product_id) == tea
