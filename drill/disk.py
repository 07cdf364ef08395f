"""The disk is full: what cannot be written is refused in plain words, and nothing is forgotten.

PostgreSQL's folder is a small file system of its own, in memory; a file takes up all that is left
of it for a while. Mounting one needs root.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Measure
from drill.crowd import Crowd
from drill.faults import Meanwhile, Outcome, verdicts
from drill.servers import Vafa, wait_until
from drill.skewing import DECLINED, redeemed
from vafa.server.embedded import places

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

ROW = "disk full"
SIZE_MIB = 400
PIECE = bytes(1 << 16)
UNAVAILABLE, READY = 503, 200
WORKS_FIRST_SECONDS = 5
READY_AGAIN_WITHIN_SECONDS = 60


class CannotMountError(Exception):
    """A file system cannot be mounted by this account."""


@contextmanager
def small_disk(vafa: Vafa) -> Iterator[None]:
    """Have PostgreSQL's folder on a small file system for the block, before Vafa starts.

    :raises CannotMountError: when this account may not mount one.
    """
    root = places.place_at(vafa.config.home).root
    for folder in (vafa.config.home, root):
        folder.mkdir(mode=0o711, exist_ok=True)
    how = ["-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=0711", "vafa-drill", str(root)]
    done = subprocess.run(["mount", *how], check=False, capture_output=True)  # noqa: S607
    if done.returncode != 0:
        raise CannotMountError(done.stderr.decode())
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=True)  # noqa: S607


def filled(vafa: Vafa, club: Club, seen: Counter[str], *, seconds: float) -> Meanwhile:
    """Give what fills the disk for so long, asking meanwhile for what cannot be written."""
    filler = places.place_at(vafa.config.home).root / "filler"

    def fill(_crowd: Crowd) -> Counter[str]:
        time.sleep(WORKS_FIRST_SECONDS)
        over_at = time.monotonic() + seconds
        for number in itertools.count():
            if time.monotonic() > over_at:
                break
            _fill(filler)  # also what a restart of PostgreSQL has made free
            _ask(vafa, club, number, seen)
        filler.unlink()
        returned = time.monotonic()
        wait_until(lambda: _works(vafa, club), seconds=READY_AGAIN_WITHIN_SECONDS)
        seen["tenths until it worked"] = round((time.monotonic() - returned) * 10)
        return Counter()

    return fill


def measures(outcome: Outcome, seen: Counter[str], *, seconds: float) -> Iterator[Measure]:
    """Give the figures with their aims."""
    yield Measure(ROW, "full for", seconds, "s")
    yield Measure(ROW, "answered 503 meanwhile", seen["refused"], "times", at_least=1)
    yield Measure(ROW, "written all the same", seen["done"], "times")
    yield Measure(ROW, "answered otherwise, or without words", seen["wrong"], "", at_most=0)
    yield Measure(ROW, "liveness not 200", seen["not alive"], "", at_most=0)
    took = seen["tenths until it worked"] / 10
    yield Measure(ROW, "works again after", took, "s", at_most=READY_AGAIN_WITHIN_SECONDS)
    yield Measure(ROW, "operations acknowledged", outcome.kinds.total(), "")
    yield from verdicts(ROW, outcome)


def skipped() -> Iterator[Measure]:
    """Say that the drill was left out."""
    yield Measure(ROW, "left out: only root may mount a small disk", 0, "")


def _fill(filler: Path) -> None:
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(PIECE):
            pass
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(PIECE[:4096]):
            pass


def _ask(vafa: Vafa, club: Club, number: int, seen: Counter[str]) -> None:
    """Ask for more than a member has: a decline is stored, so it needs the disk."""
    status, body = redeemed(vafa, club, club.members[-1], name=f"full-{number}")
    is_refused = status == UNAVAILABLE and bool(body.get("detail"))
    seen["refused"] += is_refused
    seen["done"] += status == DECLINED
    seen["wrong"] += not is_refused and status != DECLINED
    seen["not alive"] += vafa.status("health") != READY
    time.sleep(0.5)


def _works(vafa: Vafa, club: Club) -> bool:
    """Tell whether a request that the disk refused is answered now, under its own key."""
    name = f"full-after-{os.getpid()}"
    return redeemed(vafa, club, club.members[-1], name=name)[0] == DECLINED
