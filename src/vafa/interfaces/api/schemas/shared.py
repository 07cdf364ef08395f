"""Shapes that several operations share: who a member is, reasons, balances, awards, problems."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from vafa.domain.members.records import MemberRef
from vafa.interfaces.api.fields import Answer, Body, GivenId, Mobile, ShownId


class MemberNamed(Body):
    """A member by exactly one of: id, number of the card, mobile."""

    model_config = ConfigDict(
        json_schema_extra={
            "minProperties": 1,
            "maxProperties": 1,
            "examples": [{"mobile": "09123456789"}],
        }
    )

    id: GivenId | None = None
    number: str | None = Field(None, min_length=1, max_length=40)
    mobile: Mobile | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if sum(value is not None for value in (self.id, self.number, self.mobile)) != 1:
            raise PydanticCustomError(
                "one_of_two", "one is needed", {"limit": "id, number, mobile"}
            )
        return self

    def as_record(self) -> MemberRef:
        """Give the member as journeys name one."""
        if self.id is not None:
            return MemberRef(kind="id", value=str(self.id))
        if self.mobile is not None:
            return MemberRef(kind="mobile", value=self.mobile)
        return MemberRef(kind="number", value=self.number or "")


class Why(Answer):
    """A reason as a sentence, in Persian and in English."""

    fa: str
    en: str


class BalanceShown(Answer):
    """What a member has of a unit: available = spendable - held; later earnings pay `owed`."""

    unit: str
    spendable: int
    held: int
    pending: int
    owed: int
    available: int


class AwardForetold(Answer):
    """What one rule gives, why, from when it can be spent and when it is gone."""

    rule: str
    unit: str
    units: int
    uncapped: int = Field(description="What the rule would give without caps and budgets.")
    available_date: date | None = Field(description="Spendable from this day; null: at once.")
    expires_date: date | None = Field(
        description="Gone at the first midnight of this day; null: never."
    )
    reason: Why = Field(validation_alias="why")


class AwardShown(AwardForetold):
    """What one rule gave."""

    award_id: ShownId


class RewardShown(Answer):
    """A reward in the purchase: what it took off and what it cost, and why."""

    reward: str
    quantity: int
    rials: int
    unit: str
    units: int
    reason: Why = Field(validation_alias="why")


class SpentShown(Answer):
    """Units used as payment, their worth in Rial, and why not more."""

    unit: str
    units: int
    rials: int
    spend_as: Literal["discount", "tender"]
    hold_id: ShownId | None
    reason: Why = Field(validation_alias="why")


class TierMovedShown(Answer):
    """A step on the ladder, or the start or end of a grace period."""

    kind: Literal["up", "down", "grace_started", "grace_ended", "warning"]
    before: str
    after: str
    date: date
    reason: Why = Field(validation_alias="why")


class PlaceShown(BaseModel):
    """One place of the request that is wrong."""

    within: Literal["body", "query", "header", "path"] = Field(alias="in")
    pointer: str = Field(description="JSON pointer into that part of the request.")
    code: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457); `title` and `detail` follow Accept-Language (fa, en)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:vafa:problem:no_such_member"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["no_such_member"])
    request_id: str
    errors: list[PlaceShown] | None = Field(
        None, description="The wrong places; absent when the problem has none."
    )
    details: dict[str, object] | None = Field(
        None, description="Facts of this problem; absent without any."
    )


class DeclinedShown(Problem):
    """A stored decline: nothing was taken, and the same key will always give this answer."""

    member_id: str
    unit: str
    available: int = Field(description="What could be used now.")
    reason: Why
    balances: list[BalanceShown]
