"""Who did what, as it is asked and answered."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from vafa.domain.clubs.trail import ActsSought
from vafa.interfaces.api.fields import Answer, Body, NumberInAddress, ShownId, ShownMoment

USUAL_PERIOD = timedelta(days=30)


IdOrNone = Annotated[str, BeforeValidator(lambda id_: str(id_) if id_ else "")]


class ActsQuery(Body):
    """Which acts: of whom, what, on what, when; and which page of them."""

    who: str = Field(
        "", max_length=19, pattern=r"^([1-9][0-9]*)?$", description="Id of a person or a key."
    )
    act: str = Field("", max_length=40, pattern=r"^[a-z_]*$")
    object: str = Field("", max_length=120, description="Id of what it was done to.")
    since: datetime | None = Field(None, description="The usual is 30 days before `until`.")
    until: datetime | None = Field(None, description="The usual is now.")
    cursor: str = Field("", max_length=60, pattern=r"^([0-9T:.+Z-]+_[0-9]+)?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)

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
