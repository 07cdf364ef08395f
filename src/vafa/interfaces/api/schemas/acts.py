"""Who did what, as it is asked and answered."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from vafa.domain.clubs.trail import ActsSought
from vafa.interfaces.api.fields import (
    Answer,
    Body,
    GivenMoment,
    NumberInAddress,
    ShownId,
    ShownMoment,
)

USUAL_PERIOD = timedelta(days=30)
_LARGEST_ID = 2**63 - 1


IdOrNone = Annotated[str, BeforeValidator(lambda id_: str(id_) if id_ else "")]


class ActsQuery(Body):
    """Which acts: of whom, what, on what, when; and which page of them."""

    who: str = Field(
        "", max_length=19, pattern=r"^([1-9][0-9]*)?$", description="Id of a person or a key."
    )
    act: str = Field("", max_length=40, pattern=r"^[a-z_]*$")
    object: str = Field("", max_length=120, description="Id of what it was done to.")
    since: GivenMoment | None = Field(None, description="The usual is 30 days before `until`.")
    until: GivenMoment | None = Field(None, description="The usual is now.")
    cursor: str = Field("", max_length=60, pattern=r"^([0-9T:.+Z-]+_[0-9]{1,19})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)

    @field_validator("cursor")
    @classmethod
    def _names_a_moment(cls, cursor: str) -> str:
        moment, _, last = cursor.rpartition("_")
        try:
            is_aware = not moment or datetime.fromisoformat(moment).tzinfo is not None
            is_whole = is_aware and int(last or 0) <= _LARGEST_ID
        except ValueError:
            is_whole = False
        if not is_whole:
            raise PydanticCustomError("wrong_pattern", "not a cursor of ours")
        return cursor

    def as_record(self, *, now: datetime) -> ActsSought:
        """Give what is sought as the journey takes it."""
        until = self.until or now + timedelta(seconds=1)
        moment, _, last = self.cursor.rpartition("_")
        return ActsSought(
            since=self.since or until - USUAL_PERIOD,
            until=until,
            who=int(self.who or 0),
            act=self.act,
            object_id=self.object,
            before=(datetime.fromisoformat(moment), int(last)) if moment else None,
            limit=self.limit,
        )


class ActAnswer(Answer):
    """An act: who did what to what, with what was and what is. Personal values are masked."""

    source: Literal["trail", "book", "member"]
    id: ShownId
    at: ShownMoment
    who: str
    staff_id: IdOrNone
    credential_id: IdOrNone
    act: str
    object_kind: str
    object_id: str
    before: dict[str, Any]
    after: dict[str, Any]
    address: str
    request_id: str


class ActsAnswer(Answer):
    """A page of acts, newest first; an empty `next_cursor` means that there is no more."""

    acts: tuple[ActAnswer, ...]
    next_cursor: str
