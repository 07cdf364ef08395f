"""What goes into and comes out of messaging."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Reason = Literal[
    "", "bad_credentials", "no_credit", "bad_sender", "bad_recipient", "blacklisted",
    "text_refused", "too_many", "rate_limited", "template", "ip_blocked", "server", "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A text for a mobile; after `expires_at` it is of no use and is not sent any more."""

    purpose: str
    mobile: str = field(repr=False)
    text: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MessageListed:
    """A message as its receiver may see it listed."""

    purpose: str
    state: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to be sent now, under our own reference."""

    reference: int
    mobile: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a gateway answered; `unknown` when no answer came, which is no failure."""

    outcome: Literal["accepted", "refused", "unknown"]
    gateway_id: str = ""
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway knows of a reference: `absent` never came, `cannot_tell` is no answer."""

    state: Literal["accepted", "delivered", "failed", "absent", "cannot_tell"]
    gateway_id: str = ""
