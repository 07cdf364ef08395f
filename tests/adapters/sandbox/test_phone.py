"""The sandbox phone keeps the promises of a gateway, and shows what it got."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contracts.message_senders import USUAL, MessageSenderContract
from vafa.adapters.sandbox.phone import ODD_NUMBERS, SandboxPhone
from vafa.domain.messaging.records import Outgoing


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


@dataclass
class Sandbox:
    """The sandbox as the contract sees it."""

    sender: SandboxPhone
    wait: Callable[[], None]
    refused: str = "+989990000001"
    answer_lost: str = "+989990000002"
    never_came: str = "+989990000003"

    def received(self, mobile: str) -> list[str]:
        """Give the texts that a phone got."""
        return [shown.text for shown in self.sender.messages(mobile=mobile)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outside(tmp_path: Path, clock: Clock) -> Sandbox:
    def wait() -> None:
        clock.at += timedelta(seconds=2)

    return Sandbox(SandboxPhone(file=tmp_path / "in" / "phone.sqlite", clock=clock), wait)


class TestSandboxPhone(MessageSenderContract):
    """The contract, kept by the sandbox phone."""


def test_late_and_undelivered_numbers_behave_so(outside: Sandbox, clock: Clock) -> None:
    late, lost = "+989990000004", "+989990000005"
    outside.sender.send(Outgoing(1, late, "دیر"))
    outside.sender.send(Outgoing(2, lost, "هیچ"))
    clock.at += timedelta(minutes=59)
    states = [outside.sender.inquire(reference).state for reference in (1, 2)]
    clock.at += timedelta(minutes=1)

    assert {late, lost} < set(ODD_NUMBERS)
    assert (states, outside.sender.inquire(1).state) == (["accepted", "failed"], "delivered")


def test_another_process_sees_the_same_and_nobody_else_may_read_it(
    outside: Sandbox, tmp_path: Path, clock: Clock
) -> None:
    outside.sender.send(Outgoing(1, USUAL, "کد شما: 123456"))
    file = tmp_path / "in" / "phone.sqlite"

    shown = SandboxPhone(file=file, clock=clock).messages()

    assert [str(one) for one in shown] == [
        "2026-11-21T08:30:00+00:00  0912 111 0000  کد شما: 123456"
    ]
    assert file.stat().st_mode & 0o077 == 0
