"""What comes back when a part of a sale does: told before anything is done."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.operations.refund_preview import foresee_refund
from vafa.domain.rewards.outlook import RefundForeseen
from vafa.domain.rewards.records import Refund
from vafa.domain.sales import queries as sales


def preview_refund(*, principal: Principal, event_at: datetime, refund: Refund) -> RefundForeseen:
    """Tell what a refund of lines, an amount, or all that is left would do; nothing is written.

    :raises NoSuchSale: when the member has no such sale.
    :raises GiftCardsUnforeseen: when gift cards were sold with it or paid it.
    :raises Refused: when more is asked than is left, or the request is malformed.
    """
    principal.require("sales.refund")
    sale = sales.current(
        club_id=principal.club_id, sale=sales.SaleFound(refund.member_id, refund.sale_id)
    )
    return foresee_refund(
        principal=principal,
        event_at=event_at,
        refund=replace(refund, member_id=sale.member_id, sale_id=sale.sale_id),
    )
