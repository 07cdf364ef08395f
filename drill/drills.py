"""Every drill: what runs, what happens meanwhile, and the figures that come of it."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.report import Measure
from drill import away, control, disk, faults, migrating, skewing, soak
from drill.crowd import Load
from drill.servers import Vafa, home_of_its_own

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

SOME_MEMBERS = 100
FEW_MEMBERS = 40
FULL_SECONDS = 20


def killed(asked: argparse.Namespace) -> Iterator[Measure]:
    """Kill server, database and tills, cut the network, and look whether anything is missing."""
    load = Load(purchases=asked.purchases, tills=asked.tills)
    plan = faults.Killing(seconds_between=asked.between)
    with opened(asked.members) as (vafa, club):
        outcome = faults.run(vafa, club, load, faults.killing(vafa, plan))
    yield from faults.measures("killed and cut", outcome)


def without_keys(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Take idempotency away: the drill must notice."""
    with opened(SOME_MEMBERS) as (vafa, club):
        meanwhile = faults.killing(vafa, control.FRESH)
        outcome = faults.run(vafa, club, control.FRESH_LOAD, meanwhile)
    yield from control.measures_without_keys(outcome)


def without_waiting(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Take durability away: the drill must notice."""
    with opened(SOME_MEMBERS) as (vafa, club):
        control.answer_before_writing(vafa)
        meanwhile = faults.killing(vafa, control.ASYNCHRONOUS)
        outcome = faults.run(vafa, club, control.ASYNCHRONOUS_LOAD, meanwhile)
    yield from control.measures_without_waiting(outcome)


def gone(asked: argparse.Namespace) -> Iterator[Measure]:
    """Take PostgreSQL away for a minute."""
    seen: Counter[str] = Counter()
    with opened(SOME_MEMBERS) as (vafa, club):
        load = Load(purchases=400, tills=8)
        meanwhile = away.taken_away(vafa, seen, seconds=asked.seconds)
        outcome = faults.run(vafa, club, load, meanwhile)
    yield from away.measures(outcome, seen, seconds=asked.seconds)


def full(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Let the disk of PostgreSQL be full for a while."""
    seen: Counter[str] = Counter()
    try:
        with home_of_its_own() as vafa, disk.small_disk(vafa), running(vafa):
            from drill.club import open_with

            club = open_with(SOME_MEMBERS)
            crowd = replace(club, members=club.members[:-1])
            meanwhile = disk.filled(vafa, club, seen, seconds=FULL_SECONDS)
            outcome = faults.run(vafa, crowd, Load(purchases=400, tills=8), meanwhile)
    except disk.CannotMountError:
        yield from disk.skipped()
        return
    yield from disk.measures(outcome, seen, seconds=FULL_SECONDS)


def clock_ahead(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Put the clock of the application two hours ahead."""
    yield from _with_clock(7200)


def clock_behind(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Put the clock of the application two hours back."""
    yield from _with_clock(-7200)


def upgraded(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Upgrade while tills work and a report is open."""
    with opened(SOME_MEMBERS) as (vafa, club):
        yield from migrating.upgraded(vafa, club)


def back(_asked: argparse.Namespace) -> Iterator[Measure]:
    """Lose everything and go back to a second."""
    with (
        tempfile.TemporaryDirectory(prefix="vafa-drill-", ignore_cleanup_errors=True) as backups,
        home_of_its_own(VAFA_BACKUP_FOLDER=backups) as vafa,
        running(vafa),
    ):
        from django.db import connections

        from drill import returning
        from drill.club import open_with

        club = open_with(FEW_MEMBERS)
        connections.close_all()
        yield from returning.returned(vafa, club)


def soaked(asked: argparse.Namespace) -> Iterator[Measure]:
    """Post 200 times a second for an hour, with everything on that a running Vafa has."""
    with home_of_its_own() as vafa, running(vafa):
        from bench import postings
        from bench.club import ready_club

        club = ready_club(vafa.config, members=20)
        posting = postings.prepare(vafa.config, club, vafa.folder, postings.Size())
        yield from soak.soaked(vafa, posting, seconds=asked.soak_seconds, rate=asked.rate)


def _with_clock(skew: int) -> Iterator[Measure]:
    with home_of_its_own() as vafa, running(skewing.with_wrong_clock(vafa, skew)):
        from drill.club import open_with

        seen = skewing.judged(vafa, open_with(FEW_MEMBERS))
    yield from skewing.measures(skew, seen)


@contextmanager
def opened(members: int) -> Iterator[tuple[Vafa, Club]]:
    """Have Vafa run in a home of its own, with a club, and Django connected as vafa_app."""
    with home_of_its_own() as vafa, running(vafa):
        from drill.club import open_with

        yield vafa, open_with(members)


@contextmanager
def running(vafa: Vafa) -> Iterator[None]:
    """Have Vafa run for the block, and Django connected to its database as vafa_app."""
    vafa.start()
    try:
        import django
        from django.db import connections

        django.setup()
        yield
    finally:
        connections.close_all()
        vafa.stop()


Drill = Callable[[argparse.Namespace], Iterator[Measure]]
DRILLS: dict[str, tuple[Drill, ...]] = {
    "run": (killed,),
    "control": (without_keys, without_waiting),
    "away": (gone,),
    "disk": (full,),
    "upgrade": (upgraded,),
    "clock": (clock_ahead, clock_behind),
    "restore": (back,),
    "soak": (soaked,),
}


def measured(drill: Drill, asked: argparse.Namespace) -> list[Measure]:
    """Run one drill to its end."""
    return list(drill(asked))
