"""Codes, proofs and changes of mobiles as they are asked and answered."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from vafa.interfaces.api.fields import Answer, Body, Mobile, ShownId, ShownMoment
from vafa.interfaces.api.schemas.members import BirthdayGiven, MemberAnswer
from vafa.journeys.change_mobile import ChangeWanted, CodesGiven
from vafa.journeys.prove_mobile import MobileGiven, SecondProof
from vafa.journeys.undo_mobile_change import UndoCode, UndoWanted
from vafa.kit.text import ascii_digits


def _latin(value: Any) -> Any:
    return ascii_digits(value).strip() if isinstance(value, str) else value


OneTimeCode = Annotated[
    str,
    BeforeValidator(_latin),
    Field(pattern=r"^[0-9]{6}$", examples=["123456"], description="The code in the message."),
]
Caller = Annotated[
    str,
    Field(
        max_length=100,
        description=(
            "The address of the person's device, as your system sees it. Limits count it; without"
            " it they count this API key."
        ),
    ),
]


class MobileProofBody(Body):
    """A mobile to send a code to."""

    mobile: Mobile
    caller: Caller = ""

    def as_record(self) -> MobileGiven:
        """Give the mobile as the journey takes it."""
        return MobileGiven(self.mobile, self.caller)


class CodeSentAnswer(Answer):
    """A code is on its way: until when it is good, and from when another may be asked for."""

    proof_id: ShownId
    expires_at: ShownMoment
    resend_at: ShownMoment


class CodeBody(Body):
    """The code, as the person typed it, in any digits."""

    code: OneTimeCode


class MobileProofAnswer(Answer):
    """What the code proves.

    `proven`: this member's number. `second_proof_needed`: a member has the number, and is not
    told before a second proof. `new`: nobody has it; join with this proof.
    """

    proof_id: ShownId
    outcome: Literal["proven", "second_proof_needed", "new"]
    member_id: ShownId | None


class SecondProofBody(Body):
    """Exactly one of: the card's number, the birthday, or `staff` (a person's own key vouches)."""

    model_config = ConfigDict(
        json_schema_extra={
            "minProperties": 1,
            "maxProperties": 1,
            "examples": [{"birthday": {"month": 1, "day": 15}}],
        }
    )

    number: str | None = Field(None, min_length=1, max_length=40)
    birthday: BirthdayGiven | None = None
    staff: Literal[True] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(value is not None for value in (self.number, self.birthday, self.staff)) != 1:
            raise PydanticCustomError(
                "one_of_two", "one is needed", {"limit": "number, birthday, staff"}
            )
        return self

    def as_record(self) -> SecondProof:
        """Give the second proof as the journey takes it."""
        birthday = (self.birthday.month, self.birthday.day) if self.birthday else None
        return SecondProof(self.number or "", birthday, self.staff is True)


class MobileChangeBody(Body):
    """The new mobile; `old_is_lost` is for a person of the staff, and needs a second person."""

    new_mobile: Mobile
    old_is_lost: bool = False
    caller: Caller = ""

    def as_record(self, member_id: int) -> ChangeWanted:
        """Give the change as the journey takes it."""
        return ChangeWanted(member_id, self.new_mobile, self.old_is_lost, self.caller)


class MobileChangeAskedAnswer(Answer):
    """Codes are on their way; confirm with them before they end."""

    change_id: ShownId
    member_id: ShownId
    expires_at: ShownMoment


class MobileChangeCodesBody(Body):
    """The code of the new number, and of the old one unless it is lost."""

    new_code: OneTimeCode
    old_code: OneTimeCode | Literal[""] = ""

    def as_record(self, member_id: int, change_id: int) -> CodesGiven:
        """Give the codes as the journey takes them."""
        return CodesGiven(member_id, change_id, self.new_code, self.old_code)


class MobileChangedAnswer(Answer):
    """The member with the new mobile, and from when spending goes on."""

    change_id: ShownId
    member: MemberAnswer
    spending_from: ShownMoment


class MobileChangeWaitsAnswer(Answer):
    """The old number is lost: nothing changes before a second person approves."""

    change_id: ShownId
    approval_id: ShownId
    payload_hash: str
    expires_at: ShownMoment


class MobileApprovalBody(Body):
    """The hash of what is approved, as the request showed it."""

    payload_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class UndoAskBody(Body):
    """Who asks to take a change back."""

    caller: Caller = ""

    def as_record(self, member_id: int, change_id: int) -> UndoWanted:
        """Give it as the journey takes it."""
        return UndoWanted(member_id, change_id, self.caller)


class UndoBody(Body):
    """The code that the old number got."""

    code: OneTimeCode

    def as_record(self, member_id: int, change_id: int) -> UndoCode:
        """Give the code as the journey takes it."""
        return UndoCode(member_id, change_id, self.code)


class MobileTakenBackAnswer(Answer):
    """The member with the old mobile; spending goes on when it would have anyway."""

    change_id: ShownId
    member: MemberAnswer
    spending_from: ShownMoment | None
