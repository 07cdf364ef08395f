"""What messaging needs from outside: a gateway to phones."""

from dataclasses import dataclass
from typing import Protocol

from vafa.domain.messaging.records import Outgoing, Report, Sent


class MessageSender(Protocol):
    """Hands texts to a gateway; it never raises for what fails outside."""

    def send(self, message: Outgoing, /) -> Sent:
        """Hand one text over; the same reference again is the same message."""

    def inquire(self, reference: int, /) -> Report:
        """Ask what became of a reference."""


@dataclass(frozen=True, slots=True)
class Senders:
    """Who sends for clubs at work, and who for test clubs, whose messages never leave."""

    live: MessageSender
    test: MessageSender
