"""The day's batch of one club: versions come in, what fell due is settled, tiers move."""

from datetime import datetime

from vafa.domain.clubs import settings
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.codes import operations as codes
from vafa.domain.messaging import operations as messaging
from vafa.domain.rewards.answers import DayRun
from vafa.domain.rewards.operations import birthdays, changeovers, ending, kept_days
from vafa.domain.rewards.operations import day as batch
from vafa.domain.rewards.operations.versions import rules_changed
from vafa.domain.webhooks import operations as webhooks
from vafa.kit.calendar import date_of, local_day
from vafa.kit.ids import Ids


def _forget(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: batch.type_progress
) -> batch.Counted:
    """Forget what is kept for so many days only: request keys, codes, messages, deliveries."""
    with club_scope(club_id):
        codes.forget(club_id=club_id, before=day_at - codes.KEPT)
        messaging.forget(club_id=club_id, before=day_at - messaging.KEPT)
        webhooks.forget_deliveries(club_id=club_id, at=day_at)
    return batch.forget_requests(
        club_id=club_id, day_at=day_at, day=day, ids=ids, progress=progress
    )


def _bring_in(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: batch.type_progress
) -> batch.Counted:
    """Bring in what begins today: another unit of money in all sentences, another version."""
    with club_scope(club_id):
        begins = {one.starts_on for one in settings.displays(club_id=club_id)}
        if date_of(day) in begins:
            rules_changed(club_id=club_id)
    return changeovers.bring_in(
        club_id=club_id, day_at=day_at, day=day, ids=ids, progress=progress
    )


_STEPS = (
    ("versions", _bring_in),
    ("settle", batch.settle_due),
    ("birthdays", birthdays.give),
    ("occasions", kept_days.give),
    ("endings", ending.end_memberships),
    ("forget", _forget),
)


def run_day(*, club_id: int, day_at: datetime, ids: Ids, progress: batch.type_progress) -> DayRun:
    """Run the day that `day_at` falls on in the club's zone; every step once per day (resumable).

    :raises NoSuchClub: when there is none.
    """
    with club_scope(club_id):
        facts = club_facts(club_id=club_id)
    today = local_day(day_at, facts.zone)
    counted = batch.Counted()
    steps: list[str] = []
    for step, work in _STEPS:
        with club_scope(club_id):
            if batch.is_done(club_id=club_id, step=step, day=today):
                continue
        counted.add(work(club_id=club_id, day_at=day_at, day=today, ids=ids, progress=progress))
        with club_scope(club_id):
            batch.finish(club_id=club_id, step=step, day=today, at=day_at)
        steps.append(step)
    return DayRun(
        club_id, today, counted.settled, counted.tier_changes, counted.gifts, tuple(steps)
    )
