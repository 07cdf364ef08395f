"""What the parts of an import hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["members", "orders", "lines"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MoneyUnit = Literal["rial", "toman"]

Field = Literal[
    "mobile", "first_name", "last_name", "full_name", "birthday", "document", "date", "time",
    "amount", "group", "product", "quantity",
]  # fmt: skip
NEEDED: Mapping[Kind, tuple[Field, ...]] = {
    "members": ("mobile",),
    "orders": ("mobile", "document", "date", "amount"),
    "lines": ("mobile", "document", "date", "amount"),
}
OPTIONAL: Mapping[Kind, tuple[Field, ...]] = {
    "members": ("first_name", "last_name", "full_name", "birthday"),
    "orders": ("time", "first_name", "last_name", "full_name"),
    "lines": ("time", "group", "product", "quantity", "first_name", "last_name", "full_name"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the header stands (its row, from 1), and which column holds which field."""

    header_row: int
    headers: tuple[str, ...]
    places: Mapping[Field, int]
    money_named: MoneyUnit | None = None  # the unit that the amount's header names
    twice: tuple[str, ...] = ()  # headers that several columns have


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are to be read: the unit of money and the last day that can have been."""

    kind: Kind
    unit: MoneyUnit
    today: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that can be taken, in stored form. Which fields count depends on the kind."""

    mobile: str
    first_name: str = ""
    last_name: str = ""
    birthday: tuple[int, int] | None = None
    document: str = ""
    day: int = 0
    minute: int = 0
    amount: int = 0  # Rials
    group: str = "unspecified"
    product: str = ""
    quantity_milli: int = 1000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot be taken, and its document as far as it could be read."""

    reason: str
    document: str = ""
