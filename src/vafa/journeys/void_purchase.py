"""Voiding a whole purchase: as if it had never been."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.answers import RefundDone
from vafa.domain.rewards.operations import refund as rewards
from vafa.domain.rewards.records import Void
from vafa.domain.sales import queries as sales
from vafa.domain.vouchers import operations as vouchers
from vafa.kit.ids import Ids


def void_purchase(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, void: Void
) -> RefundDone:
    """Void what is left of a purchase: every award reversed, every spent unit given back.

    Its coupons may be used again.

    A purchase is voided once, under any key; a higher revision of its document may be recorded
    afterwards (E54).

    :raises NoSuchSale: when the member has no such sale.
    :raises NothingReturned: when all of it has come back before.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("sales.refund")
    sale = sales.current(
        club_id=principal.club_id, sale=sales.SaleFound(void.member_id, void.sale_id)
    )
    void = replace(void, member_id=sale.member_id, sale_id=sale.sale_id)
    with club_scope(principal.club_id):
        done = rewards.void_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, void=void
        )
        if not done.replayed:  # since then the document may have become a sale again
            key = sales.key_of(club_id=principal.club_id, sale_id=void.sale_id)
            vouchers.free_sale(club_id=principal.club_id, source=key.source, document=key.document)
    return done
