"""Who works in the club, what waits for a second of them, and the limit that needs two."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt, field_validator

from vafa.domain.clubs.rights import Role
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    Code,
    FreeText,
    GivenId,
    NumberInAddress,
    ShownId,
    ShownMoment,
)
from vafa.kit.amounts import MAX_RIALS


class StaffShown(Answer):
    """A person; `keys` counts the keys of that person's own that are in force.

    Whoever has no role has only keys; no branches means all of them.
    """

    staff_id: ShownId
    name: str
    role: Role | Literal[""]
    branches: tuple[str, ...]
    status: Literal["invited", "active", "suspended", "ended"]
    added_at: ShownMoment
    ended_at: ShownMoment | None
    keys: int


class StaffAnswer(Answer):
    """Everybody who works in the club, or did, by name."""

    staff: tuple[StaffShown, ...]


class NewStaffBody(Body):
    """Somebody to invite, as what; no branches means all of them."""

    name: Annotated[FreeText, Field(min_length=1)]
    role: Role
    branches: Annotated[tuple[Code, ...], Field(max_length=200)] = ()


class StaffRoleBody(Body):
    """What somebody is from now on, and where."""

    role: Role
    branches: Annotated[tuple[Code, ...], Field(max_length=200)] = ()


class StaffInvitedAnswer(Answer):
    """Somebody who was added to the staff."""

    staff_id: ShownId
    name: str
    role: Role
    branches: tuple[str, ...]


class StaffChangedAnswer(Answer):
    """What of a person changed: role, branches, or nothing."""

    changed: tuple[str, ...]


class RoleLimitBody(Body):
    """What one of a role gives by hand, and lets members spend, alone; null leaves it open."""

    grant_rials: Annotated[StrictInt, Field(ge=0, le=MAX_RIALS)] | None = None
    apply_rials: Annotated[StrictInt, Field(ge=0, le=MAX_RIALS)] | None = None


class RoleLimitShown(Answer):
    """What one of a role gives by hand, and lets members spend, alone; null leaves it open."""

    role: Role
    grant_rials: int | None
    apply_rials: int | None


class RoleLimitsAnswer(Answer):
    """The limits of every role."""

    limits: tuple[RoleLimitShown, ...]


class ApprovalsQuery(Body):
    """Which page, and whether only what waits is shown."""

    state: Literal["waiting", "all"] = "waiting"
    cursor: str = Field("", max_length=19, pattern=r"^([1-9][0-9]*)?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class ApprovalShown(Answer):
    """A request: what is asked (ids as strings) and how it stands."""

    approval_id: ShownId
    kind: str
    payload: dict[str, Any]
    payload_hash: str
    state: Literal["waiting", "approved", "declined", "expired"]
    requested_by: str
    requested_at: ShownMoment
    expires_at: ShownMoment
    ended_by: str
    ended_at: ShownMoment | None
    reason: str = Field(description="Why it was declined.")

    @field_validator("payload", mode="before")
    @classmethod
    def _ids_as_text(cls, payload: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: str(value) if name.endswith("_id") else value for name, value in payload.items()
        }


class ApprovalsAnswer(Answer):
    """A page of requests, newest first; an empty `next_cursor` means that there is no more."""

    approvals: tuple[ApprovalShown, ...]
    next_cursor: str


class ManualLimitBody(Body):
    """The worth in Rial above which value by hand needs a second person."""

    limit_rials: StrictInt = Field(ge=0, le=MAX_RIALS)


class ManualLimitApproval(Body):
    """Which request is approved, by the hash of what it showed."""

    approval_id: GivenId
    payload_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class ManualLimitAnswer(Answer):
    """The limit in force; with an approval id the higher one waits for a second person."""

    limit_rials: int
    approval_id: ShownId | None
    payload_hash: str
    expires_at: ShownMoment | None
