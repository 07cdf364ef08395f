"""The club, its keys, its feed of changes and its day's run as they are asked and answered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool

from vafa.domain.clubs.records import NewKey
from vafa.domain.clubs.rights import Right, Word
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenMoment,
    NumberInAddress,
    ShownId,
    ShownMoment,
)

MemberOrNone = Annotated[
    ShownId | None,
    BeforeValidator(lambda member_id: member_id or None),
    Field(description="null: it concerns the club, not a member."),
]
RightOrWord = Annotated[Right | Word, Field(description="A right, or a word for several rights.")]
Rights = Annotated[tuple[RightOrWord, ...], Field(min_length=1, max_length=40)]


class ClubAnswer(Answer):
    """The club of this key."""

    club_id: ShownId
    name: str
    zone: str
    test: bool
    branches: tuple[str, ...]
    vat_basis_points: int = Field(description="The VAT rate of today.")
    currency: Literal["IRR"] = "IRR"
    key_name: str
    key_rights: tuple[RightOrWord, ...]
    key_branch: str


class KeyBody(Body):
    """A key to issue, within the rights of the one that asks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "till 1", "rights": ["read", "members", "purchases"]}]
        }
    )

    name: Annotated[FreeText, Field(min_length=1)]
    rights: Rights
    branch: Code | Literal[""] = ""
    test: StrictBool = False
    expires_at: GivenMoment | None = None
    staff: FreeText = Field(
        "",
        description="The person whose own key it is, by `staff_id` or by name (one that nobody has"
        " is added); empty: a machine's.",
    )

    def as_record(self) -> NewKey:
        """Give the key as the journey takes it."""
        return NewKey(
            name=self.name,
            rights=frozenset(self.rights),
            branch=self.branch,
            test=self.test,
            expires_at=self.expires_at,
            staff=self.staff,
        )


class KeyAnswer(Answer):
    """A key as issued. The secret is shown once: a repeated request gives an empty one."""

    key_id: ShownId
    prefix: str
    secret: str
    rights: tuple[RightOrWord, ...]
    branch: str
    test: bool
    expires_at: ShownMoment | None


class KeyCardShown(Answer):
    """A key without its secret."""

    key_id: ShownId
    name: str
    prefix: str
    rights: tuple[RightOrWord, ...]
    branch: str
    test: bool
    created_at: ShownMoment
    expires_at: ShownMoment | None
    revoked_at: ShownMoment | None
    last_used_on: date | None = Field(description="By the day in UTC.")


class KeysQuery(Body):
    """Which page of the keys."""

    cursor: str = Field("", max_length=19, pattern=r"^([1-9][0-9]*)?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class KeysAnswer(Answer):
    """A page of keys, oldest first; an empty `next_cursor` means that there is no more."""

    keys: tuple[KeyCardShown, ...]
    next_cursor: str


class PageQuery(Body):
    """Which page of a list."""

    cursor: str = Field("", max_length=200, pattern=r"^[A-Za-z0-9_.:=-]*$")
    limit: NumberInAddress = Field(100, ge=1, le=200)


class ChangeShown(Answer):
    """An entry of the feed."""

    cursor: str
    topic: str
    member_id: MemberOrNone
    payload: dict[str, object]
    recorded_at: ShownMoment


class ChangesAnswer(Answer):
    """A page of the feed, oldest first; go on from `next_cursor`, also when nothing is new."""

    entries: tuple[ChangeShown, ...]
    next_cursor: str


class DayRunAnswer(Answer):
    """What a run of the day did; running it again changes nothing."""

    club_id: ShownId
    day: int = Field(description="Days since 1970-01-01 in the club's zone.")
    settled: int
    tier_changes: int
    gifts: int
    steps: tuple[str, ...]
