"""Bringing in a history of purchases: people, tiers and, if asked for, the value they earned.

Some members at a time are decided and then posted in one transaction, while the next ones are
being decided. No message goes out for what is history (E15).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from vafa.domain.catalogue.operations import name_groups
from vafa.domain.catalogue.records import NamedGroup
from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.threads import done_ahead
from vafa.domain.members import operations as members
from vafa.domain.members.records import Joining
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.history import PurchaseHistory
from vafa.domain.rewards.history_rows import Decided, books_of
from vafa.domain.rewards.operations import history as rewards
from vafa.kit.calendar import midnight
from vafa.kit.ids import Ids
from vafa.ledger.totals import MemberBook

ORDERS_AT_ONCE = 4_000
_THREADS = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the loading is; members of an earlier, broken-off loading count as done."""

    members: int
    all_members: int
    orders: int
    lines: int


@dataclass(frozen=True, slots=True)
class HistoryLoaded:
    """What a loading did. Members `posted_before` had this very history in their book already.

    `busy` members had another one in it and were left alone. `differing` members have a book in
    the database that is not what was decided; there should be none.
    """

    members: int
    orders: int
    lines: int
    posted_before: int
    busy: tuple[int, ...]
    differing: tuple[int, ...]


type_progress = Callable[[Progress], None]


def load_history(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    history: PurchaseHistory,
    groups: Sequence[NamedGroup] = (),
    give_value: bool = False,
    progress: type_progress,
) -> HistoryLoaded:
    """Load a history; loading it again, or going on after a crash, posts nobody twice.

    The programme in force at `at` decides everything, up to the first moment of that day. Without
    `give_value` it decides tiers only (E15).

    :raises HistoryIncomplete: when somebody has no order, or an order no line.
    :raises UnsortedHistory: when orders are not by member, day and minute, or lines not by order.
    :raises NoProgramme: when the club has no programme in force.
    :raises InvalidMobile: when a mobile is none; nobody is registered then.
    """
    loading = _prepare(principal, ids, vault, at, history, groups, give_value)
    standing = rewards.standing(loading=loading)
    skipped = standing.posted | standing.busy
    counted = _Counted(len(skipped), len(history.people), progress)
    decided = (
        rewards.decide(loading=loading, first=first, last=last)
        for first, last in _runs(history, skipped)
    )
    for posted in done_ahead(
        work=lambda one: _post(loading, one, ids), parts=decided, threads=_THREADS
    ):
        counted.add(posted)
    return HistoryLoaded(
        members=counted.members - len(skipped),
        orders=counted.orders,
        lines=counted.lines,
        posted_before=len(standing.posted),
        busy=tuple(loading.member_ids[row] for row in sorted(standing.busy)),
        differing=rewards.differing(loading=loading, decided=counted.books),
    )


def check_history(
    *,
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    history: PurchaseHistory,
    give_value: bool = False,
) -> tuple[int, ...]:
    """Decide a loaded history anew and name the members whose book differs; nothing is posted.

    `at` is that of the loading. Whoever had something posted since is not compared.

    :raises NoProgramme: when the club has no programme in force.
    """
    loading = _prepare(principal, ids, vault, at, history, (), give_value)
    books: dict[int, MemberBook] = {}
    for first, last in _runs(history, rewards.standing(loading=loading).busy):
        decided = rewards.decide(loading=loading, first=first, last=last)
        books |= books_of(decided=decided)
    return rewards.differing(loading=loading, decided=books)


@dataclass(slots=True)
class _Counted:
    members: int
    all_members: int
    progress: type_progress
    orders: int = 0
    lines: int = 0
    books: dict[int, MemberBook] = field(default_factory=dict)

    def add(self, decided: Decided) -> None:
        orders = decided.orders
        self.books |= books_of(decided=decided)
        self.members += len(decided.member_ids)
        self.orders += orders.stop - orders.start
        self.lines += int(
            decided.history.line_end[orders.stop - 1] - decided.history.first_line[orders.start]
        )
        self.progress(Progress(self.members, self.all_members, self.orders, self.lines))


def _prepare(
    principal: Principal,
    ids: Ids,
    vault: Vault,
    at: datetime,
    history: PurchaseHistory,
    groups: Sequence[NamedGroup],
    give_value: bool,  # noqa: FBT001 - framework
) -> rewards.Import:
    principal.require("imports.write")
    principal.require("sales.write")
    history.check()
    with club_scope(principal.club_id):
        zone = club_facts(club_id=principal.club_id).zone
        name_groups(club_id=principal.club_id, ids=ids, groups=groups)
        member_ids = members.register_many(
            club_id=principal.club_id,
            joinings=[
                Joining(ids.next(), person, midnight(day, zone))
                for person, day in zip(history.people, history.first_days(), strict=True)
            ],
            vault=vault,
        )
    return rewards.prepare(
        principal=principal, at=at, history=history, member_ids=member_ids, give_value=give_value
    )


def _post(loading: rewards.Import, decided: Decided, ids: Ids) -> Decided:
    rewards.post(loading=loading, decided=decided, ids=ids)
    return decided


def _runs(history: PurchaseHistory, skipped: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Give runs of members that follow each other, of some thousand orders each."""
    first = 0
    orders = 0
    for row in range(len(history.people)):
        begin, end = history.orders_of(row, row + 1)
        if row in skipped or orders >= ORDERS_AT_ONCE:
            if first < row:
                yield first, row
            first, orders = row, 0
        if row in skipped:
            first = row + 1
            continue
        orders += end - begin
    if first < len(history.people):
        yield first, len(history.people)
