"""Holds and immediate use of units as they are asked and answered."""

from pydantic import ConfigDict, Field

from vafa.domain.rewards.records import NewHold, Redemption
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    GivenId,
    Reference,
    ShownId,
    ShownMoment,
    Units,
)
from vafa.interfaces.api.schemas.shared import BalanceShown, MemberNamed


class HoldBody(Body):
    """Units to keep for a later capture; `bound_to` names the terminal's sale, if any."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"member": {"mobile": "09123456789"}, "unit": "credit", "units": 50_000}]
        }
    )

    member: MemberNamed
    unit: Code
    units: Units
    bound_to: str = Field("", max_length=100)
    channel: Code = Field("till", description="Elsewhere than at a till a proven mobile counts.")

    def as_record(self) -> NewHold:
        """Give the hold as the journey takes it."""
        return NewHold(
            member=self.member.as_record(),
            unit=self.unit,
            units=self.units,
            bound_to=self.bound_to,
            channel=self.channel,
        )


class HoldAnswer(Answer):
    """What is kept, its worth, and until when."""

    hold_id: ShownId
    member_id: ShownId
    unit: str
    units: int
    rials: int
    expires_at: ShownMoment | None
    balances: tuple[BalanceShown, ...]


class CaptureBody(Body):
    """How much of the hold is used (none given: all of it); the rest goes back."""

    member_id: GivenId
    units: Units | None = None


class CancelBody(Body):
    """Whose hold it is."""

    member_id: GivenId


class HoldCancelledAnswer(Answer):
    """The balances after the hold's end."""

    hold_id: ShownId
    member_id: ShownId
    balances: tuple[BalanceShown, ...]


class RedemptionBody(Body):
    """Units to use at once, outside of a purchase."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "member": {"mobile": "09123456789"},
                    "unit": "credit",
                    "units": 50_000,
                    "source": "till-1",
                    "document": "V-12",
                }
            ]
        }
    )

    member: MemberNamed
    unit: Code
    units: Units
    source: Reference
    document: Reference
    channel: Code = Field("till", description="Elsewhere than at a till a proven mobile counts.")

    def as_record(self) -> Redemption:
        """Give the redemption as the journey takes it."""
        return Redemption(
            member=self.member.as_record(),
            unit=self.unit,
            units=self.units,
            source=self.source,
            document=self.document,
            channel=self.channel,
        )


class CreditUsedAnswer(Answer):
    """What was used, and its worth."""

    redemption_id: ShownId = Field(validation_alias="event_id")
    member_id: ShownId
    unit: str
    units: int
    rials: int
    spend_as: str
    balances: tuple[BalanceShown, ...]
