"""Webhooks as they are asked: bounded, and a replay names one thing."""

from typing import Any

import pytest
from pydantic import ValidationError

from vafa.interfaces.api.schemas.webhooks import ReplayBody, WebhookBody


@pytest.mark.parametrize(("given", "cursor"), [({"cursor": ""}, ""), ({"cursor": "12"}, "12")])
def test_replay_from_the_beginning_or_a_cursor(given: dict[str, Any], cursor: str) -> None:
    assert ReplayBody.model_validate(given).cursor == cursor


@pytest.mark.parametrize(
    "given", [{}, {"cursor": "1", "delivery_id": "1"}, {"cursor": "-1"}, {"delivery_id": 1}]
)
def test_replay_of_nothing_or_of_two_things_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ReplayBody.model_validate(given)


@pytest.mark.parametrize("topics", [["A"], [""], ["a b"], ["a" * 41], ["a"] * 21])
def test_topic_has_the_form_of_a_topic(topics: list[str]) -> None:
    with pytest.raises(ValidationError):
        WebhookBody.model_validate({"url": "https://shop.example.com/", "topics": topics})
