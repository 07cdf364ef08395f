"""Spending what a hold keeps."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.answers import CreditUsed
from vafa.domain.rewards.operations import credit
from vafa.kit.ids import Ids


def capture_hold(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    member_id: int,
    hold_id: int,
    units: int | None = None,
) -> CreditUsed:
    """Spend all or part of a hold; the rest returns to the same lots and dates (E28).

    A hold that has ended declines (E27).

    :raises NoSuchHold: when the member has no such hold.
    :raises UnitsOutOfBounds: when none are asked for.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("credit.apply")
    return credit.capture_hold(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member_id=member_id,
        hold_id=hold_id,
        units=units,
    )
