"""Purchases, quotes and refunds as they are asked and answered."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from vafa.domain.rewards.records import (
    Purchase,
    PurchaseLine,
    Refund,
    ReturnedLine,
    RewardClaim,
    SpendWish,
    Void,
)
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    Currency,
    FreeText,
    GivenId,
    GivenMoment,
    Milli,
    PositiveRials,
    Reference,
    Rials,
    ShownId,
    ShownMoment,
    Units,
)
from vafa.interfaces.api.schemas.gift_cards import CardPaidShown, CardPaymentGiven
from vafa.interfaces.api.schemas.members import AccountCardShown
from vafa.interfaces.api.schemas.shared import (
    AwardForetold,
    AwardShown,
    BalanceShown,
    MemberNamed,
    RewardShown,
    SpentShown,
    TierMovedShown,
    Why,
)
from vafa.kit.amounts import MAX_RIALS

MOST_LINES = 500


class LineGiven(Body):
    """One line after its own discount, without VAT."""

    net_rials: Rials
    gross_rials: Rials | None = Field(None, description="Before the discount; default: net_rials.")
    vat_rials: Rials | None = Field(None, description="Default: by the club's rate of that day.")
    group: Code = "unspecified"
    product: str = Field("", max_length=60)
    kind: Literal["product", "gift_card", "shipping", "top_up"] = "product"
    quantity_milli: Milli = 1000


class SpendGiven(Body):
    """Pay with a unit: `units`, or as many as policy and balance allow; or capture a hold."""

    unit: Code
    units: Units | None = None
    hold_id: GivenId | None = None


class ClaimGiven(Body):
    """A reward to have in this purchase, so many times; or `coupon`, the code of one.

    `units` is a hint only, never a price.
    """

    reward: Code | Literal[""] = ""
    coupon: str = Field("", max_length=40)
    quantity: StrictInt = Field(1, ge=1, le=100)
    units: Units | None = Field(None, description="What the till expects; the server computes it.")

    @model_validator(mode="after")
    def _is_reward_or_coupon(self) -> Self:
        if bool(self.reward) == bool(self.coupon):
            raise PydanticCustomError("one_of_two", "one", {"limit": "reward / coupon"})
        return self


class PurchaseBody(Body):
    """A purchase by its lines or by one amount; (source, document, revision) happens once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "member": {"mobile": "09123456789"},
                    "source": "till-1",
                    "document": "R-1001",
                    "currency": "IRR",
                    "lines": [{"net_rials": 2_500_000, "group": "bakery"}],
                    "spend": [{"unit": "credit"}],
                }
            ]
        }
    )

    member: MemberNamed | None = Field(
        None, description="Without one it earns nothing until it is claimed by its receipt code."
    )
    source: Reference
    document: Reference
    revision: StrictInt = Field(0, ge=0, le=10**6)
    currency: Currency
    lines: tuple[LineGiven, ...] = Field((), max_length=MOST_LINES)
    amount_rials: PositiveRials | None = Field(
        None, description="Instead of lines: what was paid, VAT included."
    )
    discount_rials: Rials = Field(0, description="A discount on the whole order, split pro rata.")
    channel: Code = "till"
    branch: Code | Literal[""] = ""
    spend: tuple[SpendGiven, ...] = Field((), max_length=10)
    rewards: tuple[ClaimGiven, ...] = Field((), max_length=20)
    gift_cards: tuple[CardPaymentGiven, ...] = Field(
        (), max_length=5, description="What pays in the end; a quote does not look at them."
    )
    attributes: dict[Code, Annotated[FreeText, Field(min_length=1)]] = Field(
        default_factory=dict, max_length=30
    )
    quote: str = Field("", max_length=500, description="What an earlier quote gave.")
    occurred_at: GivenMoment | None = Field(None, description="Default: now.")

    @model_validator(mode="after")
    def _is_lines_or_amount(self) -> Self:
        if bool(self.lines) == (self.amount_rials is not None):
            raise PydanticCustomError("one_of_two", "one", {"limit": "lines / amount_rials"})
        whole = sum(
            max(line.net_rials, line.gross_rials or 0) + (line.vat_rials or 0)
            for line in self.lines
        )
        if whole > MAX_RIALS:
            raise PydanticCustomError("too_large", "too large", {"limit": MAX_RIALS})
        return self

    def as_record(self) -> Purchase:
        """Give the purchase as the journeys take it."""
        return Purchase(
            member=self.member.as_record() if self.member else None,
            source=self.source,
            document=self.document,
            lines=tuple(PurchaseLine(**vars(line)) for line in self.lines),
            amount_rials=self.amount_rials,
            discount_rials=self.discount_rials,
            currency=self.currency,
            revision=self.revision,
            channel=self.channel,
            branch=self.branch,
            spend=tuple(SpendWish(**vars(wish)) for wish in self.spend),
            claims=tuple(
                RewardClaim(one.reward, one.quantity, one.coupon) for one in self.rewards
            ),
            gift_cards=tuple(one.as_record() for one in self.gift_cards),
            attributes=self.attributes,
            quote=self.quote,
        )


class PurchaseAnswer(Answer):
    """What the purchase did, each part with its reason."""

    purchase_id: ShownId = Field(validation_alias="event_id")
    member_id: ShownId
    person_id: ShownId | None = Field(
        None, description="Who bought, when `member_id` is a wallet that several people share."
    )
    document: str
    programme_version: int
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    awards: tuple[AwardShown, ...]
    spent: tuple[SpentShown, ...]
    rewards: tuple[RewardShown, ...]
    gift_cards: tuple[CardPaidShown, ...]
    tier_changes: tuple[TierMovedShown, ...]
    balances: tuple[BalanceShown, ...]
    notes: tuple[Why, ...]
    changed_since_quote: bool
    receipt_code: str = Field(
        description="Of a purchase without a member: print it, the customer claims it for 7 days."
    )
    waits_for_review: bool = Field(
        description="The amount is far above what is usual: nothing is given until it is accepted."
    )


