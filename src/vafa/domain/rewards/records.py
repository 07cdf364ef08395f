"""What callers ask of the live flow: purchases, holds, redemptions and refunds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from vafa.domain.members.records import MemberRef

LineKind = Literal["product", "gift_card", "shipping", "top_up"]
UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line after its own discount. Without `vat_rials` the club's dated rate is applied."""

    net_rials: int
    gross_rials: int | None = None
    vat_rials: int | None = None
    group: str = UNSPECIFIED
    product: str = ""
    kind: LineKind = "product"
    quantity_milli: int = 1000


@dataclass(frozen=True, slots=True)
class SpendWish:
    """Pay with a unit: so many, or as many as policy and balance allow; or capture a hold."""

    unit: str
    units: int | None = None
    hold_id: int | None = None


@dataclass(frozen=True, slots=True)
class RewardClaim:
    """A reward to have in this purchase, so many times; or the one that a coupon is for.

    `coupon_id` is the coupon that the code was found to be; callers leave it out.
    """

    reward: str = ""
    quantity: int = 1
    coupon: str = field(default="", repr=False)
    coupon_id: int = 0


@dataclass(frozen=True, slots=True)
class CardPayment:
    """Pay with a gift card, by its code or as its holder: so much, or as much as it can."""

    code: str = field(default="", repr=False)
    card_id: int = 0
    rials: int | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase, by its lines or by one VAT-inclusive amount (E86).

    (source, document, revision) is its natural key. `quote` is what an earlier quote gave. Without
    a member it is anonymous: nothing is given until somebody claims it by its receipt (E14).
    `approval_id` is the second person's word for a moment past the limit; callers leave it out.
    """

    member: MemberRef | None
    source: str
    document: str
    lines: tuple[PurchaseLine, ...] = ()
    amount_rials: int | None = None
    discount_rials: int = 0
    currency: str = "IRR"
    revision: int = 0
    channel: str = "till"
    branch: str = ""
    spend: tuple[SpendWish, ...] = ()
    claims: tuple[RewardClaim, ...] = ()
    gift_cards: tuple[CardPayment, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""
    approval_id: int = 0


@dataclass(frozen=True, slots=True)
class NewHold:
    """Units to keep for a later capture."""

    member: MemberRef
    unit: str
    units: int
    bound_to: str = ""
    channel: str = "till"


@dataclass(frozen=True, slots=True)
class Redemption:
    """Units to spend at once, outside of a purchase."""

    member: MemberRef
    unit: str
    units: int
    source: str = ""
    document: str = ""
    channel: str = "till"


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """So much of a line that comes back, in thousandths of an item."""

    number: int
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class Refund:
    """Lines, or an amount of the nets, or (neither) all that is left of a sale.

    `document` is the refund's own number, never the sale's; `goodwill_rials` is cash on top. With
    `store_credit` the money comes back in that unit instead of cash (E58). `till` is where.
    """

    member_id: int
    sale_id: int
    source: str
    document: str
    lines: tuple[ReturnedLine, ...] = ()
    amount_rials: int | None = None
    goodwill_rials: int = 0
    store_credit: str = ""
    till: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a posted purchase is to be instead, under a higher revision of its document."""

    member_id: int
    sale_id: int
    revision: int
    lines: tuple[PurchaseLine, ...] = ()
    amount_rials: int | None = None
    discount_rials: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A return and the purchase that follows it on the same ticket, by the same member."""

    returned: Refund
    purchase: Purchase


@dataclass(frozen=True, slots=True)
class Move:
    """A purchase recorded for the wrong member (E55).

    What that one has spent of it is owed, or forgiven.
    """

    sale_id: int
    to: MemberRef
    if_spent: Literal["owe", "forgive"] = "owe"


@dataclass(frozen=True, slots=True)
class Void:
    """A purchase that is to be as if it had never been; `till` is where that is done."""

    member_id: int
    sale_id: int
    till: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Units given (above zero) or taken by hand, for one of the reasons there are."""

    member_id: int
    unit: str
    units: int
    reason: str
    note: str = ""
