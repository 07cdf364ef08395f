"""Writes of the imports; inside the club's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs.rows import insert_all
from vafa.domain.imports.models import GROUPS_SHAPE, Brought, Run
from vafa.domain.imports.models import Mapping as StoredMapping
from vafa.domain.imports.records import Field, Kind
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class NewRun:
    """A file to bring in: its hash, name and kind, and how."""

    digest: str
    file_name: str
    kind: Kind
    source: str
    gives_value: bool


@dataclass(frozen=True, slots=True)
class RunBegun:
    """A run that may go on: since when, and whether it was finished before."""

    run_id: int
    decided_at: datetime
    gives_value: bool
    is_finished: bool


@dataclass(frozen=True, slots=True)
class BroughtTo:
    """What a run brought to a member: sales, the state version after them, and who was new.

    `holder_id` has the sales when the member earns to an account's wallet.
    """

    member_id: int
    sale_ids: list[int]
    state_version: int
    was_empty: bool
    is_new: bool
    holder_id: int | None = None

    @property
    def whose_book(self) -> int:
        """Give whose book the sales are in."""
        return self.holder_id or self.member_id


def begin_run(*, club_id: int, ids: Ids, at: datetime, run: NewRun) -> RunBegun:
    """Begin to bring a file in, or go on with the run that began with this very file."""
    row, _ = Run.objects.get_or_create(
        club_id=club_id, digest=run.digest, kind=run.kind, source=run.source, undone_at=None,
        defaults={
            "id": ids.next(), "file_name": run.file_name[:200], "gives_value": run.gives_value,
            "decided_at": at,
        },
    )  # fmt: skip
    return RunBegun(row.id, row.decided_at, row.gives_value, row.finished_at is not None)


def finish_run(*, run_id: int, at: datetime, account: Mapping[str, Any]) -> None:
    """Say that all of the file is in, and what became of its rows."""
    Run.objects.filter(id=run_id).update(finished_at=at, account=dict(account))


def close_undone(*, run_id: int, at: datetime) -> None:
    """Say that the run was undone."""
    Run.objects.filter(id=run_id).update(undone_at=at)


def note_brought(*, club_id: int, run_id: int, brought: Iterable[BroughtTo]) -> None:
    """Note what a run brought, in the transaction that brings it."""
    insert_all(
        Brought(
            member_id=one.member_id, run_id=run_id, club_id=club_id, sale_ids=one.sale_ids,
            state_version=one.state_version, was_empty=one.was_empty, is_new=one.is_new,
            holder_id=one.holder_id,
        )
        for one in brought
    )  # fmt: skip


def note_undone(*, run_id: int, member_ids: Iterable[int], at: datetime) -> None:
    """Note that some members have no longer what the run brought."""
    Brought.objects.filter(member_id__in=list(member_ids), run_id=run_id).update(undone_at=at)


def remember_columns(*, club_id: int, shape: str, columns: Mapping[Field, str]) -> None:
    """Remember which header stands for which field in files of this shape."""
    StoredMapping.objects.update_or_create(
        club_id=club_id, shape=shape, defaults={"columns": dict(columns)}
    )


def remember_groups(*, club_id: int, codes: Mapping[str, str]) -> None:
    """Remember which group of the catalogue a name stands for, beside those that are known."""
    row, _ = StoredMapping.objects.get_or_create(
        club_id=club_id, shape=GROUPS_SHAPE, defaults={"columns": {}}
    )
    StoredMapping.objects.filter(club_id=club_id, shape=GROUPS_SHAPE).update(
        columns={**row.columns, **codes}
    )
