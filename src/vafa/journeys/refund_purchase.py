"""Refunding a purchase, in whole or in part."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.answers import RefundDone
from vafa.domain.rewards.operations import refund as rewards
from vafa.domain.rewards.records import Refund
from vafa.domain.sales import queries as sales
from vafa.kit.ids import Ids


def refund_purchase(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, refund: Refund
) -> RefundDone:
    """Refund lines, an amount, or all that is left: cash back, units restored, awards taken back.

    :raises NoSuchSale: when the member has no such sale.
    :raises Refused: when more is asked than is left, or the request is malformed.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("sales.refund")
    if refund.goodwill_rials:
        principal.require("approvals.decide")
    sale = sales.current(
        club_id=principal.club_id, sale=sales.SaleFound(refund.member_id, refund.sale_id)
    )
    refund = replace(refund, member_id=sale.member_id, sale_id=sale.sale_id)
    return rewards.refund_purchase(
        principal=principal, claim=claim, event_at=event_at, ids=ids, refund=refund
    )
