"""Reads of the imports; inside the club's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.imports.models import GROUPS_SHAPE, Brought, Mapping, Run
from vafa.domain.imports.operations import BroughtTo
from vafa.domain.imports.records import Field
from vafa.kit.errors import NotFound


class NoSuchImport(NotFound):
    """The club has no such import."""


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run as the shop sees it."""

    run_id: int
    file_name: str
    kind: str
    source: str
    decided_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


def run_card(*, club_id: int, run_id: int) -> RunCard:
    """Give a run.

    :raises NoSuchImport: when the club has none of this id.
    """
    row = Run.objects.filter(club_id=club_id, id=run_id).first()
    if row is None:
        raise NoSuchImport
    return RunCard(
        row.id, row.file_name, row.kind, row.source, row.decided_at, row.finished_at, row.undone_at
    )


def members_done(*, run_id: int, member_ids: Sequence[int]) -> frozenset[int]:
    """Tell which of these members the run has brought everything to already."""
    rows = Brought.objects.filter(run_id=run_id, member_id__in=list(member_ids))
    return frozenset(rows.values_list("member_id", flat=True))


def brought_after(*, run_id: int, member_id: int, limit: int) -> list[BroughtTo]:
    """Give what the run brought and still stands, by member, after one."""
    rows = Brought.objects.filter(run_id=run_id, member_id__gt=member_id, undone_at=None)
    return [
        BroughtTo(
            row.member_id, list(row.sale_ids), row.state_version, row.was_empty, row.is_new,
            row.holder_id,
        )
        for row in rows.order_by("member_id")[:limit]
    ]  # fmt: skip


def undone_sales(*, member_ids: Sequence[int]) -> list[int]:
    """Give the sales of some members that undone runs had brought."""
    rows = Brought.objects.filter(member_id__in=list(member_ids), undone_at__isnull=False)
    return [sale_id for ids in rows.values_list("sale_ids", flat=True) for sale_id in ids]


def remembered_groups(*, club_id: int) -> dict[str, str]:
    """Give which group of the catalogue each name stood for in earlier files."""
    row = Mapping.objects.filter(club_id=club_id, shape=GROUPS_SHAPE).first()
    return {} if row is None else row.columns


def remembered_columns(*, club_id: int, shape: str) -> dict[Field, str]:
    """Give which header stood for which field when such a file was last brought in."""
    row = Mapping.objects.filter(club_id=club_id, shape=shape).first()
    return {} if row is None else row.columns
