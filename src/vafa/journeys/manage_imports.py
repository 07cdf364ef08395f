"""Bringing files in from a door: sending one, saying what it is, asking for it, looking on.

What takes time is asked for here and done by the worker (`work_imports`): no request waits for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from vafa.domain.clubs import trail
from vafa.domain.clubs.operations import answer_once
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import jobs
from vafa.domain.imports.columns import ColumnsUnknown
from vafa.domain.imports.jobs import ImportNotReady, JobCard, JobsSought
from vafa.domain.imports.ports import Table
from vafa.domain.imports.records import KINDS, Field, Kind, MoneyUnit
from vafa.domain.members.fields import FieldDefinition
from vafa.journeys.import_file import ImportPlan
from vafa.journeys.import_file_reading import guess_columns, own_fields
from vafa.journeys.undo_import import UndoPreview
from vafa.journeys.undo_import import preview_undo as foresee
from vafa.kit.errors import NotFound, Refused
from vafa.kit.ids import Ids

PREVIEWED_ROWS = 25
LARGEST_BOOK_BYTES = 50_000_000
REFUSED_FILE = "refused.csv"
_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})

type_open = Callable[[Path], Table]


class WorkbookTooLarge(Refused):
    """The Excel file is too large: save it as CSV and send that."""


class NothingRefused(NotFound):
    """There are no refused rows: check the file or bring it in first."""


class FileGone(NotFound):
    """The file is not kept any more: send it again."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns of a file would mean, if it were of this kind; and what is missing.

    `unit` is the unit of money that a header names, if one does; `is_remembered` when such a
    file came in as this kind before.
    """

    kind: Kind
    columns: Mapping[Field, int]
    missing: tuple[str, ...]
    header_row: int = 1
    headers: tuple[str, ...] = ()
    unit: MoneyUnit | None = None
    is_remembered: bool = False


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was sent: its first rows as they stand in it, and what they look like.

    `own` are the club's own fields, which columns may hold, too.
    """

    card: JobCard
    first_rows: tuple[tuple[str, ...], ...]
    guesses: tuple[Guess, ...]
    replayed: bool = False
    own: tuple[FieldDefinition, ...] = ()


def upload_import(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    at: datetime,
    folder: Path,
    incoming: Path,
    file_name: str,
    open_table: type_open,
) -> Uploaded:
    """Take a file that a door has put down at `incoming`; it moves into `folder`.

    :raises TableUnreadable: when it is no table: CSV or Excel.
    :raises WorkbookTooLarge: when it is an Excel file that is too large to unpack.
    :raises KeyReused: when the idempotency key came with another file before.
    """
    principal.require("imports.write")
    suffix = Path(file_name).suffix.lower()
    named = incoming.with_suffix(suffix if suffix in _BOOKS else ".csv")
    incoming.rename(named)
    try:
        if suffix in _BOOKS and named.stat().st_size > LARGEST_BOOK_BYTES:
            raise WorkbookTooLarge(largest_bytes=LARGEST_BOOK_BYTES)
        table = open_table(named)
        first_rows, guesses = _looked(principal.club_id, table)
        card, replayed = _kept(principal, claim, ids, at, folder, named, file_name, table)
    finally:
        named.unlink(missing_ok=True)
    return Uploaded(card, first_rows, guesses, replayed)


def look_into_import(
    *, principal: Principal, import_id: int, folder: Path, open_table: type_open
) -> Uploaded:
    """Show the first rows of a file that was sent, and what they look like, once more.

    :raises NoSuchImport: when the club has none of this id.
    :raises FileGone: when the file is not kept any more.
    """
    card = show_import(principal=principal, import_id=import_id)
    place = place_of(folder=folder, club_id=principal.club_id, import_id=import_id)
    first_rows, guesses = _looked(principal.club_id, open_table(file_of(place=place)))
    return Uploaded(card, first_rows, guesses, own=own_fields(club_id=principal.club_id))


def check_import(
    *, principal: Principal, at: datetime, import_id: int, plan: ImportPlan
) -> JobCard:
    """Say what a file is, and ask for a dry run of it: nothing is posted.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportBusy: when it is being worked on.
    :raises ImportNotReady: when it has been brought in: undo that first.
    """
    _require(principal, plan.kind)
    with club_scope(principal.club_id):
        name = jobs.card(club_id=principal.club_id, import_id=import_id).file_name
        return jobs.ask(
            principal=principal, import_id=import_id, at=at, wanted="checking",
            allowed=("uploaded", "checked", "failed", "undone"),
            plan=asdict(replace(plan, file_name=name)),
        )  # fmt: skip


def start_import(*, principal: Principal, at: datetime, import_id: int) -> JobCard:
    """Ask for a file that was checked to be brought in; asked again, it goes on where it was.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportBusy: when it is being worked on.
    :raises ImportNotReady: when it has not been checked, or is in already.
    """
    with club_scope(principal.club_id):
        plan = jobs.card(club_id=principal.club_id, import_id=import_id).plan
        _require(principal, plan.get("kind", "members"))
        if not plan:
            raise ImportNotReady(state="uploaded")
        trail.note(
            principal=principal, at=at, act="import_started", object_kind="import",
            object_id=import_id,
        )  # fmt: skip
        return jobs.ask(
            principal=principal, import_id=import_id, at=at, wanted="importing",
            allowed=("checked", "failed", "undone"),
        )  # fmt: skip


