"""Bringing in a shop's own file: members, what they bought, or what they had in an older club.

The file is read once, its rows put down on disk and sorted by member; then some members at a time
are posted in one transaction, together with the note that they are done. An import that broke off
goes on where it was. No message goes out (E15).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import checks, operations
from vafa.domain.imports.columns import fields_of, shape_of
from vafa.domain.imports.ports import Table
from vafa.domain.imports.records import (
    BalanceUnit,
    Columns,
    Field,
    Kind,
    MoneyUnit,
    Reading,
    Taken,
)
from vafa.domain.imports.staging import Staging
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations.opening import units_in_force
from vafa.journeys import import_file_groups as groups
from vafa.journeys import import_file_posting as posting
from vafa.journeys import import_file_reading as reading_half
from vafa.kit.calendar import local_day
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.totals import known_documents, median_sale

_FIVE = 5
_PREVIEWED = 5
_DOCUMENTS_AT_ONCE = 5_000


class UnitSuspected(Refused):
    """The amounts are far from what the shop sells for, as if Toman had been given as Rial."""


class ImportFinished(Refused):
    """The file has been brought in already: undo that import first."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is to be brought in. `source` and a document name an order for ever.

    Without `gives_value` history counts for tiers only. `columns` names columns by hand, by
    header or number; `groups` names the catalogue's groups by the file's names, and with
    `adds_groups` unknown ones are added to it. `is_sure` takes amounts that look wrong.
    """

    kind: Kind
    unit: MoneyUnit
    source: str
    file_name: str
    columns: Mapping[Field, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    gives_value: bool = False
    adds_groups: bool = False
    is_sure: bool = False
    is_dry: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows. `rows` is all of them but empty ones, headers and sums.

    `members` had something posted; `posted_before` counts orders that were in the book already.
    Of a dry run both tell what would come. `unknown_groups` counts rows by a group's name that
    the catalogue does not have.
    """

    run_id: int | None
    rows: int
    accepted: int
    refused: Mapping[str, int]
    amount_rials: int
    members: int
    orders: int
    posted_before: int
    unknown_groups: Mapping[str, int]
    is_unit_suspected: bool
    columns: Columns
    preview: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: first rows and bytes of the file are read, then a run is posted."""

    rows: int
    bytes_read: int
    members: int = 0
    orders: int = 0
    run_id: int | None = None


type_progress = Callable[[Progress], None]


def import_file(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    table: Table,
    plan: ImportPlan,
    folder: Path,
    progress: type_progress,
) -> Imported:
    """Bring a file in, or only say what would become of it; refused rows go to `refused.csv`.

    `folder` is for the sorted rows, which go again, and for the refused ones, which stay.

    :raises ColumnsUnknown: when a column that is needed could not be told.
    :raises UnitContradicts: when the file names another unit of money.
    :raises UnitSuspected: when the amounts look ten times too small or large, and not `is_sure`.
    :raises ImportFinished: when the file has been brought in already.
    :raises NoProgramme: when the club has no programme in force.
    """
    principal.require("imports.write")
    principal.require("sales.write")
    if plan.kind == "balances":
        principal.require("approvals.decide")
    reading = reading_of(club_id=principal.club_id, at=at, table=table, plan=plan)
    path = folder / f"rows-{table.digest[:16]}.sqlite"
    try:
        with closing(Staging(path=path, kind=plan.kind)) as staging:
            read = reading_half.stage(
                table=table, reading=reading, staging=staging,
                told=lambda rows, bytes_read: progress(Progress(rows, bytes_read)),
            )  # fmt: skip
            staging.sort()
            reading_half.name_people(club_id=principal.club_id, vault=vault, staging=staging)
            staging.settle(may_be_unusual=plan.is_sure)
            reading_half.write_refused(
                path=folder / "refused.csv", table=table, reading=reading, staging=staging
            )
            done = _Work(principal, ids, vault, at, table, plan, staging, reading.columns, read)
            return _checked(done) if plan.is_dry else _brought_in(done, progress)
    finally:
        path.unlink(missing_ok=True)


def reading_of(*, club_id: int, at: datetime, table: Table, plan: ImportPlan) -> Reading:
    """Tell how the cells of a file are to be read.

    :raises ColumnsUnknown: when a column that is needed could not be told.
    :raises UnitContradicts: when the file names another unit of money.
    :raises NoProgramme: when balances are to come and the club has no programme in force.
    """
    columns = reading_half.find_columns(
        club_id=club_id, table=table, kind=plan.kind, asked=dict(plan.columns)
    )
    checks.check_unit(unit=plan.unit, columns=columns)
    units = _units(club_id, at) if plan.kind == "balances" else ()
    with club_scope(club_id):
        today = local_day(at, club_facts(club_id=club_id).zone)
    own = reading_half.own_fields(club_id=club_id)
    return Reading(plan.kind, plan.unit, today, columns, units, own)


def _units(club_id: int, at: datetime) -> tuple[BalanceUnit, ...]:
    found = []
    for unit in units_in_force(club_id=club_id, at=at):
        rate = unit.redemption
        value, per = (rate.value_rials, rate.per_units) if rate else (1, 1)
        names = (unit.code, unit.name.fa, unit.name.en)
        found.append(BalanceUnit(unit.code, names, unit.kind == "credit", value, per))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Work:
    principal: Principal
    ids: Ids
    vault: Vault
    at: datetime
    table: Table
    plan: ImportPlan
    staging: Staging
    columns: Columns
    read: reading_half.Read

    @property
    def has_orders(self) -> bool:
        return self.plan.kind in {"orders", "lines"}


def _checked(work: _Work) -> Imported:
    """Count what would be posted and what is there already, without writing anything."""
    if not work.has_orders:
        members = work.staging.members()
        return _account(work, None, posting.Posted(members), _known_groups(work))
    documents = work.staging.documents()
    orders = before = 0
    while some := list(islice(documents, _DOCUMENTS_AT_ONCE)):
        known = known_documents(
            club_id=work.principal.club_id, source=work.plan.source, documents=some
        )
        standing = sum(not is_undone for _, is_undone in known.values())
        orders, before = orders + len(some) - standing, before + standing
    posted = posting.Posted(work.staging.members(), orders, before)
    return _account(work, None, posted, _known_groups(work))


def _known_groups(work: _Work) -> dict[str, str]:
    return groups.known(
        club_id=work.principal.club_id,
        names=work.staging.group_names(),
        asked=work.plan.groups,
    )


def _brought_in(work: _Work, progress: type_progress) -> Imported:
    plan, club_id = work.plan, work.principal.club_id
    if _is_suspected(work) and not plan.is_sure:
        raise UnitSuspected
    new_run = operations.NewRun(
        work.table.digest, plan.file_name, plan.kind, plan.source, plan.gives_value
    )
    with club_scope(club_id):
        run = operations.begin_run(club_id=club_id, ids=work.ids, at=work.at, run=new_run)
    if run.is_finished:
        raise ImportFinished(run_id=run.run_id)
    codes = _known_groups(work)
    if plan.adds_groups:
        codes |= groups.add(
            club_id=club_id, ids=work.ids,
            names=[name for name in work.staging.group_names() if name not in codes],
        )  # fmt: skip
    groups.remember(club_id=club_id, codes=codes)
    bringer = posting.Bringer(
        work.principal, work.ids, work.vault, run, plan.source, plan.kind, codes
    )
    posted = posting.Posted()
    read = Progress(work.read.rows, work.read.bytes_read, run_id=run.run_id)
    progress(read)
    for more in bringer.bring_all(_batches(work.staging)):
        posted += more
        progress(replace(read, members=posted.members, orders=posted.orders))
    done = _account(work, run.run_id, posted, codes)
    _finish(work, run.run_id, done)
    return done


def _finish(work: _Work, run_id: int, done: Imported) -> None:
    columns, club_id = work.columns, work.principal.club_id
    with club_scope(club_id):
        operations.remember_columns(
            club_id=club_id,
            shape=shape_of(kind=work.plan.kind, headers=columns.headers),
            columns={
                name: str(columns.places[name] + 1) if name in columns.places else ""
                for name in {*fields_of(kind=work.plan.kind), *columns.places}
            },
        )
        operations.finish_run(
            run_id=run_id,
            at=work.at,
            account={
                "rows": done.rows, "accepted": done.accepted, "refused": dict(done.refused),
                "members": done.members, "orders": done.orders,
            },
        )  # fmt: skip


def _batches(staging: Staging) -> Iterator[list[tuple[str, list[Taken]]]]:
    batch: list[tuple[str, list[Taken]]] = []
    rows = 0
    for mobile, mine in staging.by_member():
        batch.append((mobile, mine))
        rows += len(mine)
        if rows >= posting.ROWS_AT_ONCE:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _is_suspected(work: _Work) -> bool:
    """Compare the middle order with the shop's middle sale: Toman for Rial is a tenth of it."""
    usual = median_sale(club_id=work.principal.club_id)
    median = work.staging.median_order() if work.has_orders else 0
    return bool(usual and median) and not usual < median * _FIVE < usual * _FIVE * _FIVE


def _account(
    work: _Work, run_id: int | None, posted: posting.Posted, codes: Mapping[str, str]
) -> Imported:
    names = work.staging.group_names()
    return Imported(
        run_id=run_id,
        rows=work.read.rows,
        accepted=work.staging.count(),
        refused=dict(work.staging.refused()),
        amount_rials=work.staging.total(),
        members=posted.members,
        orders=posted.orders,
        posted_before=posted.posted_before,
        unknown_groups={name: rows for name, rows in names.items() if name not in codes},
        is_unit_suspected=_is_suspected(work),
        columns=work.columns,
        preview=work.staging.first(count=_PREVIEWED),
    )
