"""The clients of a drill as processes, each with its journal, behind the network that fails."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drill.servers import PROJECT, free_port
from vafa.server.embedded.children import dying_with_parent

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club


@dataclass(frozen=True, slots=True)
class Load:
    """How many tills, how many purchases they make together, and how they behave."""

    tills: int = 16
    purchases: int = 10_000
    pause_seconds: float = 0.02
    fresh: bool = False


class Crowd:
    """The tills of one drill."""

    def __init__(self, load: Load, club: Club, port: int, folder: Path) -> None:
        folder = folder / "tills"
        folder.mkdir()
        self.journals = [folder / f"till{number}.jsonl" for number in range(load.tills)]
        self._orders = [
            {
                "name": f"till{number}",
                "port": port,
                "secret": club.secret,
                "members": [str(member) for member in club.members],
                "purchases": -(-load.purchases // load.tills),
                "pause": load.pause_seconds,
                "fresh": load.fresh,
                "journal": str(self.journals[number]),
                "other": str(self.journals[number - 1]),
            }
            for number in range(load.tills)
        ]
        self._processes = [self._started(order) for order in self._orders]
        self._chance = random.Random(load.tills)  # noqa: S311  framework

    def is_busy(self) -> bool:
        """Tell whether a till still works; one that failed stops the drill.

        :raises RuntimeError: when a till ended with an error.
        """
        states = [process.poll() for process in self._processes]
        if any(states):
            message = f"a till of the drill failed: {states}"
            raise RuntimeError(message)
        return None in states

    def kill_one(self) -> int:
        """Kill a till in the middle of its work and start it again; give how many were killed."""
        busy = [number for number, one in enumerate(self._processes) if one.poll() is None]
        if not busy:
            return 0
        number = self._chance.choice(busy)
        self._processes[number].kill()
        self._processes[number].wait()
        self._processes[number] = self._started(self._orders[number])
        return 1

    def stop(self) -> None:
        """Kill every till that still works."""
        for process in self._processes:
            process.kill()
            process.wait()

    def _started(self, order: dict[str, Any]) -> subprocess.Popen[bytes]:
        process = _child(["drill.client"])
        assert process.stdin is not None
        process.stdin.write(json.dumps(order).encode())
        process.stdin.close()
        return process


@contextmanager
def failing_network(server_port: int) -> Iterator[tuple[int, dict[str, int]]]:
    """Have the cutting proxy for the block: its port, and what it cut, once the block is over."""
    port = free_port()
    counts: dict[str, int] = {}
    with _telling(["drill.proxy", str(port), str(server_port)], counts):
        yield port, counts


@contextmanager
def bank_reader(club_id: int) -> Iterator[dict[str, int]]:
    """Have the reader for the block: what it saw, once the block is over."""
    counts: dict[str, int] = {}
    with _telling(["drill.reader", str(club_id)], counts):
        yield counts


@contextmanager
def _telling(command: list[str], counts: dict[str, int]) -> Iterator[None]:
    """Have a process for the block that tells its counts when it is stopped."""
    process = _child(command)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate()
    counts.update(json.loads(told))


def _child(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=PROJECT,
        preexec_fn=dying_with_parent(signal.SIGKILL),  # noqa: PLW1509  framework
    )
