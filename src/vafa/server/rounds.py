"""Work that comes round again beside the relay, in a thread of its own.

Django must be set up before a round begins.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from django.db import connections

AGAIN: Final = "again"  # what a round gives that wants the next one at once


@contextmanager
def repeating(
    work: Callable[[], object], *, name: str, every_seconds: float
) -> Iterator[Callable[[], None]]:
    """Give what is to be called again and again: it starts a round when one is due.

    One round at a time; one that gives AGAIN is followed by the next at once. An error of a round
    is raised by a call after it, so that the process ends and is started again.
    """
    running: Future[object] | None = None
    due = time.monotonic()
    with ThreadPoolExecutor(1, name) as rounds:

        def look() -> None:
            nonlocal running, due
            if running is not None and running.done():
                if running.result() == AGAIN:
                    due = time.monotonic()
                running = None
            now = time.monotonic()
            if running is not None or now < due:
                return
            due = now + every_seconds
            running = rounds.submit(_round, work)

        yield look


def _round(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connections.close_all()  # this thread's
