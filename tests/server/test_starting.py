"""`vafa start`, as a person meets it: it answers, says where it is, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vafa.server.homes import PROJECT

PATIENCE_SECONDS = 90


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Give one home for all starts here; the first one makes its database."""
    above = Path(tempfile.mkdtemp(prefix="vafa-"))
    above.chmod(0o755)
    yield above / "باشگاه وفا"
    shutil.rmtree(above)


@contextmanager
def started(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `vafa start` without the demo club; kill it in the end if it still runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "vafa.server.cli", "start", "--no-demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(home, port),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def environment(home: Path, port: int) -> dict[str, str]:
    """Give the environment of a fresh shell in which somebody set the home and the port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VAFA_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {
        **kept,
        "PYTHONPATH": str(PROJECT / "src"),
        "VAFA_HOME": str(home),
        "VAFA_PORT": str(port),
        "VAFA_WORKERS": "1",
    }


def free_port() -> int:
    """Ask the system for a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said_until(process: subprocess.Popen[str], word: str) -> str:
    """Read what the process says until a word comes."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            return said
    message = f"it ended without {word!r}: {said}"
    raise AssertionError(message)


def left_of(home: Path) -> list[str]:
    """List the processes that were started for this home and still live."""
    marks = (str(home), f"VAFA_HOME={home}")
    return [
        f"{folder.name} {text[:100]}"
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and int(folder.name) != os.getpid()
        if any(mark in (text := text_of(folder)) for mark in marks)
    ]


def text_of(folder: Path) -> str:
    """Read how a process was started; empty when it is gone or a zombie."""
    try:
        return " ".join((folder / name).read_text("utf-8") for name in ("cmdline", "environ"))
    except OSError:
        return ""


def left_in_the_end(home: Path) -> list[str]:
    """Wait until nothing is left of a start, for as long as patience lasts; list what is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (left := left_of(home)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_start_answers_and_ctrl_c_leaves_nothing_running(
    home: Path, asked: signal.Signals
) -> None:
    port = free_port()
    with started(home, port) as process:
        said = said_until(process, "Ctrl-C")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health") as answer:
            alive = answer.read()
        process.send_signal(asked)
        process.communicate(timeout=PATIENCE_SECONDS)
        left = left_of(home)

    assert b"alive" in alive
    assert f"http://localhost:{port}/v1/" in said
    assert process.returncode == 0
    assert left == []


def test_a_second_start_says_that_the_first_one_runs(home: Path) -> None:
    with started(home, free_port()) as first:
        said_until(first, "Ctrl-C")
        with started(home, free_port()) as second:
            said, _ = second.communicate(timeout=PATIENCE_SECONDS)
        first.terminate()
        first.communicate(timeout=PATIENCE_SECONDS)

    assert second.returncode == 1
    assert "already runs" in said
    assert str(home) in said


def test_a_killed_start_leaves_nothing_running(home: Path) -> None:
    with started(home, free_port()) as process:
        said_until(process, "Ctrl-C")
        process.kill()
        process.wait()

        assert left_in_the_end(home) == []


def test_a_killed_web_worker_comes_again(home: Path) -> None:
    port = free_port()
    with started(home, port) as process:
        said_until(process, "Ctrl-C")
        worker = web_worker(port)
        os.kill(worker, signal.SIGKILL)
        answers = health_within_patience(port)
        another = web_worker(port)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)

    assert answers
    assert another != worker
    assert process.returncode == 0


def web_worker(port: int) -> int:
    """Find the process that answers: a web server whose parent is one too."""
    servers = {
        int(folder.name): int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and f"granian\0{port}" in words_of(folder)
    }
    return next(pid for pid, parent in servers.items() if parent in servers)


def words_of(folder: Path) -> str:
    """Give the program and the port of a web server's command line."""
    try:
        words = (folder / "cmdline").read_text("utf-8").split("\0")
    except OSError:
        return ""
    named = [words[place + 1] for place, word in enumerate(words) if word == "--port"]
    return f"granian\0{named[0]}" if "granian" in words and named else ""


def health_within_patience(port: int) -> bool:
    """Ask until the server answers again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=2) as found:
                return b"alive" in found.read()
        except OSError:
            time.sleep(0.1)
    return False


def test_a_taken_port_is_named_with_its_remedy(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with started(home, port) as process:
            said, _ = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 1
    assert f"port {port}" in said
    assert "VAFA_PORT" in said
