"""The posting half of `import_file`: some members at a time, each batch with its own note."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db import transaction

from vafa.domain.clubs.principal import Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.clubs.threads import done_ahead
from vafa.domain.imports.operations import BroughtTo, RunBegun, note_brought
from vafa.domain.imports.queries import members_done
from vafa.domain.imports.records import Kind, Taken
from vafa.domain.members import operations as members
from vafa.domain.members.profile import fill_many
from vafa.domain.members.queries import find, wallets
from vafa.domain.members.records import Joining, MemberRef, NewMember
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import bringing
from vafa.domain.rewards.operations.bringing import PastLine, PastMember, PastOrder
from vafa.domain.rewards.operations.joining import open_members
from vafa.domain.rewards.operations.opening import OpeningBalance, post_opening
from vafa.kit.calendar import midnight
from vafa.kit.ids import Ids
from vafa.ledger.errors import BookNotEmpty, ReferencesDiffer
from vafa.ledger.totals import blank_books, known_documents, member_versions

ROWS_AT_ONCE = 4_000
_THREADS = 2  # one decides while the database works for the other


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted so far; `posted_before` counts orders that were in the book already."""

    members: int = 0
    orders: int = 0
    posted_before: int = 0

    def __add__(self, more: Posted) -> Posted:
        """Add what another batch did."""
        return Posted(
            self.members + more.members,
            self.orders + more.orders,
            self.posted_before + more.posted_before,
        )


