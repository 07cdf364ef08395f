"""What every gateway to phones promises: the sandbox phone, and any real one behind its fake.

An adapter's test module makes a class of its own from this one and says how to reach it.
"""

from typing import Protocol

from tests.factories.clubs import IDS
from vafa.domain.messaging.ports import MessageSender
from vafa.domain.messaging.records import Outgoing

USUAL = "+989121110000"


class Outside(Protocol):
    """A gateway with the phones behind it, and numbers for which it misbehaves."""

    sender: MessageSender
    refused: str
    answer_lost: str
    never_came: str

    def received(self, mobile: str) -> list[str]:
        """Give the texts that a phone got."""

    def wait(self) -> None:
        """Let the time pass in which a message is delivered."""


class MessageSenderContract:
    """The promises; `outside` is a fixture of the adapter's own test module."""

    def test_what_is_accepted_arrives_and_says_so(self, outside: Outside) -> None:
        message = Outgoing(IDS.next(), USUAL, "کد شما: 123456")

        sent = outside.sender.send(message)
        before = outside.sender.inquire(message.reference)
        outside.wait()

        assert (sent.outcome, bool(sent.gateway_id)) == ("accepted", True)
        assert before.state in {"accepted", "delivered"}
        assert outside.sender.inquire(message.reference).state == "delivered"
        assert outside.received(USUAL) == ["کد شما: 123456"]

    def test_the_same_reference_is_the_same_message(self, outside: Outside) -> None:
        message = Outgoing(IDS.next(), USUAL, "یک بار")

        outside.sender.send(message)
        outside.sender.send(message)

        assert outside.received(USUAL) == ["یک بار"]

    def test_what_is_refused_has_a_neutral_reason_and_is_not_sent(self, outside: Outside) -> None:
        sent = outside.sender.send(Outgoing(IDS.next(), outside.refused, "نه"))

        assert (sent.outcome, bool(sent.reason)) == ("refused", True)
        assert outside.received(outside.refused) == []

    def test_a_lost_answer_is_unknown_until_it_is_asked_for(self, outside: Outside) -> None:
        message = Outgoing(IDS.next(), outside.answer_lost, "گم‌شده")

        sent = outside.sender.send(message)
        outside.wait()

        assert sent.outcome == "unknown"
        assert outside.sender.inquire(message.reference).state == "delivered"

    def test_what_never_came_is_absent(self, outside: Outside) -> None:
        message = Outgoing(IDS.next(), outside.never_came, "هرگز")

        sent = outside.sender.send(message)

        assert sent.outcome == "unknown"
        assert outside.sender.inquire(message.reference).state == "absent"
        assert outside.received(outside.never_came) == []
