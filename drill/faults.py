"""The drill itself: everybody works while one thing after another is killed."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

from bench.report import Measure
from drill import audit
from drill.crowd import Crowd, Load, bank_reader, failing_network
from drill.servers import Vafa
from vafa.ledger.verify import verify
from vafa.server import database

if TYPE_CHECKING:  # its module needs Django, which needs a home first
    from drill.club import Club

CLIENT, WORKERS, DATABASE, EVERYTHING = "tills", "web workers", "PostgreSQL", "vafa start"
LOOK_EVERY_SECONDS = 0.05
ORDER = (CLIENT, WORKERS, CLIENT, DATABASE, CLIENT, WORKERS, CLIENT, DATABASE, CLIENT, EVERYTHING)


# What happens while the tills work; gives what was killed, and how often.
Meanwhile = Callable[[Crowd], Counter[str]]


@dataclass(frozen=True, slots=True)
class Killing:
    """What is killed, in which order and how often, while the tills work."""

    order: tuple[str, ...] = ORDER
    seconds_between: float = 4
    longest_seconds: float = 1800


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, what was broken, and what the book and the journals say of it."""

    kinds: Counter[str]
    repeated: int
    faults: int
    different: int
    kills: Counter[str]
    cuts: dict[str, int]
    reads: dict[str, int]
    found: audit.Found
    book_differs: int
    seconds: float


def run(vafa: Vafa, club: Club, load: Load, meanwhile: Meanwhile) -> Outcome:
    """Have tills work while something happens to a running Vafa; then audit it."""
    begun = time.monotonic()
    with (
        bank_reader(club.club_id) as reads,
        failing_network(vafa.config.port) as (port, cuts),
    ):
        crowd = Crowd(load, club, port, vafa.folder)
        try:
            kills = meanwhile(crowd)
            while crowd.is_busy():
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            crowd.stop()
    seconds = time.monotonic() - begun
    journals = audit.said(crowd.journals)
    with database.connect(vafa.config, "admin") as connection:
        found = audit.compared(connection, club.club_id, journals)
    connections.close_all()  # they were cut with the database
    return Outcome(
        kinds=journals.kinds(),
        repeated=journals.repeated,
        faults=journals.faults,
        different=journals.different,
        kills=kills,
        cuts=cuts,
        reads=reads,
        found=found,
        book_differs=verify(club_id=club.club_id).differences,
        seconds=seconds,
    )


def measures(row: str, outcome: Outcome) -> Iterator[Measure]:
    """Give the figures with their aims."""
    for kind in ("purchase", "hold", "capture", "cancel", "redemption", "refund"):
        yield Measure(row, f"{kind}s acknowledged", outcome.kinds[kind], "")
    yield Measure(row, "declined (not enough units)", outcome.kinds["declined"], "")
    yield Measure(row, "sent again by another till", outcome.repeated, "")
    for what, count in sorted(outcome.kills.items()):
        yield Measure(row, f"kill -9: {what}", count, "times")
    for what in ("requests cut", "answers cut"):
        yield Measure(row, what, outcome.cuts[what], "")
    yield Measure(row, "seconds", outcome.seconds, "s")
    yield from verdicts(row, outcome)


def verdicts(row: str, outcome: Outcome) -> Iterator[Measure]:
    """Give the figures that must be nothing."""
    found = outcome.found
    yield Measure(row, "acknowledged and lost", found.lost, "", at_most=0)
    yield Measure(row, "doubled", found.doubled, "", at_most=0)
    yield Measure(row, "different answers to one key", outcome.different, "", at_most=0)
    what = f"wallets that differ from the journals, of {found.wallets:,}"
    yield Measure(row, what, found.wrong_wallets, "", at_most=0)
    yield Measure(
        row, "rows that `ledger verify` finds wrong", outcome.book_differs, "", at_most=0
    )
    yield Measure(row, "answers 500", outcome.faults, "", at_most=0)
    what = f"wrong sums in {outcome.reads['reads']:,} consistent views"
    yield Measure(row, what, outcome.reads["wrong"], "", at_most=0)
    yield Measure(row, "negative wallets in them", outcome.reads["negative"], "", at_most=0)


def killing(vafa: Vafa, plan: Killing) -> Meanwhile:
    """Give what kills one thing after another until the tills are done."""

    def kill_on(crowd: Crowd) -> Counter[str]:
        kinds: dict[str, Callable[[], int]] = {
            CLIENT: crowd.kill_one,
            WORKERS: vafa.kill_workers,
            DATABASE: vafa.kill_database,
            EVERYTHING: vafa.kill_all,
        }
        kills: Counter[str] = Counter()
        deadline = time.monotonic() + plan.longest_seconds
        for what in itertools.cycle(plan.order):
            pause_ends = time.monotonic() + plan.seconds_between
            while time.monotonic() < pause_ends and crowd.is_busy():
                time.sleep(LOOK_EVERY_SECONDS)
            if not crowd.is_busy():
                break
            if time.monotonic() > deadline:
                message = f"the tills are not done after {plan.longest_seconds:.0f} seconds"
                raise RuntimeError(message)
            kills[what] += kinds[what]() > 0
        return kills

    return kill_on
