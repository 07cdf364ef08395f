"""What an endpoint wants, and that no secret is printed."""

from datetime import UTC, datetime

import pytest

from vafa.domain.webhooks.records import Claimed

NOON = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def claimed(*topics: str) -> Claimed:
    url, secrets = "https://shop.example.com/", ("whsec_x",)
    return Claimed(1, 2, url, topics, secrets, 0, (), 0, None, NOON, is_test=False)


@pytest.mark.parametrize(
    ("topics", "topic", "is_wanted"),
    [((), "a", True), (("a", "b"), "b", True), (("a",), "b", False), (("a.b",), "a", False)],
)
def test_endpoint_wants_its_topics_or_everything(
    topics: tuple[str, ...],
    topic: str,
    is_wanted: bool,  # noqa: FBT001  framework
) -> None:
    assert claimed(*topics).wants(topic) == is_wanted


def test_secret_is_not_printed() -> None:
    assert "whsec" not in repr(claimed())
