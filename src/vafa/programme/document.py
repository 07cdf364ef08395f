"""The programme document: one immutable, versioned piece of data that says how a club rewards.

Only shapes and bounds stand here. What makes a document sensible as a whole (unknown tier, rule
without effect, ladder out of order …) is judged in `validate`, which names place and remedy.
Amounts are Rial, shares basis points, days whole days in the programme's own time zone.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from vafa.programme.conditions import AllOf, Code, Condition, Node
from vafa.programme.pricing_records import Selection

Name = Annotated[str, Field(min_length=1, max_length=120)]
Rial = Annotated[int, Field(ge=0, le=10**13)]
Share = Annotated[int, Field(ge=0, le=10_000)]
Trigger = Literal[
    "purchase", "join", "birthday", "referral", "review", "visit", "custom", "invited",
    "invited_bought",
]  # fmt: skip
# What happens by an invited person's first purchase, to who invited and to the invited: the
# amount of that purchase may be asked.
BY_FRIENDS_PURCHASE: Final = frozenset({"referral", "invited_bought"})
INVITING: Final = BY_FRIENDS_PURCHASE | {"invited"}


class Label(Node):
    """A name in Persian and English."""

    fa: Name
    en: Name


class NeverExpires(Node):
    """The lot stays until it is used."""

    kind: Literal["never"] = "never"


class AfterDays(Node):
    """A lot is valid through the n-th day after it becomes spendable, and gone at midnight."""

    kind: Literal["after_days"] = "after_days"
    days: int = Field(ge=1, le=36500)


class OnFixedDate(Node):
    """Lots end at the midnight that closes this Jalali day, the first one `minimum_days` away."""

    kind: Literal["fixed_date"] = "fixed_date"
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    minimum_days: int = Field(0, ge=0, le=3650)


class AfterInactivity(Node):
    """All lots of the unit end when the member has not bought for so many days."""

    kind: Literal["inactivity"] = "inactivity"
    days: int = Field(ge=1, le=3650)


Expiry = Annotated[
    NeverExpires | AfterDays | OnFixedDate | AfterInactivity, Field(discriminator="kind")
]


class Cap(Node):
    """At most `amount` of the unit per order, local day, Jalali month or year, or per member."""

    per: Literal["order", "day", "month", "year", "member"]
    amount: int = Field(ge=0, le=10**13)


class Redemption(Node):
    """How a unit is spent: `per_units` of it are worth `value_rials` Rial (credit: 1 for 1)."""

    spend_as: Literal["discount", "tender"] = "discount"
    value_rials: int = Field(1, ge=1, le=10**9)
    per_units: int = Field(1, ge=1, le=10**9)
    maximum_share: Share = 10_000
    minimum_units: int = Field(0, ge=0, le=10**13)
    step_units: int = Field(1, ge=1, le=10**12)
    minimum_order: Rial = 0
    excluded_groups: tuple[Code, ...] = Field((), max_length=200)


class Unit(Node):
    """Something a member can hold: points, or credit in Rial. `number` is its code in the book."""

    code: Code
    number: int = Field(ge=1, le=999)
    kind: Literal["points", "credit"]
    name: Label
    expiry: Expiry = NeverExpires()
    pending_days: int = Field(0, ge=0, le=3650)
    rounding: Literal["floor", "nearest", "ceiling"] = "floor"
    rounding_step: int = Field(1, ge=1, le=10**9)
    caps: tuple[Cap, ...] = Field((), max_length=10)
    redemption: Redemption | None = None


class PerAmount(Node):
    """`units` for each `rials` of the base; fractions by the unit's rounding, or carried."""

    kind: Literal["per_amount"] = "per_amount"
    unit: Code
    units: int = Field(ge=1, le=10**9)
    rials: int = Field(ge=1, le=10**9)
    carry: bool = False


class ShareOfAmount(Node):
    """A share of the base; `by_tier` overrides `share` for the tiers it names."""

    kind: Literal["share"] = "share"
    unit: Code
    share: Share = 0
    by_tier: dict[Code, Share] = Field(default_factory=dict, max_length=20)


