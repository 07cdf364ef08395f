"""`make drill`: the drills, each in a home of its own that is thrown away, and one table."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.machine import this_machine
from bench.report import Measure, table
from drill.drills import DRILLS, measured


def main() -> int:
    """Run what was asked for; 1 when an aim is missed."""
    asked = _arguments()
    machine = this_machine()
    measures: list[Measure] = []
    # A process for each drill: Django belongs to the home that it was set up with.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        for drill in (drill for name in asked.drills for drill in DRILLS[name]):
            _say(f"{(drill.__doc__ or '').strip()}")
            measures += processes.submit(measured, drill, asked).result()
    _say(f"\n{table(machine, measures)}")
    return 1 if any(one.verdict == "NOT MET" for one in measures) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("drills", nargs="*", default=["run"], help=f"some of {', '.join(DRILLS)}")
    parser.add_argument("--purchases", type=int, default=10_000)
    parser.add_argument("--between", type=float, default=4, help="seconds between two kills")
    parser.add_argument("--seconds", type=int, default=60, help="how long PostgreSQL is away")
    parser.add_argument("--soak-seconds", type=int, default=3600, help="how long it posts")
    parser.add_argument("--rate", type=int, default=200, help="postings a second of the soak")
    parser.add_argument("--members", type=int, default=500)
    parser.add_argument("--tills", type=int, default=16)
    asked = parser.parse_args()
    unknown = set(asked.drills) - set(DRILLS)
    if unknown:
        parser.error(f"no such drill: {', '.join(sorted(unknown))}")
    return asked


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
