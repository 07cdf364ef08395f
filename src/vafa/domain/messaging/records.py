"""What goes into and comes out of messaging."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

Reason = Literal[
    "", "bad_credentials", "no_credit", "bad_sender", "bad_recipient", "blacklisted",
    "text_refused", "too_many", "rate_limited", "template", "ip_blocked", "server", "unknown",
]  # fmt: skip
State = Literal[
    "waiting", "unknown", "accepted", "delivered", "failed", "refused", "dropped", "resent"
]  # fmt: skip
# What holds a secret is forgotten as soon as a gateway has it, and is never sent again.
SECRET: Final = frozenset({"code", "invite", "reset"})
# What nobody asked for waits for the end of the quiet hours.
NEWS: Final = frozenset({"order", "thanks"})


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
class MessageShown:
    """A message as the shop may see it: never its text.

    `did_not_come` tells that nothing more happens by itself: it failed, was refused, came too
    late to be sent, or no gateway ever answered. `can_resend` tells that its text is still there.
    """

    message_id: int
    purpose: str
    state: State
    reason: Reason
    stored_at: datetime
    due_at: datetime | None
    mobile: str = field(repr=False)
    did_not_come: bool
    can_resend: bool


@dataclass(frozen=True, slots=True)
class MessagesSought:
    """Which messages: those that did not come, of one state, to one number, before one of them."""

    did_not_come: bool = False
    state: State | None = None
    purpose: str = ""
    mobile: str = field(default="", repr=False)
    before_id: int = 0
    limit: int = 50


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
