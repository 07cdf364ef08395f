"""The servers that are measured: an embedded PostgreSQL of its own home, and the web server.

Everything that is started here ends with its block, and dies with this process.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from bench.machine import connections_of, tree_seconds
from vafa.server import database, starting
from vafa.server.config import Config
from vafa.server.embedded import binaries, places
from vafa.server.embedded.children import dying_with_parent

READY_WITHIN_SECONDS = 60
NO_LIMIT = "1000000"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of pgbench did, and the processor time the server spent on it."""

    transactions: int
    per_second: float
    latency_ms: float
    server_seconds: float


def pgbench(
    config: Config, role: str, arguments: list[str], options: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run pgbench from the wheel of the embedded server, connected as `role`."""
    programs = binaries.programs_for(places.place_at(config.home).account, say=_silent)
    where = config.connection(role)
    command = [str(programs / "pgbench"), "-h", where["host"], "-p", where["port"]]
    done = subprocess.run(
        [*command, "-U", where["user"], *arguments, where["dbname"]],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PGOPTIONS": options},
    )
    if done.returncode != 0:
        message = f"pgbench failed: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done


def timed(
    config: Config, role: str, script: list[str], *, clients: int, seconds: int, options: str = ""
) -> Run:
    """Let pgbench repeat a script for some seconds."""
    server = server_pid(config)
    older = connections_of(server, config.database_name)
    before = tree_seconds(server)
    how = ["-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2))]
    done = pgbench(config, role, [*how, "-T", str(seconds), *script], options)
    # The server knows the time of a connection's process once that has ended.
    while connections_of(server, config.database_name) - older:
        time.sleep(0.02)
    return Run(
        transactions=int(_found(r"actually processed: (\d+)", done.stdout)),
        per_second=float(_found(r"tps = ([\d.]+)", done.stdout)),
        latency_ms=float(_found(r"latency average = ([\d.]+)", done.stdout)),
        server_seconds=tree_seconds(server) - before,
    )


def server_pid(config: Config) -> int:
    """Give the process of the embedded server that started all others of it."""
    pid_file = places.place_at(config.home).data / "postmaster.pid"
    return int(pid_file.read_text().split()[0])


def admin(config: Config) -> psycopg.Connection:
    """Connect as the superuser of the embedded server."""
    return database.connect(config, "admin")


@dataclass(frozen=True, slots=True)
class Web:
    """A web server that answers."""

    port: int
    pid: int


@contextmanager
def web_server(config: Config, *, log: Path, wrapper: list[str] | None = None) -> Iterator[Web]:
    """Have the web server of `vafa start` run for the block, with no bound on a key's rate."""
    config = replace(config, host="127.0.0.1", port=_free_port())
    command = next(work.command for work in starting.works(config) if work.name == "web")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*(wrapper or []), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **_environment(config)},
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509  framework
        )
    try:
        _wait_for(process, config.port, log)
        yield Web(config.port, process.pid)
    finally:
        process.terminate()
        process.wait()


def migrate(config: Config) -> None:
    """Make the tables and functions of the database."""
    subprocess.run(
        [sys.executable, "-m", "vafa.server.cli", "db", "migrate"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **_environment(config)},
    )


def _environment(config: Config) -> Mapping[str, str]:
    return {
        "VAFA_HOME": str(config.home),
        "VAFA_DATABASE_NAME": config.database_name,
        "VAFA_API_REQUESTS_PER_SECOND": NO_LIMIT,
        "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
    }


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/ready", timeout=5).close()
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"the web server does not answer: {log.read_text()[-2000:]}"
                raise RuntimeError(message) from error
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]


def _silent(_text: str) -> None:
    """Say nothing."""
