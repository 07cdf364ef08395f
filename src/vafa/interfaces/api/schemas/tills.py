"""Tills without a connection: their terms, shifts, and the sales they send later."""

from typing import Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from vafa.domain.tills.records import Terms
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenId,
    GivenMoment,
    NumberInAddress,
    ShownId,
    ShownMoment,
)
from vafa.interfaces.api.schemas.purchases import PurchaseBody
from vafa.journeys.receive_offline_sales import OfflineSale

MOST_SALES = 100
MOST_MEMBERS = 5_000
LARGEST_SEQUENCE = 10**9


class TillTermsBody(Body):
    """What a till may do without a connection; `member_day_rials` is a worth in Rial."""

    unit: Code
    member_day_rials: StrictInt = Field(ge=0, le=10**9)
    members_per_till: StrictInt = Field(ge=0, le=MOST_MEMBERS)
    seen_days: StrictInt = Field(180, ge=1, le=3650)
    lock_minutes: StrictInt = Field(10, ge=1, le=1440)

    def as_record(self) -> Terms:
        """Give the terms as the journey takes them."""
        return Terms(**self.model_dump())


class TillTermsShown(Answer):
    """The terms in force."""

    unit: str
    member_day_rials: int
    members_per_till: int
    seen_days: int
    lock_minutes: int


class TillTermsAnswer(Answer):
    """The terms, and the most that the open tills can cost in a day: tills x members x amount."""

    terms: TillTermsShown
    open_tills: int
    maximum_loss_rials: int


class TillBody(Body):
    """A till to open; its branch is one of the club's, or empty."""

    code: Code
    branch: Code | Literal[""] = ""


class TillShown(Answer):
    """A till; `rejected` counts sent sales that wait for somebody."""

    code: str
    branch: str
    opened_at: ShownMoment
    closed_at: ShownMoment | None
    rejected: int


class TillsAnswer(Answer):
    """The club's tills by code."""

    tills: tuple[TillShown, ...]


class ShiftBody(Body):
    """The members that the till knows; only those who bought at its branch lately are taken."""

    member_ids: tuple[GivenId, ...] = Field((), max_length=MOST_MEMBERS)


class ShiftShown(Answer):
    """A shift, valid to the end of its day."""

    shift_id: ShownId
    till: str
    opened_at: ShownMoment
    ends_at: ShownMoment


class AllowedShown(Answer):
    """What a member may spend at this till on that day, and what the till has sent of it."""

    member_id: ShownId
    units: int
    used: int


class SignedShown(Answer):
    """The allowance as one text, its Ed25519 signature and the public key, both in Base64."""

    text: str
    signature: str
    public_key: str


class ShiftAnswer(Answer):
    """A shift with its allowances; `left_out` bought nothing there lately or may not spend now."""

    shift: ShiftShown
    unit: str
    allowed: tuple[AllowedShown, ...]
    left_out: tuple[ShownId, ...]
    signed: SignedShown


class OfflineSaleGiven(Body):
    """A sale under the till's own number, 1 first and none left out, by the till's own clock."""

    sequence: StrictInt = Field(ge=1, le=LARGEST_SEQUENCE)
    rung_at: GivenMoment
    purchase: PurchaseBody

    def as_record(self) -> OfflineSale:
        """Give the sale as the journey takes it."""
        return OfflineSale(self.sequence, self.rung_at, self.purchase.as_record())


class OfflineSalesBody(Body):
    """Sales of one shift, in any order."""

    shift_id: GivenId
    sales: tuple[OfflineSaleGiven, ...] = Field(min_length=1, max_length=MOST_SALES)

    @model_validator(mode="after")
    def _are_numbers_different(self) -> Self:
        if len({sale.sequence for sale in self.sales}) < len(self.sales):
            raise PydanticCustomError("twice", "a number comes twice")
        return self


class SaleResultShown(Answer):
    """What came of one sale. A clash is a number that came with another sale before."""

    sequence: int
    state: Literal["received", "posted", "rejected", "dropped", "clash"]
    purchase_id: ShownId | None = Field(validation_alias="event_id")
    member_id: ShownId | None
    lent_units: int
    flags: tuple[str, ...]
    reason: str


class GapShown(Answer):
    """Numbers that the till has not sent, though it sent later ones."""

    first: int
    last: int


class OfflineSalesAnswer(Answer):
    """What came of each sale, by number, and what is still missing."""

    results: tuple[SaleResultShown, ...]
    gaps: tuple[GapShown, ...]


class OfflineSalesQuery(Body):
    """Which of a till's sent sales."""

    state: Literal["", "received", "posted", "rejected", "dropped"] = ""
    cursor: str = Field("", max_length=10, pattern=r"^([1-9][0-9]*)?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class OfflineSaleShown(Answer):
    """A sent sale; `event_at` is the moment it counts at."""

    sequence: int
    state: str
    rung_at: ShownMoment
    event_at: ShownMoment
    received_at: ShownMoment
    purchase_id: ShownId | None = Field(validation_alias="event_id")
    member_id: ShownId | None
    lent_units: int
    flags: tuple[str, ...]
    reason: str
    note: str


class OfflineSalesListed(Answer):
    """A page of sent sales, newest number first; an empty `next_cursor` means no more."""

    sales: tuple[OfflineSaleShown, ...]
    next_cursor: str


class RetryBody(Body):
    """Nothing to post it as it was sent, or the purchase as it is to be instead."""

    purchase: PurchaseBody | None = None


class DropBody(Body):
    """Why a sale is given up."""

    note: FreeText = Field(min_length=1)
