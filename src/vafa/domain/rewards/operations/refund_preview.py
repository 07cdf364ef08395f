"""What a refund would do, decided on the state of now and written nowhere."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.rewards.answers import UnitChange
from vafa.domain.rewards.operations.gift_card_returns import SaleHasGiftCards
from vafa.domain.rewards.operations.refund import Return, check, plan
from vafa.domain.rewards.outlook import RefundForeseen
from vafa.domain.rewards.records import Refund
from vafa.domain.rewards.rulebook import rulebook
from vafa.kit.errors import Refused
from vafa.ledger import operations as book


class GiftCardsUnforeseen(Refused):
    """A sale with gift cards is settled with the cards: what comes back is said afterwards."""


def foresee_refund(*, principal: Principal, event_at: datetime, refund: Refund) -> RefundForeseen:
    """Foretell a refund without writing anything: the same decision as when it is made.

    :raises NoSuchSale: when the member has no such sale.
    :raises GiftCardsUnforeseen: when gift cards were sold with it or paid it.
    :raises Refused: when more is asked than is left, or the request is malformed.
    """
    check(refund=refund)
    snapshot = book.peek(club_id=principal.club_id, member_id=refund.member_id)
    rules = rulebook(principal.club_id, snapshot.programme_epoch)
    try:
        event = plan(Return(principal, refund, event_at), snapshot, rules)
    except SaleHasGiftCards as error:
        raise GiftCardsUnforeseen from error
    said = event.answer["said"]
    credited = said.get("store_credit")
    return RefundForeseen(
        said["cash_rials"],
        tuple(UnitChange(one["unit"], one["units"]) for one in said["taken_back"] if one["units"]),
        tuple(UnitChange(one["unit"], one["units"]) for one in said["restored"] if one["units"]),
        UnitChange(credited["unit"], credited["units"]) if credited else None,
    )
