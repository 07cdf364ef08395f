"""A process that holds an embedded server, to be asked to leave or to be killed; and questions."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from vafa.server.embedded.places import Place
from vafa.server.homes import PROJECT

PATIENCE_SECONDS = 20
HOLD = """
import sys, time
from pathlib import Path
from vafa.server.embedded.joining import serving
with serving(Path(sys.argv[1]), durable=False, say=lambda text: print("said", text, flush=True)):
    print("holding", flush=True)
    sys.stdin.read()
print("left", flush=True)
"""


@contextmanager
def holder(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Have another process hold the server of `home`; it leaves when its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
    ) as process:
        yield process


def said_until_holding(process: subprocess.Popen[str]) -> list[str]:
    """Read what the holder says until it holds the server."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        if line == "holding\n":
            return said
        said.append(line)
    message = f"the holder ended: {said}"
    raise AssertionError(message)


def ask(place: Place, question: str = "SELECT 1") -> object:
    """Ask the server one question as its superuser."""
    with psycopg.connect(
        host=str(place.socket), user="vafa_admin", dbname="postgres"
    ) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def tell(place: Place, statement: str) -> None:
    """Have the server do something, as its superuser."""
    with psycopg.connect(
        host=str(place.socket), user="vafa_admin", dbname="postgres"
    ) as connection:
        connection.execute(statement)


def eventually(claim: Callable[[], bool]) -> bool:
    """Tell whether the claim comes true within the patience of these tests."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if claim():
            return True
        time.sleep(0.05)
    return False


def server_pid(place: Place) -> int:
    """Read the pid of the server from its pid file."""
    return int((place.data / "postmaster.pid").read_text().splitlines()[0])
