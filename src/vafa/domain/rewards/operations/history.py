"""Posting a history: the rules decide over whole columns, the book takes members in batches.

Some members that follow each other are decided without the database and posted in one
transaction; what was decided can be compared with what the database then holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.history import PurchaseHistory, without_vat
from vafa.domain.rewards.history_rows import Decided, batch_of
from vafa.domain.rewards.rulebook import Version, rulebook
from vafa.kit.calendar import local_day
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import totals
from vafa.ledger.totals import MemberBook
from vafa.programme.replay import replay

_LONG = 400_000  # orders from which on compiling (half a minute) takes less time than it saves


@dataclass(frozen=True, eq=False)
class Import:
    """A history with what decides it: the version in force, up to the first moment of a day."""

    principal: Principal
    history: PurchaseHistory
    member_ids: Sequence[int]
    version: Version
    until_day: int
    begins: Mapping[int, int] = field(default_factory=dict)  # of books that were undone
    revisions: Mapping[str, int] = field(default_factory=dict)  # of documents that come again


@dataclass(frozen=True, slots=True)
class Standing:
    """Which members (by row of the history) have this history, or another, in their book."""

    posted: frozenset[int]
    busy: frozenset[int]


def prepare(
    *,
    principal: Principal,
    at: datetime,
    history: PurchaseHistory,
    member_ids: Sequence[int],
    give_value: bool,
) -> Import:
    """Choose the version that decides: the one in force at `at`, for tiers only or for value too.

    :raises NoProgramme: when none is in force.
    """
    book.open_member(club_id=principal.club_id, member_id=member_ids[0])
    epoch = book.peek(club_id=principal.club_id, member_id=member_ids[0]).programme_epoch
    rules = rulebook(principal.club_id, epoch)
    version = deciding(version=rules.in_force(at), give_value=give_value)
    if history.amounts_with_vat:
        history = without_vat(history=history, club=rules.club)
    until_day = local_day(at, version.document.zone)
    return Import(principal, history, member_ids, version, until_day)


def deciding(*, version: Version, give_value: bool) -> Version:
    """Give what decides a history: the whole version, or its ladder only (E15)."""
    if give_value:
        return version
    return replace(version, document=version.document.model_copy(update={"rules": ()}))


def standing(*, loading: Import) -> Standing:
    """Tell who need not, and who cannot, be posted. A member's first document tells for all."""
    history, club_id = loading.history, loading.principal.club_id
    versions = totals.state_versions(club_id=club_id)
    begun = [row for row, id_ in enumerate(loading.member_ids) if versions.get(id_, 0) > 0]
    firsts = {row: history.document[history.orders_of(row, row + 1)[0]] for row in begun}
    known = totals.posted_documents(
        club_id=club_id, source=history.source, documents=list(firsts.values())
    )
    posted = frozenset(row for row in begun if firsts[row] in known)
    return Standing(posted, frozenset(begun) - posted)


def decide(*, loading: Import, first: int, last: int) -> Decided:
    """Decide what the members from row `first` up to, not including, `last` come to.

    :raises UnsortedHistory: when orders are not by member, day and minute, or lines not by order.
    """
    is_long = len(loading.history.day) >= _LONG
    decided = replay(
        programme=loading.version.compiled,
        columns=loading.history.columns(first, last),
        until_day=loading.until_day,
        compiled=None if is_long else False,
    )
    member_ids = loading.member_ids[first:last]
    return Decided(loading.version, loading.history, first, member_ids, decided)


def post(*, loading: Import, decided: Decided, ids: Ids) -> dict[int, list[int]]:
    """Post the history of these members, all or none; gives the ids of each one's sales.

    :raises BookNotEmpty: when one of them has bought meanwhile.
    :raises ReferencesDiffer: when one of the documents is posted already.
    """
    club_id = loading.principal.club_id
    batch = batch_of(
        decided=decided,
        principal=loading.principal,
        ids=ids,
        begins=loading.begins,
        revisions=loading.revisions,
    )
    with transaction.atomic():
        book.open_members(club_id=club_id, member_ids=decided.member_ids)
        book.post_history(history=batch)
    sales: dict[int, list[int]] = {member_id: [] for member_id in decided.member_ids}
    for place, event_id in zip(batch.events.member, batch.events.id, strict=True):
        sales[decided.member_ids[place - 1]].append(event_id)
    return sales


def differing(*, loading: Import, decided: Mapping[int, MemberBook]) -> tuple[int, ...]:
    """Name the members whose posted book is another than the decided one.

    Whoever had something posted since is left out: there the two must differ.
    """
    posted = totals.member_books(club_id=loading.principal.club_id)
    return tuple(
        member_id
        for member_id, expected in decided.items()
        if posted[member_id] != expected
        and posted[member_id].state_version == expected.state_version
    )
