"""The Vafa that is drilled: the real `vafa start` in a home of its own, and the ways to kill it.

Only processes that this drill started are ever killed: the children of its own `vafa start`, and
PostgreSQL processes that work in the drill's own data folder.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from vafa.server.config import Config, read
from vafa.server.embedded import places, postmaster
from vafa.server.embedded.children import dying_with_parent
from vafa.server.supervisor import VAFA

READY_WITHIN_SECONDS = 120
PROJECT = Path(__file__).parents[1]


@dataclass
class Vafa:
    """A running Vafa; `environment` is what its processes get, `more` what a drill adds."""

    config: Config
    folder: Path
    environment: Mapping[str, str]
    more: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process of `vafa start`."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it can work."""
        with (self.folder / "vafa.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*VAFA, "start", "--no-demo"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**self.environment, **self.more},
                preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509  framework
                start_new_session=True,
            )
        wait_until(lambda: self.status("ready") == 200 or self._has_ended())  # noqa: PLR2004  framework
        if self._has_ended():
            message = f"vafa start ended:\n{(self.folder / 'vafa.log').read_text()[-3000:]}"
            raise RuntimeError(message)

    def stop(self) -> None:
        """Ask it to stop and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def status(self, path: str, *, seconds: float = 5) -> int:
        """Give the status of /v1/<path>; 0 when nobody answers."""
        address = f"http://127.0.0.1:{self.config.port}/v1/{path}"
        try:
            with urllib.request.urlopen(address, timeout=seconds) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def kill_workers(self) -> int:
        """Kill the processes that answer requests."""
        web = [pid for pid in children_of(self.pid) if b"granian" in command_of(pid)]
        return kill([child for pid in web for child in children_of(pid)])

    def kill_all(self) -> int:
        """Kill `vafa start` with everything below it, then start it again."""
        killed = kill([self.pid, *descendants_of(self.pid)])
        assert self._process is not None
        self._process.wait()
        self.start()
        return killed

    def kill_database(self) -> int:
        """Kill the postmaster and all backends."""
        return kill(postmaster.workers_in(places.place_at(self.config.home).data))

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None


@contextmanager
def home_of_its_own(**more: str) -> Iterator[Vafa]:
    """Have an empty home for the block; this process sees its settings, too."""
    with tempfile.TemporaryDirectory(prefix="vafa-drill-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the account that runs PostgreSQL walks through it
        yield in_folder(folder, **more)


def in_folder(folder: Path, **more: str) -> Vafa:
    """Give a Vafa whose home is in a folder; this process is set to work with it."""
    for old in [old for old in os.environ if old.startswith("VAFA_")]:
        del os.environ[old]
    os.environ |= {
        "VAFA_HOME": str(folder / "home"),
        "VAFA_PORT": str(free_port()),
        "VAFA_API_REQUESTS_PER_SECOND": "1000000",
        "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    os.environ |= more
    return Vafa(read(os.environ), folder, dict(os.environ))


def wait_until(is_so: object, *, seconds: float = READY_WITHIN_SECONDS) -> None:
    """Wait until a function says yes.

    :raises RuntimeError: when it does not within the time.
    """
    assert callable(is_so)
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            message = f"waited for {seconds:.0f} seconds in vain"
            raise RuntimeError(message)
        time.sleep(0.1)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kill(pids: list[int]) -> int:
    """Kill processes at once; give how many there were."""
    killed = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            killed += 1
    return killed


def descendants_of(pid: int) -> list[int]:
    """List the processes below one."""
    below = children_of(pid)
    return [*below, *(deeper for child in below for deeper in descendants_of(child))]


def children_of(parent: int) -> list[int]:
    """List the processes that have this parent."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found


def command_of(pid: int) -> bytes:
    """Give the command line of a process; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
