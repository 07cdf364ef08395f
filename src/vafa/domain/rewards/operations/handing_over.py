"""A sale that goes from one holder to another: claimed by its receipt, or moved to its member.

It leaves the one by a return of all that is left of it and reaches the other as a purchase of the
same document, decided as of then: two linked events in one transaction. The second one names the
first sale (`sales.MOVED_SOURCE`), so a sale leaves a holder once and is found where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import translate
from vafa.domain.rewards.as_then import AsThen, lines_left, member_then
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations import refund as returning
from vafa.domain.rewards.posting import Asked, Done, run_both, type_plan
from vafa.domain.rewards.records import Purchase, Refund
from vafa.domain.rewards.rulebook import Rulebook, Version
from vafa.domain.sales import queries as sales
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger import queries as ledger
from vafa.ledger.records import LedgerEvent, OutboxRow, Snapshot, SourceRef
from vafa.programme.records import Spend

_TOPICS: Final = {"claim": "purchase.claimed", "move": "purchase.moved"}

type_check = Callable[[sales.SaleStored, Snapshot, Rulebook], None]
type_weigh = Callable[[Done], None]


class NothingLeftOfSale(Refused):
    """All of the purchase has come back: nothing is left of it."""


class SameHolder(Refused):
    """The purchase is this member's already."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What goes from whom to whom. `check` may refuse before it leaves, `weigh` after."""

    principal: Principal
    claim: Claim
    at: datetime
    kind: Literal["claim", "move"]
    sale: sales.SaleFound
    to: MemberFound
    check: type_check
    weigh: type_weigh
    shortfall: Literal["owe", "forgive"] = "owe"


@dataclass(slots=True)
class _Going:
    """What the sale was when it left, and the id under which it arrives."""

    key: sales.SaleKey
    arrives_as: int
    stored: list[sales.SaleStored] = field(default_factory=list)


def hand_over(*, over: HandOver, ids: Ids) -> tuple[Done, Done]:
    """Let the sale leave its holder and reach the other, both or neither; once.

    A repeat gives the stored answers, whoever it reached then.

    :raises NoSuchSale: when the holder has no such sale.
    :raises SameHolder: when both are one.
    :raises NothingLeftOfSale: when all of it has come back.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal, document = over.principal, str(over.sale.sale_id)
    key = sales.key_of(club_id=principal.club_id, sale_id=over.sale.sale_id)
    going = _Going(key, ids.next())
    purse = Purse(club_id=principal.club_id)
    leaving = SourceRef(sales.MOVED_SOURCE, document, "leave")
    arriving = SourceRef(sales.MOVED_SOURCE, document, sales.MOVED_EFFECT)

    def then(first: Done) -> tuple[Asked, type_plan]:
        if not first.replayed:
            over.weigh(first)
        asked = Asked(principal, over.claim, over.to.member_id, going.arrives_as, (arriving,))
        return asked, lambda snapshot, rules: _arrive(
            over, going, first, ids, purse, snapshot, rules
        )

    with club_scope(principal.club_id):
        both = {over.sale.member_id, over.to.member_id}
        for member_id in sorted(
            ledger.root_of(club_id=principal.club_id, member_id=one) for one in both
        ):
            book.peek(club_id=principal.club_id, member_id=member_id, lock=True)
        first, second = run_both(
            asked=Asked(principal, over.claim, over.sale.member_id, ids.next(), (leaving,)),
            plan=lambda snapshot, rules: _leave(over, going, snapshot, rules),
            then=then,
        )
        purse.close(is_posted=second.posted.outcome == "posted")
        returning.close(club_id=principal.club_id, sale_id=over.sale.sale_id, done=first)
    return first, second


def _leave(over: HandOver, going: _Going, snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
    if snapshot.member_id == over.to.member_id:
        raise SameHolder
    stored = sales.stored_sale(
        club_id=over.principal.club_id, member_id=snapshot.member_id, sale_id=over.sale.sale_id,
        codes=rules.codes,
    )  # fmt: skip
    if not lines_left(sale=stored.sale):
        raise NothingLeftOfSale
    over.check(stored, snapshot, rules)
    going.stored = [stored]
    key = going.key
    refund = Refund(snapshot.member_id, over.sale.sale_id, key.source, key.document)
    back = returning.Return(over.principal, refund, over.at, over.kind, shortfall=over.shortfall)
    event = returning.plan(back, snapshot, rules)
    assert event.sale is not None
    # No money changes hands: what was paid for it stays paid, and goes with it.
    said = event.answer["said"]
    said = {
        **said,
        "cash_rials": 0,
        "notes": [note for note in said["notes"] if note["code"] != "cash_back"],
        "moved_rials": event.sale.to_pay_rials,
        "moved_to": str(going.arrives_as),
    }
    moved = {**event.sale.detail, "moved_to": str(going.arrives_as)}
    return replace(
        event,
        sale=replace(event.sale, detail=moved),
        origin_event_id=going.arrives_as,
        outbox=event.outbox[1:],
        answer={"said": said},
    )


def _arrive(
    over: HandOver,
    going: _Going,
    first: Done,
    ids: Ids,
    purse: Purse,
    snapshot: Snapshot,
    rules: Rulebook,
) -> LedgerEvent:
    (stored,) = going.stored
    version = rules.by_id(stored.programme_version_id)
    key = going.key
    till = buying.Till(
        principal=over.principal,
        purchase=Purchase(
            member=None, source=key.source, document=key.document, channel=stored.channel,
            branch=stored.branch, attributes=stored.attributes,
        ),
        event_at=stored.occurred_at,
        branch=stored.branch,
        member=over.to,
        ids=ids,
        purse=purse,
        decided_by=version,
        then=_then(over, stored, first, snapshot, version),
    )  # fmt: skip
    event = buying.plan(till, snapshot, rules)
    assert event.sale is not None
    before = {"sale_id": str(over.sale.sale_id), "member_id": str(over.sale.member_id)}
    recorded = OutboxRow(_TOPICS[over.kind], {**event.outbox[0].payload, "from": before})
    return replace(
        event,
        kind=over.kind,
        sale=replace(event.sale, detail={**event.sale.detail, "moved_from": before}),
        origin_event_id=first.posted.event_id,
        outbox=(recorded, *event.outbox[1:]),
    )


def _then(
    over: HandOver,
    stored: sales.SaleStored,
    first: Done,
    snapshot: Snapshot,
    version: Version,
) -> AsThen:
    """Give the member of then. What was paid in units has gone back to whoever spent it.

    Nobody has paid that part now, so nothing is earned on it (E5).
    """
    state = translate.state_of(snapshot=snapshot)
    then = member_then(
        club_id=over.principal.club_id, member=over.to, state=state, version=version,
        at=stored.occurred_at,
    )  # fmt: skip
    said = first.posted.answer["said"]
    spend = tuple(_gone_back(one, version) for one in said["restored"] if not one.get("reward"))
    return replace(
        then, lines=lines_left(sale=stored.sale), spend=spend, paid_rials=said["moved_rials"]
    )


def _gone_back(restored: translate.type_json, version: Version) -> Spend:
    policy = version.unit(restored["unit"]).redemption
    rate = None if policy is None else (policy.value_rials, policy.per_units)
    units: int = restored["units"]
    return Spend(restored["unit"], units, hold_id=0, held_units=units, held_rate=rate)