class FixedAmount(Node):
    """So many units, once per event."""

    kind: Literal["fixed"] = "fixed"
    unit: Code
    units: int = Field(ge=1, le=10**13)


class PerItem(Node):
    """So many units for every whole `quantity` items among the rule's lines."""

    kind: Literal["per_item"] = "per_item"
    unit: Code
    units: int = Field(ge=1, le=10**9)
    quantity: int = Field(1, ge=1, le=10**6)


class Multiply(Node):
    """Multiplies what the named rules (none: all of the unit) give, before rounding (E6)."""

    kind: Literal["multiply"] = "multiply"
    unit: Code
    numerator: int = Field(ge=1, le=1000)
    denominator: int = Field(1, ge=1, le=1000)
    rules: tuple[Code, ...] = Field((), max_length=50)


Effect = Annotated[
    PerAmount | ShareOfAmount | FixedAmount | PerItem | Multiply, Field(discriminator="kind")
]


class Rule(Node):
    """When `trigger` happens and `condition` holds: `effects`, on the lines `groups` selects."""

    code: Code
    name: Label
    trigger: Trigger = "purchase"
    condition: Condition = AllOf()
    effects: tuple[Effect, ...] = Field(min_length=1, max_length=10)
    groups: tuple[Code, ...] = Field((), max_length=200)
    excluded_groups: tuple[Code, ...] = Field((), max_length=200)
    stacking: Code = "base"
    priority: int = Field(0, ge=-1000, le=1000)
    caps: tuple[Cap, ...] = Field((), max_length=10)
    budget: Code | None = None
    expiry: Expiry | None = None
    pending_days: int | None = Field(None, ge=0, le=3650)
    starts_on: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    ends_before: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")


class Stacking(Node):
    """Of several rules of a group: all count, the best per unit, or the first by priority."""

    code: Code
    mode: Literal["all", "best", "first"] = "all"


class Budget(Node):
    """A club-wide limit on what rules grant in a period; spent in slices, hard stop at 0."""

    code: Code
    unit: Code
    per: Literal["day", "month", "year", "ever"] = "month"
    amount: int = Field(ge=0, le=10**15)


class Base(Node):
    """What counts as the earning base. The defaults are the reference club's."""

    after_discounts: bool = True
    with_vat: bool = False
    with_shipping: bool = False
    gift_cards: bool = False
    paid_with_credit: bool = False
    excluded_groups: tuple[Code, ...] = Field((), max_length=200)


class Level(Node):
    """One step of the ladder, reached at `threshold` of the ladder's basis."""

    code: Code
    name: Label
    threshold: int = Field(ge=0, le=10**15)


class Rolling(Node):
    """The last `days` days, today included."""

    kind: Literal["rolling"] = "rolling"
    days: int = Field(365, ge=1, le=3660)


class CalendarWindow(Node):
    """The Jalali year or season; a tier reached in a period holds through the next one."""

    kind: Literal["calendar"] = "calendar"
    period: Literal["year", "season"] = "year"


class Lifetime(Node):
    """Everything since the member joined."""

    kind: Literal["lifetime"] = "lifetime"


Window = Annotated[Rolling | CalendarWindow | Lifetime, Field(discriminator="kind")]


class Ladder(Node):
    """The tiers, lowest first (its threshold is 0), and how a member moves on them."""

    basis: Literal["spend", "points", "visits"] = "spend"
    points_unit: Code | None = None
    groups: tuple[Code, ...] = Field((), max_length=200)
    window: Window = Rolling()
    marginal: bool = False
    grace_days: int = Field(30, ge=0, le=366)
    warning_days: int = Field(14, ge=0, le=366)
    landing: Literal["step", "full"] = "step"
    levels: tuple[Level, ...] = Field(min_length=1, max_length=20)


class PercentReward(Node):
    """A share off what the lines cost, at most `maximum` Rial."""

    kind: Literal["percent"] = "percent"
    share: int = Field(ge=1, le=10_000)
    lines: Selection = Selection()
    maximum: Rial | None = None


