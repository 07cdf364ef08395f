"""Posting some members' purchases of the past: an empty book takes all at once, another one each.

What stands in the book already is left alone; a document whose sale has come back comes in again
under a higher revision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import numpy as np

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.records import ClubFacts
from vafa.domain.members.records import MemberFound, MemberRef, NewMember
from vafa.domain.rewards.history import Ints, PurchaseHistory, without_vat
from vafa.domain.rewards.operations import history as batches
from vafa.domain.rewards.operations.purchase import EarlierRevisionStands, apply_past_purchase
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.domain.rewards.rulebook import Version, rulebook
from vafa.kit.amounts import net_of_gross
from vafa.kit.calendar import local_day, midnight
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.queries import reference


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line; its amount includes VAT (E86)."""

    amount_rials: int
    group: str
    product: str
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order of the past, as a file has it."""

    document: str
    day: int
    minute: int
    lines: tuple[PastLine, ...]


@dataclass(frozen=True, slots=True)
class PastMember:
    """Somebody and the orders, in order of time."""

    member_id: int
    person: NewMember
    orders: tuple[PastOrder, ...]


@dataclass(frozen=True, eq=False)
class Bringing:
    """What stays the same while a file is brought in; `version` decides all of it."""

    principal: Principal
    ids: Ids
    at: datetime
    source: str
    give_value: bool
    version: Version
    club: ClubFacts


def bringing(
    *,
    principal: Principal,
    ids: Ids,
    at: datetime,
    source: str,
    give_value: bool,
    member_ids: Sequence[int],
) -> Bringing:
    """Open the members' books, and choose the version that decides: the one in force at `at`.

    It decides for tiers only, or for value too.

    :raises NoProgramme: when none is in force.
    """
    book.open_members(club_id=principal.club_id, member_ids=member_ids)
    epoch = book.peek(club_id=principal.club_id, member_id=member_ids[0]).programme_epoch
    rules = rulebook(principal.club_id, epoch)
    version = batches.deciding(version=rules.in_force(at), give_value=give_value)
    return Bringing(principal, ids, at, source, give_value, version, rules.club)


def post_empty(
    *,
    work: Bringing,
    members: Sequence[PastMember],
    begins: Mapping[int, int],
    revisions: Mapping[str, int],
) -> dict[int, list[int]]:
    """Post members whose books are empty or blank in one call; gives the ids of each one's sales.

    `begins` names the last movement of a blank book, `revisions` those of documents that were
    undone.

    :raises BookNotEmpty: when one of them has bought meanwhile.
    :raises ReferencesDiffer: when one of the documents is posted already.
    """
    loading = batches.Import(
        principal=work.principal,
        history=without_vat(history=_history(work.source, members), club=work.club),
        member_ids=[member.member_id for member in members],
        version=work.version,
        until_day=local_day(work.at, work.version.document.zone),
        begins=begins,
        revisions=revisions,
    )
    decided = batches.decide(loading=loading, first=0, last=len(members))
    return batches.post(loading=loading, decided=decided, ids=work.ids)


def post_each(*, work: Bringing, member: MemberFound, orders: Sequence[PastOrder]) -> list[int]:
    """Post the orders of a member one by one; gives the sales that were not there before."""
    club_id = work.principal.club_id
    book.open_member(club_id=club_id, member_id=member.member_id)
    posted = (_post_one(work, member, order) for order in orders)
    return [sale_id for sale_id in posted if sale_id is not None]


def _post_one(work: Bringing, member: MemberFound, order: PastOrder) -> int | None:
    known = reference(
        club_id=work.principal.club_id, source=work.source, document=order.document,
        effect="purchase",
    )  # fmt: skip
    revision = 0 if known is None else known.revision + 1
    digest = sha256(f"{work.source}\0{order.document}\0{revision}".encode()).digest()
    moment = midnight(order.day, work.version.document.zone) + timedelta(minutes=order.minute)
    rate = work.club.vat_on(order.day)
    try:
        return apply_past_purchase(
            principal=work.principal,
            claim=Claim(f"import-{digest.hex()}", digest),
            event_at=moment,
            ids=work.ids,
            member=member,
            purchase=Purchase(
                member=MemberRef("id", str(member.member_id)),
                source=work.source,
                document=order.document,
                revision=revision,
                lines=tuple(_line(line, rate) for line in order.lines),
            ),
            version=work.version,
        )
    except EarlierRevisionStands:
        return None


def _line(line: PastLine, rate: int) -> PurchaseLine:
    net = net_of_gross(line.amount_rials, rate)
    return PurchaseLine(
        net_rials=net,
        vat_rials=line.amount_rials - net,
        group=line.group,
        product=line.product,
        quantity_milli=line.quantity_milli,
    )


def _history(source: str, members: Sequence[PastMember]) -> PurchaseHistory:
    orders = [order for member in members for order in member.orders]
    lines = [line for order in orders for line in order.lines]
    groups, group = _numbered([line.group for line in lines])
    products, product = _numbered([line.product for line in lines])
    ends = np.cumsum([len(order.lines) for order in orders], dtype=np.int64)
    amounts = _ints([line.amount_rials for line in lines])
    return PurchaseHistory(
        source=source,
        channel="till",
        people=tuple(member.person for member in members),
        branches=("",),
        groups=groups,
        products=products,
        spend_units=(),
        amounts_with_vat=True,
        member=np.repeat(np.arange(len(members)), [len(member.orders) for member in members]),
        day=_ints([order.day for order in orders]),
        minute=_ints([order.minute for order in orders]),
        document=[order.document for order in orders],
        branch=np.zeros(len(orders), dtype=np.int64),
        wants_credit=np.zeros(len(orders), dtype=np.bool_),
        first_line=np.concatenate([_ints([0]), ends[:-1]]),
        line_end=ends,
        group=group,
        product=product,
        quantity_milli=_ints([line.quantity_milli for line in lines]),
        gross_rials=amounts,
        net_rials=amounts,
        vat_rials=np.zeros(len(lines), dtype=np.int64),
    )


def _numbered(names: list[str]) -> tuple[tuple[str, ...], Ints]:
    places: dict[str, int] = {}
    numbers = [places.setdefault(name, len(places)) for name in names]
    return tuple(places), _ints(numbers)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
