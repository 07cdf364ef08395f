"""What happens to a purchase afterwards, as it is asked and answered: edit and exchange."""

from typing import Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.records import (
    Edit,
    Exchange,
    Purchase,
    PurchaseLine,
    Refund,
    ReturnedLine,
    SpendWish,
)
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Currency,
    GivenId,
    GivenMoment,
    PositiveRials,
    Reference,
    Rials,
    ShownId,
)
from vafa.interfaces.api.schemas.purchases import (
    MOST_LINES,
    LineGiven,
    LineReturned,
    PurchaseAnswer,
    RefundAnswer,
    SpendGiven,
)
from vafa.interfaces.api.schemas.shared import BalanceShown


class Bought(Body):
    """What is bought: lines without VAT, or one amount with it."""

    lines: tuple[LineGiven, ...] = Field((), max_length=MOST_LINES)
    amount_rials: PositiveRials | None = None
    discount_rials: Rials = 0

    @model_validator(mode="after")
    def _is_lines_or_amount(self) -> Self:
        if bool(self.lines) == (self.amount_rials is not None):
            raise PydanticCustomError("one_of_two", "one", {"limit": "lines / amount_rials"})
        return self


class EditBody(Bought):
    """What the purchase should have been; `revision` is higher than the one it has."""

    member_id: GivenId
    revision: StrictInt = Field(ge=1, le=10**6)
    currency: Currency

    def as_record(self, *, sale_id: int) -> Edit:
        """Give the edit as the journey takes it."""
        return Edit(
            member_id=self.member_id,
            sale_id=sale_id,
            revision=self.revision,
            lines=tuple(PurchaseLine(**dict(line)) for line in self.lines),
            amount_rials=self.amount_rials,
            discount_rials=self.discount_rials,
        )


class BoughtInstead(Bought):
    """What is bought instead, under a document of its own or that of the ticket."""

    document: Reference
    spend: tuple[SpendGiven, ...] = Field((), max_length=8)


class ExchangeBody(Body):
    """One ticket: what comes back (all that is left, without lines), then what is bought."""

    member_id: GivenId
    source: Reference
    document: Reference
    currency: Currency
    returned: tuple[LineReturned, ...] = Field((), max_length=MOST_LINES)
    purchase: BoughtInstead
    occurred_at: GivenMoment | None = Field(None, description="Default: now.")

    def as_record(self, *, sale_id: int) -> Exchange:
        """Give the exchange as the journey takes it."""
        bought = self.purchase
        return Exchange(
            returned=Refund(
                member_id=self.member_id,
                sale_id=sale_id,
                source=self.source,
                document=self.document,
                lines=tuple(ReturnedLine(**dict(line)) for line in self.returned),
            ),
            purchase=Purchase(
                member=MemberRef("id", str(self.member_id)),
                source=self.source,
                document=bought.document,
                lines=tuple(PurchaseLine(**dict(line)) for line in bought.lines),
                amount_rials=bought.amount_rials,
                discount_rials=bought.discount_rials,
                spend=tuple(SpendWish(**dict(wish)) for wish in bought.spend),
            ),
        )


class EarnedShown(Answer):
    """What both legs together gave (above zero) or took of a unit."""

    unit: str
    units: int


class ExchangeAnswer(Answer):
    """Both legs, and what is left to pay; below zero it goes back to the customer."""

    member_id: ShownId
    returned: RefundAnswer
    purchase: PurchaseAnswer
    to_pay_rials: int
    earned: tuple[EarnedShown, ...]
    balances: tuple[BalanceShown, ...]
