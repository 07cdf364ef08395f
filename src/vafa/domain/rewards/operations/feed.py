"""The consumer of the outbox: every follow-up becomes an entry of its club's feed of changes."""

from collections.abc import Sequence

from django.db.models import Max

from vafa.domain.clubs.models import Club
from vafa.domain.rewards.models import Change
from vafa.ledger.relay import FollowUp


def append(follow_ups: Sequence[FollowUp]) -> None:
    """Append follow-ups of one club to its feed; one that is there already stays as it is.

    Runs in the relay's transaction. Relays of one club take turns on the club's row until they
    commit, so who has read up to a place never misses an earlier one.
    """
    club_id = follow_ups[0].club_id
    Club.objects.select_for_update(no_key=True).get(id=club_id)
    newest = Change.objects.filter(club_id=club_id).aggregate(newest=Max("place"))["newest"] or 0
    Change.objects.bulk_create(
        [
            Change(
                club_id=club_id,
                place=place,
                member_id=one.member_id,
                event_id=one.event_id,
                number=one.number,
                topic=one.topic,
                payload=one.payload,
            )
            for place, one in enumerate(follow_ups, start=newest + 1)
        ],
        ignore_conflicts=True,
    )
