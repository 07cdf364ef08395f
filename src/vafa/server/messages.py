"""Sending messages beside the relay: which gateway serves, and one round at a time.

Until a club has a gateway of its own the sandbox phone serves everybody; test clubs never get
another one. Django must be set up before this module is imported.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.urls import reverse

from vafa.adapters.sandbox.phone import SandboxPhone, Shown
from vafa.domain.messaging.ports import Senders
from vafa.interfaces.web import sources
from vafa.journeys.send_messages import clubs_with_messages, send_messages
from vafa.journeys.thank_for_purchases import thank_for_purchases
from vafa.server.config import current

FOLDER = "sandbox"
FILE = "messages.sqlite"


def sandbox_phone(home: Path) -> SandboxPhone:
    """Give the sandbox phone of an installation."""
    return SandboxPhone(file=home / FOLDER / FILE, clock=sources.now)


def sandbox_messages(*, limit: int) -> tuple[Shown, ...]:
    """Give the newest messages of this installation's sandbox, the latest first."""
    return sandbox_phone(current().home).messages()[: -limit - 1 : -1]


def senders(home: Path) -> Senders:
    """Give who sends: with no gateway to the outside yet, everybody has the sandbox."""
    phone = sandbox_phone(home)
    return Senders(live=phone, test=phone)


@contextmanager
def sending(by: Senders) -> Iterator[Callable[[], None]]:
    """Give what is to be called again and again: it starts the next round when one is over.

    An error of a round is raised by the call after it, so that the process ends and is started
    again; a slow gateway does not hold up the relay.
    """
    running: Future[int] | None = None
    with ThreadPoolExecutor(1, "messages") as rounds:

        def look() -> None:
            nonlocal running
            if running is not None and not running.done():
                return
            if running is not None:
                running.result()
            due = clubs_with_messages(at=sources.now())
            running = rounds.submit(_round, by) if due else None

        yield look


def stop_link(code: str, token: str) -> str:
    """Give the address at which a member of a club stops messages."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('portal:opt_out', args=[code, token])}"


def _round(by: Senders) -> int:
    try:
        return sum(
            thank_for_purchases(
                club_id=club_id, vault=sources.vault(), clock=sources.now, link=stop_link
            )
            + send_messages(
                club_id=club_id,
                is_test=is_test,
                vault=sources.vault(),
                senders=by,
                clock=sources.now,
            )
            for club_id, is_test in clubs_with_messages(at=sources.now())
        )
    finally:
        connections.close_all()  # this thread's
