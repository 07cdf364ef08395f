"""Files that were sent to be brought in: what is asked of each, and how far it is.

Reads and writes of the jobs; inside the club's scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from django.db import connection

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.rights import rights_of
from vafa.domain.imports.models import Job
from vafa.domain.imports.queries import NoSuchImport
from vafa.kit.errors import Refused, VafaError

# What is waiting for the worker, or being done by it; then what came of it.
Wanted = Literal["checking", "importing", "undoing"]
State = Literal["uploaded", "checked", "imported", "undone", "failed"]
WANTED: tuple[Wanted, ...] = get_args(Wanted)
OUTCOMES: Mapping[str, State] = {
    "checking": "checked", "importing": "imported", "undoing": "undone",
}  # fmt: skip


class ImportBusy(Refused):
    """The import is being worked on: wait until that is done."""


class ImportStopped(Refused):
    """The import was stopped: what had been brought in stays; go on with it, or undo it."""


class ImportNotReady(Refused):
    """The import cannot do this now: check it first, or undo what was brought in."""


@dataclass(frozen=True, slots=True)
class JobCard:
    """An import as the shop sees it. `problem` says why the last thing asked of it failed."""

    import_id: int
    file_name: str
    size_bytes: int
    state: str
    plan: Mapping[str, Any]
    progress: Mapping[str, int]
    result: Mapping[str, Any]
    problem: Mapping[str, Any]
    run_id: int | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class JobsSought:
    """Which imports: by the file's name and the state; before an id, or (backwards) after one."""

    text: str = ""
    state: str = ""
    before_id: int = 0
    after_id: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job for the worker, with who asked for it."""

    card: JobCard
    principal: Principal


def add(
    *, club_id: int, import_id: int, at: datetime, file_name: str, size_bytes: int, digest: str
) -> JobCard:
    """Note a file that was sent."""
    return _card(
        Job.objects.create(
            id=import_id, club_id=club_id, file_name=file_name[:200], size_bytes=size_bytes,
            digest=digest, state="uploaded", created_at=at, changed_at=at,
        )
    )  # fmt: skip


def card(*, club_id: int, import_id: int) -> JobCard:
    """Give an import.

    :raises NoSuchImport: when the club has none of this id.
    """
    row = Job.objects.filter(club_id=club_id, id=import_id).first()
    if row is None:
        raise NoSuchImport
    return _card(row)


def cards(*, club_id: int, sought: JobsSought) -> tuple[JobCard, ...]:
    """List a page of the club's imports, the newest first."""
    rows = Job.objects.filter(club_id=club_id)
    if sought.text:
        rows = rows.filter(file_name__icontains=sought.text)
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.after_id:
        nearest = list(rows.filter(id__gt=sought.after_id).order_by("id")[: sought.limit])
        return tuple(map(_card, reversed(nearest)))
    if sought.before_id:
        rows = rows.filter(id__lt=sought.before_id)
    return tuple(map(_card, rows.order_by("-id")[: sought.limit]))


def ask(
    *,
    principal: Principal,
    import_id: int,
    at: datetime,
    wanted: Wanted,
    allowed: tuple[str, ...],
    plan: Mapping[str, Any] | None = None,
) -> JobCard:
    """Ask the worker for the next thing to do with a file; asking for it twice is asking once.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportBusy: when something else is being done with it.
    :raises ImportNotReady: when its state does not allow it.
    """
    rows = Job.objects.select_for_update().filter(club_id=principal.club_id, id=import_id)
    row = rows.first()
    if row is None:
        raise NoSuchImport
    if row.state == wanted and (plan is None or plan == row.plan):
        return _card(row)
    if row.state in WANTED:
        raise ImportBusy
    if row.state not in allowed:
        raise ImportNotReady(state=row.state)
    row.state, row.changed_at, row.problem, row.progress = wanted, at, {}, {}
    row.plan = row.plan if plan is None else dict(plan)
    row.asked_by = {
        "credential": principal.credential_id, "rights": sorted(principal.rights),
        "name": principal.name, "staff": principal.staff_id,
    }  # fmt: skip
    row.save(update_fields=["state", "changed_at", "problem", "progress", "plan", "asked_by"])
    return _card(row)


def waiting(*, club_id: int) -> tuple[Waiting, ...]:
    """Give what is to be done in a club, the oldest first."""
    rows = Job.objects.filter(club_id=club_id, state__in=WANTED).order_by("changed_at", "id")
    return tuple(
        Waiting(
            _card(row),
            Principal(
                club_id, row.asked_by["credential"], rights_of(row.asked_by["rights"]),
                name=row.asked_by["name"], staff_id=row.asked_by["staff"],
            ),
        )
        for row in rows
    )  # fmt: skip


def take(*, import_id: int) -> bool:
    """Take a job for this connection to the database, unless another one has it.

    A connection that ends lets go of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [import_id])
        return bool(cursor.fetchone()[0])


def let_go(*, import_id: int) -> None:
    """Let another connection take the job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [import_id])


def tell(*, import_id: int, at: datetime, progress: Mapping[str, int]) -> None:
    """Say how far an import is.

    :raises ImportStopped: when somebody stopped it meanwhile.
    """
    rows = Job.objects.filter(id=import_id, state__in=WANTED)
    if not rows.update(progress=dict(progress), changed_at=at):
        raise ImportStopped


def stop(*, club_id: int, import_id: int, at: datetime) -> JobCard:
    """Have the worker leave off what is being done with a file; what is done stays done.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportNotReady: when nothing is being done with it, or it is being undone.
    """
    row = Job.objects.select_for_update().filter(club_id=club_id, id=import_id).first()
    if row is None:
        raise NoSuchImport
    if row.state not in {"checking", "importing"}:
        raise ImportNotReady(state=row.state)
    fail(import_id=import_id, at=at, error=ImportStopped())
    row.refresh_from_db()
    return _card(row)


def close(
    *,
    import_id: int,
    at: datetime,
    state: State,
    result: Mapping[str, Any],
    run_id: int | None,
    progress: Mapping[str, int],
) -> None:
    """Say what came of what was asked."""
    Job.objects.filter(id=import_id).update(
        state=state,
        changed_at=at,
        result=dict(result),
        run_id=run_id,
        problem={},
        progress=dict(progress),
    )


def fail(*, import_id: int, at: datetime, error: VafaError, run_id: int | None = None) -> None:
    """Say why what was asked could not be done, and which run stands half done."""
    problem = {"code": error.code, "message": str(error), "details": dict(error.details)}
    stands = {} if run_id is None else {"run_id": run_id}
    Job.objects.filter(id=import_id).update(
        state="failed", changed_at=at, problem=problem, **stands
    )


def _card(row: Job) -> JobCard:
    return JobCard(
        row.id, row.file_name, row.size_bytes, row.state, row.plan, row.progress, row.result,
        row.problem, row.run_id, row.created_at, row.changed_at,
    )  # fmt: skip
