"""Profiles, the club's own fields, consents, leaving and erasure as asked and answered."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool

from vafa.domain.members.consents import Agreement
from vafa.domain.members.fields import FieldDefinition
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenId,
    Line,
    ShownId,
    ShownMoment,
    Value,
)
from vafa.interfaces.api.schemas.members import BirthdayGiven, MemberAnswer, UnitHeldShown
from vafa.journeys.edit_profile import MemberShown

Purpose = Literal["membership", "sms", "email", "profiling"]
Source = Literal["till", "portal", "staff", "import", "invite"]


class DayOfYear(Answer):
    """A day in the Jalali calendar."""

    month: int
    day: int


ShownDay = Annotated[
    DayOfYear,
    BeforeValidator(lambda pair: pair and DayOfYear(month=pair[0], day=pair[1])),
]


class ProfileAnswer(Answer):
    """What a member says of themselves; masked for a key without the right `members`."""

    is_masked: bool
    mobile: str
    birthday: ShownDay | None
    email: str
    address: str
    company: str
    job_title: str
    company_phone: str
    wedding: ShownDay | None
    custom: dict[str, int | str]

    @classmethod
    def of(cls, profile: Any) -> "ProfileAnswer":
        """Render a profile."""
        values = {name: getattr(profile, name) for name in cls.model_fields}
        for name in ("birthday", "wedding"):
            if values[name] is not None:
                values[name] = DayOfYear(month=values[name][0], day=values[name][1])
        return cls(**values)


class MemberWithProfile(MemberAnswer):
    """A member with the profile; `left_at` when the member has left the club."""

    left_at: ShownMoment | None
    profile: ProfileAnswer

    @classmethod
    def of(cls, found: MemberShown) -> "MemberWithProfile":
        """Render a member with the profile."""
        card = MemberAnswer.model_validate(found.card, from_attributes=True)
        return cls(
            **{name: getattr(card, name) for name in MemberAnswer.model_fields},
            left_at=found.left_at,
            profile=ProfileAnswer.model_validate(found.profile, from_attributes=True),
        )


class ProfileBody(Body):
    """The fields to change: one that is not named stays, null clears one."""

    first_name: FreeText | None = None
    last_name: FreeText | None = None
    birthday: BirthdayGiven | None = None
    email: FreeText | None = None
    address: Line | None = None
    company: Line | None = None
    job_title: FreeText | None = None
    company_phone: FreeText | None = None
    wedding: BirthdayGiven | None = None
    custom: Annotated[dict[Code, Value | None], Field(max_length=20)] | None = Field(
        None, description="The club's own fields by code, from GET /v1/club/member-fields."
    )

    def as_changes(self) -> dict[str, Any]:
        """Give the fields that were named, as the journey takes them."""
        changes = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("birthday", "wedding"):
            if changes.get(name) is not None:
                changes[name] = (changes[name].month, changes[name].day)
        return changes


class ProfileChanged(Answer):
    """The profile as it is now, and which fields the request changed."""

    profile: ProfileAnswer
    changed: tuple[str, ...]


class FieldBody(Body):
    """A field that the club defines: a date is Jalali, as 1370-05-14."""

    code: Code
    label: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["text", "number", "date", "choice"]
    choices: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=80)], ...], Field(max_length=50)
    ] = ()
    is_required: StrictBool = Field(
        default=False, description="Members fill it in when they edit their profile."
    )
    is_for_staff: StrictBool = Field(default=False, description="Members never see it.")


class FieldsBody(Body):
    """All of the club's own fields, in their order."""

    fields: Annotated[tuple[FieldBody, ...], Field(max_length=20)]

    def as_records(self) -> tuple[FieldDefinition, ...]:
        """Give the fields as the journey takes them."""
        return tuple(
            FieldDefinition(
                one.code, one.label, one.kind, one.choices, one.is_required, one.is_for_staff
            )
            for one in self.fields
        )


class FieldShown(Answer):
    """A field that the club defined."""

    code: str
    label: str
    kind: str
    choices: tuple[str, ...]
    is_required: bool
    is_for_staff: bool


class FieldsAnswer(Answer):
    """The club's own fields, in their order."""

    fields: tuple[FieldShown, ...]


class ConsentBody(Body):
    """What the member agrees to, where they say so, and which wording they saw."""

    purpose: Purpose
    source: Source
    wording: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_.-]*$")] = Field(
        "", description="The version of the text that the member agreed to."
    )

    def as_record(self) -> Agreement:
        """Give the agreement as the journey takes it."""
        return Agreement(self.purpose, self.source, self.wording)


class WithdrawalBody(Body):
    """The consent that is withdrawn, and where."""

    purpose: Purpose
    source: Source


class ConsentShown(Answer):
    """A consent as it was given, and withdrawn if it was."""

    purpose: str
    given_at: ShownMoment
    source: str
    wording: str
    withdrawn_at: ShownMoment | None
    withdrawn_source: str


class ConsentsAnswer(Answer):
    """Every consent of a member, oldest first."""

    consents: tuple[ConsentShown, ...]


class LeaveBody(Body):
    """Where the member says that they leave."""

    source: Source


class LeavingAnswer(Answer):
    """What ends with the membership at `ends_at`; joining again before that brings all back."""

    member_id: ShownId
    has_left: bool
    left_at: ShownMoment | None
    ends_at: ShownMoment
    grace_days: int
    balances: tuple[UnitHeldShown, ...]
    worth_rials: int


class ErasurePreviewAnswer(Answer):
    """What an erasure ends and keeps; `preview_hash` confirms it."""

    member_id: ShownId
    number: str
    balances: tuple[UnitHeldShown, ...]
    worth_rials: int
    has_open_holds: bool = Field(description="Capture or cancel them first.")
    kept: tuple[str, ...]
    kept_until: date
    preview_hash: str


class ErasureBody(Body):
    """Why the person is erased, and the hash of the preview that was looked at."""

    basis: Literal["request", "consent_withdrawn", "not_needed", "unlawful"]
    preview_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class ErasureAnswer(Answer):
    """An erasure as the log has it: what ended, what is kept and until when."""

    member_id: ShownId
    erased_at: ShownMoment
    basis: str
    ended: Annotated[dict[str, int], BeforeValidator(dict)]
    kept: tuple[str, ...]
    kept_until: date


class ErasureWishBody(Body):
    """The proof of the member's own mobile; a person of the staff needs none."""

    proof_id: GivenId | None = None


class ErasureWishAnswer(Answer):
    """A wish to be erased, and when that will be done."""

    member_id: ShownId
    asked_at: ShownMoment
    due_at: ShownMoment


class ErasureWishShown(Answer):
    """Who asked to be erased."""

    wish: ErasureWishAnswer
    number: str
    name: str


class ErasureWishesAnswer(Answer):
    """Open wishes, the first to be done first."""

    wishes: tuple[ErasureWishShown, ...]


class ErasureWithdrawnAnswer(Answer):
    """Whether there was a wish to take back."""

    withdrawn: bool


class OptOutBody(Body):
    """The token in the link of a message."""

    token: str = Field(min_length=1, max_length=40)


class OptOutAnswer(Answer):
    """Whether messages go to that member, and whether stopping them can be undone."""

    is_on: bool
    can_undo: bool
