"""Work that comes round again: one round at a time, and an error ends the process."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import pytest

from vafa.server.rounds import repeating


def test_a_round_begins_when_it_is_due_and_the_one_before_is_over() -> None:
    begun: list[int] = []
    go = Event()

    def work() -> None:
        begun.append(1)
        assert go.wait(10)

    with repeating(work, name="test", every_seconds=0) as look:
        for _ in range(3):
            look()
        assert len(begun) <= 1
        go.set()
        until = time.monotonic() + 10
        while len(begun) < 2 and time.monotonic() < until:
            look()

    assert len(begun) >= 2


def test_an_error_of_a_round_comes_up_at_a_later_call() -> None:
    def work() -> None:
        raise LookupError

    def call_again(look: Callable[[], None]) -> None:
        for _ in range(1000):
            look()
            time.sleep(0.01)

    with repeating(work, name="test", every_seconds=0) as look, pytest.raises(LookupError):
        call_again(look)
