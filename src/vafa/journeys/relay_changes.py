"""Carrying the outbox into the clubs' feeds of changes, and to those who follow them."""

from collections.abc import Sequence

from vafa.domain.clubs import settings
from vafa.domain.members import invitations
from vafa.domain.members.standing import follow
from vafa.domain.messaging import operations as messaging
from vafa.domain.messaging import thanks
from vafa.domain.rewards import late
from vafa.domain.rewards.operations.feed import append
from vafa.domain.sales import queries as sales
from vafa.ledger.relay import FollowUp, drain


def relay_changes(*, batch: int = 500) -> int:
    """Carry a batch of each club; gives how many follow-ups. None is lost, none is fed twice."""
    return drain(handler=_carry, batch=batch)


def _carry(follow_ups: Sequence[FollowUp]) -> None:
    """Feed them, bring the standing of whom they are about up to the book, promise thanks.

    Invitations of whom they are about are looked at soon (`reward_invitations`).
    """
    club_id, holder_ids = follow_ups[0].club_id, [one.member_id for one in follow_ups]
    append(follow_ups)
    _promise_thanks(follow_ups)
    follow(club_id=club_id, holder_ids=holder_ids)
    invitations.look_again(club_id=club_id, holder_ids=holder_ids)


def _promise_thanks(follow_ups: Sequence[FollowUp]) -> None:
    """Promise the thanks for each purchase, when the club sends any (`thank_for_purchases`).

    What was bought hours ago and is told of only now, or edited now, thanks nobody.
    """
    club_id = follow_ups[0].club_id
    bought = [one.event_id for one in follow_ups if one.topic == "purchase.recorded"]
    text = settings.newest_text(club_id=club_id, kind="thanks") if bought else None
    if text is None or not text.text_fa:
        return
    now = late.now(club_id=club_id)
    just_now = sales.made_since(
        club_id=club_id, member_ids=[one.member_id for one in follow_ups], sale_ids=bought,
        since=now - thanks.USEFUL_FOR,
    )  # fmt: skip
    due_at = now + thanks.WAITS
    messaging.promise(
        club_id=club_id, references=just_now, purpose=thanks.PURPOSE, due_at=due_at,
        expires_at=due_at + thanks.USEFUL_FOR,
    )  # fmt: skip
