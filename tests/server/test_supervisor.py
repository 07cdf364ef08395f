"""What runs is kept running, what fails waits longer each time, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vafa.server import supervisor
from vafa.server.supervisor import Stopped, Work

PATIENCE_SECONDS = 20


def writing(path: Path, then: str) -> list[str]:
    """Give a command that adds its pid to a file and then does something."""
    code = f"import os, sys, time; open(sys.argv[1], 'a').write(f'{{os.getpid()}}\\n'); {then}"
    return [sys.executable, "-c", code, str(path)]


def stop_when(path: Path, lines: int) -> None:
    """Ask for the end once the file has so many lines, or when patience is over."""
    if len(pids(path)) >= lines or time.monotonic() > deadline[0]:
        raise Stopped


def pids(path: Path) -> list[int]:
    """Read the pids that were written."""
    return [int(line) for line in path.read_text().split()] if path.exists() else []


deadline = [0.0]


@pytest.fixture(autouse=True)
def patience() -> None:
    """Start counting for this test."""
    deadline[0] = time.monotonic() + PATIENCE_SECONDS


def test_keep_running_stops_every_child_when_asked_to_stop(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    works = [Work("one", writing(file, "time.sleep(600)"))] * 2

    with pytest.raises(Stopped):
        supervisor.keep_running(works, is_ready=lambda: True, watch=lambda: stop_when(file, 2))

    assert len(pids(file)) == 2
    assert [pid for pid in pids(file) if Path(f"/proc/{pid}").exists()] == []


def test_keep_running_starts_again_what_was_killed(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    killed: set[int] = set()

    def kill_the_first() -> None:
        if pids(file) and not killed:
            killed.update(pids(file))
            os.kill(pids(file)[0], signal.SIGKILL)
        stop_when(file, 2)

    with pytest.raises(Stopped):
        supervisor.keep_running(
            [Work("one", writing(file, "time.sleep(600)"))],
            is_ready=lambda: True,
            watch=kill_the_first,
        )

    assert len(set(pids(file))) == 2


def test_keep_running_runs_a_finished_work_again_after_its_pause(tmp_path: Path) -> None:
    file = tmp_path / "pids"

    with pytest.raises(Stopped):
        supervisor.keep_running(
            [Work("one", writing(file, "pass"), pause_seconds=0)],
            is_ready=lambda: True,
            watch=lambda: stop_when(file, 3),
        )

    ran = pids(file)
    assert len(set(ran)) == len(ran) >= 3  # one more may begin before it hears of the stop


def test_keep_running_lets_a_failing_work_wait(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    started = time.monotonic()

    with pytest.raises(Stopped):
        supervisor.keep_running(
            [Work("one", writing(file, "sys.exit(1)"), pause_seconds=0)],
            is_ready=lambda: True,
            watch=lambda: stop_when(file, 2),
        )

    assert len(pids(file)) == 2
    assert time.monotonic() - started >= 2


def test_keep_running_starts_what_ran_steadily_again_soon_however_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STEADY_AFTER_SECONDS", 0)
    file = tmp_path / "pids"
    started = time.monotonic()

    with pytest.raises(Stopped):
        supervisor.keep_running(
            [Work("one", writing(file, "sys.exit(1)"))],
            is_ready=lambda: True,
            watch=lambda: stop_when(file, 4),
        )

    assert len(pids(file)) == 4
    assert time.monotonic() - started < 2 + 4 + 8


def test_keep_running_gives_up_a_start_whose_necessary_work_ends(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    works = [
        Work("other", writing(file, "time.sleep(600)")),
        Work("web", writing(file, "sys.exit(1)"), must_start=True),
    ]

    with pytest.raises(supervisor.StepFailedError, match="the web server ended"):
        supervisor.keep_running(works, is_ready=lambda: False, watch=lambda: None)

    assert [pid for pid in pids(file) if Path(f"/proc/{pid}").exists()] == []


def test_a_child_that_ignores_the_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STOP_WITHIN_SECONDS", 1)
    file = tmp_path / "pids"
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " open(sys.argv[1], 'a').write('0\\n'); time.sleep(600)"
    )

    with pytest.raises(Stopped):
        supervisor.keep_running(
            [Work("one", writing(file, stubborn))],
            is_ready=lambda: True,
            watch=lambda: stop_when(file, 2),
        )

    assert not Path(f"/proc/{pids(file)[0]}").exists()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_stopping_on_signals_ends_the_block(asked: signal.Signals) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before[signal.SIGHUP] = signal.getsignal(signal.SIGHUP)
    reached = False

    try:
        with supervisor.stopping_on_signals():
            os.kill(os.getpid(), asked)
            time.sleep(PATIENCE_SECONDS)
            reached = True
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert not reached


def test_a_request_to_stop_that_comes_within_a_fork_is_not_lost() -> None:
    code = (
        "import os, signal\n"
        "from vafa.server import supervisor\n"
        "ask = lambda: os.kill(os.getpid(), signal.SIGTERM)\n"
        "os.register_at_fork(before=ask, after_in_parent=ask)\n"
        "with supervisor.stopping_on_signals():\n"
        "    with supervisor.requests_held():\n"
        "        supervisor.start_child(['true'])\n"
        "    print('went on')\n"
    )

    asked = subprocess.run(  # noqa: PLW1510  framework
        [sys.executable, "-c", code], capture_output=True, text=True
    )

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")


def test_a_child_that_is_starting_when_the_request_comes_is_stopped_too(tmp_path: Path) -> None:
    """The database's keeper came back from such a child: nobody knew it any more."""
    file = tmp_path / "pids"
    code = (
        "import os, signal, sys, time\n"
        "from vafa.server import supervisor\n"
        "from vafa.server.supervisor import Work\n"
        "begin = supervisor.start_child\n"
        "def slow(command, *, name):\n"
        "    child = begin(command, name=name)\n"
        f"    open({str(file)!r}, 'a').write(f'{{child.pid}}\\n')\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return child\n"
        "supervisor.start_child = slow\n"
        "with supervisor.stopping_on_signals():\n"
        "    supervisor.keep_running([Work('one', ['sleep', '600'])],\n"
        "        is_ready=lambda: True, watch=lambda: None)\n"
    )

    asked = subprocess.run(  # noqa: PLW1510  framework
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")
    assert len(pids(file)) == 1
    assert not Path(f"/proc/{pids(file)[0]}").exists()


def test_run_step_refuses_to_go_on_after_a_failure() -> None:
    with pytest.raises(supervisor.StepFailedError, match="vafa nonsense"):
        supervisor.run_step(["nonsense"])
