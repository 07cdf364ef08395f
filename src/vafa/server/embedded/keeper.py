"""The keeper: one process per home that runs the server for as long as anybody needs it.

Started by `joining`, never by hand: `python -m vafa.server.embedded.keeper HOME durable|fast`.
It speaks to its starter in lines: `note …`, then `ready` or `failed …`.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from vafa.server.embedded import binaries, cluster, locks, places, postmaster

LOOK_EVERY_SECONDS = 0.2
KEEPER_LOCK_TRIES = 20
RESTARTS_ALLOWED = 5
RESTARTS_COUNTED_SECONDS = 60
EXPECTED = (
    places.NoAccountError,
    binaries.NoBinariesError,
    cluster.ClusterNotMadeError,
    postmaster.ServerNotStartedError,
    OSError,
)


def keep(place: places.Place, *, durable: bool, say: Callable[[str], None]) -> None:
    """Run the server until nobody holds the users' lock; start it again when it is killed."""
    programs = binaries.programs_for(place.account, _note(say))
    if cluster.make(place, programs):
        say(f"note made a new PostgreSQL cluster in {place.data}")
    cluster.configure(place, durable=durable)
    child = postmaster.start(place, programs, _note(say))
    try:
        say("ready")
        restarts: list[float] = []
        while not _nobody_needs(place):
            if child.poll() is not None:
                restarts = [
                    at for at in restarts if at > time.monotonic() - RESTARTS_COUNTED_SECONDS
                ]
                restarts.append(time.monotonic())
                if len(restarts) > RESTARTS_ALLOWED:
                    return
                child = postmaster.start(place, programs, _note(say))
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        postmaster.stop(child)


def main() -> int:
    """Keep the server of the home named on the command line, as nobody's child."""
    if os.fork() != 0:
        os._exit(0)
    place = places.place_at(Path(sys.argv[1]))
    signal.signal(signal.SIGTERM, _leave)
    tries = 0
    while (lock := locks.take(place.keeper_lock)) is None:
        tries += 1
        if tries > KEEPER_LOCK_TRIES:
            _say("failed another keeper is at work in this home")
            return 1
        time.sleep(LOOK_EVERY_SECONDS / 4)
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)  # for those who wait until it has ended
    try:
        keep(place, durable=sys.argv[2] == "durable", say=_say)
    except EXPECTED as error:
        _say(f"failed {error}")
        return 1
    finally:
        os.close(lock)
    return 0


def _nobody_needs(place: places.Place) -> bool:
    """Tell so by taking the users' lock, and keep it until this process ends."""
    return locks.take(place.users_lock) is not None


def _note(say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda text: say(f"note {text}")


def _say(line: str) -> None:
    """Write one line to the starter, who may be gone by now."""
    try:
        sys.stdout.write(line.replace("\n", "\\n") + "\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = sys.stderr


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
