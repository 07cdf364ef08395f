"""Groups and products as they are asked and answered."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from vafa.domain.catalogue.records import NamedGroup, ProductGiven, ProductsSought
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    Currency,
    FreeText,
    NumberInAddress,
    PositiveRials,
    ShownId,
    Title,
)
from vafa.kit.amounts import BASIS_POINTS

MOST_AT_ONCE = 1_000
Sku = Annotated[Title, Field(max_length=60)]
Barcode = Annotated[FreeText, Field(max_length=40)]


class GroupGiven(Body):
    """A group by its code, which says its place: `food.dairy` lies in `food`."""

    code: Code
    name_fa: Title
    name_en: FreeText = ""


class GroupsBody(Body):
    """Groups to add or to rename; those that are not named stay as they are."""

    groups: tuple[GroupGiven, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)

    def as_records(self) -> tuple[NamedGroup, ...]:
        """Give the groups as the journey takes them."""
        return tuple(NamedGroup(one.code, one.name_fa, one.name_en) for one in self.groups)


class GroupShown(Answer):
    """A group, and how many active products are in it alone."""

    code: str
    name_fa: str
    name_en: str
    products: int


class GroupsAnswer(Answer):
    """All groups, by code."""

    groups: tuple[GroupShown, ...]


class ProductBody(Body):
    """A product as it is to be; `is_active: false` retires it."""

    code: Sku
    name_fa: Title
    name_en: FreeText = ""
    group: Code = "unspecified"
    price_rials: PositiveRials | None = Field(
        None, description="What one costs, VAT included; without it the till asks."
    )
    vat_basis_points: StrictInt | None = Field(
        None, ge=0, le=BASIS_POINTS, description="Default: the club's rate of the day."
    )
    barcode: Barcode = ""
    is_active: bool = True


class ProductsBody(Body):
    """Products to add, or to change where the code is known; all or none."""

    products: tuple[ProductBody, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    currency: Currency

    def as_records(self) -> tuple[ProductGiven, ...]:
        """Give the products as the journey takes them."""
        return tuple(ProductGiven(**vars(one)) for one in self.products)


class ProductsPutAnswer(Answer):
    """How many products were added, and how many were there and differ now."""

    added: int
    changed: int


class ProductsQuery(Body):
    """Which products are wanted; `cursor` is the `next_cursor` of the page before."""

    text: FreeText = Field("", description="A part of a name, code or barcode.")
    group: Code | None = None
    state: Literal["active", "retired"] | None = None
    cursor: str = Field("", max_length=60)
    limit: NumberInAddress = Field(25, ge=1, le=1000)

    def as_record(self) -> ProductsSought:
        """Give the wish as the journey takes it, with one row more than the page holds."""
        return ProductsSought(
            text=self.text,
            group=self.group or "",
            state=self.state or "",
            after=self.cursor,
            limit=self.limit + 1,
        )


class ProductShown(Answer):
    """A product of the catalogue."""

    product_id: ShownId
    code: str
    name_fa: str
    name_en: str
    group: str
    price_rials: int | None
    vat_basis_points: int | None
    barcode: str
    is_active: bool


class ProductsAnswer(Answer):
    """Products, by code; an empty cursor means that there are no more."""

    products: tuple[ProductShown, ...]
    next_cursor: str
