"""The worker of imports: does what was asked for with files, one after the other.

A worker that dies leaves the job as it was; the next one goes on with it, and nothing is posted
twice. Two workers never do the same job: each holds a lock of the database's while it works.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError

from vafa.domain.clubs.queries import all_clubs
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import jobs
from vafa.domain.imports.jobs import OUTCOMES, JobCard, Waiting
from vafa.domain.members.vault import Vault
from vafa.journeys.import_file import Imported, ImportPlan, Progress, import_file
from vafa.journeys.manage_imports import file_of, place_of, type_open
from vafa.journeys.undo_import import undo_import
from vafa.kit.errors import VafaError
from vafa.kit.ids import Ids

_TOLD_EVERY = timedelta(seconds=1)
_KEPT_FOR = timedelta(days=30)
_log = logging.getLogger("vafa.imports")


class ImportBroke(VafaError):
    """Something went wrong on our side: ask for it again, nothing will be posted twice."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker works with: ids, keys, the clock, the folder of files, and who reads them."""

    ids: Ids
    vault: Vault
    clock: Callable[[], datetime]
    folder: Path
    open_table: type_open


def work_imports(*, worker: Worker) -> int:
    """Do what waits in every club; gives how many jobs were done."""
    done = 0
    for club in all_clubs():
        with club_scope(club.club_id):
            waiting = jobs.waiting(club_id=club.club_id)
        for one in waiting:
            done += _work(worker, one)
    return done


def forget_files(*, worker: Worker) -> int:
    """Delete files and refused rows of imports that nothing was done with for thirty days."""
    forgotten = 0
    for place in worker.folder.glob("*/*/"):
        changed_at = datetime.fromtimestamp(place.stat().st_mtime, tz=worker.clock().tzinfo)
        if place.name.isdecimal() and worker.clock() - changed_at > _KEPT_FOR:
            shutil.rmtree(place)
            forgotten += 1
    return forgotten


def _work(worker: Worker, waiting: Waiting) -> bool:
    """Do one job, unless another worker is at it."""
    card, club_id = waiting.card, waiting.principal.club_id
    if not jobs.take(import_id=card.import_id):
        return False
    teller = _Teller(worker, waiting)
    try:
        result, run_id = _done(worker, waiting, teller)
    except (OperationalError, InterfaceError):  # the database is gone: the next worker goes on
        raise
    except VafaError as error:
        _fail(worker, waiting, teller, error)
    except Exception:  # noqa: BLE001 - framework
        _log.exception("import %d broke", card.import_id)
        _fail(worker, waiting, teller, ImportBroke())
    else:
        with club_scope(club_id):
            jobs.close(
                import_id=card.import_id, at=worker.clock(), state=OUTCOMES[card.state],
                result=result, run_id=run_id, progress=_end(card, result),
            )  # fmt: skip
    finally:
        jobs.let_go(import_id=card.import_id)
    return True


def _fail(worker: Worker, waiting: Waiting, teller: _Teller, error: VafaError) -> None:
    with club_scope(waiting.principal.club_id):
        jobs.fail(
            import_id=waiting.card.import_id, at=worker.clock(), error=error,
            run_id=teller.run_id,
        )  # fmt: skip


def _done(
    worker: Worker, waiting: Waiting, teller: _Teller
) -> tuple[Mapping[str, Any], int | None]:
    """Do it, and give what came of it, with the number of the run that stands."""
    card = waiting.card
    if card.state == "undoing":
        return _undone(worker, waiting, teller), None
    place = place_of(
        folder=worker.folder, club_id=waiting.principal.club_id, import_id=card.import_id
    )
    path = file_of(place=place)
    is_dry = card.state == "checking"
    plan = ImportPlan(**{**card.plan, "is_dry": is_dry})
    done = import_file(
        principal=waiting.principal,
        ids=worker.ids,
        vault=worker.vault,
        at=worker.clock(),
        table=worker.open_table(path),
        plan=plan,
        folder=place,
        progress=teller.tell,
    )
    return _result(done), card.run_id if is_dry else done.run_id


def _undone(worker: Worker, waiting: Waiting, teller: _Teller) -> Mapping[str, Any]:
    assert waiting.card.run_id is not None
    undone = undo_import(
        principal=waiting.principal,
        ids=worker.ids,
        at=worker.clock(),
        run_id=waiting.card.run_id,
        progress=lambda members, sales: teller.tell(Progress(0, 0, members, sales)),
    )
    return {**waiting.card.result, "undone": asdict(undone)}


def _result(done: Imported) -> Mapping[str, Any]:
    headers = done.columns.headers
    return {
        "rows": done.rows, "accepted": done.accepted, "refused": dict(done.refused),
        "amount_rials": done.amount_rials, "members": done.members, "orders": done.orders,
        "posted_before": done.posted_before, "unknown_groups": dict(done.unknown_groups),
        "is_unit_suspected": done.is_unit_suspected, "twice": list(done.columns.twice),
        "columns": {name: headers[place] for name, place in done.columns.places.items()},
        "preview": [taken._replace(profile={})._asdict() for taken in done.preview],
    }  # fmt: skip


def _end(card: JobCard, result: Mapping[str, Any]) -> Mapping[str, int]:
    """Give the progress of what is done."""
    if card.state == "undoing":
        done = result["undone"]
        return _told(Progress(0, 0, done["members"], done["sales"]))
    posted = (result["members"], result["orders"]) if card.state == "importing" else (0, 0)
    return _told(Progress(result["rows"], card.size_bytes, *posted))


def _told(done: Progress) -> dict[str, int]:
    return {
        "rows": done.rows, "bytes_read": done.bytes_read, "members": done.members,
        "orders": done.orders,
    }  # fmt: skip


class _Teller:
    """Says how far a job is, at most every second, and knows which run it is of."""

    def __init__(self, worker: Worker, waiting: Waiting) -> None:
        self._worker = worker
        self._waiting = waiting
        self._told_at = worker.clock() - _TOLD_EVERY
        self.run_id: int | None = None

    def tell(self, done: Progress) -> None:
        """Say it, unless it was said a moment ago; here a job that somebody stopped ends."""
        self.run_id = done.run_id or self.run_id
        now = self._worker.clock()
        if now - self._told_at < _TOLD_EVERY:
            return
        self._told_at = now
        with club_scope(self._waiting.principal.club_id):
            jobs.tell(import_id=self._waiting.card.import_id, at=now, progress=_told(done))
