"""Delivering webhooks beside the relay: which adapter sends, and how many endpoints at once.

Django must be set up before this module is imported.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

from vafa.adapters.webhooks.http import HttpSender
from vafa.domain.webhooks.ports import Sender
from vafa.interfaces.web import sources
from vafa.journeys.deliver_webhooks import deliver_webhook, due_webhooks

ENDPOINTS_AT_ONCE = 8


@contextmanager
def delivering(*, send: Sender | None = None) -> Iterator[Callable[[], None]]:
    """Give what is to be called again and again: it starts the next round when one is over.

    An error of a round is raised by the call after it, so that the process ends and is started
    again; a slow endpoint holds up neither the relay nor, beyond its turn, other endpoints.
    """
    sender = send or HttpSender()
    running: Future[int] | None = None
    with (
        ThreadPoolExecutor(ENDPOINTS_AT_ONCE, "webhook") as endpoints,
        ThreadPoolExecutor(1, "webhooks") as rounds,
    ):

        def look() -> None:
            nonlocal running
            if running is not None and not running.done():
                return
            if running is not None:
                running.result()
            due = due_webhooks(at=sources.now())
            running = rounds.submit(_deliver, due, endpoints, sender) if due else None

        yield look


def _deliver(due: Sequence[tuple[int, int]], endpoints: Executor, send: Sender) -> int:
    def turn(one: tuple[int, int]) -> int:
        club_id, webhook_id = one
        try:
            return deliver_webhook(
                club_id=club_id,
                webhook_id=webhook_id,
                ids=sources.ids(),
                vault=sources.vault(),
                send=send,
                clock=sources.now,
            )
        finally:
            connections.close_all()  # this thread's

    return sum(endpoints.map(turn, due))
