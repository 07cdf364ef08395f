"""Taking a whole import back by reversing entries; who has done anything since stays (E92)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import operations, queries
from vafa.domain.imports.operations import BroughtTo
from vafa.domain.members.operations import unregister_many
from vafa.domain.rewards.operations.undoing import begin_anew, undo_sales
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.totals import did_later

_MEMBERS_AT_ONCE = 100


class ImportUndone(Refused):
    """The import has been undone already."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came back. Members who `stay` had something posted since, and keep all they have.

    `unregistered` members had come with the import and have nothing else.
    """

    members: int
    sales: int
    unregistered: int
    stay: tuple[int, ...]


type_progress = Callable[[int, int], None]


def undo_import(
    *,
    principal: Principal,
    ids: Ids,
    at: datetime,
    run_id: int,
    progress: type_progress,
) -> Undone:
    """Take back what an import brought, member by member; broken off, it goes on where it was.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportUndone: when it was undone before.
    """
    principal.require("refunds")
    principal.require("approve")
    with club_scope(principal.club_id):
        if queries.run_card(club_id=principal.club_id, run_id=run_id).undone_at is not None:
            raise ImportUndone
    members = sales = unregistered = last = 0
    stay: list[int] = []
    while batch := _batch(principal.club_id, run_id, last):
        for brought in batch:
            if _undo_one(principal, ids, at, run_id, brought):
                members, sales = members + 1, sales + len(brought.sale_ids)
                unregistered += brought.is_new
            else:
                stay.append(brought.member_id)
        last = batch[-1].member_id
        progress(members, sales)
    with club_scope(principal.club_id):
        operations.close_undone(run_id=run_id, at=at)
    return Undone(members, sales, unregistered, tuple(stay))


def _batch(club_id: int, run_id: int, after: int) -> list[BroughtTo]:
    with club_scope(club_id):
        return queries.brought_after(run_id=run_id, member_id=after, limit=_MEMBERS_AT_ONCE)


def _undo_one(
    principal: Principal, ids: Ids, at: datetime, run_id: int, brought: BroughtTo
) -> bool:
    member_id, club_id = brought.member_id, principal.club_id
    with club_scope(club_id):
        if did_later(
            club_id=club_id,
            member_id=member_id,
            state_version=brought.state_version,
            besides=queries.undone_sales(member_id=member_id),
        ):
            return False
        undo_sales(
            principal=principal, at=at, ids=ids, member_id=member_id, sale_ids=brought.sale_ids
        )
        if brought.was_empty and brought.sale_ids:
            begin_anew(principal=principal, at=at, ids=ids, member_id=member_id)
        if brought.is_new:
            unregister_many(club_id=club_id, member_ids=[member_id], at=at)
        operations.note_undone(run_id=run_id, member_id=member_id, at=at)
    return True
