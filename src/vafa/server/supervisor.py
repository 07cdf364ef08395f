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
from dataclasses import dataclass
from types import FrameType

from vafa.server.embedded.children import dying_with_parent

LOOK_EVERY_SECONDS = 0.2
STOP_WITHIN_SECONDS = 20
LONGEST_PAUSE_SECONDS = 60
STEADY_AFTER_SECONDS = 10
VAFA = (sys.executable, "-m", "vafa.server.cli")
REQUESTS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StepFailedError(Exception):
    """A step of the start-up failed; what it wrote stands above."""


@dataclass(frozen=True, slots=True)
class Work:
    """One process to keep running; one that ends well is run again after its pause."""

    name: str
    command: Sequence[str]
    pause_seconds: int = 1
    must_start: bool = False


class Kept:
    """A work and the process that does it now.

    One that fails again and again waits longer each time; one that had run steadily comes again
    soon, however often it was killed before.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._failures = 0
        self._due: float | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start the process; a request to stop finds it known, or not begun."""
        with requests_held():
            self._begun, self._due = time.monotonic(), None
            self.child = start_child(self._work.command, name=self._work.name)

    def refuse_early_end(self) -> None:
        """Give up a start whose necessary part has ended; what it wrote stands above."""
        if self._work.must_start and self.child and self.child.poll() is not None:
            message = f"the {self._work.name} server ended at once; what it wrote stands above"
            raise StepFailedError(message)

    def look(self) -> None:
        """Start the work again when its process has ended and its pause is over."""
        status = self.child.poll() if self.child else None
        if status is None:
            return
        if self._due is None:
            was_steady = time.monotonic() - self._begun >= STEADY_AFTER_SECONDS
            self._failures = (0 if was_steady else self._failures) + 1 if status else 0
            pause = min(2**self._failures, LONGEST_PAUSE_SECONDS)
            self._due = time.monotonic() + (pause if status else self._work.pause_seconds)
        if time.monotonic() >= self._due:
            self.begin()


class Stopped(BaseException):
    """Somebody asked this process to stop."""


def run_step(words: Sequence[str]) -> None:
    """Run one `vafa` command to its end, for everybody to see.

    :raises StepFailedError: when it fails.
    """
    children: list[subprocess.Popen[bytes]] = []
    try:
        with requests_held():
            children.append(start_child([*VAFA, *words]))
        status = children[0].wait()
    finally:
        stop_all(children)
    if status != 0:
        message = f"`vafa {' '.join(words)}` failed"
        raise StepFailedError(message)


def keep_running(
    works: Sequence[Work], *, is_ready: Callable[[], bool], watch: Callable[[], None]
) -> None:
    """Keep every work running until this process is asked to stop, then stop them all.

    What must start is started first, alone. `is_ready` is asked until it says yes; then the rest
    is started and `watch` is called again and again.

    :raises StepFailedError: when a work that must start ends before `is_ready`.
    """
    first = [Kept(work) for work in works if work.must_start]
    rest = [Kept(work) for work in works if not work.must_start]
    try:
        for one in first:
            one.begin()
        while not is_ready():
            for one in first:
                one.refuse_early_end()
            time.sleep(LOOK_EVERY_SECONDS)
        for one in rest:
            one.begin()
        while True:
            for one in (*first, *rest):
                one.look()
            watch()
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        stop_all([one.child for one in (*first, *rest) if one.child])


@contextmanager
def requests_held() -> Iterator[None]:
    """Let requests to stop wait for the end of the block, so that no child is started unknown."""
    signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS_TO_STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, REQUESTS_TO_STOP)


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into the end of the block; a second one changes nothing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for asked in REQUESTS_TO_STOP:
            signal.signal(asked, signal.SIG_IGN)
        raise Stopped

    for asked in REQUESTS_TO_STOP:
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


def start_child(command: Sequence[str], *, name: str = "work") -> subprocess.Popen[bytes]:
    """Start a process that dies with this one, out of reach of the terminal's Ctrl-C.

    PostgreSQL shows its connections under its name (`application_name`).
    The caller holds requests to stop: Python swallows what is raised within a fork.
    """
    dying = dying_with_parent(signal.SIGTERM)

    def settle() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, REQUESTS_TO_STOP)
        dying()

    return subprocess.Popen(  # noqa: S603  framework
        command,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PGAPPNAME": f"vafa {name}"},
        preexec_fn=settle,  # noqa: PLW1509  framework
        start_new_session=True,
    )
