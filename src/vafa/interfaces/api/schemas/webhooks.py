"""Webhooks as they are asked and answered."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from vafa.interfaces.api.fields import Answer, Body, GivenId, NumberInAddress, ShownId, ShownMoment

Topic = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z_.]*$")]
Cursor = Annotated[str, Field(max_length=18, pattern=r"^[0-9]*$")]


class WebhookBody(Body):
    """Where to send what happens from now on; without topics, everything."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"url": "https://shop.example.com/vafa", "topics": ["purchase.recorded"]}]
        }
    )

    url: Annotated[str, Field(min_length=9, max_length=500, description="https, a public host.")]
    topics: Annotated[tuple[Topic, ...], Field(max_length=20)] = ()


class ReplayBody(Body):
    """What to send again: everything after a cursor of the feed, or one delivery of the log."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1, "examples": [{"cursor": "120"}]}
    )

    cursor: Cursor | None = None
    delivery_id: GivenId | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.cursor is None) == (self.delivery_id is None):
            raise PydanticCustomError(
                "one_of_two", "one is needed", {"limit": "cursor, delivery_id"}
            )
        return self


class WebhookShown(Answer):
    """An endpoint: everything up to `cursor` in the feed was sent there or given up."""

    webhook_id: ShownId
    url: str
    topics: tuple[str, ...]
    cursor: str
    failing_since: ShownMoment | None
    disabled_at: ShownMoment | None
    disabled_why: Literal["", "gone", "failing", "moved", "paused"] = Field(
        description="gone: it answered 410; failing: nothing was taken for five days; moved: its"
        " club came from another installation; paused: the club asked for it."
    )
    created_at: ShownMoment


class WebhooksAnswer(Answer):
    """The club's endpoints, oldest first."""

    webhooks: tuple[WebhookShown, ...]


class WebhookAnswer(Answer):
    """An endpoint as it is after the request."""

    webhook: WebhookShown


class WebhookSecretAnswer(WebhookAnswer):
    """An endpoint and its new secret, shown once: a repeated request gives an empty one."""

    secret: str = Field(description="whsec_…, as Standard Webhooks has it.")


class DeliveriesQuery(Body):
    """Which page of the log."""

    cursor: str = Field("", max_length=19, pattern=r"^([1-9][0-9]{0,17})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class DeliveryShown(Answer):
    """One try to send one change."""

    delivery_id: ShownId
    cursor: str = Field(description="The change's place in the feed.")
    topic: str
    attempt: int
    outcome: Literal["delivered", "retry", "given_up", "disabled"]
    status: int = Field(description="The status answered; 0 without an answer.")
    error: str = Field(
        description="Why there was no answer: name_unknown, address_refused, plain_refused, tls,"
        " timeout, connection."
    )
    sent_at: ShownMoment


class DeliveriesAnswer(Answer):
    """A page of the log, newest first; an empty `next_cursor` means that there is no more."""

    deliveries: tuple[DeliveryShown, ...]
    next_cursor: str