class AmountReward(Node):
    """So many Rial off the nets of the lines, for each time it is claimed."""

    kind: Literal["amount"] = "amount"
    amount: int = Field(ge=1, le=10**13)
    lines: Selection = Selection()


class FreeItems(Node):
    """One item of the order for nothing, for each time it is claimed: the cheapest first."""

    kind: Literal["free_items"] = "free_items"
    lines: Selection = Selection()


class BuyGetReward(Node):
    """For every `buy` items `get` are free; of `free_lines`, or of the same lines."""

    kind: Literal["buy_get"] = "buy_get"
    buy: int = Field(ge=1, le=10_000)
    get: int = Field(1, ge=1, le=10_000)
    lines: Selection = Selection()
    free_lines: Selection | None = None


RewardEffect = Annotated[
    PercentReward | AmountReward | FreeItems | BuyGetReward, Field(discriminator="kind")
]


class RewardCost(Node):
    """So many of a unit for every `items` times that a reward is claimed, begun ones whole."""

    unit: Code
    units: int = Field(ge=1, le=10**12)
    items: int = Field(1, ge=1, le=10_000)


class Reward(Node):
    """Something off an order: claimed for its cost, with a coupon, or automatic in every order.

    `minimum_order` is compared with the nets of the products. With `own_points` what the order
    itself earns may pay for it; by default no order pays for itself (E35).
    """

    code: Code
    name: Label
    given: Literal["claimed", "coupon", "automatic"] = "claimed"
    cost: RewardCost | None = None
    effect: RewardEffect
    minimum_order: Rial = 0
    exclusive: bool = False
    per_order: int = Field(1, ge=1, le=100)
    per_member: int | None = Field(None, ge=1, le=10**6)
    own_points: bool = False


class Notice(Node):
    """Of several thresholds that a balance crosses at once only the highest is announced (O51)."""

    code: Code
    unit: Code
    thresholds: tuple[int, ...] = Field(min_length=1, max_length=50)


class Refunds(Node):
    """How a refund divides and what it does to value already spent or expired.

    `free_items`: when what is kept no longer entitles to a free item, its price is charged to the
    money that comes back, or clawed from the member's credit first (E51).
    """

    order: Literal["pro_rata", "cash_first", "credit_first"] = "pro_rata"
    shortfall: Literal["owe", "forgive"] = "owe"
    free_items: Literal["charge", "claw"] = "charge"
    restored_lot_grace_days: int = Field(30, ge=0, le=366)


class Holds(Node):
    """How long a hold is kept, and how long a lot that expired meanwhile may still be captured."""

    minutes: int = Field(15, ge=1, le=1440)
    capture_grace_hours: int = Field(24, ge=0, le=240)


class Programme(Node):
    """A whole programme, immutable once published; the version of the order's time decides.

    When it lets units end (or end sooner), what members hold already stays for `notice_days` at
    least (E84).
    """

    format: Literal["vafa.programme/1"] = "vafa.programme/1"
    code: Code
    name: Label
    currency: Literal["IRR"] = "IRR"
    zone: str = Field("Asia/Tehran", max_length=64)
    units: tuple[Unit, ...] = Field(min_length=1, max_length=20)
    base: Base = Base()
    rules: tuple[Rule, ...] = Field((), max_length=500)
    stacking: tuple[Stacking, ...] = Field((), max_length=50)
    budgets: tuple[Budget, ...] = Field((), max_length=50)
    ladder: Ladder | None = None
    rewards: tuple[Reward, ...] = Field((), max_length=200)
    notices: tuple[Notice, ...] = Field((), max_length=50)
    gift_card_unit: Code | None = None
    refunds: Refunds = Refunds()
    holds: Holds = Holds()
    back_dating_days: int = Field(30, ge=0, le=3650)
    notice_days: int = Field(30, ge=0, le=366)
    quote_minutes: int = Field(15, ge=1, le=1440)
