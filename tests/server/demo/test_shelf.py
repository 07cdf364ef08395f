"""The demo's products: names in every group that is sold, the same one for the same product."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np

from vafa.server.demo.groups import GROUPS, number_of
from vafa.server.demo.shelf import ITEMS, barcode_of, places_of, products_of

if TYPE_CHECKING:
    from vafa.server.demo.history import History


def history(groups: list[str], products: list[int], rials: list[int]) -> History:
    """Give lines of one piece each."""
    one = np.full(len(groups), 1000, dtype=np.int64)
    lines = SimpleNamespace(
        group=np.array([number_of(code) for code in groups]), product=np.array(products),
        gross_rials=np.array(rials), quantity_milli=one,
    )  # fmt: skip
    return cast("History", SimpleNamespace(lines=lines))


def test_names_and_codes_are_each_ones_own() -> None:
    assert len({one.code for one in ITEMS}) == len({one.persian for one in ITEMS}) == len(ITEMS)
    assert {one.group for one in ITEMS} <= {group.code for group in GROUPS}


def test_a_product_of_the_source_is_always_one_of_its_group() -> None:
    groups = ["food.dairy", "food.dairy", "fuel", "food.dairy", "unspecified", "fuel"]
    found = places_of(history=history(groups, [82, 83, 5, 82, 7, 0], [1] * 6)).tolist()

    assert found[0] == found[3] != found[1]
    assert [ITEMS[place - 1].group if place else "" for place in found] == [
        "food.dairy", "food.dairy", "fuel", "food.dairy", "", "",
    ]  # fmt: skip


def test_the_shelf_has_the_prices_that_were_asked_and_leaves_what_is_weighed_open() -> None:
    sold = history(
        ["fuel"] * 3 + ["fresh.meat"], [5, 5, 6, 3], [208_000, 219_000, 999_000, 80_000]
    )

    given = {one.name_fa: one for one in products_of(history=sold)}

    assert given["بنزین معمولی"].price_rials == 210_000
    assert given["ران گوسفندی"].price_rials is None
    assert len(given) == len(ITEMS)


def test_a_barcode_has_its_check_digit() -> None:
    assert barcode_of(1) == "6260000000019"
    assert barcode_of(123) == "6260000001238"
