"""What was sent to phones, as it is asked and answered; never the text."""

from typing import Any

from pydantic import Field

from vafa.domain.messaging.records import MessagesSought, Reason, State
from vafa.interfaces.api.fields import Answer, Body, NumberInAddress, ShownId, ShownMoment
from vafa.journeys.resend_message import SentMessage


class MessagesQuery(Body):
    """Which messages, and which page of them: those before one, the newest first."""

    did_not_come: bool = Field(
        default=False,
        description="Only those that failed, were refused or too late, or got no answer.",
    )
    before: str = Field("", max_length=19, pattern=r"^([1-9][0-9]{0,17})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)

    def as_record(self) -> MessagesSought:
        """Give what is sought as the journey takes it."""
        return MessagesSought(
            did_not_come=self.did_not_come, before_id=int(self.before or 0), limit=self.limit
        )


class MessageAnswer(Answer):
    """A message. `reason` says why it was refused; `due_at` when it is looked at again."""

    message_id: ShownId
    purpose: str
    state: State
    reason: Reason
    stored_at: ShownMoment
    due_at: ShownMoment | None
    to: str = Field(description="Masked.")
    member_id: ShownId | None = Field(description="Whose mobile it is today.")
    member_number: str
    did_not_come: bool
    can_resend: bool


class MessagesAnswer(Answer):
    """A page of messages; an empty `next_before` means that there is no more."""

    messages: tuple[MessageAnswer, ...]
    next_before: str


def message_told(sent: SentMessage) -> dict[str, Any]:
    """Give what `MessageAnswer` shows."""
    one = sent.message
    return {
        "message_id": one.message_id, "purpose": one.purpose, "state": one.state,
        "reason": one.reason, "stored_at": one.stored_at, "due_at": one.due_at, "to": sent.to,
        "member_id": sent.member.member_id if sent.member else None,
        "member_number": sent.member.number if sent.member else "",
        "did_not_come": one.did_not_come, "can_resend": one.can_resend,
    }  # fmt: skip
