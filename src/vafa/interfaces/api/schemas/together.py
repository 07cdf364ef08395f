"""What is done to many members at once by the worker, as it is asked for and shown."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, StrictInt

from vafa.domain.members.listing import MembersSought
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
from vafa.interfaces.api.schemas.marks import MembersQuery
from vafa.journeys.change_together import Gift
from vafa.kit.amounts import MAX_RIALS


class _ForMany(Body):
    """Members: those named, or all that are sought; at most a million."""

    member_ids: tuple[GivenId, ...] | None = Field(None, max_length=1000)
    sought: MembersQuery = MembersQuery()

    def as_sought(self) -> MembersSought:
        """Give who is meant as the journey takes it."""
        return replace(self.sought.as_record(), member_ids=self.member_ids)


class GiftBody(_ForMany):
    """Units that each of many members gets (above zero) or loses, and why."""

    unit: Code
    units: StrictInt = Field(ge=-MAX_RIALS, le=MAX_RIALS)
    reason: Literal["goodwill", "complaint", "correction", "missing"]
    note: FreeText = ""

    def as_record(self) -> Gift:
        """Give the gift as the journey takes it."""
        return Gift(self.unit, self.units, self.reason, self.note)


class MarkingBody(_ForMany):
    """A tag that many members get or lose, or who looks after them."""

    kind: Literal["add_tag", "remove_tag", "set_manager"]
    which: GivenId | None = Field(None, description="The tag, or who looks after them.")


class GiftForeseenAnswer(Answer):
    """What a gift to many comes to: people who share a wallet get it once, so `wallets` count.

    `short` is how many hold less than would be taken, null when that is not known beforehand.
    """

    members: int
    wallets: int
    units_each: int
    units_total: int
    needs_second: bool
    short: int | None


class TogetherShown(Answer):
    """A change of many members and how far it is.

    With the state `asked` it waits for a second person. `problem` is the code of an error.
    """

    together_id: ShownId
    change: dict[str, Any]
    state: Literal["asked", "working", "stopped", "done", "undoing", "undone"]
    asked_by: str
    approval_id: ShownId | None
    members: int
    handled: int
    changed: int
    refused: int
    taken_back: int
    stayed: int
    problem: str
    created_at: ShownMoment
    changed_at: ShownMoment


class TogetherQuery(Body):
    """Which page: changes before this one; the newest without."""

    before: GivenId | None = None
    limit: NumberInAddress = Field(50, ge=1, le=200)


class TogetherAnswer(Answer):
    """Changes of many members, the newest first."""

    changes: tuple[TogetherShown, ...]


class NotDoneQuery(Body):
    """From which part on: the `next` of the page before."""

    after: NumberInAddress | None = None


class NotDoneShown(Answer):
    """A member to whom it was not done, or (`is_undo`) from whom it was not taken back.

    `code` is that of an error or of a decline.
    """

    member_id: ShownId
    code: str
    is_undo: bool


class NotDoneAnswer(Answer):
    """To whom it was not done; `next` is 0 when there is no more."""

    members: tuple[NotDoneShown, ...]
    next: int
