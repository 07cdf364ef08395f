"""The consumer of the outbox: every follow-up becomes an entry of its club's feed of changes."""

from collections.abc import Sequence

from vafa.domain.rewards.models import Change
from vafa.ledger.relay import FollowUp


def append(follow_ups: Sequence[FollowUp]) -> None:
    """Append follow-ups of one club to its feed; one that is there already stays as it is."""
    Change.objects.bulk_create(
        [
            Change(
                club_id=one.club_id,
                member_id=one.member_id,
                event_id=one.event_id,
                number=one.number,
                topic=one.topic,
                payload=one.payload,
            )
            for one in follow_ups
        ],
        ignore_conflicts=True,
    )
