"""How long ago, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from vafa.interfaces.web.relative import ago

NOON = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # noon in Tehran


@pytest.mark.parametrize(
    ("before", "english"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=31), "22 October 2026"),
        (-timedelta(minutes=5), "in 5 minutes"),
        (-timedelta(hours=2), "in 2 hours"),
        (-timedelta(days=1), "tomorrow"),
        (-timedelta(days=4), "in 4 days"),
    ],
)
def test_a_moment_is_told_by_its_distance(before: timedelta, english: str) -> None:
    with translation.override("en"):
        assert ago(NOON - before, now=NOON) == english


def test_persian_says_it_with_its_own_digits() -> None:
    with translation.override("fa"):
        assert ago(NOON - timedelta(minutes=9), now=NOON) == "۹ دقیقه پیش"