class LineShown(Answer):
    """A line as it was posted, after discounts; `gross_rials` is its net before them."""

    number: int
    product: str
    group: str
    kind: str
    quantity_milli: int
    gross_rials: int
    net_rials: int
    vat_rials: int


class ReturnedShown(Answer):
    """So much of a line came back."""

    number: int
    quantity_milli: int
    net_rials: int


class PurchaseShownAnswer(Answer):
    """A purchase as it was answered (its balances are those of then), and what came back since."""

    purchase: PurchaseAnswer
    lines: tuple[LineShown, ...]
    returned: tuple[ReturnedShown, ...]
    refunded_cash_rials: int


class OwnLimitShown(Answer):
    """What this person may still spend of a shared wallet, in Rial worth, and why no more."""

    left_rials: int
    month_rials: int | None
    month_spent_rials: int
    purchase_rials: int | None
    reason: Why = Field(validation_alias="why")


class QuoteAnswer(Answer):
    """What the purchase would do now; `spendable` is the most that each unit could pay."""

    quote: str
    expires_at: ShownMoment
    member_id: ShownId | None
    programme_version: int
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    awards: tuple[AwardForetold, ...]
    spent: tuple[SpentShown, ...]
    rewards: tuple[RewardShown, ...]
    spendable: tuple[SpentShown, ...]
    tier_changes: tuple[TierMovedShown, ...]
    balances: tuple[BalanceShown, ...]
    notes: tuple[Why, ...]
    account: AccountCardShown | None
    own_limit: OwnLimitShown | None


class SaleSought(Body):
    """A purchase by its number in the caller's own system."""

    source: Reference
    document: Reference


class SaleFoundAnswer(Answer):
    """Whose purchase it is, and its id."""

    purchase_id: ShownId = Field(validation_alias="sale_id")
    member_id: ShownId


class LineReturned(Body):
    """So much of a line that comes back; `number` counts the purchase's lines from 1."""

    number: StrictInt = Field(ge=1, le=MOST_LINES)
    quantity_milli: Milli = 1000


class RefundBody(Body):
    """Lines, an amount of the nets, or neither: all that is left. `document` is the refund's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "member_id": "412345678901234567",
                    "source": "till-1",
                    "document": "B-77",
                    "currency": "IRR",
                    "amount_rials": 500_000,
                }
            ]
        }
    )

    member_id: GivenId
    source: Reference
    document: Reference
    currency: Currency
    lines: tuple[LineReturned, ...] = Field((), max_length=MOST_LINES)
    amount_rials: PositiveRials | None = None
    goodwill_rials: Rials = Field(
        0, description="Money given on top; needs the right `approve` and takes nothing more back."
    )
    store_credit: Code | Literal[""] = Field(
        "", description="The unit in which the money comes back instead of cash."
    )
    occurred_at: GivenMoment | None = Field(None, description="Default: now.")

    @model_validator(mode="after")
    def _is_not_both(self) -> Self:
        if self.lines and self.amount_rials is not None:
            raise PydanticCustomError("one_of_two", "one", {"limit": "lines / amount_rials"})
        return self

    def as_record(self, *, sale_id: int) -> Refund:
        """Give the refund as the journey takes it."""
        return Refund(
            member_id=self.member_id,
            sale_id=sale_id,
            source=self.source,
            document=self.document,
            lines=tuple(ReturnedLine(**dict(line)) for line in self.lines),
            amount_rials=self.amount_rials,
            goodwill_rials=self.goodwill_rials,
            store_credit=self.store_credit,
        )


class VoidBody(Body):
    """Whose purchase is to be as if it had never been."""

    member_id: GivenId
    occurred_at: GivenMoment | None = Field(None, description="Default: now.")

    def as_record(self, *, sale_id: int) -> Void:
        """Give the void as the journey takes it."""
        return Void(member_id=self.member_id, sale_id=sale_id)


class TakenBackShown(Answer):
    """Units that an award lost, and why."""

    award_id: ShownId
    unit: str
    units: int
    reason: Why = Field(validation_alias="why")


class RestoredShown(Answer):
    """Units given back to where they were spent from."""

    unit: str
    units: int
    rials: int


class RefundAnswer(Answer):
    """What the refund did: cash to give back, units taken back and restored."""

    refund_id: ShownId = Field(validation_alias="event_id")
    purchase_id: ShownId = Field(validation_alias="sale_id")
    member_id: ShownId
    cash_rials: int
    store_credit: RestoredShown | None = Field(description="What came back instead of cash.")
    taken_back: tuple[TakenBackShown, ...]
    restored: tuple[RestoredShown, ...]
    tier_changes: tuple[TierMovedShown, ...]
    balances: tuple[BalanceShown, ...]
    notes: tuple[Why, ...]


class UnitShown(Answer):
    """So many of a unit."""

    unit: str
    units: int


class RefundForeseenAnswer(Answer):
    """What a refund would do: cash to give back, units taken back and restored."""

    cash_rials: int
    taken_back: tuple[UnitShown, ...]
    restored: tuple[UnitShown, ...]
    store_credit: UnitShown | None = Field(description="What would come back instead of cash.")
