"""The demo club's products: invented names in its groups, for products the source only numbers.

A product of the source is always the same one here; several of them share a name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np

from vafa.domain.catalogue.records import ProductGiven
from vafa.server.demo.groups import GROUPS
from vafa.server.demo.history import MILLI, History, Ints

_NAMES: Final[dict[str, list[list[str]]]] = json.loads(
    resources.files(__package__).joinpath("shelf.json").read_bytes()
)
_ASKED_AT_THE_TILL: Final = frozenset({"fresh.produce", "fresh.meat", "fresh.seafood"})
_PRICE_STEP: Final = 10_000  # a thousand Toman
_OUR_COUNTRY: Final = "626"


@dataclass(frozen=True, slots=True)
class Item:
    """One product; `code` is its group's path with a number."""

    code: str
    group: str
    persian: str
    english: str


def _items() -> tuple[Item, ...]:
    return tuple(
        Item(f"{group.replace('.', '-')}-{place}", group, persian, english)
        for group, names in _NAMES.items()
        for place, (persian, english) in enumerate(names, 1)
    )


ITEMS: Final = _items()


def places_of(*, history: History) -> Ints:
    """Give the place in `ITEMS` of each line's product, one higher; 0 where it has none."""
    first = np.zeros(len(GROUPS), dtype=np.int64)
    count = np.zeros(len(GROUPS), dtype=np.int64)
    begun = 1
    for number, one in enumerate(GROUPS):
        first[number], count[number] = begun, len(_NAMES.get(one.code, ()))
        begun += count[number]
    group, product = history.lines.group, history.lines.product
    has_one = (product != 0) & (count[group] > 0)
    return np.where(has_one, first[group] + product % np.maximum(count[group], 1), 0)


def products_of(*, history: History) -> list[ProductGiven]:
    """Give the products for the catalogue, each at the price it mostly had; some are weighed."""
    lines, places = history.lines, places_of(history=history)
    by_place = np.argsort(places, kind="stable")
    each = (lines.gross_rials * MILLI // lines.quantity_milli)[by_place]
    ends = np.searchsorted(places[by_place], np.arange(len(ITEMS) + 2))
    given = []
    for place, item in enumerate(ITEMS, 1):
        sold = each[ends[place] : ends[place + 1]]
        rials = int(np.median(sold)) // _PRICE_STEP * _PRICE_STEP if len(sold) else 0
        given.append(
            ProductGiven(
                item.code, item.persian, item.english, item.group,
                None if item.group in _ASKED_AT_THE_TILL else max(rials, _PRICE_STEP),
                barcode=barcode_of(place),
            )
        )  # fmt: skip
    return given


def barcode_of(number: int) -> str:
    """Give an invented barcode (EAN-13) with its check digit."""
    digits = f"{_OUR_COUNTRY}{number:09}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"
