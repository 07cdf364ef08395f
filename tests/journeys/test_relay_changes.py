"""The relay: carries every follow-up once, also when two of them run."""

import pytest

from tests.factories.clubs import a_club
from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import Change
from vafa.domain.rewards.operations.feed import append
from vafa.journeys.relay_changes import relay_changes
from vafa.ledger.relay import FollowUp

pytestmark = pytest.mark.django_db


def test_the_outbox_is_carried_until_it_is_empty() -> None:
    while relay_changes(batch=500):  # what tests that commit have left
        pass
    club = a_club()
    for _ in range(5):
        club.buy(10_000)

    done = [relay_changes(batch=4), relay_changes(batch=4), relay_changes(batch=4)]

    assert done == [4, 2, 0]
    with club_scope(club.club_id):
        places = list(Change.objects.filter(club_id=club.club_id).values_list("place", flat=True))
    assert sorted(places) == [1, 2, 3, 4, 5, 6]


def test_a_follow_up_that_comes_again_is_no_second_entry() -> None:
    """The outbox delivers at least once."""
    club = a_club()
    rows = [FollowUp(club.club_id, 1, 2, number, "x", {}) for number in (1, 2)]

    with club_scope(club.club_id):
        append(rows)
        append([*rows, FollowUp(club.club_id, 1, 3, 1, "y", {})])
        topics = Change.objects.filter(club_id=club.club_id).order_by("place")

        assert list(topics.values_list("topic", flat=True)) == ["x", "x", "y"]
