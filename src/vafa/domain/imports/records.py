"""What the parts of an import hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from vafa.domain.members.fields import FieldDefinition

Kind = Literal["members", "orders", "lines", "balances"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MoneyUnit = Literal["rial", "toman"]

# What a column holds: one of these, or, after `OWN`, the code of a field of the club's own.
Field = str
FieldName = Literal[
    "mobile", "first_name", "last_name", "full_name", "birthday", "email", "address", "company",
    "job_title", "company_phone", "wedding", "document", "date", "time", "amount", "group",
    "product", "quantity", "unit", "units", "expires",
]  # fmt: skip
OWN: Final = "own:"
NEEDED: Mapping[Kind, tuple[Field, ...]] = {
    "members": ("mobile",),
    "orders": ("mobile", "document", "date", "amount"),
    "lines": ("mobile", "document", "date", "amount"),
    "balances": ("mobile",),
}
# Of these fields one is enough.
ONE_OF: Mapping[Kind, tuple[Field, ...]] = {"balances": ("units", "amount")}
OPTIONAL: Mapping[Kind, tuple[Field, ...]] = {
    "members": (
        "first_name",
        "last_name",
        "full_name",
        "birthday",
        "email",
        "address",
        "company",
        "job_title",
        "company_phone",
        "wedding",
    ),
    "orders": ("time", "first_name", "last_name", "full_name"),
    "lines": ("time", "group", "product", "quantity", "first_name", "last_name", "full_name"),
    "balances": (
        "units",
        "amount",
        "unit",
        "expires",
        "first_name",
        "last_name",
        "full_name",
        "birthday",
    ),
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
class BalanceUnit:
    """A unit of the club that a balance may be in, and what people call it.

    Credit is written in money: so many Rial are worth so many units. Points are counted.
    """

    code: str
    names: tuple[str, ...]
    is_money: bool
    value_rials: int = 1
    per_units: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are to be read: the unit of money, the last day that can have been, the units.

    `own` are the club's own fields of its members.
    """

    kind: Kind
    unit: MoneyUnit
    today: int
    columns: Columns
    units: tuple[BalanceUnit, ...] = ()
    own: tuple[FieldDefinition, ...] = ()


_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Taken(NamedTuple):
    """A row that can be taken, in stored form. Which fields count depends on the kind.

    `profile` is what else it says of the member, as a profile is edited.
    """

    mobile: str
    first_name: str = ""
    last_name: str = ""
    birthday: tuple[int, int] | None = None
    document: str = ""
    day: int = 0
    minute: int = 0
    amount: int = 0  # Rials
    group: str = "unspecified"  # a code; or a name that is no code, after a question mark
    product: str = ""
    quantity_milli: int = 1000
    balances: tuple[tuple[str, int], ...] = ()  # code of the unit, units
    expires: int = 0  # the last day on which they may be spent; 0: the file does not say
    profile: Mapping[str, Any] = _NOTHING


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot be taken, and its document as far as it could be read."""

    reason: str
    document: str = ""
