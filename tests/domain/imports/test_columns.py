"""Columns are told by their headers, in either language; what cannot be told is asked for."""

from __future__ import annotations

import pytest

from vafa.domain.imports.checks import UnitContradicts, check_unit
from vafa.domain.imports.columns import ColumnsUnknown, columns_of, shape_of


def test_header_is_found_below_titles_and_in_persian() -> None:
    rows = [("گزارش",), (), ("نام مشتري", "شماره موبایل", "شماره_فاکتور", "تاریخ", "مبلغ (تومان)")]

    found = columns_of(kind="orders", first_rows=rows, asked={})

    assert found.header_row == 3
    assert found.places == {"full_name": 0, "mobile": 1, "document": 2, "date": 3, "amount": 4}
    assert found.money_named == "toman"
    with pytest.raises(UnitContradicts):
        check_unit(unit="rial", columns=found)


def test_header_in_english_and_columns_named_by_hand() -> None:
    headers = ("Phone Number", "Order ID", "Order Date", "Betrag", "Note", "note")

    with pytest.raises(ColumnsUnknown) as raised:
        columns_of(kind="orders", first_rows=[headers], asked={})
    by_name = columns_of(kind="orders", first_rows=[headers], asked={"amount": "betrag"})
    by_number = columns_of(kind="orders", first_rows=[headers], asked={"amount": "4"})

    assert raised.value.details == {"missing": ["amount"]}
    assert by_name == by_number
    assert by_name.places == {"mobile": 0, "document": 1, "date": 2, "amount": 3}
    assert by_name.twice == ("note",)


def test_best_known_name_wins_among_several() -> None:
    headers = ("جمع کل", "مبلغ", "موبایل", "فاکتور", "تاریخ")

    found = columns_of(kind="orders", first_rows=[headers], asked={})

    assert found.places["amount"] == 1


def test_empty_file_has_no_columns() -> None:
    with pytest.raises(ColumnsUnknown):
        columns_of(kind="members", first_rows=[], asked={})


def test_shape_is_the_same_however_headers_are_typed() -> None:
    assert shape_of(kind="orders", headers=["نام مشتري"]) == shape_of(
        kind="orders", headers=["نام  مشتری"]
    )