def stop_import(*, principal: Principal, at: datetime, import_id: int) -> JobCard:
    """Have a check or an import leave off; what was posted stays: go on with it or undo it.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportNotReady: when it is not being checked or brought in.
    """
    principal.require("imports.write")
    with club_scope(principal.club_id):
        stopped = jobs.stop(club_id=principal.club_id, import_id=import_id, at=at)
        trail.note(
            principal=principal, at=at, act="import_stopped", object_kind="import",
            object_id=import_id,
        )  # fmt: skip
    return stopped


def undo_started_import(*, principal: Principal, at: datetime, import_id: int) -> JobCard:
    """Ask for all that a file brought to be taken back.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportBusy: when it is being worked on.
    :raises ImportNotReady: when it brought nothing.
    """
    principal.require("sales.refund")
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        _run_of(principal.club_id, import_id)
        trail.note(
            principal=principal, at=at, act="import_undo_asked", object_kind="import",
            object_id=import_id,
        )  # fmt: skip
        return jobs.ask(
            principal=principal, import_id=import_id, at=at, wanted="undoing",
            allowed=("imported", "failed"),
        )  # fmt: skip


def preview_undo(*, principal: Principal, import_id: int) -> UndoPreview:
    """Tell what undoing would do, and who would stay a member; nothing is changed.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportNotReady: when it brought nothing.
    :raises ImportUndone: when it was undone before.
    """
    principal.require("sales.refund")
    with club_scope(principal.club_id):
        run_id = _run_of(principal.club_id, import_id)
    return foresee(principal=principal, run_id=run_id)


def show_import(*, principal: Principal, import_id: int) -> JobCard:
    """Show how far an import is and what came of it.

    :raises NoSuchImport: when the club has none of this id.
    """
    principal.require("imports.write")
    with club_scope(principal.club_id):
        return jobs.card(club_id=principal.club_id, import_id=import_id)


def list_imports(*, principal: Principal, sought: JobsSought) -> tuple[JobCard, ...]:
    """List a page of the club's imports, the newest first."""
    principal.require("imports.write")
    with club_scope(principal.club_id):
        return jobs.cards(club_id=principal.club_id, sought=sought)


def refused_rows(*, principal: Principal, import_id: int, folder: Path) -> Path:
    """Give the file of the rows that were refused last, each with its reason.

    :raises NoSuchImport: when the club has none of this id.
    :raises NothingRefused: when the file was not read yet.
    """
    show_import(principal=principal, import_id=import_id)
    path = place_of(folder=folder, club_id=principal.club_id, import_id=import_id) / REFUSED_FILE
    if not path.is_file():
        raise NothingRefused
    return path


def place_of(*, folder: Path, club_id: int, import_id: int) -> Path:
    """Give the folder of one import: the file as it was sent, and its refused rows."""
    return folder / str(club_id) / str(import_id)


def file_of(*, place: Path) -> Path:
    """Give the file as it was sent.

    :raises FileGone: when it is not kept any more.
    """
    path = next(place.glob("file.*"), None)
    if path is None:
        raise FileGone
    return path


def _require(principal: Principal, kind: str) -> None:
    principal.require("imports.write")
    principal.require("sales.write")
    if kind == "balances":
        principal.require("approvals.decide")


def _run_of(club_id: int, import_id: int) -> int:
    card = jobs.card(club_id=club_id, import_id=import_id)
    if card.run_id is None:
        raise ImportNotReady(state=card.state)
    return card.run_id


def _looked(club_id: int, table: Table) -> tuple[tuple[tuple[str, ...], ...], tuple[Guess, ...]]:
    first_rows = tuple(cells for _, cells in islice(table.rows(), PREVIEWED_ROWS))
    return first_rows, tuple(_guess(club_id, table, kind) for kind in KINDS)


def _guess(club_id: int, table: Table, kind: Kind) -> Guess:
    try:
        columns, missing, is_remembered = guess_columns(club_id=club_id, table=table, kind=kind)
    except ColumnsUnknown as error:
        return Guess(kind, {}, tuple(map(str, error.details["missing"])))  # type: ignore[call-overload]  # framework
    return Guess(
        kind,
        {name: place + 1 for name, place in columns.places.items()},
        missing,
        columns.header_row,
        columns.headers,
        columns.money_named,
        is_remembered,
    )


def _kept(
    principal: Principal,
    claim: Claim,
    ids: Ids,
    at: datetime,
    folder: Path,
    path: Path,
    file_name: str,
    table: Table,
) -> tuple[JobCard, bool]:
    """Note the file and move it to its place, once per idempotency key."""
    club_id = principal.club_id

    def keep() -> Mapping[str, Any]:
        import_id = ids.next()
        place = place_of(folder=folder, club_id=club_id, import_id=import_id)
        place.mkdir(parents=True)
        shutil.move(path, place / f"file{path.suffix}")
        jobs.add(
            club_id=club_id, import_id=import_id, at=at, file_name=Path(file_name).name,
            size_bytes=table.size_bytes, digest=table.digest,
        )  # fmt: skip
        trail.note(
            principal=principal, at=at, act="file_uploaded", object_kind="import",
            object_id=import_id, after={"file_name": Path(file_name).name},
        )  # fmt: skip
        return {"import_id": import_id}

    body = sha256(claim.body_hash + f"{file_name}\0{table.digest}".encode()).digest()
    with club_scope(club_id):
        answer, replayed = answer_once(
            principal=principal, claim=Claim(claim.key, body), at=at, work=keep
        )
        return jobs.card(club_id=club_id, import_id=answer["import_id"]), replayed
