"""What goes into and comes out of webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Outcome = Literal["delivered", "retry", "given_up", "disabled"]


@dataclass(frozen=True, slots=True)
class WebhookCard:
    """An endpoint as it is listed: never its secret."""

    webhook_id: int
    url: str
    topics: tuple[str, ...]
    cursor: str
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """An endpoint and a secret just made; a repeated request gives an empty secret."""

    webhook: WebhookCard
    secret: str = field(repr=False)
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One try to send one change, as the log shows it."""

    delivery_id: int
    cursor: str
    topic: str
    attempt: int
    outcome: str
    status: int
    error: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """An endpoint that this process alone delivers to until its lease ends."""

    club_id: int
    webhook_id: int
    url: str
    topics: tuple[str, ...]
    secrets: tuple[str, ...] = field(repr=False)
    place: int
    replays: tuple[int, ...]
    tries: int
    failing_since: datetime | None
    leased_until: datetime
    is_test: bool

    def wants(self, topic: str) -> bool:
        """Tell whether a change of this topic goes to this endpoint; without topics, all do."""
        return not self.topics or topic in self.topics


@dataclass(frozen=True, slots=True)
class Message:
    """A change as it is sent: the same bytes under the same id at every try."""

    message_id: str
    place: int
    topic: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """A signed request to make; plain HTTP only where it may be."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    may_be_plain: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a sending: the status of the answer, or 0 and why there was none.

    `retry_after_seconds` is the wait that the answer asks for, 0 when it asks for none.
    """

    status: int
    error: str = ""
    retry_after_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from a sending."""

    outcome: Outcome
    tries: int
    failing_since: datetime | None
    due_at: datetime
    why: str = ""
