"""What goes into and comes out of pricing: baskets, discounts and tenders, the priced result.

Discounts are a closed set of typed kinds, so that a programme document can carry them. Amounts are
whole numbers of the currency's smallest unit (Rial; cents in the cases of other engines).
Quantities are thousandths: cheese is sold by the gram and fabric by the centimetre, and a whole
number of thousandths says so exactly where a float or a decimal text would not.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from vafa.kit.amounts import MAX_RIALS
from vafa.programme.conditions import Code, Node
from vafa.programme.records import LineKind

Amount = Annotated[int, Field(ge=0, le=MAX_RIALS)]
Share = Annotated[int, Field(ge=0, le=10_000)]
Units = Annotated[int, Field(ge=1, le=10_000)]
Refusal = Literal["below_minimum", "exclusive_taken", "no_effect"]


class Selection(Node):
    """Which lines: of these groups (with their sub-groups) or codes, none named meaning every one.

    Gift cards and top-ups are money, not goods: no selection finds them.
    """

    groups: tuple[Code, ...] = Field((), max_length=200)
    codes: tuple[str, ...] = Field((), max_length=1000)
    excluded_groups: tuple[Code, ...] = Field((), max_length=200)
    kinds: tuple[Literal["product", "shipping"], ...] = ("product",)


class DiscountTerms(Node):
    """What every kind of discount has.

    ``minimum_order`` is compared with what the order's products still cost, VAT included, just
    before this discount. ``maximum`` limits its effect. Of all ``exclusive`` discounts only the
    first that has an effect counts. ``with_vat`` says whether amounts named here include VAT.
    """

    code: Code
    lines: Selection = Selection()
    minimum_order: Amount = 0
    maximum: Amount | None = None
    exclusive: bool = False
    with_vat: bool = False


class PercentOff(DiscountTerms):
    """A share off what the lines still cost."""

    kind: Literal["percent"] = "percent"
    share: Share


class AmountOff(DiscountTerms):
    """An amount off, split over the lines in proportion to what they still cost."""

    kind: Literal["amount"] = "amount"
    amount: Amount


class CheapestOff(DiscountTerms):
    """A share off one unit: the one that costs least by now."""

    kind: Literal["cheapest"] = "cheapest"
    share: Share = 10_000


class FreeUnits(DiscountTerms):
    """So many units for nothing: those that cost least by now."""

    kind: Literal["free_units"] = "free_units"
    units: Units


class BuyGetFree(DiscountTerms):
    """For every ``buy`` units bought ``get`` are free, the cheapest first.

    The free units lie in the basket too: among the same lines (so 3 and 1 frees one of every
    four), or among ``free_lines`` that do not count as bought.
    """

    kind: Literal["buy_get_free"] = "buy_get_free"
    buy: Units
    get: Units = 1
    free_lines: Selection | None = None


Discount = Annotated[
    PercentOff | AmountOff | CheapestOff | FreeUnits | BuyGetFree, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A line as it was rung. A negative price is a deduction or a return on the same ticket."""

    code: str
    unit_price: int
    group: str = ""
    quantity_milli: int = 1000
    vat_basis_points: int = 0
    price_includes_vat: bool = False
    kind: LineKind = "product"


@dataclass(frozen=True, slots=True)
class Tender:
    """Value that pays: at most ``amount`` of a gift card, an e-wallet or credit.

    ``earns`` says whether what is paid with it stays in the earning base.
    """

    code: str
    amount: int
    earns: bool = True


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """What one discount takes off one line: off its net, and off its price with VAT."""

    code: str
    net: int
    with_vat: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with everything settled. ``gross`` is its net before discounts.

    ``tenders`` holds what each tender, in the order given, pays of it; ``earning_base`` is its net
    less what tenders that do not earn pay.
    """

    line: BasketLine
    gross: int
    discounts: tuple[LineDiscount, ...]
    net: int
    vat: int
    tenders: tuple[int, ...]
    earning_base: int


@dataclass(frozen=True, slots=True)
class DiscountOutcome:
    """What a discount did in all, or why it did nothing."""

    code: str
    net: int
    with_vat: int
    refused: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """A basket with everything settled. ``to_pay`` is what is left after the tenders.

    ``discounts`` and ``tenders`` stand in the order in which they were given.
    """

    lines: tuple[PricedLine, ...]
    discounts: tuple[DiscountOutcome, ...]
    tenders: tuple[int, ...]
    net: int
    vat: int
    to_pay: int
