"""What a day brings to a club: what fell due is settled, tiers move, birthdays are kept.

Each step runs once per club and day; a run that broke off goes on where it stopped, since what is
done is no longer due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from vafa.domain.clubs.operations import forget_answers
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards import translate
from vafa.domain.rewards.models import DayStep
from vafa.domain.rewards.posting import run_unasked
from vafa.domain.rewards.rulebook import NoProgramme, Rulebook
from vafa.kit.calendar import local_day
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import LedgerEvent, Snapshot
from vafa.programme.decide import decide_advance, next_review_day
from vafa.programme.records import MemberFacts

KEYS_KEPT = timedelta(days=35)

_BATCH = 500
_FORGOTTEN = 10_000

type_progress = Callable[[str, int], None]


@dataclass(slots=True)
class Counted:
    """What the steps have done so far."""

    settled: int = 0
    tier_changes: int = 0
    gifts: int = 0

    def add(self, other: Counted) -> None:
        """Add what another step has done."""
        self.settled += other.settled
        self.tier_changes += other.tier_changes
        self.gifts += other.gifts


def settle_due(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """Settle every member with something due; advance the tiers of those whose day has come."""
    counted = Counted()
    for member_id in _due(club_id, day):
        counted.settled += book.settle(club_id=club_id, member_id=member_id)
        counted.tier_changes += _advance(club_id, member_id, day_at, ids)
        progress("members", 1)
    return counted


def forget_requests(
    *, club_id: int, day_at: datetime, day: int, ids: Ids, progress: type_progress
) -> Counted:
    """Forget idempotency keys after 35 days; natural keys and answers in the book stay."""
    before = day_at - KEYS_KEPT
    while forgotten := book.forget_requests(club_id=club_id, before=before, limit=_FORGOTTEN):
        progress("keys", forgotten)
    with club_scope(club_id):
        forget_answers(club_id=club_id, before=before)
    return Counted()


def is_done(*, club_id: int, step: str, day: int) -> bool:
    """Tell whether a step of a day is finished; inside the club's scope."""
    return DayStep.objects.filter(club_id=club_id, step=step, day=day).exists()


def finish(*, club_id: int, step: str, day: int, at: datetime) -> None:
    """Say that a step of a day is finished; inside the club's scope."""
    DayStep.objects.get_or_create(
        club_id=club_id, step=step, day=day, defaults={"finished_at": at}
    )


def _due(club_id: int, day: int) -> Iterator[int]:
    after = 0
    while True:
        batch = book.due_members(club_id=club_id, today=day, after_member_id=after, limit=_BATCH)
        yield from batch
        if len(batch) < _BATCH:
            return
        after = batch[-1]


def _advance(club_id: int, member_id: int, day_at: datetime, ids: Ids) -> int:
    moved = 0

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        nonlocal moved
        event = _tier_event(club_id, day_at, snapshot, rules)
        moved = len(event.outbox)
        return event

    try:
        run_unasked(club_id=club_id, member_id=member_id, event_id=ids.next(), plan=plan)
    except (NoProgramme, _NothingChanges):
        return 0
    return moved


class _NothingChanges(Exception):
    """The day changes nothing for this member: no event is posted."""


def _tier_event(
    club_id: int, day_at: datetime, snapshot: Snapshot, rules: Rulebook
) -> LedgerEvent:
    version = rules.in_force(day_at)
    seen = translate.snapshot_of(snapshot=snapshot, version=version, facts=MemberFacts())
    day = local_day(day_at, version.document.zone)
    review_day = next_review_day(programme=version.compiled, state=seen.state)
    if review_day is None or review_day > day:
        raise _NothingChanges
    decision = decide_advance(programme=version.compiled, snapshot=seen, day=day)
    said = {
        "member_id": str(snapshot.member_id),
        "programme_version": version.number,
        "tier_changes": translate.tier_json(changes=decision.tier_changes),
    }
    return LedgerEvent(
        club_id=club_id,
        member_id=snapshot.member_id,
        event_id=snapshot.event_id,
        kind="tier",
        event_at=day_at,
        expected_version=snapshot.state_version,
        programme_version_id=version.id,
        credential_id=0,
        state=decision.state.as_json(),
        next_review_day=next_review_day(programme=version.compiled, state=decision.state),
        outbox=translate.tier_rows(changes=decision.tier_changes, event_id=snapshot.event_id),
        answer={"said": said},
    )
