"""What follows from a sending: three days of tries, five days of patience."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vafa.domain.webhooks.decide import WAITS_SECONDS, is_delivered, judge, wait_milliseconds
from vafa.domain.webhooks.records import Sent

NOON = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "is_taken"),
    [(200, True), (204, True), (299, True), (0, False), (199, False), (301, False), (500, False)],
)
def test_only_a_2xx_is_a_delivery(status: int, is_taken: bool) -> None:  # noqa: FBT001  framework
    assert is_delivered(Sent(status)) == is_taken


def test_delivery_ends_the_failing() -> None:
    verdict = judge(sent=Sent(204), tries=3, failing_since=NOON, at=NOON, seed="s")

    assert (verdict.outcome, verdict.tries, verdict.failing_since) == ("delivered", 0, None)


def test_410_disables_at_once() -> None:
    verdict = judge(sent=Sent(410), tries=0, failing_since=None, at=NOON, seed="s")

    assert (verdict.outcome, verdict.why) == ("disabled", "gone")


def test_tries_go_on_for_three_days_then_the_message_is_given_up() -> None:
    at, tries, since, outcomes = NOON, 0, None, []
    while True:
        verdict = judge(sent=Sent(500), tries=tries, failing_since=since, at=at, seed="s")
        outcomes.append(verdict.outcome)
        if verdict.outcome != "retry":
            break
        at, tries, since = verdict.due_at, verdict.tries, verdict.failing_since

    assert outcomes == ["retry"] * 9 + ["given_up"]
    assert timedelta(days=2.8) < at - NOON < timedelta(days=3.5)
    assert (verdict.tries, verdict.failing_since) == (0, NOON)


def test_five_days_without_a_delivery_disable() -> None:
    late = NOON + timedelta(days=5)

    before = judge(
        sent=Sent(0), tries=2, failing_since=NOON, at=late - timedelta(seconds=1), seed="s"
    )
    after = judge(sent=Sent(0), tries=2, failing_since=NOON, at=late, seed="s")

    assert before.outcome == "retry"
    assert (after.outcome, after.why) == ("disabled", "failing")


@pytest.mark.parametrize(
    ("sent", "least", "most"),
    [
        (Sent(429, "", 60), 60, 60),
        (Sent(503, "", 3), 4.5, 5.5),
        (Sent(503, "", 10**9), 86_400, 86_400),
        (Sent(500, "", 60), 4.5, 5.5),
    ],
)
def test_a_busy_receiver_is_left_alone_as_long_as_it_asks(
    sent: Sent, least: float, most: float
) -> None:
    """At most a day, and never less than the next wait would be anyway."""
    verdict = judge(sent=sent, tries=0, failing_since=None, at=NOON, seed="s")

    assert timedelta(seconds=least) <= verdict.due_at - NOON <= timedelta(seconds=most)


@given(tries=st.integers(0, len(WAITS_SECONDS) - 1), seed=st.text(max_size=20))
def test_waits_are_spread_by_a_tenth_and_repeatable(tries: int, seed: str) -> None:
    wait = wait_milliseconds(tries=tries, seed=seed)

    assert WAITS_SECONDS[tries] * 900 <= wait <= WAITS_SECONDS[tries] * 1100
    assert wait == wait_milliseconds(tries=tries, seed=seed)