@dataclass(frozen=True)
class Bringer:
    """Who brings which run in. Each batch is durable by itself, with the note that it is done."""

    principal: Principal
    ids: Ids
    vault: Vault
    run: RunBegun
    source: str
    kind: Kind
    groups: Mapping[str, str]

    def bring(self, batch: Sequence[tuple[str, list[Taken]]]) -> Posted:
        """Register a batch of people and post their orders, unless the run did so before."""
        with club_scope(self.principal.club_id):
            joinings = [
                Joining(self.ids.next(), _person(mobile, mine), self._joined_at(mine))
                for mobile, mine in batch
            ]
            member_ids = members.register_many(
                club_id=self.principal.club_id, joinings=joinings, vault=self.vault
            )
            new = frozenset(
                member_id
                for member_id, joining in zip(member_ids, joinings, strict=True)
                if member_id == joining.member_id
            )
            said = {
                member_id: mine[0].profile
                for member_id, (_, mine) in zip(member_ids, batch, strict=True)
                if member_id in new and mine[0].profile
            }
            if said:
                fill_many(club_id=self.principal.club_id, said=said, vault=self.vault)
            done = members_done(run_id=self.run.run_id, member_ids=member_ids)
            coming = [
                PastMember(member_id, joining.member, self._orders(mine))
                for member_id, joining, (_, mine) in zip(member_ids, joinings, batch, strict=True)
                if member_id not in done
            ]
            if self.kind == "balances":
                held = {
                    member_id: mine for member_id, (_, mine) in zip(member_ids, batch, strict=True)
                }
                return self._open(coming, held, new)
            return self._post(coming, new)

    def bring_all(self, batches: Iterable[Sequence[tuple[str, list[Taken]]]]) -> Iterator[Posted]:
        """Bring batch after batch in; gives what came of each."""
        return done_ahead(work=self.bring, parts=batches, threads=_THREADS)

    @property
    def has_orders(self) -> bool:
        """Tell whether the file is of purchases."""
        return self.kind in {"orders", "lines"}

    @cached_property
    def _zone(self) -> str:
        with club_scope(self.principal.club_id):
            return club_facts(club_id=self.principal.club_id).zone

    def _joined_at(self, mine: Sequence[Taken]) -> datetime:
        return midnight(mine[0].day, self._zone) if self.has_orders else self.run.decided_at

    def _post(self, coming: Sequence[PastMember], new: frozenset[int]) -> Posted:
        if not self.has_orders or not coming:
            open_members(principal=self.principal, member_ids=[one.member_id for one in coming])
            self._note([_registered(one) for one in coming], new)
            return Posted(members=len(coming))
        work = self._work(coming)
        known = self._known(coming)
        begins = blank_books(
            club_id=self.principal.club_id, member_ids=[one.member_id for one in coming]
        )
        shared = wallets(member_ids=[one.member_id for one in coming])
        empty, others = _parted(coming, known, begins, shared)
        sales: dict[int, list[int]] = {}
        try:
            with transaction.atomic():
                if empty:
                    sales = bringing.post_empty(
                        work=work,
                        members=empty,
                        begins=begins,
                        revisions={name: last + 1 for name, (last, _) in known.items()},
                    )
        except (BookNotEmpty, ReferencesDiffer):  # a till was faster
            empty, others = [], list(coming)
        for one in others:
            ref = MemberRef("id", str(one.member_id))
            found = find(club_id=self.principal.club_id, member=ref, vault=self.vault)
            holder = found.as_holder()
            sales[one.member_id] = bringing.post_each(work=work, member=holder, orders=one.orders)
        brought = self._brought(coming, sales, {one.member_id for one in empty}, shared)
        self._note(brought, new)
        orders = sum(len(one.orders) for one in coming)
        posted = sum(len(ids) for ids in sales.values())
        return Posted(sum(bool(ids) for ids in sales.values()), posted, orders - posted)

    def _open(
        self,
        coming: Sequence[PastMember],
        held: Mapping[int, Sequence[Taken]],
        new: frozenset[int],
    ) -> Posted:
        """Post what members had before, one by one: an event holds all balances of somebody."""
        blank = blank_books(
            club_id=self.principal.club_id, member_ids=[one.member_id for one in coming]
        )
        shared = wallets(member_ids=[one.member_id for one in coming])
        events: dict[int, list[int]] = {}
        for one in coming:
            event_id = post_opening(
                principal=self.principal,
                ids=self.ids,
                at=self.run.decided_at,
                source=self.source,
                member_id=one.member_id,
                holder_id=shared.get(one.member_id, one.member_id),
                balances=[
                    OpeningBalance(unit, units, row.expires)
                    for row in held[one.member_id]
                    for unit, units in row.balances
                ],
            )
            events[one.member_id] = [] if event_id is None else [event_id]
        posted = sum(map(len, events.values()))
        empty = {id_ for id_, ids in events.items() if ids and (id_ in new or id_ in blank)}
        self._note(self._brought(coming, events, empty - shared.keys(), shared), new)
        return Posted(posted, posted, len(coming) - posted)

    def _orders(self, mine: Sequence[Taken]) -> tuple[PastOrder, ...]:
        if not self.has_orders:
            return ()
        return tuple(
            PastOrder(document, lines[0].day, lines[0].minute, tuple(map(self._line, lines)))
            for document, group in groupby(mine, key=attrgetter("document"))
            for lines in [list(group)]
        )

    def _line(self, taken: Taken) -> PastLine:
        group = taken.group
        if group.startswith("?"):
            group = self.groups.get(group[1:], "unspecified")
        return PastLine(taken.amount, group, taken.product, taken.quantity_milli)

    def _known(self, coming: Sequence[PastMember]) -> dict[str, tuple[int, bool]]:
        documents = [order.document for one in coming for order in one.orders]
        return known_documents(
            club_id=self.principal.club_id, source=self.source, documents=documents
        )

    def _versions(self, coming: Sequence[PastMember]) -> dict[int, int]:
        ids = [one.member_id for one in coming]
        return member_versions(club_id=self.principal.club_id, member_ids=ids)

    def _work(self, coming: Sequence[PastMember]) -> bringing.Bringing:
        return bringing.bringing(
            principal=self.principal,
            ids=self.ids,
            at=self.run.decided_at,
            source=self.source,
            give_value=self.run.gives_value,
            member_ids=[one.member_id for one in coming],
        )

    def _brought(
        self, coming: Sequence[PastMember], sales: dict[int, list[int]], empty: set[int],
        shared: Mapping[int, int],
    ) -> list[BroughtTo]:  # fmt: skip
        versions = self._versions(coming)
        return [
            BroughtTo(
                one.member_id,
                sales[one.member_id],
                versions[one.member_id],
                was_empty=one.member_id in empty
                or 0 < versions[one.member_id] == len(sales[one.member_id]),
                is_new=False,
                holder_id=shared.get(one.member_id),
            )
            for one in coming
        ]

    def _note(self, brought: Sequence[BroughtTo], new: frozenset[int]) -> None:
        note_brought(
            club_id=self.principal.club_id,
            run_id=self.run.run_id,
            brought=[replace(one, is_new=one.member_id in new) for one in brought],
        )


def _parted(
    coming: Sequence[PastMember],
    known: Mapping[str, tuple[int, bool]],
    blank: Mapping[int, int],
    shared: Container[int],
) -> tuple[list[PastMember], list[PastMember]]:
    """Tell those whose own book is empty, with documents that do not stand, from the others."""

    def is_empty(one: PastMember) -> bool:
        stands = any(not known.get(order.document, (0, True))[1] for order in one.orders)
        return one.member_id in blank and one.member_id not in shared and not stands

    return [one for one in coming if is_empty(one)], [one for one in coming if not is_empty(one)]


def _registered(one: PastMember) -> BroughtTo:
    return BroughtTo(one.member_id, [], state_version=0, was_empty=False, is_new=False)


def _person(mobile: str, mine: Sequence[Taken]) -> NewMember:
    """Take the names of the latest row that has any."""
    named = mine[0]
    for one in mine:
        if one.first_name or one.last_name:
            named = one
    return NewMember(
        mobile=mobile,
        consent_source="import",
        first_name=named.first_name,
        last_name=named.last_name,
        birthday=named.birthday,
        channel="import",
    )
