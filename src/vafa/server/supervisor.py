"""`vafa start`: everything that runs, as children of one process that stops them all.

The web server, the outbox relay and the day's work are processes of their own; one that ends is
started again. When this process is killed, the kernel stops its children and the keeper of the
embedded database sees that nobody needs it any more.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from vafa.server.embedded.children import dying_with_parent

LOOK_EVERY_SECONDS = 0.1
STOP_WITHIN_SECONDS = 20
PAUSE_BEFORE_RESTART_SECONDS = 1
VAFA = (sys.executable, "-m", "vafa.server.cli")


class StepFailedError(Exception):
    """A step of the start-up failed; what it wrote stands above."""


@dataclass(frozen=True, slots=True)
class Work:
    """One process to keep running, and how long to wait before it is run again."""

    name: str
    command: Sequence[str]
    again_after_seconds: float = PAUSE_BEFORE_RESTART_SECONDS
    environment: dict[str, str] = field(default_factory=dict)


class Stopped(BaseException):
    """Somebody asked this process to stop."""


def run_step(words: Sequence[str]) -> None:
    """Run one `vafa` command to its end, for everybody to see.

    :raises StepFailedError: when it fails.
    """
    with _child(Work(words[0], [*VAFA, *words])) as step:
        if step.wait() != 0:
            message = f"`vafa {' '.join(words)}` failed"
            raise StepFailedError(message)


def keep_running(
    works: Sequence[Work], *, ready: Callable[[], None], watch: Callable[[], None]
) -> None:
    """Keep every work running until this process is asked to stop, then stop them all.

    `ready` is called once they are started, `watch` again and again.
    """
    children = [_start(work) for work in works]
    due: list[float | None] = [None for _ in works]
    try:
        ready()
        while True:
            for index, work in enumerate(works):
                now = time.monotonic()
                if children[index].poll() is None:
                    continue
                due[index] = due[index] or now + work.again_after_seconds
                if now >= (due[index] or 0):
                    children[index], due[index] = _start(work), None
            watch()
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        stop_all(children)


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into the end of the block; a second one changes nothing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, signal.SIG_IGN)
        raise Stopped

    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, stop)
    try:
        yield
    except Stopped:
        return


def stop_all(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all children to stop, wait for them, and kill what is left."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _start(work: Work) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  framework
        work.command,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **work.environment},
        preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509  framework
        start_new_session=True,
    )


@contextmanager
def _child(work: Work) -> Iterator[subprocess.Popen[bytes]]:
    child = _start(work)
    try:
        yield child
    finally:
        stop_all([child])
