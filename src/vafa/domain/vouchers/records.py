"""What goes into and comes out of the operations of coupons and gift cards."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewSeries:
    """Coupons for one reward: each may be used so often, in all and by each member, from when."""

    reward: str
    uses: int = 1
    uses_per_member: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """A series, how many coupons it has and how often they were used or are reserved."""

    series_id: int
    reward: str
    uses: int
    uses_per_member: int | None
    starts_at: datetime
    ends_at: datetime | None
    coupons: int
    used: int
    reserved: int


@dataclass(frozen=True, slots=True)
class CouponMade:
    """A new coupon; its code is shown where it is made and nowhere else."""

    coupon_id: int
    code: str = field(repr=False)
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class CouponFound:
    """A coupon that was named by its code, and the reward that it is for."""

    coupon_id: int
    reward: str


@dataclass(frozen=True, slots=True)
class Order:
    """The order that a coupon is for: its member and its number in the caller's own system."""

    member_id: int
    source: str
    document: str


@dataclass(frozen=True, slots=True)
class CouponReserved:
    """A coupon kept for an order until a moment."""

    coupon_id: int
    reward: str
    reserved_until: datetime


@dataclass(frozen=True, slots=True)
class CardFound:
    """A gift card: its id is its holder in the book."""

    card_id: int
    unit: str
    rials: int
    sale_id: int
    member_id: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class CouponHeld:
    """A coupon of one member that can be used now, and so many times still."""

    coupon_id: int
    code: str = field(repr=False)
    reward: str
    uses_left: int
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardHeld:
    """A gift card that is bound to a member, and what is left on it."""

    card_id: int
    code: str = field(repr=False)
    unit: str
    sold_rials: int
    balance_rials: int


@dataclass(frozen=True, slots=True)
class CardListed:
    """A gift card in the club's list; `state`: open, used (nothing is left), blocked or closed."""

    card_id: int
    unit: str
    sold_rials: int
    balance_rials: int
    state: str
    sale_id: int
    member_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CardsSought:
    """Which cards: of a code, in a state; before an id, or (backwards) after one."""

    code: str = field(default="", repr=False)
    state: str = ""
    before_id: int = 0
    after_id: int = 0
    limit: int = 50
