"""Products from a shop's own file: columns by name, known products kept, wrong rows told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.factories.clubs import IDS, NOON, Club, a_club
from vafa.domain.catalogue.records import NamedGroup, ProductGiven, ProductsSought
from vafa.domain.imports.columns import ColumnsUnknown
from vafa.journeys import import_products as importing
from vafa.journeys import manage_catalogue as catalogue
from vafa.journeys.import_products import ProductFileTooLong, ProductsRead

pytestmark = pytest.mark.django_db

TEA = ProductGiven("tea", "چای", "Tea", "drinks", 330_000, None, "6260001000017")


@dataclass(frozen=True)
class Cells:
    """A table in memory."""

    lines: tuple[tuple[str, ...], ...]
    size_bytes: int = 1
    digest: str = ""

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the rows."""
        return ((1, line) for line in self.lines)


@pytest.fixture
def club() -> Club:
    """Open a club that sells tea."""
    club = a_club()
    named = [NamedGroup("drinks", "نوشیدنی", "Drinks")]
    catalogue.put_groups(principal=club.principal, ids=IDS, at=NOON, groups=named)
    catalogue.put_products(principal=club.principal, ids=IDS, at=NOON, products=[TEA])
    return club


def table(*lines: str) -> Cells:
    """Give lines as a table."""
    return Cells(tuple(tuple(line.split(";")) for line in lines))


def read(club: Club, *lines: str) -> ProductsRead:
    """Say what lines would bring."""
    return importing.read_products(principal=club.principal, table=table(*lines), unit="toman")


def test_new_and_changed_products_come_with_their_groups(club: Club) -> None:
    lines = (
        "فهرست کالاهای ما", "کد کالا;نام کالا;دسته بندی;قیمت (ریال);درصد مالیات",
        "tea;چای;نوشیدنی;۴۰۰٬۰۰۰;", "", "nut;گردو;خشکبار;1,500,000;9%", "salt;نمک;drinks;;۰",
    )  # fmt: skip
    foreseen = read(club, *lines)
    done = importing.bring_products_in(
        principal=club.principal, ids=IDS, at=NOON, table=table(*lines), unit="toman"
    )
    again = read(club, *lines)

    listed = catalogue.list_products(principal=club.principal, sought=ProductsSought())
    found = {one.code: one for one in listed}
    assert (len(foreseen.added), len(foreseen.changed)) == (2, 1)
    assert foreseen.new_groups == done.new_groups == ("خشکبار",)
    assert found["tea"].price_rials == 400_000
    assert (found["tea"].barcode, found["tea"].name_en) == (TEA.barcode, "Tea")
    assert (found["nut"].price_rials, found["nut"].vat_basis_points) == (1_500_000, 900)
    assert (found["salt"].group, found["salt"].price_rials) == ("drinks", None)
    assert (len(again.added), len(again.changed), again.same) == (0, 0, 3)


def test_code_and_price_alone_change_prices(club: Club) -> None:
    found = read(club, "sku;price", "tea;50000", "new;1")

    assert [one.price_rials for one in found.changed] == [500_000]
    assert [(one.row, one.reason) for one in found.refused] == [(3, "no_name")]


def test_product_without_code_is_known_by_its_barcode(club: Club) -> None:
    found = read(club, "barcode;name", "6260001000024.0;Sugar")

    assert [(one.code, one.barcode) for one in found.added] == [("6260001000024", "6260001000024")]


def test_rows_that_cannot_be_taken_say_why(club: Club) -> None:
    found = read(
        club, "code;name;price;vat;barcode",
        ";بی‌کد;1;;", "a;الف;1;;1", "a;دوباره;1;;", "b;ب;-5;;", "c;پ;1;200;",
        "d;ت;1;;6260001000017", "e;ث;1;;1", "f;6037991234567893;1;;",
    )  # fmt: skip

    assert [one.code for one in found.added] == ["a"]
    assert [(one.row, one.reason) for one in found.refused] == [
        (2, "no_code"), (4, "twice"), (5, "bad_price"), (6, "bad_vat"),
        (7, "barcode_taken"), (8, "barcode_taken"), (9, "bad"),
    ]  # fmt: skip


def test_file_that_is_none_is_refused(club: Club) -> None:
    with pytest.raises(ColumnsUnknown):
        read(club, "foo;bar", "1;2")
    with pytest.raises(ColumnsUnknown):
        read(club)
    with pytest.raises(ProductFileTooLong):
        read(club, "code;name", *(f"p{n};x" for n in range(20_001)))
