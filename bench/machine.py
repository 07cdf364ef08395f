"""The machine, and the processor time that parts of it have used, as the kernel tells.

Linux only: everything is read from /proc.
"""

from __future__ import annotations

import os
import platform
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
_PROJECT = Path(__file__).parents[1]
# Fields of /proc/<pid>/stat, counted from the one after the program's name.
_STATE, _PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 0, 1, 11, 12, 13, 14
_IDLE = slice(3, 5)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on."""

    processor: str
    cores: int
    memory_gib: float
    system: str
    python: str
    commit: str
    load_before: float
    loop_ms: float  # a fixed loop of Python: how fast a core is while others work on the machine

    def as_text(self) -> str:
        """Give it as one paragraph."""
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib:.0f} GiB; {self.system};"
            f" Python {self.python}; commit {self.commit};\nload before: {self.load_before:.2f};"
            f" a fixed loop took {self.loop_ms:.0f} ms of CPU"
        )


def this_machine() -> Machine:
    """Read what this machine is, and how busy others keep it."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        system=f"Linux {platform.release()}",
        python=platform.python_version(),
        commit=_commit(),
        load_before=round(os.getloadavg()[0], 2),
        loop_ms=round(1000 * _loop_seconds(), 1),
    )


def tree_seconds(root: int) -> float:
    """Give the CPU time of a process, its descendants, and the ended ones it awaited."""
    known = {int(path.name): _fields(path) for path in _PROC.iterdir() if path.name.isdigit()}
    parents = {pid: int(fields[_PARENT]) for pid, fields in known.items() if fields}
    total = 0
    for pid in parents:
        if _descends(pid, root, parents):
            fields = known[pid]
            total += int(fields[_USER]) + int(fields[_SYSTEM])
            total += int(fields[_CHILDREN_USER]) + int(fields[_CHILDREN_SYSTEM])
    return total / _TICKS


def process_seconds(pid: int) -> float:
    """Give the CPU time of one process; 0 when it has ended."""
    fields = _fields(_PROC / str(pid))
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS if fields else 0.0


def connections_of(server: int, database: str) -> frozenset[int]:
    """Give the processes of a PostgreSQL server for connections to a database, ended ones too.

    An ended one (state Z) has no title any more; its time is nobody's until the server awaits it.
    """
    known = {int(path.name): _fields(path) for path in _PROC.iterdir() if path.name.isdigit()}
    mine, title = str(server), f" {database} [local]".encode()
    return frozenset(
        pid
        for pid, fields in known.items()
        if fields
        and fields[_PARENT] == mine
        and (fields[_STATE] == "Z" or title in _command(_PROC / str(pid)))
    )


def busy_seconds() -> float:
    """Give the processor time that the whole machine has used."""
    total = [int(text) for text in (_PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(total) - sum(total[_IDLE])) / _TICKS


def _descends(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid > 1 and pid != root:
        pid = parents.get(pid, 0)
    return pid == root


def peak_mib() -> float:
    """Give the most memory that this process has held, in MiB, since `forget_peak`.

    Not `ru_maxrss`: that is inherited, so a new process begins with the peak of its parent.
    """
    for line in (_PROC / "self" / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    message = "the kernel does not tell the peak of a process"
    raise RuntimeError(message)


def forget_peak() -> None:
    """Begin to look for the peak anew."""
    (_PROC / "self" / "clear_refs").write_text("5")


def _fields(process: Path) -> list[str]:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return []


def _loop_seconds() -> float:
    begun = time.process_time()
    total = 0
    for number in range(3_000_000):
        total += number * number % 7
    return time.process_time() - begun


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _processor() -> str:
    for line in (_PROC / "cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  framework
        check=False,
        capture_output=True,
        text=True,
        cwd=_PROJECT,
    )
    return done.stdout.strip() or "unknown"
