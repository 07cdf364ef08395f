"""Follow-ups leave the outbox when they were handled, and not before."""

from collections.abc import Sequence

import pytest

from tests.factories.book import POINTS, Till, open_till, refused
from vafa.ledger import relay
from vafa.ledger.records import BurnUnits, Earn, OutboxRow

pytestmark = pytest.mark.django_db


class HandlerFailedError(Exception):
    """The consumer could not take the batch."""


def drained(till: Till, batch: int = 100) -> list[tuple[int, int, str]]:
    """Drain everything; give what belongs to the till's club."""
    taken: list[relay.FollowUp] = []
    while relay.drain(handler=taken.extend, batch=batch):
        pass
    return [(one.event_id, one.number, one.topic) for one in taken if one.club_id == till.club_id]


def test_drain_hands_on_every_row_once_in_order() -> None:
    """Rows of one batch come by event and number, with their payload."""
    till = open_till()
    events = [
        till.post(
            Earn(POINTS, 1), outbox=[OutboxRow("a", {"n": "۱"}), OutboxRow("b", {})]
        ).event_id
        for _ in range(3)
    ]

    assert drained(till) == [(event, n, "ab"[n - 1]) for event in events for n in (1, 2)]
    assert drained(till) == []


def test_drain_takes_a_batch_per_club() -> None:
    """A club with much waiting does not hold up another."""
    tills = [open_till(), open_till()]
    for till in tills:
        till.post(outbox=[OutboxRow("a", {}), OutboxRow("b", {})])
    seen: list[Sequence[relay.FollowUp]] = []

    relay.drain(handler=seen.append, batch=1)

    assert {batch[0].club_id for batch in seen} >= {till.club_id for till in tills}
    assert {len(batch) for batch in seen} == {1}


def test_a_batch_comes_back_when_the_handler_fails() -> None:
    """At least once: what was not handled is still there."""
    till = open_till()
    till.post(outbox=[OutboxRow("a", {})])

    def fail(_: Sequence[relay.FollowUp]) -> None:
        raise HandlerFailedError

    with refused(HandlerFailedError):
        relay.drain(handler=fail)

    assert [row[2] for row in drained(till)] == ["a"]


def test_a_decline_has_no_follow_ups() -> None:
    """What did not happen is told to nobody."""
    till = open_till()

    till.post(BurnUnits(POINTS, 1), outbox=[OutboxRow("a", {})])

    assert drained(till) == []
