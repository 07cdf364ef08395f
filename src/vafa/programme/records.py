"""The frozen values that go into and come out of the programme's decisions.

Days are whole numbers since 1970-01-01 in the programme's zone; amounts of money are Rial; amounts
of a unit are whole numbers of that unit; quantities are thousandths of an item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

LineKind = Literal["product", "gift_card", "shipping", "top_up"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order after its discounts. `net_rials` holds no VAT.

    `gross_rials` is before discounts.
    """

    number: int
    group: str
    net_rials: int
    gross_rials: int
    vat_rials: int = 0
    quantity_milli: int = 1000
    kind: LineKind = "product"
    product: str = ""


@dataclass(frozen=True, slots=True)
class Spend:
    """A wish to pay with a unit: so many units, or None for as many as policy and balance allow.

    `hold_id` names the hold that is captured; `held_units` is what it keeps (then nothing else is
    spent), and `held_rate` its worth when it began: so many Rial for so many units (E38).
    """

    unit: str
    units: int | None
    hold_id: int | None = None
    held_units: int = 0
    held_rate: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A wish for a reward, so many times. `coupon` is the one that entitles to it, if any."""

    reward: str
    quantity: int = 1
    coupon: int = 0


@dataclass(frozen=True, slots=True)
class PurchaseEvent:
    """A purchase as the rules see it. `is_priced`: its nets hold the automatic rewards already."""

    day: int
    minute: int
    lines: tuple[Line, ...]
    channel: str = "till"
    branch: str = ""
    partner: str = ""
    spend: tuple[Spend, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    is_priced: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """A happening that is no purchase: joining, a birthday, a custom event.

    `paid_rials` is what an invited person paid, when that is what happened.
    """

    trigger: str
    day: int
    minute: int = 0
    paid_rials: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a member has of one unit. `owed` is 0 or more, netted from later earnings only."""

    spendable: int = 0
    held: int = 0
    pending: int = 0
    owed: int = 0

    @property
    def available(self) -> int:
        """Give what may be spent now."""
        return self.spendable - self.held


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the rules may know of the person. The birthday is a Jalali month and day."""

    birthday: tuple[int, int] | None = None
    segments: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MemberState:
    """The programme's memory of one member between events; stored by the ledger as JSON.

    `window` holds (bucket day, amount) pairs of the ladder's basis in day order; `caps` maps
    "owner/per" (owner: a rule or unit code) to (period key, amount granted); `carry` maps a rule
    code to the Rial carried (may be negative, E87). `day` is the last day that was advanced to.
    """

    day: int = 0
    tier: str = ""
    tier_since: int = 0
    grace_until: int = 0
    manual_until: int = 0
    purchases: int = 0
    first_purchase_day: int = 0
    last_purchase_day: int = 0
    window: tuple[tuple[int, int], ...] = ()
    caps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    carry: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the stored form; `from_json` reads it back unchanged."""
        return {
            "day": self.day, "tier": self.tier, "tier_since": self.tier_since,
            "grace_until": self.grace_until, "manual_until": self.manual_until,
            "purchases": self.purchases, "first_purchase_day": self.first_purchase_day,
            "last_purchase_day": self.last_purchase_day,
            "window": list(chain.from_iterable(self.window)),
            "caps": {key: list(pair) for key, pair in self.caps.items()},
            "carry": dict(self.carry),
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> MemberState:
        """Read the stored form; an empty one is a member who never bought."""
        flat = stored.get("window", ())
        scalars = {name: stored[name] for name in _SCALARS if name in stored}
        return cls(
            **scalars,
            window=tuple(zip(flat[::2], flat[1::2], strict=True)),
            caps={key: (pair[0], pair[1]) for key, pair in stored.get("caps", {}).items()},
            carry=dict(stored.get("carry", {})),
        )


_SCALARS = (
    "day", "tier", "tier_since", "grace_until", "manual_until", "purchases",
    "first_purchase_day", "last_purchase_day",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberSnapshot:
    """All that a decision may read of one member, at one state version."""

    state: MemberState
    balances: Mapping[str, Balance] = field(default_factory=dict)
    facts: MemberFacts = MemberFacts()


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation.

    A stable code and its figures, rendered by `explain` in either language.
    """

    code: str
    figures: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {"code": self.code, **self.figures}


@dataclass(frozen=True, slots=True)
class Award:
    """What one rule gives of one unit. `uncapped` is what it would give without caps and budgets.

    `basis` is the Rial (or items) it was computed on, `line_basis` its share per line number,
    `lines` the units attributed to lines by largest remainder. A refund takes back floor(units x
    refunded / basis), cumulatively. `day` is the one in whose periods caps counted it: that of
    the recording, when it was recorded late. `available_day` is the day a pending award becomes
    spendable (0: at once); `expires_day` is the day at whose first midnight it is gone (0: never).
    `carry` is the change of the rule's carried Rial; `qualifying` what it adds to a ladder by
    points.
    """

    rule: str
    unit: str
    units: int
    uncapped: int
    basis: int
    line_basis: Mapping[int, int]
    lines: Mapping[int, int]
    tier: str
    day: int
    available_day: int = 0
    expires_day: int = 0
    carry: int = 0
    qualifying: int = 0
    budget: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Burn:
    """Units spent in an order: their worth in Rial and how it lies on the lines' nets.

    `reward` names the reward they paid for, `quantity` times (without a cost: 0 units of no unit);
    `is_after`: what the order earns may pay for it.
    """

    unit: str
    units: int
    rials: int
    spend_as: Literal["discount", "tender"]
    lines: Mapping[int, int]
    hold_id: int | None = None
    reasons: tuple[Reason, ...] = ()
    reward: str = ""
    quantity: int = 0
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """Units that rewards cost and the member does not have."""

    unit: str
    units: int
    available: int


@dataclass(frozen=True, slots=True)
class TierChange:
    """One step on the ladder, or the start or end of a grace period."""

    kind: Literal["up", "down", "grace_started", "grace_ended", "warning"]
    day: int
    before: str
    after: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseDecision:
    """What a purchase does.

    `to_pay` = nets - discounts by units + VAT on what is left - tenders by units.

    `qualifying_rials` is what the order itself added to the ladder: Rial by spend, 1 by visits.
    """

    awards: tuple[Award, ...]
    burns: tuple[Burn, ...]
    tier_changes: tuple[TierChange, ...]
    state: MemberState
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    qualifying_rials: int = 0
    reasons: tuple[Reason, ...] = ()
    short: Short | None = None


@dataclass(frozen=True, slots=True)
class AdvanceDecision:
    """What the passing of days does to the ladder (lots.

    Pendings and holds are settled by the ledger).
    """

    tier_changes: tuple[TierChange, ...]
    state: MemberState


@dataclass(frozen=True, slots=True)
class StoredAward:
    """An award as it was posted, with what refunds have taken back since."""

    id: int
    rule: str
    unit: str
    units: int
    basis: int
    line_basis: Mapping[int, int]
    day: int
    carry: int = 0
    refunded_basis: int = 0
    taken_back: int = 0
    qualifying: int = 0
    uncapped: int = 0


@dataclass(frozen=True, slots=True)
class StoredBurn:
    """A burn as it was posted, with what refunds have restored since."""

    unit: str
    units: int
    rials: int
    spend_as: Literal["discount", "tender"]
    lines: Mapping[int, int]
    restored_units: int = 0
    restored_rials: int = 0
    reward: str = ""
    quantity: int = 0
    card: int = 0


@dataclass(frozen=True, slots=True)
class StoredSale:
    """A purchase as it was posted. `returned` maps a line number to (quantity milli.

    Net) returned so far.
    """

    id: int
    day: int
    lines: tuple[Line, ...]
    awards: tuple[StoredAward, ...]
    burns: tuple[StoredBurn, ...]
    paid_rials: int
    returned: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    refunded_cash_rials: int = 0
    qualifying_rials: int = 0


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Lines given back as {line number.

    Quantity milli}, or an amount of the nets (split pro rata).

    `goodwill_rials` is money paid back above the price; it takes nothing more back (E50). Without
    `is_judged` the ladder is not looked at: the purchase that follows at once does (E52).
    """

    day: int
    quantities: Mapping[int, int] = field(default_factory=dict)
    amount_rials: int | None = None
    goodwill_rials: int = 0
    is_judged: bool = True


@dataclass(frozen=True, slots=True)
class ClawBack:
    """Units an award loses. `basis` is the part of its basis that was returned."""

    award_id: int
    unit: str
    units: int
    basis: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Restore:
    """Units that go back to the lots they were spent from; `reward` as in `Burn`.

    `card` is the gift card that paid.
    """

    unit: str
    units: int
    rials: int
    reward: str = ""
    card: int = 0


@dataclass(frozen=True, slots=True)
class RefundDecision:
    """What a refund does: the cash to give back, the units taken back and restored.

    And the state after it. `clawed` units pay for free items that are kept; the cash is more by
    their worth.
    """

    lines: tuple[Line, ...]
    cash_rials: int
    claw_backs: tuple[ClawBack, ...]
    restores: tuple[Restore, ...]
    tier_changes: tuple[TierChange, ...]
    state: MemberState
    reasons: tuple[Reason, ...] = ()
    clawed: Restore | None = None
