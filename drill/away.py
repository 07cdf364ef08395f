"""PostgreSQL is away for a minute: tills wait, and go on by themselves when it is back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from bench.report import Measure
from drill.crowd import Crowd
from drill.faults import DATABASE, Meanwhile, Outcome, verdicts
from drill.servers import Vafa, kill, wait_until
from vafa.server.embedded import locks, places

ROW = "PostgreSQL away"
ALIVE, READY, NOT_READY = 200, 200, 503
READY_AGAIN_WITHIN_SECONDS = 30


def taken_away(vafa: Vafa, seen: Counter[str], *, seconds: float) -> Meanwhile:
    """Give what takes the database away for so long, asking for health every second."""
    place = places.place_at(vafa.config.home)

    def away(_crowd: Crowd) -> Counter[str]:
        time.sleep(3)
        # Whoever holds this lock keeps `vafa start` from starting another keeper.
        with locks.holding(place.start_lock, shared=False):
            kill([int(place.keeper_lock.read_text("ascii"))])
            vafa.kill_database()
            time.sleep(1)
            back_at = time.monotonic() + seconds
            while time.monotonic() < back_at:
                seen["asked"] += 1
                seen["not alive"] += vafa.status("health") != ALIVE
                seen["not 503"] += vafa.status("ready") != NOT_READY
                time.sleep(1)
        returned = time.monotonic()
        wait_until(lambda: vafa.status("ready") == READY, seconds=READY_AGAIN_WITHIN_SECONDS)
        seen["tenths until ready"] = round((time.monotonic() - returned) * 10)
        return Counter({DATABASE: 1})

    return away


def measures(outcome: Outcome, seen: Counter[str], *, seconds: float) -> Iterator[Measure]:
    """Give the figures with their aims."""
    yield Measure(ROW, "away for", seconds, "s")
    yield Measure(ROW, "health asked meanwhile", seen["asked"], "times", at_least=1)
    yield Measure(ROW, "liveness not 200", seen["not alive"], "", at_most=0)
    yield Measure(ROW, "readiness not 503", seen["not 503"], "", at_most=0)
    yield Measure(ROW, "ready again after", seen["tenths until ready"] / 10, "s", at_most=30)
    yield Measure(ROW, "operations acknowledged", outcome.kinds.total(), "")
    yield from verdicts(ROW, outcome)
