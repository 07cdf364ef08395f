"""Gift cards as they are issued, looked up and spent."""

from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from vafa.domain.rewards.records import CardPayment
from vafa.domain.vouchers.records import CardsSought
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    GivenId,
    PositiveRials,
    ShownId,
    ShownMoment,
)

_MOST_LINES = 500


class CardPaymentGiven(Body):
    """Pay with a gift card, by its code or (bound to the member) its id; default: all it can."""

    code: str = Field("", max_length=40)
    card_id: GivenId | None = None
    rials: PositiveRials | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if bool(self.code) == (self.card_id is not None):
            raise PydanticCustomError("one_of_two", "one", {"limit": "code / card_id"})
        return self

    def as_record(self) -> CardPayment:
        """Give the payment as the journey takes it."""
        return CardPayment(self.code, self.card_id or 0, self.rials)


class CardPaidShown(Answer):
    """What a gift card paid."""

    card_id: ShownId
    unit: str
    rials: int


class GiftCardBody(Body):
    """The line of a purchase that sold a card, and the member it is for, if it is bound."""

    purchase_id: GivenId
    line: StrictInt = Field(1, ge=1, le=_MOST_LINES)
    member_id: GivenId | None = None


class GiftCardIssuedAnswer(Answer):
    """The card. Its code is kept as a hash only: print it, or send it to the member."""

    card_id: ShownId
    code: str
    unit: str
    rials: int
    member_id: ShownId | None


class GiftCardSought(Body):
    """A card's code, and the member who wants to pay with it."""

    code: str = Field(min_length=1, max_length=40)
    member_id: GivenId


class GiftCardAnswer(Answer):
    """What the card holds."""

    card_id: ShownId
    unit: str
    sold_rials: int
    balance_rials: int


class GiftCardSaleBody(Body):
    """Sell a card of so many Rial to a member; with a receiver only that member pays with it."""

    buyer_id: GivenId
    rials: PositiveRials
    receiver_id: GivenId | None = None


class GiftCardsQuery(Body):
    """A page of cards, the newest first; `code` finds one."""

    state: Literal["", "open", "used", "blocked", "closed"] = ""
    code: str = Field("", max_length=40)
    cursor: str = Field("", max_length=19, pattern=r"^([1-9][0-9]*)?$")
    limit: int = Field(50, ge=1, le=100)

    def sought(self) -> CardsSought:
        """Give what the journey lists, one more than is shown."""
        return CardsSought(self.code, self.state, int(self.cursor or 0), limit=self.limit + 1)


class GiftCardListed(Answer):
    """A card: open, used (nothing is left), blocked, or closed because it came back."""

    card_id: ShownId
    unit: str
    sold_rials: int
    balance_rials: int
    state: Literal["open", "used", "blocked", "closed"]
    member_id: ShownId | None
    created_at: ShownMoment


class GiftCardsAnswer(Answer):
    """Cards; an empty `next_cursor` means that there is no more."""

    cards: tuple[GiftCardListed, ...]
    next_cursor: str


class GiftCardBlockedAnswer(Answer):
    """The card as it is now."""

    card: GiftCardListed
