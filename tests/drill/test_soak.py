"""What the soak says of an hour: growth is found, and a slow machine is told from a grown book."""

import os
from pathlib import Path

import pytest

from bench.report import Measure
from drill.soak import WINDOWS, Look, Seen, Used, logged, measures, p99

BEGUN, SECONDS, RATE = 1_000.0, 60.0, 20
GROWTH = "p99 of the last part / of the first"
PROBE = "the same of the probe"
DEAD = "most dead rows, second half"
LAG = "outbox lag, longest"


def hour(
    *, last_ms: float = 5, last_beat_ms: float = 1, dead: int = 100, lag: float = 0.2
) -> Seen:
    """Give a short hour of steady postings whose last part may differ."""
    seen = Seen()
    last_begins = BEGUN + SECONDS * (WINDOWS - 1) / WINDOWS
    for number in range(int(SECONDS * RATE)):
        at = BEGUN + number / RATE
        is_last = at >= last_begins
        seen.postings.append((at, last_ms if is_last else 5))
        seen.beats.append((at, last_beat_ms if is_last else 1))
    for second in range(int(SECONDS)):
        is_late = second > SECONDS / 2
        rows = dead if is_late else 100
        looked = Look(
            at=BEGUN + second,
            lag_seconds=lag if is_late else 0,
            dead_rows=rows,
            vacuums=second,
            server_seconds=second * 0.02,
            machine_seconds=second * 0.5,
            seconds_of={"pgbench": second * 0.015, "vafa relay": second * 0.004, "idle": 0.0},
        )
        seen.looks.append(looked)
    return seen


def told(seen: Seen) -> dict[str, Measure]:
    """Give the figures by name."""
    found = measures(seen, begun=BEGUN, seconds=SECONDS, rate=RATE)
    return {one.what: one for one in found}


def test_a_steady_hour_holds_every_aim() -> None:
    figures = told(hour())

    assert "NOT MET" not in {one.verdict for one in figures.values()}
    assert figures["postings a second"].value == RATE
    assert figures["part 3: server CPU a posting"].value == pytest.approx(1000)
    assert figures["part 3: of it pgbench"].value == pytest.approx(750)
    assert figures["part 3: of it vafa relay"].value == pytest.approx(200)
    assert "part 3: of it idle" not in figures
    assert figures["part 3: cores busy on the machine"].value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("seen", "missed"),
    [
        (hour(last_ms=6.1), GROWTH),
        (hour(dead=121), DEAD),
        (hour(lag=1.1), LAG),
    ],
)
def test_what_grew_is_found(seen: Seen, missed: str) -> None:
    figures = told(seen)

    assert [name for name, one in figures.items() if one.verdict == "NOT MET"] == [missed]


def test_a_slow_machine_slows_the_probe_too() -> None:
    figures = told(hour(last_ms=10, last_beat_ms=2))

    assert figures[GROWTH].value == figures[PROBE].value == 2


def test_time_of_processes_adds_up_by_name_also_when_they_end() -> None:
    used = Used()
    first = used.told({os.getpid(): "tests"})
    sum(number * number for number in range(3_000_000))

    assert used.told({os.getpid(): "tests", 2**22 + 1: "gone"})["tests"] > first["tests"]
    assert used.told({})["gone"] == 0


def test_the_log_of_pgbench_is_read(tmp_path: Path) -> None:
    log = tmp_path / "soak.7"
    log.write_text("0 1 5250 0 1000 500000 12\n3 9 700 0 1001 250000 3\n", "ascii")

    postings = list(logged(log))

    assert postings == [(1000.5, 5.25), (1001.25, 0.7)]
    assert p99(postings, (1000, 1001)) == 5.25
    assert p99(postings, (2000, 2001)) == 0
