"""Moments that are refused. The flow itself is tested with purchases and their races."""

from datetime import datetime, timedelta

import pytest

from tests.factories.clubs import IDS, NOON, a_club, claim, clock
from vafa.domain.rewards.posting import (
    Asked,
    InTheFuture,
    TooLongAgo,
    UnknownMoment,
    check_moment,
    run,
    run_unasked,
)
from vafa.domain.rewards.rulebook import Rulebook
from vafa.ledger.records import LedgerEvent, Snapshot


def check(event_at: datetime, *, is_approved: bool = False) -> None:
    check_moment(event_at=event_at, now=NOON, back_dating_days=30, is_approved=is_approved)


def test_clocks_may_differ_a_little() -> None:
    check(NOON + timedelta(minutes=5))
    with pytest.raises(InTheFuture):
        check(NOON + timedelta(minutes=5, seconds=1))


def test_only_with_a_second_persons_word_time_goes_back_past_the_limit() -> None:
    """E16."""
    check(NOON - timedelta(days=30))
    check(NOON - timedelta(days=31), is_approved=True)
    with pytest.raises(TooLongAgo):
        check(NOON - timedelta(days=30, seconds=1))


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(UnknownMoment):
        check(NOON.replace(tzinfo=None))


@pytest.mark.django_db(transaction=True)
def test_after_two_misses_the_member_is_locked_first() -> None:
    """Whoever else is at the till: the third decision is made on what nobody can change."""
    club = a_club()
    member_id = club.join()
    seen: list[int] = []

    def plan(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        seen.append(snapshot.state_version)
        if len(seen) <= 2:
            club.buy(1_000_000)
        return LedgerEvent(
            club_id=club.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind="test",
            event_at=club.at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.in_force(club.at).id,
            credential_id=0,
        )

    with clock(club.at):
        done = run_unasked(
            club_id=club.club_id, member_id=member_id, event_id=IDS.next(), plan=plan
        )

    assert (done.posted.outcome, done.replayed) == ("posted", False)
    assert seen == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_refusal_gives_way_to_the_answer_that_came_meanwhile() -> None:
    """Sent twice at once, the second is decided after the first has changed everything."""
    club = a_club()
    once = claim("once")
    asked = Asked(club.principal, once, club.join(), IDS.next())

    def post(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        return LedgerEvent(
            club_id=club.club_id,
            member_id=snapshot.member_id,
            event_id=snapshot.event_id,
            kind="test",
            event_at=club.at,
            expected_version=snapshot.state_version,
            programme_version_id=rules.in_force(club.at).id,
            credential_id=0,
            answer={"said": {}},
        )

    def refuse(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        raise InTheFuture

    def refuse_late(snapshot: Snapshot, rules: Rulebook) -> LedgerEvent:
        run(asked=asked, plan=post)
        raise InTheFuture

    with clock(club.at):
        with pytest.raises(InTheFuture):
            run(asked=asked, plan=refuse)
        done = run(asked=asked, plan=refuse_late)
        again = run(asked=asked, plan=refuse)

    assert (done.replayed, again.replayed) == (True, True)
    assert done.posted.event_id == again.posted.event_id
