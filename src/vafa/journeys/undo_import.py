"""Taking a whole import back by reversing entries; whoever bought since stays a member (E92)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.imports import operations, queries
from vafa.domain.imports.operations import BroughtTo
from vafa.domain.imports.queries import RunCard
from vafa.domain.members.operations import unregister_many
from vafa.domain.rewards.operations.opening import undo_opening
from vafa.domain.rewards.operations.undoing import (
    WholeHistory,
    begin_anew,
    undo_sales,
    undo_whole,
)
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.totals import did_later

_MEMBERS_AT_ONCE = 1_000
_SALES_AT_ONCE = 4_000


class ImportUndone(Refused):
    """The import has been undone already."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came back. Members who `stay` had something posted since: they remain members.

    Their imported orders came back too; what they have spent of them since is owed.
    `unregistered` members had come with the import and have nothing else.
    """

    members: int
    sales: int
    unregistered: int
    stay: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What an undoing would do: to how many members and orders, and who would stay a member."""

    members: int
    sales: int
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
    """Take back what an import brought; broken off, it goes on where it was.

    Whole books come back some thousand sales in a call, others sale by sale.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportUndone: when it was undone before.
    """
    undoing = _Undoing(principal, ids, at, run_id, _checked(principal, run_id).kind)
    members = sales = unregistered = 0
    stay: list[int] = []
    for batch in _batches(principal.club_id, run_id):
        done = _undo(undoing, batch)
        members, sales = members + done.members, sales + done.sales
        unregistered += done.unregistered
        stay += done.stay
        progress(members, sales)
    with club_scope(principal.club_id):
        operations.close_undone(run_id=run_id, at=at)
    return Undone(members, sales, unregistered, tuple(stay))


def preview_undo(*, principal: Principal, run_id: int) -> UndoPreview:
    """Tell what undoing an import would do, and change nothing.

    :raises NoSuchImport: when the club has none of this id.
    :raises ImportUndone: when it was undone before.
    """
    _checked(principal, run_id)
    members = sales = 0
    stay: list[int] = []
    for batch in _batches(principal.club_id, run_id):
        with club_scope(principal.club_id):
            stay += sorted(_later(principal.club_id, batch))
        members, sales = members + len(batch), sales + sum(len(one.sale_ids) for one in batch)
    return UndoPreview(members, sales, tuple(stay))


@dataclass(frozen=True, slots=True)
class _Undoing:
    principal: Principal
    ids: Ids
    at: datetime
    run_id: int
    kind: str


def _checked(principal: Principal, run_id: int) -> RunCard:
    principal.require("sales.refund")
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        card = queries.run_card(club_id=principal.club_id, run_id=run_id)
    if card.undone_at is not None:
        raise ImportUndone
    return card


def _batches(club_id: int, run_id: int) -> Iterator[list[BroughtTo]]:
    """Give the members by id, in batches of bounded numbers of members and of sales."""
    last = 0
    while True:
        with club_scope(club_id):
            found = queries.brought_after(run_id=run_id, member_id=last, limit=_MEMBERS_AT_ONCE)
        if not found:
            return
        last = found[-1].member_id
        batch: list[BroughtTo] = []
        sales = 0
        for one in found:
            batch.append(one)
            sales += len(one.sale_ids)
            if sales >= _SALES_AT_ONCE:
                yield batch
                batch, sales = [], 0
        if batch:
            yield batch


def _later(club_id: int, batch: Sequence[BroughtTo]) -> frozenset[int]:
    besides = queries.undone_sales(member_ids=[one.member_id for one in batch])
    versions = {one.member_id: one.state_version for one in batch}
    return did_later(club_id=club_id, versions=versions, besides=besides)


def _undo(undoing: _Undoing, batch: Sequence[BroughtTo]) -> Undone:
    """Undo a batch: whole books in one transaction, then each other member in one."""
    principal, at = undoing.principal, undoing.at
    with club_scope(principal.club_id):
        later = _later(principal.club_id, batch)
        whole = [
            WholeHistory(one.member_id, one.state_version, one.sale_ids)
            for one in batch
            if one.was_empty and one.sale_ids and one.member_id not in later
        ]
        done = undo_whole(principal=principal, at=at, ids=undoing.ids, members=whole)
        done |= {one.member_id for one in batch if not one.sale_ids}
        gone = [one.member_id for one in batch if one.is_new and one.member_id in done - later]
        unregister_many(club_id=principal.club_id, member_ids=gone, at=at)
        operations.note_undone(run_id=undoing.run_id, member_ids=done, at=at)
    unregistered = len(gone)
    for one in batch:
        if one.member_id not in done:
            unregistered += _undo_one(undoing, one, is_later=one.member_id in later)
    sales = sum(len(one.sale_ids) for one in batch)
    return Undone(len(batch), sales, unregistered, tuple(sorted(later)))


def _undo_one(undoing: _Undoing, brought: BroughtTo, *, is_later: bool) -> bool:
    """Undo what one member has of the import, one by one; tell whether it was all they had."""
    member_id, club_id = brought.member_id, undoing.principal.club_id
    who: dict[str, Any] = {
        "principal": undoing.principal, "at": undoing.at, "ids": undoing.ids,
        "member_id": brought.whose_book,
    }  # fmt: skip
    is_gone = brought.is_new and not is_later
    with club_scope(club_id):
        if undoing.kind == "balances":
            for event_id in brought.sale_ids:
                undo_opening(**who, event_id=event_id)
        else:
            undo_sales(**who, sale_ids=brought.sale_ids)
        if brought.was_empty and not is_later:
            begin_anew(**who)
        if is_gone:
            unregister_many(club_id=club_id, member_ids=[member_id], at=undoing.at)
        operations.note_undone(run_id=undoing.run_id, member_ids=[member_id], at=undoing.at)
    return is_gone
