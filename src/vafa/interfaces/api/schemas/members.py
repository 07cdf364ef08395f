"""Members, their wallet, statement and tier as they are asked and answered."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, StrictInt

from vafa.domain.members.records import NewMember
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenId,
    GivenMoment,
    Mobile,
    NumberInAddress,
    ShownId,
    ShownMoment,
    Value,
)
from vafa.interfaces.api.schemas.shared import AwardShown, BalanceShown, Why


class BirthdayGiven(Body):
    """A birthday in the Jalali calendar."""

    month: StrictInt = Field(ge=1, le=12)
    day: StrictInt = Field(ge=1, le=31)


class JoinBody(Body):
    """Somebody who joins. Joining twice with one mobile gives the member that is there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "mobile": "09123456789",
                    "first_name": "سارا",
                    "last_name": "احمدی",
                    "consent_source": "till",
                }
            ]
        }
    )

    mobile: Mobile
    first_name: FreeText = ""
    last_name: FreeText = ""
    birthday: BirthdayGiven | None = None
    consent_source: Literal["till", "portal", "staff", "import", "invite"] = Field(
        description="Where the person agreed to join."
    )
    channel: Code = "till"
    branch: Code | Literal[""] = ""
    occurred_at: GivenMoment | None = Field(None, description="Default: now.")
    proof_id: GivenId | None = Field(
        None,
        description="The proof of this mobile, 15 minutes old at most; who has one joins now.",
    )
    fresh_start: bool = Field(
        default=False, description="Take the number from the member who had it before."
    )
    custom: dict[Code, Value] = Field(
        default_factory=dict,
        max_length=20,
        description="The club's own fields by code, from GET /v1/club/member-fields; of somebody"
        " who was a member before, only with a proof of the mobile.",
    )

    invitation: str = Field(
        "",
        max_length=40,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="The token of whoever invited, from GET /v1/members/{member_id}/invitations.",
    )

    def as_record(self) -> NewMember:
        """Give the person as the journey takes one."""
        return NewMember(
            mobile=self.mobile,
            consent_source=self.consent_source,
            first_name=self.first_name,
            last_name=self.last_name,
            birthday=(self.birthday.month, self.birthday.day) if self.birthday else None,
            channel=self.channel,
            branch=self.branch,
            proof_id=self.proof_id or 0,
            fresh_start=self.fresh_start,
            custom=self.custom,
            invitation=self.invitation,
        )


class AccountCardShown(Answer):
    """A household or a company whose wallet its people share."""

    account_id: ShownId
    kind: str
    name: str


class MemberAnswer(Answer):
    """A member as the shop may see one: the mobile is masked."""

    member_id: ShownId
    number: str
    first_name: str
    last_name: str
    mobile_masked: str
    joined_at: ShownMoment
    tier: str
    account: AccountCardShown | None


class JoinAnswer(Answer):
    """The member, whether it is new, and what joining gave."""

    member: MemberAnswer
    created: bool
    awards: tuple[AwardShown, ...]
    balances: tuple[BalanceShown, ...]


class ExpiringShown(Answer):
    """The next units to end, and the day at whose first midnight they are gone."""

    units: int
    expires_date: date


class UnitHeldShown(Answer):
    """A unit in the wallet, with its name and its worth in Rial."""

    unit: str
    name: Why
    spendable: int
    held: int
    pending: int
    owed: int
    available: int
    worth_rials: int
    next_expiry: ExpiringShown | None


class WalletAnswer(Answer):
    """Everything that a member holds at a moment."""

    member_id: ShownId
    as_of: ShownMoment
    balances: tuple[UnitHeldShown, ...]
    account: AccountCardShown | None


class EntryShown(Answer):
    """One entry of the statement; `units` is signed from the member's side."""

    seq: int
    event_id: ShownId | None
    kind: str
    unit: str
    units: int
    balance_after: int
    effective_at: ShownMoment
    recorded_at: ShownMoment
    reason: Why = Field(validation_alias="why")


class StatementQuery(Body):
    """Which page of the statement: as it stood at a moment, from a cursor on."""

    as_of: GivenMoment | None = None
    cursor: str = Field("", max_length=200, pattern=r"^[A-Za-z0-9_.:=-]*$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class StatementAnswer(Answer):
    """A page of entries, newest first; an empty `next_cursor` means that nothing is older."""

    member_id: ShownId
    as_of: ShownMoment
    balances: tuple[BalanceShown, ...]
    entries: tuple[EntryShown, ...]
    next_cursor: str
    account: AccountCardShown | None


class TierAnswer(Answer):
    """Where a member stands on the ladder and what is missing to the next step."""

    member_id: ShownId
    tier: str
    name: Why | None
    since_date: date | None
    value: int
    basis: str
    next_tier: str
    next_threshold: int
    missing: int
    grace_until_date: date | None
    manual_until_date: date | None
    account: AccountCardShown | None
