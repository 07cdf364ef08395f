"""Accepting a purchase that waited for a review: it is recorded anew and gives what it gives.

A return of the one that waited and a purchase of the next revision, in one transaction.
"""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.rewards import answering
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.budgets import Purse
from vafa.domain.rewards.operations import gift_cards
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.operations import refund as returning
from vafa.domain.rewards.posting import Asked, check_both, following
from vafa.domain.rewards.records import (
    CardPayment,
    Purchase,
    PurchaseLine,
    Refund,
    SpendWish,
)
from vafa.domain.rewards.rulebook import Version, rulebook
from vafa.domain.rewards.wishes import claims_again
from vafa.domain.sales import queries as sales
from vafa.domain.sales.queries import SaleKey, SaleStored
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import SourceRef


def accept_purchase(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    ids: Ids,
    member: MemberFound,
    sale_id: int,
) -> Exchanged:
    """Give for a purchase that waited what its day's rules give, once.

    :raises NoSuchSale: when the member has no such sale.
    :raises NothingReturned: when it has come back since.
    """
    club_id, member_id = principal.club_id, member.member_id
    key = sales.key_of(club_id=club_id, sale_id=sale_id)
    rules = rulebook(club_id, book.peek(club_id=club_id, member_id=member_id).programme_epoch)
    stored = sales.stored_sale(
        club_id=club_id, member_id=member_id, sale_id=sale_id, codes=rules.codes
    )
    version = rules.by_id(stored.programme_version_id)
    bought = _again(member_id, key, stored, version)
    refund = Refund(member_id, sale_id, key.source, key.document)
    back = returning.Return(principal, refund, at, "edit", is_judged=False)
    once = SourceRef(key.source, key.document, "review", key.revision)
    ref = SourceRef(key.source, key.document, "purchase", bought.revision)
    purse = Purse(club_id=club_id)
    till = buying.Till(
        principal, bought, stored.occurred_at, stored.branch, member, ids, purse,
        decided_by=version,
    )  # fmt: skip
    event_id = ids.next()

    with club_scope(club_id):
        found = gift_cards.named_again(club_id=club_id, purchase=bought)
        asked = Asked(principal, claim, member_id, ids.next(), (once,))
        first = returning.post(asked=asked, back=back, ids=ids)
        asked = following(asked=Asked(principal, claim, member_id, event_id, (ref,)), first=first)
        second = gift_cards.post(till=till, asked=asked, found=found)
        check_both(first=first, second=second)
        returned = returning.close(club_id=club_id, sale_id=sale_id, done=first)
    return answering.exchanged(returned=returned, purchase=answering.purchase_done(done=second))


def _again(member_id: int, key: SaleKey, stored: SaleStored, version: Version) -> Purchase:
    """Give the purchase as it was sent, under the next revision of its document."""
    return Purchase(
        member=MemberRef("id", str(member_id)),
        source=key.source,
        document=key.document,
        revision=key.revision + 1,
        channel=stored.channel,
        branch=stored.branch,
        attributes=stored.attributes,
        spend=tuple(
            SpendWish(burn.unit, burn.units)
            for burn in stored.sale.burns
            if not burn.reward and not burn.card
        ),
        gift_cards=tuple(
            CardPayment(card_id=burn.card, rials=burn.rials)
            for burn in stored.sale.burns
            if burn.card
        ),
        claims=claims_again(sale=stored.sale, version=version),
        lines=tuple(
            PurchaseLine(
                line.net_rials, line.gross_rials, line.vat_rials, line.group, line.product,
                line.kind, line.quantity_milli,
            )
            for line in stored.sale.lines
        ),
    )  # fmt: skip
