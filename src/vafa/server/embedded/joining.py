"""Joins the embedded server of a home: uses the one that runs, or starts a keeper for it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vafa.server.embedded import locks, places
from vafa.server.embedded.places import Place

LOOK_EVERY_SECONDS = 0.02
LOOKS_TO_BELIEVE = 3
KEEPER = "vafa.server.embedded.keeper"
SOURCE = Path(__file__).resolve().parents[3]


class EmbeddedError(Exception):
    """The embedded PostgreSQL could not be started; the message says why."""


@contextmanager
def serving(
    home: Path, *, durable: bool = True, say: Callable[[str], None] = print
) -> Iterator[Place]:
    """Have the server of `home` run for the time of the block.

    Several processes may be in such a block at once; they share one server. It stops when the
    last of them has left, or was killed.

    :raises EmbeddedError: when it cannot be started.
    """
    try:
        place = places.place_at(home)
        places.prepare(place)
    except (places.NoAccountError, OSError) as error:
        raise EmbeddedError(str(error)) from error
    try:
        with locks.holding(place.users_lock, shared=True):
            ensure_running(place, durable=durable, say=say)
            yield place
    finally:
        wait_until_stopped(place)


def ensure_running(place: Place, *, durable: bool, say: Callable[[str], None]) -> None:
    """Start a keeper unless one is at work; the caller holds the users' lock.

    :raises EmbeddedError: when the keeper says that it failed.
    """
    with locks.holding(place.start_lock, shared=False):
        if not locks.is_held(place.keeper_lock):
            _start_keeper(place, durable=durable, say=say)


def wait_until_stopped(place: Place) -> None:
    """Return when server and keeper have ended, or at once when somebody else still needs them."""
    keeper = place.keeper_lock.read_text("ascii") if place.keeper_lock.exists() else ""
    times_needed = 0  # somebody who only looks at the lock holds it for a moment, too
    while locks.is_held(place.keeper_lock):
        times_needed = times_needed + 1 if _others_need(place) else 0
        if times_needed == LOOKS_TO_BELIEVE:
            return
        time.sleep(LOOK_EVERY_SECONDS)
    while not locks.is_held(place.keeper_lock) and _is_keeper(keeper):
        time.sleep(LOOK_EVERY_SECONDS)


def _is_keeper(pid: str) -> bool:
    """Tell whether this process is a keeper that still lives (a zombie has no command)."""
    try:
        return KEEPER in Path(f"/proc/{pid or 0}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return False


def _others_need(place: Place) -> bool:
    """Tell whether the users' lock is shared; the keeper takes it alone when it stops."""
    taken = locks.take(place.users_lock)
    if taken is not None:
        os.close(taken)
        return False
    return not locks.is_held(place.users_lock)


def _start_keeper(place: Place, *, durable: bool, say: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", KEEPER, str(place.home)]
    path = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    keeper = subprocess.Popen(  # noqa: S603  framework
        [*command, "durable" if durable else "fast"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONUTF8": "1"},
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    keeper.wait()  # it goes on as nobody's child, and still writes to us
    assert keeper.stdout is not None
    with keeper.stdout as lines:
        for line in lines:
            kind, _, text = line.strip().replace("\\n", "\n").partition(" ")
            if kind == "ready":
                return
            if kind == "failed":
                raise EmbeddedError(text)
            say(text)
    message = "the keeper of the embedded PostgreSQL ended without a word"
    raise EmbeddedError(message)
