"""What the catalogue takes and gives: groups, products, and which products are sought."""

from dataclasses import dataclass
from typing import Final

from vafa.kit.amounts import net_of_gross

UNSPECIFIED: Final = "unspecified"


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group by its code, which says its place: `food.dairy` lies in `food`."""

    code: str
    name_fa: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ProductGiven:
    """A product as it is to be. `price_rials` includes VAT; None lets the till ask for it.

    Without `vat_basis_points` the club's rate of the day holds.
    """

    code: str
    name_fa: str
    name_en: str = ""
    group: str = UNSPECIFIED
    price_rials: int | None = None
    vat_basis_points: int | None = None
    barcode: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ProductCard(ProductGiven):
    """A product of the catalogue."""

    product_id: int = 0

    def net_of(self, amount_rials: int, *, club_rate: int) -> int:
        """Give the net of an amount of this product that includes VAT."""
        rate = club_rate if self.vat_basis_points is None else self.vat_basis_points
        return net_of_gross(amount_rials, rate)


@dataclass(frozen=True, slots=True)
class ProductsSought:
    """Which products, by code: of a group and its sub-groups, active, retired, or (empty) all.

    `text` is a part of a name, code or barcode. `after` and `before` are codes that bound a page.
    """

    text: str = ""
    group: str = ""
    state: str = ""
    after: str = ""
    before: str = ""
    limit: int = 25


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group, and how many active products are in it alone; sub-groups count for themselves."""

    code: str
    name_fa: str
    name_en: str
    products: int


@dataclass(frozen=True, slots=True)
class PutProducts:
    """How many products were added, and how many were there and differ now."""

    added: int
    changed: int
