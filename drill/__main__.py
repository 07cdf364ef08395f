"""`make drill`: the drills, each in a home of its own that is thrown away, and one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.machine import this_machine
from bench.report import Measure, table
from drill import faults
from drill.crowd import Load
from drill.servers import Vafa, home_of_its_own


def main() -> int:
    """Run what was asked for; 1 when an aim is missed."""
    asked = _arguments()
    machine = this_machine()
    measures: list[Measure] = []
    for name in asked.drills:
        _say(f"{name} …")
        measures += DRILLS[name](asked)
    _say(f"\n{table(machine, measures)}")
    return 1 if any(one.verdict == "NOT MET" for one in measures) else 0


def killed(asked: argparse.Namespace) -> Iterator[Measure]:
    """Kill server, database and tills, cut the network, and look whether anything is missing."""
    with home_of_its_own() as vafa, running(vafa):
        from drill.club import open_with

        plan = faults.Plan(Load(purchases=asked.purchases, tills=asked.tills))
        outcome = faults.run(vafa, open_with(asked.members), plan)
    yield from faults.measures("killed and cut", outcome)


@contextmanager
def running(vafa: Vafa) -> Iterator[None]:
    """Have Vafa run for the block, and Django connected to its database as vafa_app."""
    vafa.start()
    try:
        import django

        django.setup()
        yield
    finally:
        from django.db import connections

        connections.close_all()
        vafa.stop()


DRILLS: dict[str, Callable[[argparse.Namespace], Iterator[Measure]]] = {"run": killed}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drill", description=__doc__)
    parser.add_argument("drills", nargs="*", default=["run"], help=f"some of {', '.join(DRILLS)}")
    parser.add_argument("--purchases", type=int, default=10_000)
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
