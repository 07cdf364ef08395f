"""Row 9: what closing a checkpoint every two seconds costs the postings: alternating slices.

On cores that are all busy whoever seals takes from who posts, so the processor time of sealing
what was posted is told as well, beside that of posting it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from django.db import connections

from bench.machine import tree_seconds
from bench.postings import Postings
from bench.report import Measure
from bench.servers import Run, server_pid
from vafa.journeys.close_checkpoint import close_checkpoint

ROW = "checkpoints"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    slices: int = 4
    seconds: int = 5
    every_seconds: float = 2.0
    clients: int = 8


def beside_postings(postings: Postings, size: Size) -> Iterator[Measure]:
    """Post without and with a thread that seals, in turn."""
    plain: list[Run] = []
    sealed: list[Run] = []
    closed: list[int] = []
    club_id = postings.club.principal.club_id
    close_checkpoint(club_id=club_id, is_whole=True)
    for _ in range(size.slices):
        plain.append(postings.run(clients=size.clients, seconds=size.seconds))
        with _sealing(club_id, size.every_seconds, closed):
            sealed.append(postings.run(clients=size.clients, seconds=size.seconds))
    without, beside = (median(run.per_second for run in runs) for runs in (plain, sealed))
    yield Measure(ROW, "postings without", without, "/s")
    yield Measure(ROW, "postings while sealing", beside, "/s")
    yield Measure(ROW, "with / without, medians", beside / without, "x")
    spread = max(run.per_second for run in plain) / min(run.per_second for run in plain)
    yield Measure(ROW, "fastest / slowest slice without", spread, "x")
    yield Measure(ROW, "checkpoints closed", len(closed), "checkpoints")
    yield Measure(ROW, "movements sealed", sum(closed), "rows")
    close_checkpoint(club_id=club_id, is_whole=False)
    posted = postings.run(clients=size.clients, seconds=size.seconds)
    server = server_pid(postings.config)
    before = tree_seconds(server) + time.process_time()
    made = close_checkpoint(club_id=club_id, is_whole=False)
    sealing = tree_seconds(server) + time.process_time() - before
    assert made is not None
    yield Measure(ROW, "CPU of sealing a movement", sealing / made.movements * 1e6, "us")
    share = sealing / posted.server_seconds
    yield Measure(ROW, "CPU of sealing / CPU of posting the same", share, "x")


@contextmanager
def _sealing(club_id: int, every: float, closed: list[int]) -> Iterator[None]:
    """Close the club's next checkpoint every so many seconds, while the block runs."""
    ready, ended = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            close_checkpoint(club_id=club_id, is_whole=False)
            ready.set()  # a run waits for connections that were made after it began
            while not ended.wait(every):
                made = close_checkpoint(club_id=club_id, is_whole=False)
                closed.append(made.movements if made else 0)
        except BaseException as error:  # noqa: BLE001  framework
            failed.append(error)
        finally:
            ready.set()
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if failed:
        raise failed[0]
