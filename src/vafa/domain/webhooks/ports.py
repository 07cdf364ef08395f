"""What webhooks need from outside: somebody who makes the request."""

from typing import Protocol

from vafa.domain.webhooks.records import Sending, Sent


class Sender(Protocol):
    """Makes one POST to a public address, follows nothing, and never raises for what fails."""

    def __call__(self, sending: Sending, /) -> Sent:
        """Send, and tell what was answered."""
