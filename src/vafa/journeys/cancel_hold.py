"""Ending a hold without spending."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.answers import HoldCancelled
from vafa.domain.rewards.operations import credit
from vafa.kit.ids import Ids


def cancel_hold(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member_id: int,
    hold_id: int,
) -> HoldCancelled:
    """End a hold: its units return to the same lots and dates (E23).

    A hold that has ended declines.

    :raises NoSuchHold: when the member has no such hold.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("credit.apply")
    return credit.cancel_hold(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member_id=member_id,
        hold_id=hold_id,
    )
