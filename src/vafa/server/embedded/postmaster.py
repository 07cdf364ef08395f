"""Starts, watches and stops one PostgreSQL server as a foreground child of this process.

It never trusts a pid alone: a process counts as a server of a data folder only when its program is
`postgres` and it works in that folder.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from vafa.server.embedded import cluster
from vafa.server.embedded.children import dying_with_parent
from vafa.server.embedded.places import Place

READY_WITHIN_SECONDS = 900  # after a crash or in a restore it plays all changes first
LEFTOVERS_GONE_WITHIN_SECONDS = 10
FAST_STOP_WITHIN_SECONDS = 30
LOOK_EVERY_SECONDS = 0.02
STATUS_LINE = 7


class ServerNotStartedError(Exception):
    """The server did not come up; the message ends with what it wrote."""


Child = subprocess.Popen[bytes]


def start(place: Place, programs: Path, say: Callable[[str], None]) -> Child:
    """Start the server and return once it takes connections.

    :raises ServerNotStartedError: when it ends, or does not within a quarter of an hour.
    """
    clear_leftovers(place, say)
    child = _spawn(place, programs)
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not _is_ready(place, child):
        if child.poll() is not None or time.monotonic() > deadline:
            stop(child)
            tail = place.log.read_text(errors="replace")[-1500:]
            message = f"PostgreSQL did not start in {place.data}:\n{tail}"
            raise ServerNotStartedError(message)
        time.sleep(LOOK_EVERY_SECONDS)
    return child


def stop(child: Child) -> None:
    """Stop the server: politely, then at once; return when it has been reaped."""
    patience = (
        (signal.SIGINT, FAST_STOP_WITHIN_SECONDS),
        (signal.SIGQUIT, LEFTOVERS_GONE_WITHIN_SECONDS),
        (signal.SIGKILL, LEFTOVERS_GONE_WITHIN_SECONDS),
    )
    for asked, seconds in patience:
        if child.poll() is not None:
            return
        child.send_signal(asked)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def clear_leftovers(place: Place, say: Callable[[str], None]) -> None:
    """Make sure that no earlier server works in the data folder, and forget its pid files.

    PostgreSQL itself refuses to start while the recorded pid exists, even as a zombie or as
    another program; while one of its old processes still runs, the file must stay.
    """
    deadline = time.monotonic() + LEFTOVERS_GONE_WITHIN_SECONDS
    for asked in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        while workers_in(place.data) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_SECONDS)
        for pid in workers_in(place.data):
            say(f"an earlier server still works in {place.data}: asking process {pid} to stop")
            _signal(pid, asked)
        deadline = time.monotonic() + LEFTOVERS_GONE_WITHIN_SECONDS
    if workers_in(place.data):
        message = f"an earlier server still works in {place.data} and cannot be stopped"
        raise ServerNotStartedError(message)
    claims = [place.data / "postmaster.pid", place.socket / ".s.PGSQL.5432.lock"]
    left = [claim for claim in claims if claim.exists()]
    for claim in left:
        claim.unlink()
    if left:
        say("removed the pid files that an earlier server left when it was killed")


def workers_in(data: Path) -> list[int]:
    """List the living PostgreSQL processes that work in `data` (a zombie works nowhere)."""
    folder = data.resolve()
    return [pid for pid in _process_ids() if _works_in(pid, folder)]


def _works_in(pid: int, data: Path) -> bool:
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name.removesuffix(" (deleted)")
        folder = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return False
    return program == "postgres" and folder == data


def _process_ids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _signal(pid: int, asked: signal.Signals) -> None:
    try:
        os.kill(pid, asked)
    except ProcessLookupError:
        return


def _spawn(place: Place, programs: Path) -> Child:
    as_root = os.geteuid() == 0
    with place.log.open("wb") as log:
        return subprocess.Popen(  # noqa: S603  framework
            [str(programs / "postgres"), "-D", str(place.data)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=cluster.environment(),
            user=place.account.uid if as_root else None,
            group=place.account.gid if as_root else None,
            extra_groups=[] if as_root else None,
            preexec_fn=dying_with_parent(signal.SIGINT),  # noqa: PLW1509  framework
            start_new_session=True,
        )


def _is_ready(place: Place, child: Child) -> bool:
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    if len(lines) <= STATUS_LINE or lines[0].strip() != str(child.pid):
        return False
    return lines[STATUS_LINE].strip() == "ready"
