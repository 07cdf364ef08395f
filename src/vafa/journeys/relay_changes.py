"""Carrying the outbox into the clubs' feeds of changes."""

from collections.abc import Sequence

from vafa.domain.members.standing import follow
from vafa.domain.rewards.operations.feed import append
from vafa.ledger.relay import FollowUp, drain


def relay_changes(*, batch: int = 500) -> int:
    """Carry a batch of each club; gives how many follow-ups. None is lost, none is fed twice."""
    return drain(handler=_carry, batch=batch)


def _carry(follow_ups: Sequence[FollowUp]) -> None:
    """Feed them, and bring the standing of whom they are about up to the book."""
    append(follow_ups)
    follow(club_id=follow_ups[0].club_id, holder_ids=[one.member_id for one in follow_ups])
