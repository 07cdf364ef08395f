"""Carrying the outbox into the clubs' feeds of changes."""

from vafa.domain.rewards.operations.feed import append
from vafa.ledger.relay import drain


def relay_changes(*, batch: int = 500) -> int:
    """Carry a batch of each club; gives how many follow-ups. None is lost, none is fed twice."""
    return drain(handler=append, batch=batch)
