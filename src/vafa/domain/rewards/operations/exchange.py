"""A return with the purchase that follows it: exchange on one ticket, and edit of a posted order.

Two linked events in one transaction, the return first; the ladder is looked at once, at the end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.rewards import answering, decide
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.as_then import AsThen
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations import refund as returning
from vafa.domain.rewards.operations.gift_cards import check_plain
from vafa.domain.rewards.posting import Asked, Done, run_both, type_plan
from vafa.domain.rewards.records import Edit, Exchange, Purchase, Refund, SpendWish
from vafa.domain.rewards.rulebook import Rulebook
from vafa.domain.rewards.wishes import claims_again
from vafa.domain.sales import queries as sales
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger.records import LedgerEvent, Snapshot, SourceRef


class RevisionNotHigher(Refused):
    """An edit needs a higher revision than the purchase it edits."""


def exchange_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    exchange: Exchange,
) -> Exchanged:
    """Return and buy on one ticket: both, or neither (E52).

    :raises NoSuchSale: when the member has no such sale.
    :raises SecondDeclined: when the purchase spends more than there is.
    :raises Refused: when one of the two would be refused by itself.
    """
    refund = exchange.returned
    returning.check(refund=refund)
    decide.check_purchase(purchase=exchange.purchase)
    buying.check_revision(principal=principal, purchase=exchange.purchase)
    check_plain(club_id=principal.club_id, purchase=exchange.purchase)
    key = SourceRef(refund.source, refund.document, "refund")
    asked = Asked(principal, claim, member.member_id, ids.next(), (key,))
    back = returning.Return(principal, refund, event_at, "exchange", is_judged=False)
    branch = principal.branch_for(exchange.purchase.branch)
    purse = Purse(club_id=principal.club_id)
    till = buying.Till(principal, exchange.purchase, event_at, branch, member, ids, purse)
    return _both(asked, back, till)


def edit_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member: MemberFound,
    edit: Edit,
) -> Exchanged:
    """Let a posted purchase be another one: a higher revision of its document (E53).

    What it gives is decided as of the purchase: its rules, its day, the member's tier of then.
    What was spent in it is spent again, as far as the policy allows.

    :raises NoSuchSale: when the member has no such sale.
    :raises NothingReturned: when the sale has come back, or was edited before.
    :raises RevisionNotHigher: when the revision is not above that of the sale.
    :raises Refused: when the new lines are malformed.
    """
    club_id = principal.club_id
    key = sales.key_of(club_id=club_id, sale_id=edit.sale_id)
    bought = Purchase(
        member=MemberRef("id", str(edit.member_id)),
        source=key.source,
        document=key.document,
        lines=edit.lines,
        amount_rials=edit.amount_rials,
        discount_rials=edit.discount_rials,
        revision=edit.revision,
    )
    decide.check_purchase(purchase=bought)
    check_plain(club_id=club_id, purchase=bought)
    if edit.revision <= key.revision:
        raise RevisionNotHigher(revision=key.revision)
    refund = Refund(edit.member_id, edit.sale_id, key.source, key.document)
    once = SourceRef(key.source, key.document, "edit", bought.revision)
    asked = Asked(principal, claim, member.member_id, ids.next(), (once,))
    back = returning.Return(principal, refund, event_at, "edit", is_judged=False)
    purse = Purse(club_id=club_id)
    till = buying.Till(principal, bought, event_at, "", member, ids, purse)
    return _both(asked, back, till, edited=edit.sale_id)


def _both(
    asked: Asked, back: returning.Return, till: buying.Till, *, edited: int | None = None
) -> Exchanged:
    purchase, principal = till.purchase, till.principal
    ref = SourceRef(purchase.source, purchase.document, "purchase", purchase.revision)
    assert till.ids is not None
    event_id = till.ids.next()

    def then(first: Done) -> tuple[Asked, type_plan]:
        def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
            now = till if edited is None else _as_then(till, edited, snapshot, rules)
            event = buying.plan(now, snapshot, rules)
            return replace(event, origin_event_id=first.posted.event_id)

        return Asked(principal, asked.claim, asked.member_id, event_id, (ref,)), plan

    club_id = principal.club_id
    with club_scope(club_id):
        first, second = run_both(
            asked=asked,
            plan=lambda snapshot, rules: returning.plan(back, snapshot, rules),
            then=then,
        )
        till.purse.close(is_posted=second.posted.outcome == "posted")
        returned = returning.close(club_id=club_id, sale_id=back.refund.sale_id, done=first)
    return answering.exchanged(returned=returned, purchase=answering.purchase_done(done=second))


def _as_then(till: buying.Till, sale_id: int, snapshot: Snapshot, rules: Rulebook) -> buying.Till:
    """Put the till back to when the sale was first recorded."""
    stored = sales.stored_sale(
        club_id=till.principal.club_id, member_id=snapshot.member_id, sale_id=sale_id,
        codes=rules.codes,
    )  # fmt: skip
    purchase = replace(
        till.purchase,
        channel=stored.channel,
        branch=stored.branch,
        attributes=stored.attributes,
        spend=tuple(
            SpendWish(burn.unit, burn.units) for burn in stored.sale.burns if not burn.reward
        ),
        claims=claims_again(sale=stored.sale, version=rules.by_id(stored.programme_version_id)),
    )
    tier = snapshot.state.get("tier", "") if stored.tier is None else stored.tier
    return replace(
        till,
        purchase=purchase,
        event_at=stored.occurred_at,
        branch=stored.branch,
        decided_by=rules.by_id(stored.programme_version_id),
        then=AsThen(tier, stored.purchases),
    )
