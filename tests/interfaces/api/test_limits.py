"""The token bucket of one key."""

import pytest

from vafa.interfaces.api.limits import Buckets


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_take_when_the_burst_is_used_says_how_long_to_wait() -> None:
    clock = Clock()
    buckets = Buckets(per_second=2, burst=3, clock=clock)

    waits = [buckets.take("sara") for _ in range(4)]

    assert waits == [0, 0, 0, 0.5]


def test_take_when_time_has_passed_gives_again_but_never_more_than_the_burst() -> None:
    clock = Clock()
    buckets = Buckets(per_second=2, burst=3, clock=clock)
    for _ in range(3):
        buckets.take("sara")

    clock.now += 0.5
    after_half_a_second = [buckets.take("sara"), buckets.take("sara")]
    clock.now += 3600
    after_an_hour = [buckets.take("sara") for _ in range(4)]

    assert after_half_a_second == [0, 0.5]
    assert after_an_hour == [0, 0, 0, 0.5]


def test_take_when_another_key_is_exhausted_is_free() -> None:
    buckets = Buckets(per_second=1, burst=1, clock=Clock())
    buckets.take("sara")

    assert buckets.take("sara") == pytest.approx(1.0)
    assert buckets.take("ali") == 0


def test_buckets_when_many_keys_come_keep_a_bounded_number() -> None:
    buckets = Buckets(per_second=1, burst=1, kept=10, clock=Clock())
    buckets.take("sara")

    for i in range(10):
        buckets.take(i)

    assert buckets.take("sara") == 0  # forgotten, so it begins anew
